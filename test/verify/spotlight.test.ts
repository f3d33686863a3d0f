/** The concrete system, step by step, beside the spotlight that stands for it. */
import { expect, it } from 'vitest';
import { Product, type SearchResult, search } from '../../src/explore/index.ts';
import type { HostRelease, ModelOptions } from '../../src/system/index.ts';
import { chosenScope, othersGroup, scopeComposition } from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';

/** The states that the groups' own steps lead to, by number. */
function successors(product: Product, result: SearchResult, number: number, groups: readonly number[]) {
  const state = result.stateAt(number);
  return product
    .successors(state)
    .filter(({ group }) => groups.includes(group))
    .map(({ after }) => result.numberOf(after));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

const partOf = (product: Product, state: Int32Array, group: number) =>
  product.tables[group]?.state(state[group] as number).parts[0] ?? null;

/** The part that all groups but the hub and one have given together. */
function partOfRest(product: Product, state: Int32Array, light: number): boolean | null {
  const parts = range(1, product.width)
    .filter((group) => group !== light)
    .map((group) => partOf(product, state, group));
  return parts.includes(null) ? null : parts.includes(true);
}

/** Follows every concrete step with one machine in the light; returns how many pairs of states were met. */
function follow(scope: ReturnType<typeof chosenScope>, light: number, mayFail = true): number {
  const composition = scopeComposition(scope);
  const concrete = new Product(composition);
  const unit = composition.units[light - 1];
  if (unit === undefined) throw new RangeError('there is no such machine');
  const abstract = new Product({
    ...composition,
    units: [unit, othersGroup('others', { passesOn: false, mayFail })],
  });
  const [full, small] = [search(concrete), search(abstract)];
  // A table numbers its local states as it meets them, so states are compared as text.
  const keyOf = (product: Product, state: Int32Array, unitAt: number): string =>
    [
      product.tables[0]?.stateKey(state[0] as number),
      product.tables[unitAt]?.stateKey(state[unitAt] as number),
      partOfRest(product, state, unitAt),
    ].join(' | ');
  const abstractKeys = range(0, small.states).map((number) => keyOf(abstract, small.stateAt(number), 1));
  const onlyOthers = (from: readonly number[]): ReadonlySet<number> => {
    const met = new Set(from);
    for (const number of met) for (const next of successors(abstract, small, number, [2])) met.add(next);
    return met;
  };
  const ways = range(0, small.states).map((number) =>
    onlyOthers([number, ...successors(abstract, small, number, [0, 1, 2])]),
  );
  const concreteKeys = range(0, full.states).map((number) => keyOf(concrete, full.stateAt(number), light));
  const after = range(0, full.states).map((number) =>
    successors(concrete, full, number, range(0, concrete.width)),
  );
  const met = new Set<number>([0]);
  for (const pair of met) {
    const number = Math.floor(pair / small.states);
    for (const next of after[number] ?? []) {
      const answers = [...(ways[pair % small.states] ?? [])].filter(
        (answer) => abstractKeys[answer] === concreteKeys[next],
      );
      if (answers.length === 0) throw new Error(`no answer to a step to ${concreteKeys[next]}`);
      for (const answer of answers) met.add(next * small.states + answer);
    }
  }
  return met.size;
}

const cases: readonly (readonly [HostRelease, number, Partial<ModelOptions>, object])[] = [
  ['2012R2', 2, {}, {}],
  ['2012R2', 2, { faults: ['F7', 'F14'] }, { backupServiceRunning: false }],
  ['2012', 2, { faults: ['F7', 'F14'] }, { running: false }],
  ['2012R2', 3, {}, { scsiControllers: 0 }],
  ['2012', 3, {}, {}],
];

it.each(cases)(
  'every step on %s with %i machines and %o is one of the spotlight',
  (release, count, options, first) => {
    const scope = chosenScope(topologyWith(release, count, 1, first), options);
    for (const light of count === 3 ? [1, 2] : range(1, count + 1))
      expect(follow(scope, light)).toBeGreaterThan(50);
  },
);

it('others that never fail do not stand for a machine without a controller', () => {
  const scope = chosenScope(topologyWith('2012R2', 2, 1, { scsiControllers: 0 }), { failureScope: 'all' });
  expect(() => follow(scope, 2, false)).toThrow('no answer');
});
