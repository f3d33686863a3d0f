/** The page of one claim: its verdict and counts as pinned, and what the mutants do that it catches. */
import { renderSequence } from '../../src/diagrams/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import type { Claim } from '../../src/properties/index.ts';
import { checkMutant, mutantScope, type Pinned, scopeComposition } from '../../src/verify/index.ts';
import { cell, fileText, framed, table } from '../.vitepress/pages.ts';

const pinned = JSON.parse(fileText('verification.json')) as Pinned;
const number = new Intl.NumberFormat('en');

function mutantPart(mutant: (typeof mutants)[number]): string {
  const [scope] = mutant.scopes;
  const found = checkMutant({ ...mutant, scopes: mutant.scopes.slice(0, 1) })[0];
  const heading = `### ${mutant.name}\n\n${cell(mutant.mistake)}`;
  if (scope === undefined || found === undefined || !found.caught || found.path.length === 0) {
    return `${heading}\n\nIt is caught: what the claim asks for is not there.`;
  }
  const composition = scopeComposition(mutantScope(scope), mutant.model);
  const picture = renderSequence(composition, found.path, { title: mutant.name });
  return [
    heading,
    `A shortest path that shows it has ${found.path.length} steps, in ${cell(found.scope)}.`,
    `<details><summary>The path as a sequence diagram</summary>\n\n${framed(picture, `${mutant.name}: sequence diagram`)}\n\n</details>`,
    `[Step through it](/explorer/#mutant=${mutant.name})`,
  ].join('\n\n');
}

export function claimPage(claim: Claim): string {
  const counts = pinned.claims[claim.id];
  const caught = mutants.filter(({ claim: id }) => id === claim.id);
  return [
    `# ${claim.id}`,
    cell(claim.sentence),
    counts === undefined
      ? ''
      : table(
          ['verdict', 'machines', 'scopes', 'states', 'steps'],
          [
            [
              counts.verdict,
              counts.everyN ? 'every number' : 'explored',
              number.format(counts.scopes),
              number.format(counts.states),
              number.format(counts.steps),
            ],
          ],
        ),
    `It covers ${claim.covers.map((id) => `[${id}](/requirements#${id.toLowerCase()})`).join(', ')}.`,
    '## What must occur',
    'A claim about nothing would hold too. Each of these occurs; first after so many steps:',
    table(
      ['', 'steps', 'scope'],
      (counts?.witnesses ?? []).map(({ premise, scope, length }) => [premise, String(length), scope ?? '']),
    ),
    '## Mutants that it catches',
    ...caught.map(mutantPart),
  ].join('\n\n');
}

export const claimRows = (claims: readonly Claim[]): string =>
  table(
    ['claim', '', 'verdict', 'states'],
    claims.map(({ id, sentence }) => [
      `[${id}](/claims/${id})`,
      sentence,
      pinned.claims[id]?.verdict ?? 'not pinned',
      number.format(pinned.claims[id]?.states ?? 0),
    ]),
  );
