import { mutants } from '../mutants/index.ts';
import { claims } from '../properties/index.ts';
import { allRoles, backupComposition, faultCatalogue } from '../system/index.ts';
import { defaultTopology } from '../verify/index.ts';
import { exitCodes } from './exit.ts';
import { writeJson } from './files.ts';

export const listed = ['claims', 'mutants', 'charts', 'actors', 'faults'] as const;
export type Listed = (typeof listed)[number];

/** Actors of the smallest systems, one of each place of recovery. */
const actors = () => {
  const found = new Map<string, { name: string; side: 'host' | 'virtual machine'; chart: string }>();
  for (const release of ['2012', '2012R2'] as const) {
    const { hub, units } = backupComposition(defaultTopology(release, 1, 1));
    for (const { role, chart } of hub.actors) found.set(role, { name: role, side: 'host', chart: chart.id });
    for (const { role, chart } of units.flatMap((unit) => unit.actors)) {
      found.set(role, { name: role, side: 'virtual machine', chart: chart.id });
    }
  }
  return [...found.values()];
};

const entries = {
  claims: () => claims.map(({ id, sentence, covers }) => ({ id, sentence, covers })),
  mutants: () => mutants.map(({ name, mistake, claim }) => ({ name, mistake, claim })),
  charts: () => allRoles.map((name) => ({ name })),
  actors,
  faults: () => faultCatalogue.map(({ id, sentence, strikes }) => ({ id, sentence, strikes })),
} as const;

export function list(what: Listed, json: boolean): number {
  const rows: readonly Readonly<Record<string, unknown>>[] = entries[what]();
  if (json) writeJson('-', rows);
  else {
    for (const row of rows) {
      const [first, ...rest] = Object.values(row).map((value) =>
        Array.isArray(value) ? value.join(' ') : String(value),
      );
      process.stdout.write(`${[first, ...rest.map((text) => `    ${text}`)].join('\n')}\n`);
    }
  }
  return exitCodes.holds;
}
