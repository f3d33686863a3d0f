/** What verification.json pins: it changes only when the model does. */
import { faultCatalogue } from '../system/index.ts';
import type { MutantResult } from './check-mutant.ts';
import type { Coverage } from './coverage.ts';
import { type FaultEvidence, faultEvidence } from './fault-evidence.ts';
import type { ClaimReport, Explored } from './verdicts.ts';

export interface Pinned {
  readonly claims: Readonly<
    Record<
      string,
      Pick<ClaimReport, 'verdict' | 'everyN' | 'everyDisks' | 'scopes' | 'states' | 'steps' | 'witnesses'>
    >
  >;
  /** How many transitions the charts have, and which are taken in no scope. */
  readonly transitions: Coverage;
  /** By modelled fault: a run in which it happens, and what it brings about. */
  readonly faults: Readonly<Record<string, FaultEvidence>>;
  /** By mutant and scope: the length of a shortest path, or null where none is needed. */
  readonly mutants: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** By scope: states, steps, depth. */
  readonly scopes: Readonly<Record<string, string>>;
}

export function pinned(found: {
  readonly explored: readonly Explored[];
  readonly mutants: readonly MutantResult[];
  readonly claims: readonly ClaimReport[];
  readonly transitions: Coverage;
}): Pinned {
  const mutants: Record<string, Record<string, number | null>> = {};
  for (const { mutant, scope, caught, length } of found.mutants) {
    if (caught) mutants[mutant] = { ...mutants[mutant], [scope]: length };
  }
  return {
    claims: Object.fromEntries(
      found.claims.map(({ claim, verdict, everyN, everyDisks, scopes, states, steps, witnesses }) => [
        claim.id,
        { verdict, everyN, everyDisks, scopes, states, steps, witnesses },
      ]),
    ),
    transitions: found.transitions,
    faults: Object.fromEntries(
      faultCatalogue.flatMap((fault) => {
        const evidence = faultEvidence(fault);
        return evidence === null ? [] : [[fault.id, evidence] as const];
      }),
    ),
    mutants,
    scopes: Object.fromEntries(
      found.explored.map(({ scope, result: { states, steps, depth } }) => [
        scope.id,
        `${states} states, ${steps} steps, depth ${depth}`,
      ]),
    ),
  };
}

const reach = (isProved: boolean): string => (isProved ? 'every number' : 'explored');

/** The claims as a Markdown table, for the README. */
export function claimsTable(reports: readonly ClaimReport[]): string {
  const number = new Intl.NumberFormat('en');
  const rows = reports.map(
    ({ claim, verdict, everyN, everyDisks, scopes, states, mutants }) =>
      `| \`${claim.id}\` | ${claim.sentence} | ${verdict} | ${reach(everyN)} | ${reach(everyDisks)} | ${number.format(scopes)} | ${number.format(states)} | ${mutants.length} |`,
  );
  return [
    '| claim | | verdict | machines | disks | scopes | states | mutants caught |',
    '| --- | --- | --- | --- | --- | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
