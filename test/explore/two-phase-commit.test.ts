import { describe, expect, it } from 'vitest';
import { exploreNaively } from '../../src/explore/index.ts';
import {
  aProblem,
  changed,
  enumerate,
  eventsToState,
  explore,
  foundBy,
  isState,
  playedTo,
  times,
  viewsOf,
} from './systems/support.ts';
import { disagreement, isDecided, twoPhaseCommit } from './systems/two-phase-commit.ts';

/** TwoPhase.tla in plain data: rmState, tmState, tmPrepared, the prepared messages; tmState tells the rest. */
interface TwoPhase {
  readonly rm: readonly string[];
  readonly tm: string;
  readonly noted: readonly boolean[];
  readonly sent: readonly boolean[];
}

const next =
  (needed: number) =>
  (state: TwoPhase): readonly TwoPhase[] => {
    const { rm, tm, noted, sent } = state;
    const after: TwoPhase[] = [];
    if (tm === 'init') after.push({ ...state, tm: 'aborted' });
    if (tm === 'init' && noted.filter(Boolean).length >= needed) after.push({ ...state, tm: 'committed' });
    rm.forEach((value, r) => {
      if (tm === 'init' && sent[r] === true) after.push({ ...state, noted: changed(noted, r, true) });
      if (value === 'working') {
        after.push({ ...state, rm: changed(rm, r, 'prepared'), sent: changed(sent, r, true) });
        after.push({ ...state, rm: changed(rm, r, 'aborted') });
      }
      if (tm !== 'init') after.push({ ...state, rm: changed(rm, r, tm) });
    });
    return after;
  };

const enumerated = (managers: number, needed = managers) => {
  const no = times(managers, () => false);
  const initial = { rm: times(managers, () => 'working'), tm: 'init', noted: no, sent: no };
  return enumerate(initial, next(needed), ({ rm }) => rm.includes('committed') && rm.includes('aborted'));
};

describe('two-phase commit', () => {
  it('has 288 states with three resource managers', () => {
    // TLC on TwoPhase.tla with RM = {r1, r2, r3}; the same number in Stateright's examples/2pc.rs.
    expect(explore(twoPhaseCommit(3)).result).toMatchObject({ states: 288, complete: true });
  });

  it('has 8832 states with five resource managers', () => {
    // Stateright, examples/2pc.rs.
    expect(explore(twoPhaseCommit(5)).result).toMatchObject({ states: 8832, complete: true });
  });

  it('is ten steps deep with three resource managers', () => {
    // TLC on TwoPhase.tla: a depth of 11, which counts states.
    expect(explore(twoPhaseCommit(3)).result.depth).toBe(10);
  });

  it.each([1, 2, 3, 4, 5])(
    'has the states and steps of its plain enumeration with %i resource managers',
    (managers) => {
      const { states, steps, depth } = enumerated(managers);
      expect(explore(twoPhaseCommit(managers)).result).toMatchObject({ states, steps, depth });
    },
  );

  it.each([1, 2, 3])(
    'has as many states and steps for the naive explorer with %i resource managers',
    (managers) => {
      const { result } = explore(twoPhaseCommit(managers));
      const naive = exploreNaively(twoPhaseCommit(managers));
      expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
    },
  );

  it('never lets one resource manager abort while another commits', () => {
    expect(explore(twoPhaseCommit(3), { wholeChecks: [disagreement] }).result.found.size).toBe(0);
  });

  it('never says what nobody takes', () => {
    expect(explore(twoPhaseCommit(3), { wholeChecks: [aProblem] }).result.found.size).toBe(0);
  });

  it('always comes to a decision', () => {
    expect(explore(twoPhaseCommit(3), { isEnd: isDecided }).result.stuck).toBeNull();
  });
});

describe('two-phase commit that is hasty', () => {
  const explored = explore(twoPhaseCommit(3, 'hasty'), { wholeChecks: [disagreement] });

  it('disagrees after five steps', () => {
    // Prepare, note, decide, receive; and another gives up.
    expect(eventsToState(explored, foundBy(explored, disagreement.id))).toHaveLength(5);
  });

  it('disagrees as soon as its plain enumeration does', () => {
    expect(enumerated(3, 1).distance).toBe(5);
  });

  it('has a path that leads to the disagreement', () => {
    const number = foundBy(explored, disagreement.id);
    const state = playedTo(explored, number);
    expect(isState(explored, number, state)).toBe(true);
    expect(disagreement.sought(viewsOf(explored.composition, state))).toBe(true);
  });
});

describe('two-phase commit that never aborts', () => {
  const explored = explore(twoPhaseCommit(3, 'patient'), { isEnd: isDecided });

  it('is stuck when every resource manager has given up', () => {
    const stuck = explored.result.stuck as number;
    expect(eventsToState(explored, stuck)).toEqual(
      times(3, (index) => ({
        type: 'ACT',
        group: index + 1,
        actor: 'resource-manager',
        message: { type: 'GIVE_UP' },
      })),
    );
  });
});
