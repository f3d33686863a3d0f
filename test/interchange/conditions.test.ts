/** Conditions over states of single actors, which other engines evaluate, against the claims that they stand for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GroupState, type GroupView, groupsOf } from '../../src/composition/index.ts';
import { Product, search } from '../../src/explore/index.ts';
import { type Condition, checkConditions } from '../../src/interchange/conditions.ts';
import { exportedClaims, type SystemTables, systemTables } from '../../src/interchange/index.ts';
import { Unknowns, united } from '../../src/interchange/reading.ts';
import {
  chosenScope,
  defaultTopology,
  type Scope,
  scopeComposition,
  stepFaults,
} from '../../src/verify/index.ts';

/** The number of a value of each actor, observer and problem. */
interface Point {
  readonly actors: readonly number[];
  readonly observers: readonly number[];
  readonly problems: readonly number[];
}

function holds(condition: Condition, point: Point): boolean {
  if (condition.kind === 'constant') return condition.value;
  if ('parts' in condition) {
    const parts = condition.parts.map((part) => holds(part, point));
    return condition.kind === 'and' ? !parts.includes(false) : parts.includes(true);
  }
  const { variable, values } = condition;
  const value =
    variable.kind === 'actor'
      ? point.actors[variable.actor]
      : variable.kind === 'observer'
        ? point.observers[variable.observer]
        : point.problems[variable.group];
  return values.includes(value ?? -1);
}

/** The groups of a point as a claim sees them; most points are states that no run reaches. */
function viewsOf(tables: SystemTables, { actors, observers, problems }: Point): readonly GroupView[] {
  return groupsOf(tables.composition).map((group, number): GroupView => {
    const state: GroupState = {
      actors: tables.actors.flatMap(({ group: own, chart }, actor) => {
        const snapshot = chart.states[actors[actor] ?? 0];
        return own === number && snapshot !== undefined ? [snapshot] : [];
      }),
      observations: tables.observers.flatMap(({ group: own, states }, observer) =>
        own === number ? [states[observers[observer] ?? 0]] : [],
      ),
      problem: problems[number] === 1 ? 'a problem' : null,
      channels: [],
      parts: [],
      budget: 0,
    };
    return { group, state, observers: tables.composition.observers };
  });
}

const points = (tables: SystemTables): fc.Arbitrary<Point> => {
  const below = (sizes: readonly number[]) => fc.tuple(...sizes.map((size) => fc.nat(size - 1)));
  return fc.record({
    actors: below(tables.actors.map(({ chart }) => chart.states.length)),
    observers: below(tables.observers.map(({ states }) => states.length)),
    problems: below(tables.groups.map(() => 2)),
  });
};

const scopes: readonly (readonly [string, Scope])[] = [
  ['two machines on 2012 R2', chosenScope(defaultTopology('2012R2', 2, 1))],
  [
    'two disks before 2012 R2, with faults',
    chosenScope(defaultTopology('2012', 1, 2), { faults: stepFaults }),
  ],
];

describe('the condition of a claim', () => {
  it.each(scopes)('is true just where the claim says so, in states that nothing reaches: %s', (_, scope) => {
    const product = new Product(scopeComposition(scope));
    search(product);
    const tables = systemTables(product);
    const claims = exportedClaims(scope).claims.map(({ id, sought }) => ({
      id,
      sought,
      conditions: checkConditions(product, tables, sought),
    }));
    const met = new Set<string>();
    fc.assert(
      fc.property(points(tables), (point) => {
        const [hub, ...units] = viewsOf(tables, point) as [GroupView, ...GroupView[]];
        for (const { id, sought, conditions } of claims) {
          const expected = units.map((unit) => sought(hub, unit));
          if (expected.includes(true)) met.add(id);
          const found = conditions.map((condition) => holds(condition, point));
          expect(found, id).toEqual(expected);
        }
      }),
      { numRuns: 2000 },
    );
    expect([...met]).toEqual(expect.arrayContaining(['barrier', 'nesting', 'every-message-is-taken']));
  });

  it('is worked out for many disks of one machine as well', () => {
    const scope = chosenScope(defaultTopology('2012', 1, 4));
    const product = new Product(scopeComposition(scope));
    search(product);
    const tables = systemTables(product);
    const claim = exportedClaims(scope).claims.find(({ id }) => id === 'nesting');
    expect(claim).toBeDefined();
    if (claim !== undefined) expect(checkConditions(product, tables, claim.sought)[0]?.kind).toBe('or');
  });
});

describe('a question about unknowns', () => {
  const numbers = [0, 1, 2, 3, 4];
  const unknowns = new Unknowns([
    numbers.map((number) => [{ size: number, tags: number % 2 === 0 ? ['even'] : [] }]),
    numbers.map((number) => [number === 3 ? null : { limit: number }]),
  ]);
  const one = unknowns.place(0, 0) as { readonly size: number; readonly tags: readonly string[] };
  const other = () => unknowns.place(1, 0) as { readonly limit: number } | null;

  it('is answered for every combination, once', () => {
    const yes = unknowns.answeredByYes(() => one.tags.includes('even') && one.size < (other()?.limit ?? 0));
    const found = yes.flatMap(([left = [], right = []]) => left.flatMap((a) => right.map((b) => [a, b])));
    const expected = numbers.flatMap((a) =>
      numbers.flatMap((b) => (a % 2 === 0 && b !== 3 && a < b ? [[a, b]] : [])),
    );
    expect(found.sort()).toEqual(expected.sort());
  });

  it('makes as many cases as it tells apart', () => {
    expect(united(unknowns.answeredByYes(() => one.tags.length > 0))).toEqual([[[0, 2, 4], numbers]]);
    expect(unknowns.answeredByYes(() => true)).toEqual([[numbers, numbers]]);
    expect(unknowns.answeredByYes(() => Object.keys(one).join() === 'size,tags')).toHaveLength(1);
  });
});
