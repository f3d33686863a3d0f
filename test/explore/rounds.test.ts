/** Rounds that a thread joins while the one that leads them is still busy with its own part. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { doParts, endRounds, follow, helpOnce, lead, makeCounters } from '../../src/explore/rounds.ts';

afterEach(() => vi.restoreAllMocks());

describe('a round', () => {
  it('is joined once by a thread that comes back before the round is over', () => {
    const counts = makeCounters(0);
    let helped = 0;
    vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      endRounds(counts);
      return 'ok';
    });
    lead(counts, 0, 1, () =>
      follow(counts, () => {
        helped++;
        if (helped > 1) throw new Error('joined again');
      }),
    );
    expect(helped).toBe(1);
  });

  it('cannot be joined when it is over', () => {
    const counts = makeCounters(0);
    const help = vi.fn();
    lead(counts, 0, 1, () => undefined);
    helpOnce(counts, help);
    endRounds(counts);
    helpOnce(counts, help);
    expect(help).not.toHaveBeenCalled();
  });

  it('has each of its parts done by one thread', () => {
    const counts = makeCounters(0);
    const done: number[] = [];
    const take = (most: number) => () => {
      let taken = 0;
      doParts(counts, 10, (from, end) => {
        for (let number = from; number < end; number++) done.push(number);
        return ++taken < most;
      });
    };
    const claimed = lead(counts, 3, 48, () => {
      helpOnce(counts, take(2));
      take(2)();
    });
    expect(claimed).toBe(43);
    expect(done).toEqual(Array.from({ length: 40 }, (_, index) => 3 + index));
  });
});
