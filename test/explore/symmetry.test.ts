/** Search up to the names of units, held against the full search of textbook systems and of random ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Composition, GroupView } from '../../src/composition/index.ts';
import { NotSymmetric, Product, search, searchSymmetric } from '../../src/explore/index.ts';
import { diningPhilosophers } from './systems/dining-philosophers.ts';
import { leaderElection } from './systems/leader-election.ts';
import { compositionFrom, plans } from './systems/random.ts';
import { valuesOf } from './systems/support.ts';
import { isDecided, twoPhaseCommit } from './systems/two-phase-commit.ts';

const abortsAfterCommit = {
  id: 'aborts after commit',
  sought: (hub: GroupView, unit: GroupView) =>
    valuesOf(hub, 'transaction-manager').includes('committed') &&
    valuesOf(unit, 'resource-manager').includes('aborted'),
};

/** Both searches, and how many classes the states of the full one fall into when units that are alike change places. */
function both(composition: Composition, isEnd: (hub: GroupView) => boolean, maxStates?: number) {
  const options = { checks: [abortsAfterCommit], isEnd, ...(maxStates === undefined ? {} : { maxStates }) };
  const product = new Product(composition);
  const full = search(product, options);
  const classes = new Set<string>();
  for (let number = 0; number < full.states && full.complete; number++) {
    const [hub, ...units] = full.stateAt(number);
    const named = units.map(
      (local, index) => `${product.tables.indexOf(product.tables[index + 1] as never)}/${local}`,
    );
    classes.add([hub, ...named.sort()].join());
  }
  return { full, classes, reduced: searchSymmetric(product, options) };
}

describe('two-phase commit up to the names of resource managers', () => {
  it.each([1, 2, 3, 4, 5, 6])('has one state for each class, with %i of them', (count) => {
    const { full, classes, reduced } = both(twoPhaseCommit(count), isDecided);
    expect(reduced.states).toBe(classes.size);
    expect(reduced.isStuck).toBe(full.stuck !== null);
  });

  it('has the states of the full search where there is one', () => {
    const { full, reduced } = both(twoPhaseCommit(1), isDecided);
    expect(reduced.states).toBe(full.states);
  });

  it.each([
    ['faithful', 0],
    ['hasty', 1],
    ['patient', 0],
  ] as const)('has the verdict of the full search when the manager is %s', (variant, findings) => {
    const { full, reduced } = both(twoPhaseCommit(4, variant), isDecided);
    expect([...reduced.found]).toEqual([...full.found.keys()]);
    expect(reduced.found.size).toBe(findings);
    expect(reduced.isStuck).toBe(full.stuck !== null);
  });
});

describe('systems in which places matter', () => {
  it('are searched in full where all actors are one group: dining philosophers', () => {
    const composition = diningPhilosophers(4, 'leftFirst');
    const isEnd = () => true;
    const { states } = search(new Product(composition), { isEnd });
    expect(searchSymmetric(new Product(composition), { isEnd }).states).toBe(states);
  });

  it('are refused where units speak to the next: leader election', () => {
    const product = new Product(leaderElection([2, 3, 1]));
    expect(() => searchSymmetric(product, { isEnd: () => true })).toThrow(NotSymmetric);
  });
});

describe('random compositions up to the names of units', () => {
  it('have one state for each class and the same ends, or are refused', () => {
    let refused = 0;
    let reducedAny = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const composition = compositionFrom({ ...plan, units: 3 });
        try {
          const { full, classes, reduced } = both(
            composition,
            (hub) => valuesOf(hub, 'boss').includes('s1'),
            1_000,
          );
          fc.pre(full.complete && reduced.complete);
          expect(reduced.states).toBe(classes.size);
          expect(reduced.isStuck).toBe(full.stuck !== null);
          if (reduced.states < full.states) reducedAny++;
        } catch (error) {
          if (!(error instanceof NotSymmetric)) throw error;
          refused++;
        }
      }),
      { numRuns: 60 },
    );
    expect([refused > 0, reducedAny > 0]).toEqual([true, true]);
  });
});
