import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupView } from '../../src/composition/index.ts';
import { forEachComponent } from '../../src/explore/components.ts';
import {
  allButTheEnvironment,
  decideLeadsTo,
  exploreNaively,
  type Fairness,
  type LeadsTo,
} from '../../src/explore/index.ts';
import {
  answer,
  faultOf,
  fromTo,
  graph,
  isViolatedByFirstVisit,
  isViolatedNaively,
  lassoOf,
  namesOf,
} from './systems/liveness.ts';
import { areOrderless, compositionFrom, plans } from './systems/random.ts';
import { explore, valuesOf } from './systems/support.ts';

const all: Fairness = () => true;

describe('a run that never meets the goal is found', () => {
  it('where it closes a cycle', () => {
    // The goal can be reached again and again from b, but never for long: weakly fair, and for ever.
    const cyclic = graph({ a: ['b'], b: ['c', 'goal'], c: ['b'], goal: [] });
    const lasso = lassoOf(cyclic, fromTo('a', 'goal'), all);
    expect([namesOf(lasso.stem), namesOf(lasso.cycle)]).toEqual(['b', 'c b']);
    expect(faultOf(cyclic, fromTo('a', 'goal'), lasso, all)).toBeNull();
    expect(isViolatedByFirstVisit(cyclic, fromTo('a', 'goal'))).toBe(false);
  });

  it('where it joins one that has met it', () => {
    // The join is met by way of the goal first, and has nothing after it.
    const joining = graph({ a: ['goal', 'b'], goal: ['join'], b: ['join'], join: [] });
    const lasso = lassoOf(joining, fromTo('a', 'goal'), all);
    expect([namesOf(lasso.stem), namesOf(lasso.cycle)]).toEqual(['b join', '']);
    expect(isViolatedByFirstVisit(joining, fromTo('a', 'goal'))).toBe(false);
  });

  it('where it joins one on which nothing was awaited', () => {
    const joining = graph({
      a: ['b', 'trigger'],
      b: ['join'],
      trigger: ['join'],
      join: ['goal', 'end'],
      goal: [],
      end: [],
    });
    expect(namesOf(lassoOf(joining, fromTo('trigger', 'goal'), all).stem)).toBe('trigger join end');
    expect(isViolatedByFirstVisit(joining, fromTo('trigger', 'goal'))).toBe(false);
  });

  it('where it comes back to the trigger after it has met the goal', () => {
    const returning = graph({ trigger: ['goal', 'end'], goal: ['trigger'], end: [] });
    expect(namesOf(lassoOf(returning, fromTo('trigger', 'goal'), all).stem)).toBe('end');
  });
});

describe('a run that is not fair does not count', () => {
  it('where the goal stays within reach all the time', () => {
    const steady = graph({ a: ['b', 'goal'], b: ['a', 'goal'], goal: [] });
    expect(answer(steady, fromTo('a', 'goal'), all).verdict).toBe('holds');
    // The same without fairness: it may stand still at once.
    expect(lassoOf(steady, fromTo('a', 'goal'), () => false)).toEqual({ stem: [], cycle: [] });
  });

  it('where an action within a component would lead out of another part of it', () => {
    // From a and b the action 'goal' is there; c, where it is not, can be left out but need not be.
    const wide = graph({ a: ['b', 'goal'], b: ['a', 'c', 'goal'], c: ['a'], goal: [] });
    const lasso = lassoOf(wide, fromTo('a', 'goal'), all);
    expect(namesOf(lasso.cycle).split(' ')).toContain('c');
    expect(faultOf(wide, fromTo('a', 'goal'), lasso, all)).toBeNull();
  });
});

describe('the judge of lassos', () => {
  const cyclic = graph({ a: ['b'], b: ['c', 'goal'], c: ['b', 'goal'], goal: ['b'] });
  const act = (name: string) =>
    ({ type: 'ACT', group: 0, actor: 'graph', message: { type: `TO_${name}` } }) as const;
  const property = fromTo('a', 'goal');

  it.each([
    ['a cycle that does not close', ['b'], ['c'], 'the cycle does not close'],
    ['a goal on the cycle', ['b'], ['goal', 'b'], 'the goal is met on the cycle'],
    ['a goal before the cycle', ['b', 'goal', 'b'], ['c', 'b'], 'nothing is awaited'],
  ])('refuses %s', (_, stem, cycle, fault) => {
    expect(faultOf(cyclic, property, { stem: stem.map(act), cycle: cycle.map(act) }, all)).toBe(fault);
  });

  it('refuses a cycle that puts off a fair action', () => {
    const lasso = { stem: [act('b')], cycle: [act('c'), act('b')] };
    expect(faultOf(cyclic, property, lasso, all)).toMatch(/TO_goal.* is put off for ever/);
  });
});

