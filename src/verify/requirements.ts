/** What is asked of the model, and what shows that it is met: statements and faults with claims, runs and tests. */
import { mutants } from '../mutants/index.ts';
import { claims as allClaims, type Claim, type Statement, statements } from '../properties/index.ts';
import { faultCatalogue } from '../system/index.ts';
import type { FaultEvidence } from './fault-evidence.ts';
import type { Pinned } from './pinned.ts';
import type { Witness } from './verdicts.ts';

/** Titles of tests, with the file that they are in, by the statements and faults that they name. */
export type NamedTests = Readonly<Record<string, readonly string[]>>;

/** What verification.json holds. */
export interface Verified extends Pinned {
  readonly tests: NamedTests;
}

export interface CoveringClaim {
  readonly id: string;
  readonly verdict: string;
  readonly everyN: boolean;
  readonly everyDisks: boolean;
  /** Where what it presupposes occurs; of a fault, only what occurs because of it. */
  readonly witnesses: readonly Witness[];
  readonly mutants: readonly string[];
}

export interface Requirement {
  /** S1 to S20, or the number of a fault. */
  readonly id: string;
  readonly sentence: string;
  readonly claims: readonly CoveringClaim[];
  /** Of a fault: a shortest run in which it happens. */
  readonly run: Pick<FaultEvidence, 'scope' | 'length' | 'outcome'> | null;
  /** Of a fault that is not modelled: why. */
  readonly notModelled: string | null;
  readonly tests: readonly string[];
}

const covering = (
  { claims: found }: Verified,
  id: string,
  witnesses?: readonly Witness[],
): CoveringClaim => ({
  id,
  verdict: found[id]?.verdict ?? 'not verified',
  everyN: found[id]?.everyN ?? false,
  everyDisks: found[id]?.everyDisks ?? false,
  witnesses: witnesses ?? found[id]?.witnesses ?? [],
  mutants: mutants.filter(({ claim }) => claim === id).map(({ name }) => name),
});

/** All statements, then all faults. */
export function requirements(
  verified: Verified,
  claims: readonly Claim[] = allClaims,
): readonly Requirement[] {
  const ofStatements = (Object.entries(statements) as [Statement, string][]).map(([id, sentence]) => ({
    id,
    sentence,
    claims: claims.filter(({ covers }) => covers.includes(id)).map((claim) => covering(verified, claim.id)),
    run: null,
    notModelled: null,
    tests: verified.tests[id] ?? [],
  }));
  const ofFaults = faultCatalogue.map(({ id, sentence, happening }) => {
    const evidence = verified.faults[id];
    return {
      id,
      sentence,
      claims: Object.entries(evidence?.premises ?? {}).map(([claim, met]) => covering(verified, claim, met)),
      run:
        evidence === undefined
          ? null
          : { scope: evidence.scope, length: evidence.length, outcome: evidence.outcome },
      notModelled: happening.kind === 'notModelled' ? happening.why : null,
      tests: verified.tests[id] ?? [],
    };
  });
  return [...ofStatements, ...ofFaults];
}

/** Without the options of the scope. */
const witnessText = ({ premise, scope, length }: Witness): string =>
  `${premise}${scope === null ? '' : ` (${length} steps, ${scope.split(';')[0]})`}`;

const verdictText = ({ verdict, everyN, everyDisks }: CoveringClaim): string =>
  [
    verdict,
    ...(everyN ? ['for every number of machines'] : []),
    ...(everyDisks ? ['and of their disks'] : []),
  ].join(' ');

/** One requirement in lines of text, its claims and tests indented. */
export function requirementText({ id, sentence, claims: by, run, notModelled, tests }: Requirement): string {
  return [
    `${id}  ${sentence}`,
    ...(notModelled === null ? [] : [`    not modelled: ${notModelled}`]),
    ...(run === null ? [] : [`    run: ${run.length} steps in ${run.scope}, reported: ${run.outcome}`]),
    ...by.flatMap((claim) => [
      `    claim: ${claim.id}, ${verdictText(claim)}; mutants: ${claim.mutants.join(', ')}`,
      ...claim.witnesses.map((witness) => `      ${witnessText(witness)}`),
    ]),
    ...tests.map((title) => `    test: ${title}`),
  ].join('\n');
}

const code = (name: string): string => `\`${name}\``;

function section({ id, sentence, claims: by, run, notModelled, tests }: Requirement): string {
  const rows = by.map((claim) => {
    const met = claim.witnesses.map(witnessText).join('; ');
    return `| ${code(claim.id)} | ${verdictText(claim)} | ${met} | ${claim.mutants.map(code).join(', ')} |`;
  });
  return [
    `### ${id}`,
    sentence,
    ...(notModelled === null ? [] : [`Not modelled: ${notModelled}.`]),
    ...(run === null
      ? []
      : [
          `A shortest run in which it shows has ${run.length} steps (${run.scope.split(';')[0]}); reported is ${code(run.outcome)}.`,
        ]),
    ...(rows.length === 0
      ? []
      : [
          [
            '| claim | verdict | what it presupposes, met in | mutants |',
            '| --- | --- | --- | --- |',
            ...rows,
          ].join('\n'),
        ]),
    ...(tests.length === 0 ? [] : [tests.map((title) => `- ${title}`).join('\n')]),
  ].join('\n\n');
}

/** All requirements as a page in Markdown. */
export function requirementsPage(all: readonly Requirement[]): string {
  const [ofStatements, ofFaults] = [
    all.filter(({ id }) => id.startsWith('S')),
    all.filter(({ id }) => id.startsWith('F')),
  ];
  return [
    '# Statements and faults',
    `Each with the claims about it, where what they presuppose was met first (steps of a shortest path, scope), the
mutants that these claims catch, and the tests that name it. The page is generated from the model and
verification.json by ${code('npm run generate')}.`,
    '## Statements of the protocol',
    `The steps and consequences of how Hyper-V backs up running virtual machines, in our own words, after the product
team’s announcement of the change in 2012 R2 (“How Hyper-V Backup Got Better in 2012 R2”) and the Win32 documentation
of Hyper-V and VSS. *Earlier* means host releases 2008, 2008 R2 and 2012.`,
    ...ofStatements.map(section),
    '## Faults',
    `The claims of a fault are those that presuppose something that occurs only because of it, on a host with two virtual
machines where it may happen once; ${code('explain')} tells the run.`,
    ...ofFaults.map(section),
    '',
  ].join('\n\n');
}
