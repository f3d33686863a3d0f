/** SPIN, where it is installed, against our search; and the text that it is given. */
import { describe, expect, it } from 'vitest';
import { exported, mutantRows, type Row, spinRows } from '../../scripts/crosscheck/rows.mjs';
import { missingForSpin } from '../../scripts/crosscheck/spin.mjs';
import { mutants } from '../../src/mutants/index.ts';
import { chosenScope, defaultTopology } from '../../src/verify/index.ts';

const scope = chosenScope(defaultTopology('2012R2', 1, 1));
const disagreeing = (rows: readonly Row[]) =>
  rows.filter(({ agrees }) => agrees === false).map(({ claim }) => claim);

describe('the Promela export', () => {
  it('is the same text every time', () => {
    expect(exported(scope, {}).text).toBe(exported(scope, {}).text);
  });

  it('names actors, channels and claims as the model does', () => {
    const { text } = exported(scope, {});
    expect(text).toContain('chan vm1_vmbus_to_guest');
    expect(text).toContain('#define vm1_guest_vss at[');
    expect(text).toContain('ltl every_backup_ends');
  });
});

describe.skipIf(missingForSpin() !== null)('SPIN', () => {
  it('meets as many states as the search and says the same of every claim', () => {
    const rows = spinRows(scope);
    expect(disagreeing(rows)).toEqual([]);
    expect(rows.find(({ claim }) => claim === 'all states')?.states).toBeGreaterThan(50);
  });

  it.each(['recovery-skipped', 'guest-never-thaws'])('catches %s by the same claim', (name) => {
    const mutant = mutants.find((one) => one.name === name);
    const rows = mutant === undefined ? [] : mutantRows(mutant);
    expect(rows.map(({ verdict, agrees }) => [verdict, agrees])).toEqual([['violated', true]]);
  });

  it('disagrees when the export leaves out a step', () => {
    const tamper = (text: string) =>
      text.replace(/(elapse_vm1_guest_vss_guestThaw\S* \*\/ )\(/g, '$1false && (');
    expect(disagreeing(spinRows(scope, { tamper }))).toContain('terminates');
  });

  it('disagrees when the export gives a chart another answer', () => {
    // The first row leads into the state in which it begins.
    const tamper = (text: string) => text.replace(/(struct row rows\[\] = \{\n\s*)\{ \d+,/, '$1{ 0,');
    expect(disagreeing(spinRows(scope, { tamper }))).toContain('all states');
  });
});
