import { describe, expect, it } from 'vitest';
import { exploreNaively } from '../../src/explore/index.ts';
import { bothInside, isSomebodyInside, type PetersonVariant, peterson } from './systems/peterson.ts';
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

/** Program counters, flags and the turn; a process is inside at 'in'. */
interface Shared {
  readonly at: readonly string[];
  readonly flags: readonly boolean[];
  readonly turn: number | null;
}

const programs: Readonly<Record<PetersonVariant, readonly string[]>> = {
  faithful: ['flag', 'turn', 'wait', 'in'],
  swapped: ['turn', 'flag', 'wait', 'in'],
  turnless: ['flag', 'wait', 'in'],
};

const next =
  (variant: PetersonVariant) =>
  ({ at, flags, turn }: Shared): readonly Shared[] =>
    [0, 1].flatMap((me) => {
      const program = programs[variant];
      const now = at[me] as string;
      const moved = changed(at, me, program[(program.indexOf(now) + 1) % program.length] as string);
      if (now === 'flag') return [{ at: moved, flags: changed(flags, me, true), turn }];
      if (now === 'turn') return [{ at: moved, flags, turn: 1 - me }];
      if (now === 'in') return [{ at: moved, flags: changed(flags, me, false), turn }];
      return flags[1 - me] === false || turn === me ? [{ at: moved, flags, turn }] : [];
    });

const enumerated = (variant: PetersonVariant, isSought?: (state: Shared) => boolean) => {
  const first = programs[variant][0] as string;
  const turn = variant === 'turnless' ? null : 0;
  return enumerate<Shared>({ at: [first, first], flags: [false, false], turn }, next(variant), isSought);
};

const areBothIn = ({ at }: Shared): boolean => at.every((one) => one === 'in');

describe.each<PetersonVariant>(['faithful', 'swapped', 'turnless'])('two processes, %s', (variant) => {
  it('have the states and steps of their plain enumeration', () => {
    const { states, steps, depth } = enumerated(variant);
    expect(explore(peterson(variant)).result).toMatchObject({ states, steps, depth, complete: true });
  });

  it('have as many states and steps for the naive explorer', () => {
    const { result } = explore(peterson(variant));
    const naive = exploreNaively(peterson(variant));
    expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
  });

  it('never say what nobody takes', () => {
    expect(explore(peterson(variant), { wholeChecks: [aProblem] }).result.found.size).toBe(0);
  });
});

describe("Peterson's algorithm", () => {
  it('never lets both processes in', () => {
    const { result } = explore(peterson(), { wholeChecks: [bothInside] });
    expect(result.found.size).toBe(0);
    expect(enumerated('faithful', areBothIn).distance).toBeNull();
  });

  it('can always let somebody in', () => {
    expect(explore(peterson(), { isEnd: isSomebodyInside }).result.stuck).toBeNull();
  });
});

describe("Peterson's algorithm with the turn given before the flag is raised", () => {
  const explored = explore(peterson('swapped'), { wholeChecks: [bothInside] });

  it('lets both processes in after six steps', () => {
    // Both give the turn; the last giver raises its flag and goes in; so does the other, whose turn it is.
    expect(eventsToState(explored, foundBy(explored, bothInside.id))).toHaveLength(6);
  });

  it('lets both processes in as soon as its plain enumeration does', () => {
    expect(enumerated('swapped', areBothIn).distance).toBe(6);
  });

  it('has a path that leads to both processes inside', () => {
    const number = foundBy(explored, bothInside.id);
    const state = playedTo(explored, number);
    expect(isState(explored, number, state)).toBe(true);
    expect(bothInside.sought(viewsOf(explored.composition, state))).toBe(true);
  });
});

describe('two processes with flags only', () => {
  it('are stuck when both have raised their flags', () => {
    const explored = explore(peterson('turnless'), { isEnd: isSomebodyInside });
    expect(eventsToState(explored, explored.result.stuck as number)).toEqual([
      { type: 'ELAPSE', group: 0, actor: 'process', delay: 'anyTime', state: 'process.outside' },
      { type: 'ELAPSE', group: 0, actor: 'process[1]', delay: 'anyTime', state: 'process.outside' },
    ]);
  });

  it('never go in together', () => {
    expect(explore(peterson('turnless'), { wholeChecks: [bothInside] }).result.found.size).toBe(0);
  });
});
