import { describe, expect, it } from 'vitest';
import { enabledEvents, stateKey, step } from '../../src/composition/index.ts';
import { exploreNaively } from '../../src/explore/index.ts';
import {
  allForksFree,
  type DiningVariant,
  diningPhilosophers,
  forksOf,
  neighboursEat,
} from './systems/dining-philosophers.ts';
import {
  aProblem,
  changed,
  enumerate,
  eventsToState,
  explore,
  isState,
  playedTo,
  times,
  valuesOf,
  viewsOf,
} from './systems/support.ts';

/** By philosopher, the number of forks held: 0, 1 or 2. */
const next =
  (seats: number, variant: DiningVariant) =>
  (held: readonly number[]): readonly (readonly number[])[] => {
    const taken = held.flatMap((count, seat) => forksOf(seats, seat, variant).slice(0, count));
    return held.flatMap((count, seat) => {
      if (count === 2) return [changed(held, seat, 0)];
      const wanted = forksOf(seats, seat, variant)[count] as number;
      return taken.includes(wanted) ? [] : [changed(held, seat, count + 1)];
    });
  };

const enumerated = (seats: number, variant: DiningVariant) =>
  enumerate<readonly number[]>(
    times(seats, () => 0),
    next(seats, variant),
    (held) => next(seats, variant)(held).length === 0,
  );

describe.each<DiningVariant>(['leftFirst', 'asymmetric'])('dining philosophers, %s', (variant) => {
  it.each([2, 3, 4, 5, 6])(
    'have the states and steps of their plain enumeration at a table for %i',
    (seats) => {
      const { states, steps, depth } = enumerated(seats, variant);
      expect(explore(diningPhilosophers(seats, variant)).result).toMatchObject({ states, steps, depth });
    },
  );

  it.each([2, 3, 4])('have as many states and steps for the naive explorer at a table for %i', (seats) => {
    const { result } = explore(diningPhilosophers(seats, variant));
    const naive = exploreNaively(diningPhilosophers(seats, variant));
    expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
  });

  it('never share a fork', () => {
    expect(explore(diningPhilosophers(5, variant), { wholeChecks: [neighboursEat] }).result.found.size).toBe(
      0,
    );
  });

  it('never say what nobody takes', () => {
    expect(explore(diningPhilosophers(5, variant), { wholeChecks: [aProblem] }).result.found.size).toBe(0);
  });
});

describe('dining philosophers who all take the left fork first', () => {
  it.each([
    [2, 6],
    [3, 14],
    [4, 34],
    [5, 82],
    [6, 198],
    [10, 6726],
  ])('have at a table for %i as many states as the Pell-Lucas number %i', (seats, states) => {
    // OEIS A002203: the trace of the seats-th power of the matrix of what two neighbours may do.
    expect(explore(diningPhilosophers(seats, 'leftFirst')).result).toMatchObject({ states, complete: true });
  });

  it.each([2, 3, 5])('are stuck after one step each at a table for %i', (seats) => {
    const explored = explore(diningPhilosophers(seats, 'leftFirst'), { isEnd: allForksFree });
    const stuck = explored.result.stuck as number;
    expect(eventsToState(explored, stuck)).toHaveLength(seats);
    expect(enumerated(seats, 'leftFirst').distance).toBe(seats);
  });

  it('have a path that leads to the deadlock', () => {
    const explored = explore(diningPhilosophers(5, 'leftFirst'), { isEnd: allForksFree });
    const stuck = explored.result.stuck as number;
    const state = playedTo(explored, stuck);
    const after = enabledEvents(explored.composition, state).map((event) =>
      stateKey(step(explored.composition, state, event).state),
    );
    expect(isState(explored, stuck, state)).toBe(true);
    expect(viewsOf(explored.composition, state).flatMap((view) => valuesOf(view, 'fork'))).toEqual(
      times(5, () => 'taken'),
    );
    expect(new Set(after)).toEqual(new Set([stateKey(state)]));
  });
});

describe('dining philosophers of whom one takes the right fork first', () => {
  it.each([2, 3, 5])('can always all put down their forks at a table for %i', (seats) => {
    const { result } = explore(diningPhilosophers(seats, 'asymmetric'), { isEnd: allForksFree });
    expect(result.stuck).toBeNull();
    expect(enumerated(seats, 'asymmetric').distance).toBeNull();
  });
});