it('a search that met a bound leaves it open', () => {
  const endless = graph({ a: ['b'], b: ['goal'], goal: [] });
  const { product, result } = explore(endless, { maxStates: 1 });
  expect(decideLeadsTo(product, result, all)(fromTo('a', 'goal')).verdict).toBe('inconclusive');
});

describe('random compositions', () => {
  const fairnesses: Readonly<Record<string, Fairness>> = {
    everything: all,
    'all but the world': allButTheEnvironment,
    'deliveries only': ({ type }) => type === 'DELIVER',
    'the first unit only': ({ group }) => group === 1,
    nothing: () => false,
  };
  const places = fc.record({
    role: fc.constantFrom('boss', 'worker', 'clerk', 'helper'),
    value: fc.constantFrom('s0', 's1', 's2'),
  });
  const isThere =
    ({ role, value }: { role: string; value: string }): LeadsTo['goal'] =>
    (groups: readonly GroupView[]) =>
      groups.some((group) => valuesOf(group, role).includes(value));
  const verdicts = new Map<string, number>();

  it('have the verdict of the naive oracle, and lassos that the plain semantics bears out', () => {
    fc.assert(
      fc.property(
        plans,
        fc.constantFrom(...Object.keys(fairnesses)),
        fc.option(places),
        places,
        (plan, name, trigger, goal) => {
          const composition = compositionFrom(plan);
          const naive = exploreNaively(composition, 120);
          fc.pre(naive.complete && naive.states.size > 2 && areOrderless(composition, naive.states.values()));
          const fairness = fairnesses[name] as Fairness;
          const property = {
            trigger: trigger === null ? () => true : isThere(trigger),
            goal: isThere(goal),
          };
          const found = answer(composition, property, fairness);
          expect(found.verdict).toBe(
            isViolatedNaively(composition, property, fairness) ? 'violated' : 'holds',
          );
          const isEndless = found.verdict === 'violated' && found.lasso.cycle.length > 0;
          const kind = isEndless ? 'violated by a cycle' : found.verdict;
          verdicts.set(kind, (verdicts.get(kind) ?? 0) + 1);
          if (found.verdict !== 'violated') return;
          expect(faultOf(composition, property, found.lasso, fairness)).toBeNull();
        },
      ),
      { numRuns: 400 },
    );
  });

  it('had every kind of verdict, each of them often', () => {
    for (const kind of ['holds', 'violated', 'violated by a cycle']) {
      expect(verdicts.get(kind), kind).toBeGreaterThan(10);
    }
  });
});

describe('components', () => {
  const componentsOf = (edges: readonly (readonly number[])[]): readonly (readonly number[])[] => {
    const found: (readonly number[])[] = [];
    forEachComponent(
      {
        size: edges.length,
        has: () => true,
        successors: (node, into) => into.push(...(edges[node] as readonly number[])),
      },
      (nodes) => found.push(nodes),
    );
    return found;
  };

  it('are those of plain reachability in both directions', () => {
    const graphs = fc
      .integer({ min: 1, max: 9 })
      .chain((size) =>
        fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }),
      );
    fc.assert(
      fc.property(graphs, (edges) => {
        const reached = edges.map((_, from) => {
          const nodes = new Set([from]);
          for (const node of nodes) for (const next of edges[node] as readonly number[]) nodes.add(next);
          return nodes;
        });
        const expected = edges.map((_, one) =>
          edges.flatMap((__, other) => (reached[one]?.has(other) && reached[other]?.has(one) ? [other] : [])),
        );
        const found = componentsOf(edges);
        expect(found.flat().sort()).toEqual(edges.map((_, node) => node).sort());
        for (const nodes of found) expect([...nodes].sort()).toEqual(expected[nodes[0] as number]);
      }),
    );
  });

  it('of a path or a ring of 300 000 nodes need no deep stack', () => {
    const size = 300_000;
    const path = Array.from({ length: size }, (_, node) => (node + 1 < size ? [node + 1] : []));
    expect(componentsOf(path)).toHaveLength(size);
    expect(componentsOf([...path.slice(0, -1), [0]])).toHaveLength(1);
  });
});
