/** What a verification has found, as text. */
import { styleText } from 'node:util';
import { mermaidSequence } from '../diagrams/index.ts';
import { mutants as allMutants } from '../mutants/index.ts';
import {
  type BesideReport,
  type ClaimReport,
  type DiskInduction,
  type Induction,
  narrate,
  scopeComposition,
  tell,
  type Verdict,
} from '../verify/index.ts';

const colours: Readonly<Record<Verdict, Parameters<typeof styleText>[0]>> = {
  holds: 'green',
  violated: 'red',
  vacuous: 'red',
  inconclusive: 'yellow',
  'not applicable': 'dim',
};

export const number = new Intl.NumberFormat('en');

/** The verdicts, a line for each claim. */
export function table(reports: readonly ClaimReport[]): string {
  const rows = reports.map(
    ({ claim, verdict, everyN, everyDisks, scopes, states, milliseconds, mutants }) => [
      claim.id,
      verdict,
      everyN ? 'every' : '',
      everyDisks ? 'every' : '',
      number.format(scopes),
      number.format(states),
      `${(milliseconds / 1000).toFixed(1)} s`,
      number.format(mutants.length),
    ],
  );
  const all = [['claim', 'verdict', 'N', 'disks', 'scopes', 'states', 'time', 'mutants'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row, index) =>
      row
        .map((cell, column) => {
          const padded = column < 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
          return index > 0 && column === 1 ? styleText(colours[cell as Verdict], padded) : padded;
        })
        .join('  '),
    )
    .join('\n');
}

/** Why a claim does not hold: the counterexample step by step, of a mutant where one stands in for the model. */
export function explain(
  { claim, verdict, reason, counterexample, difference }: ClaimReport,
  flags: { readonly mutant?: string; readonly mermaid?: boolean },
): string {
  const lines = [`${claim.id}: ${verdict}. ${reason}`, `  ${claim.sentence}`];
  const model = allMutants.find(({ name }) => name === flags.mutant)?.model;
  if (counterexample !== null) {
    const composition = scopeComposition(counterexample.scope, model);
    const { path, cycle } = counterexample;
    const told = tell(composition, [...path, ...(cycle ?? [])]);
    lines.push(
      cycle === null
        ? `  A shortest path, in ${counterexample.scope.id}:`
        : `  A fair run, in ${counterexample.scope.id}:`,
      flags.mermaid === true
        ? mermaidSequence(composition, path, cycle ?? [])
        : narrate(told.slice(0, path.length)),
    );
    if (cycle !== null && cycle.length === 0) lines.push('  and then nothing more need happen.');
    else if (cycle !== null && flags.mermaid !== true) {
      lines.push('  and then for ever:', narrate(told.slice(path.length), path.length + 1));
    }
  }
  if (difference !== null) {
    lines.push(
      `  ${difference.shape} in ${difference.scope}: ${difference.endings.join('; ')}`,
      `  ${difference.shape} in ${difference.other}: ${difference.otherEndings.join('; ')}`,
    );
  }
  return lines.join('\n');
}

/** For which claims the numbers of virtual machines and of disks make no difference, and what stands against it. */
export function everyNumber(
  reports: readonly ClaimReport[],
  {
    inductions,
    diskInductions,
    besides,
  }: {
    readonly inductions: readonly Induction[];
    readonly diskInductions: readonly DiskInduction[];
    readonly besides: readonly BesideReport[];
  },
): string {
  const lines: string[] = [];
  const proved = reports.filter(({ everyN }) => everyN);
  if (proved.length > 0) {
    lines.push(`${proved.length} of ${reports.length} claims hold for every number of virtual machines`);
  }
  const disksToo = reports.filter(({ everyDisks }) => everyDisks);
  if (disksToo.length > 0) {
    lines.push(`${disksToo.length} of them hold for every number of disks of each machine, too`);
  }
  for (const { hostRelease, shapes, failure } of diskInductions) {
    if (failure === null) continue;
    lines.push(`nothing is proved for every number of disks on ${hostRelease}, ${shapes[0]}: ${failure}`);
  }
  for (const { hostRelease, failure } of inductions) {
    if (failure === null) continue;
    lines.push(`nothing is proved for every number on ${hostRelease}: ${failure.step}: ${failure.reason}`);
  }
  const followed = besides.filter(({ complete, failure }) => complete && failure === null);
  if (followed.length > 0) {
    const sum = (of: (one: BesideReport) => number): string =>
      number.format(followed.reduce((total, one) => total + of(one), 0));
    lines.push(
      `every step of ${sum(({ systems }) => systems)} systems of several machines, ${sum(({ states }) => states)} states, is one of the spotlight that stands for any number`,
    );
  }
  for (const { hostRelease, family, failure } of besides) {
    if (failure === null) continue;
    lines.push(`the argument for every number is wrong on ${hostRelease}, ${family}: ${failure}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
