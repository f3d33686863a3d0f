import { describe, expect, it } from 'vitest';
import { enabledEvents } from '../../src/composition/index.ts';
import { exploreNaively } from '../../src/explore/index.ts';
import { isElected, leaderElection, severalLeaders, wrongLeader } from './systems/leader-election.ts';
import {
  aProblem,
  changed,
  enumerate,
  eventsToState,
  explore,
  foundBy,
  isState,
  playedTo,
  viewsOf,
} from './systems/support.ts';

/** By place in the ring: what the process is, and the numbers on the way to the next one. */
interface Ring {
  readonly is: readonly string[];
  readonly sent: readonly (readonly number[])[];
}

const next =
  (numbers: readonly number[], sleepsDeeply: boolean) =>
  ({ is, sent }: Ring): readonly Ring[] => {
    const send = (lines: Ring['sent'], from: number, number: number) =>
      changed(lines, from, [...(lines[from] ?? []), number]);
    return numbers.flatMap((own, place) => {
      const wakes = (lines: Ring['sent']): Ring => ({
        is: changed(is, place, 'candidate'),
        sent: send(lines, place, own),
      });
      const before = (place + numbers.length - 1) % numbers.length;
      const [number, ...later] = sent[before] ?? [];
      const after = is[place] === 'asleep' ? [wakes(sent)] : [];
      if (number === undefined) return after;
      const rest = changed(sent, before, later);
      if (is[place] === 'leader' || (is[place] === 'asleep' && sleepsDeeply))
        return [...after, { is, sent: rest }];
      if (number > own)
        return [...after, { is: changed(is, place, 'passive'), sent: send(rest, place, number) }];
      if (is[place] === 'asleep') return [...after, wakes(rest)];
      const comesBack = is[place] === 'candidate' && number === own;
      return [...after, { is: comesBack ? changed(is, place, 'leader') : is, sent: rest }];
    });
  };

const enumerated = (numbers: readonly number[], isSought?: (ring: Ring) => boolean, sleepsDeeply = false) =>
  enumerate<Ring>(
    { is: numbers.map(() => 'asleep'), sent: numbers.map(() => []) },
    next(numbers, sleepsDeeply),
    isSought,
  );

const leaders = ({ is }: Ring): number => is.filter((one) => one === 'leader').length;

describe('leader election in a ring', () => {
  it.each([[[1, 2]], [[1, 2, 3]], [[3, 2, 1]], [[2, 4, 1, 3]]])(
    'has the states and steps of its plain enumeration for the numbers %j',
    (numbers) => {
      const { states, steps, depth } = enumerated(numbers);
      expect(explore(leaderElection(numbers)).result).toMatchObject({ states, steps, depth });
    },
  );

  it.each([[[1, 2, 3]], [[3, 2, 1]], [[2, 2, 1]]])(
    'has as many states and steps for the naive explorer for the numbers %j',
    (numbers) => {
      const { result } = explore(leaderElection(numbers));
      const naive = exploreNaively(leaderElection(numbers));
      expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
    },
  );

  it.each([[[1, 2, 3]], [[3, 2, 1]]])(
    'never elects two leaders or the wrong one for the numbers %j',
    (numbers) => {
      const { result } = explore(leaderElection(numbers), { wholeChecks: [severalLeaders, wrongLeader] });
      expect([...result.found.keys()]).toEqual([]);
    },
  );

  it('never says what nobody takes, and never fills a channel', () => {
    expect(explore(leaderElection([3, 2, 1]), { wholeChecks: [aProblem] }).result.found.size).toBe(0);
  });

  it.each([[[1, 2, 3]], [[3, 2, 1]]])('can always still elect a leader for the numbers %j', (numbers) => {
    expect(explore(leaderElection(numbers), { isEnd: isElected }).result.stuck).toBeNull();
  });
});

describe('leader election in a ring in which two processes have the greatest number', () => {
  const explored = explore(leaderElection([2, 2, 1]), { wholeChecks: [severalLeaders] });

  it('elects two leaders after five steps', () => {
    // Both wake up; one number takes one hop to the other, the other takes two.
    expect(eventsToState(explored, foundBy(explored, severalLeaders.id))).toHaveLength(5);
  });

  it('elects two leaders as soon as its plain enumeration does', () => {
    expect(enumerated([2, 2, 1], (ring) => leaders(ring) > 1).distance).toBe(5);
  });

  it('has a path that leads to two leaders', () => {
    const number = foundBy(explored, severalLeaders.id);
    const state = playedTo(explored, number);
    expect(isState(explored, number, state)).toBe(true);
    expect(severalLeaders.sought(viewsOf(explored.composition, state))).toBe(true);
  });
});

describe('leader election in a ring of deep sleepers', () => {
  const numbers = [3, 2, 1];
  const explored = explore(leaderElection(numbers, true), { isEnd: isElected });
  const isDead = (ring: Ring) => leaders(ring) === 0 && next(numbers, true)(ring).length === 0;

  it('is stuck at the nearest deadlock of its plain enumeration', () => {
    const { distance } = enumerated(numbers, isDead, true);
    expect(distance).toBe(6);
    expect(eventsToState(explored, explored.result.stuck as number)).toHaveLength(6);
  });

  it('has a path that leads to where nothing can happen any more', () => {
    const state = playedTo(explored, explored.result.stuck as number);
    expect(enabledEvents(explored.composition, state)).toEqual([]);
  });
});
