/** The evidence of a verification as files: every counterexample and every witness is a path in ITF. */
import { mutants } from '../mutants/index.ts';
import { type ClaimReport, type Explored, exploreScope, premiseId, type Witness } from '../verify/index.ts';
import { pathOfSighting } from './found.ts';
import { itfText } from './itf.ts';

const fileName = (...parts: readonly string[]): string =>
  `${parts
    .map((part) =>
      part
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, ''),
    )
    .join('.')}.itf.json`;

/** Files by name. Paths to premises are looked for again: a verification keeps only how long they are. */
export function evidenceFiles(
  reports: readonly ClaimReport[],
  explored: readonly Explored[],
  mutant: string | null,
): ReadonlyMap<string, string> {
  const model = mutants.find(({ name }) => name === mutant)?.model;
  const files = new Map<string, string>();
  const addWitness = ({ claim }: ClaimReport, { premise, scope: id }: Witness): void => {
    const scope = explored.find((one) => one.scope.id === id)?.scope;
    if (scope === undefined) return;
    const check = Object.hasOwn(claim.premises, premise) ? premiseId(claim, premise) : claim.id;
    const { paths } = exploreScope(scope, { only: check, ...(model === undefined ? {} : { model }) });
    const path = paths[check];
    if (path === undefined) throw new Error(`the witness of '${check}' is not there any more`);
    files.set(
      fileName(claim.id, 'witness', premise),
      itfText(pathOfSighting({ scope, check, path, cycle: null }, mutant)),
    );
  };
  for (const report of reports) {
    if (report.counterexample !== null) {
      const name = fileName(report.claim.id, 'counterexample');
      files.set(name, itfText(pathOfSighting(report.counterexample, mutant)));
    }
    for (const witness of report.witnesses) addWitness(report, witness);
  }
  return files;
}
