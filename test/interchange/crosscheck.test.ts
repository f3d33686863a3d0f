/** Every engine that is here, on the same system as our search; and that a fault in an export is noticed. */
import { describe, expect, it } from 'vitest';
import { scopeOfMutant, subjectOf } from '../../scripts/crosscheck/own.mjs';
import { engines, mutantRows, type Row } from '../../scripts/crosscheck/rows.mjs';
import { countBySpin } from '../../scripts/crosscheck/spin-rows.mjs';
import { mutants } from '../../src/mutants/index.ts';
import { chosenScope, defaultTopology, stepFaults } from '../../src/verify/index.ts';

const present = (await engines()).filter(({ missing }) => missing === null);
const engine = (name: string) => {
  const found = present.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not here`);
  return found;
};
const isHere = (name: string): boolean => present.some((one) => one.name === name);

const disagreeing = (rows: readonly Row[]) =>
  rows.filter(({ agrees }) => agrees === false).map(({ claim }) => claim);

const plain = subjectOf(chosenScope(defaultTopology('2012R2', 1, 1)));
const budgeted = subjectOf(
  chosenScope(defaultTopology('2012R2', 1, 1), { faults: stepFaults, faultBudget: 1 }),
);

describe.each(present.map(({ name, rows }) => ({ name, rows })))('$name', ({ rows }) => {
  it('meets as many states as the search and says the same of every claim', () => {
    const found = rows(plain);
    expect(disagreeing(found)).toEqual([]);
    expect(found.find(({ claim }) => claim === 'all states')?.states ?? plain.result.states).toBe(
      plain.result.states,
    );
    expect(found.map(({ claim }) => claim)).toEqual(expect.arrayContaining(['barrier', 'nesting', 'drift']));
  });

  it('does so within a budget of faults', () => {
    const free = subjectOf(chosenScope(defaultTopology('2012R2', 1, 1), { faults: stepFaults }));
    expect(budgeted.result.states).not.toBe(free.result.states);
    expect(disagreeing(rows(budgeted))).toEqual([]);
  });
});

describe.skipIf(!isHere('SPIN'))('SPIN', () => {
  it('takes hosts whose claims fill many pages, and machines of any name', () => {
    const topology = defaultTopology('2012R2', 3, 2);
    const [first, ...others] = topology.virtualMachines;
    if (first === undefined) throw new Error('there is no machine');
    const scope = chosenScope({
      ...topology,
      virtualMachines: [{ ...first, name: '1. "Büro" \\ int' }, ...others],
    });
    const subject = subjectOf(scope, {}, 'nesting');
    expect(countBySpin(subject)).toEqual({ states: subject.own.states, finding: null });
  });
});

describe('a mutant', () => {
  const cases = present
    .filter(({ name }) => name !== 'naive explorer')
    .flatMap(({ name }) =>
      ['recovery-skipped', 'reports-before-disconnect'].map((mutant) => [name, mutant] as const),
    );
  it.each(cases)('is caught by %s in the same claim: %s', (name, mutantName) => {
    const mutant = mutants.find((one) => one.name === mutantName);
    const rows = mutant === undefined ? [] : mutantRows(mutant, engine(name).rows);
    expect(rows.map(({ verdict, agrees }) => [verdict, agrees])).toEqual([['violated', true]]);
  });

  it.skipIf(!isHere('SPIN'))('of which runs never end is caught by SPIN', () => {
    const mutant = mutants.find(({ name }) => name === 'guest-never-thaws');
    const rows = mutant === undefined ? [] : mutantRows(mutant, engine('SPIN').rows);
    expect(rows.map(({ verdict, agrees }) => [verdict, agrees])).toEqual([['violated', true]]);
  });

  it('that is caught because a message has no receiver has a certificate that is refused for it', () => {
    // States that differ in what the problem is about are one state there.
    const mutant = mutants.find(({ name }) => name === 'recovers-before-commit');
    if (mutant === undefined) throw new Error('there is no such mutant');
    expect(scopeOfMutant(mutant).topology.virtualMachines).toHaveLength(1);
    if (!isHere('certificate')) return;
    expect(mutantRows(mutant, engine('certificate').rows).map(({ verdict }) => verdict)).toEqual([
      'violated',
    ]);
  });
});

describe('a fault in an export is noticed', () => {
  it.skipIf(!isHere('SPIN'))('when Promela leaves out a step', () => {
    const tamper = (text: string) =>
      text.replace(/(elapse_vm1_guest_vss_guestThaw\S* \*\/ )\(/g, '$1false && (');
    expect(disagreeing(engine('SPIN').rows(plain, tamper))).toContain('terminates');
  });

  it.skipIf(!isHere('SPIN'))('when Promela gives a chart another answer', () => {
    // The first row leads into the state in which it begins.
    const tamper = (text: string) => text.replace(/(struct row rows\[\] = \{\n\s*)\{ \d+,/, '$1{ 0,');
    expect(disagreeing(engine('SPIN').rows(plain, tamper))).toContain('all states');
  });

  it.skipIf(!isHere('SPIN'))('when Promela charges nothing for faults', () => {
    const tamper = (text: string) => text.replaceAll('budget = budget - 1; ', '');
    expect(disagreeing(engine('SPIN').rows(budgeted, tamper))).toContain('all states');
  });

  it('when TLA+ leaves out a transition', () => {
    const line = /^ {2}\\\/ AtRest \/\\ vm1_guest_vss = "thawing".*$/m;
    const tamper = (text: string) => text.replace(line, '  \\/ FALSE');
    expect(disagreeing(engine('tla-checker').rows(plain, tamper))).toEqual(
      expect.arrayContaining(['all states', 'every-backup-ends']),
    );
  });

  it.skipIf(!isHere('certificate'))('when a certificate has another answer of a chart', () => {
    const tamper = (text: string) => text.replace(/"rows":\[\{"0":\[\d+,/, '"rows":[{"0":[0,');
    expect(disagreeing(engine('certificate').rows(plain, tamper))).toContain('all states');
  });
});
