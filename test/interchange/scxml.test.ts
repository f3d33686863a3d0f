/** Charts as SCXML, run by an interpreter that other people wrote. */
import { describe, expect, it } from 'vitest';
import { chartScopes, chartTables } from '../../scripts/crosscheck/charts.mjs';
import { compareWithScion } from '../../scripts/crosscheck/scion.mjs';
import { scxml } from '../../src/interchange/index.ts';
import { allRoles } from '../../src/system/index.ts';

const tables = chartTables(chartScopes);

describe('a chart as SCXML', () => {
  it('is there for every role', () => {
    expect(new Set(tables.map(({ table }) => table.role))).toEqual(new Set(allRoles));
  });

  it('has no dots in names of states and events', () => {
    for (const { table } of tables) {
      for (const [, name] of scxml(table).matchAll(/ (?:id|event|target|sendid)="([^"#]*)"/g)) {
        expect(name).not.toContain('.');
      }
    }
  });

  it.each(tables.map(({ name, table }) => [name, table] as const))(
    '%s goes in SCION where it goes in XState, and says the same',
    async (_, table) => {
      const { difference, sequences } = await compareWithScion(table, scxml(table));
      expect(difference).toBeNull();
      expect(sequences).toBe(1000);
    },
  );
});

describe('a mistake in the export is noticed', () => {
  it.each([
    ['an output left out', 'guest-vss', /<send event="FREEZE_APPLICATIONS"[^>]*><\/send>/],
    ['a delay that is not cancelled', 'guest-vss', /<cancel sendid="[^"]*"\/>/],
    ['a guard that is not asked', 'scsi-controller', /(?<="HOT_ADD") cond="[^"]*"/],
    ['an assignment left out', 'scsi-controller', /<assign [^>]*>/],
    ['a target left out', 'guest-workload', / target="[^"#]*"/],
  ])('%s', async (_, role, mistake) => {
    const [one] = tables.filter(({ table }) => table.role === role);
    if (one === undefined) throw new Error(`there is no ${role}`);
    const text = scxml(one.table);
    expect(text).toMatch(mistake);
    const { difference } = await compareWithScion(one.table, text.replace(mistake, ''));
    expect(difference).toMatch(/^SCION|is not waited for/);
  });
});
