/**
 * Which states have a greater successor among those that the search has left out, because they were met anyway. Each
 * state is looked at by itself, so several threads can do parts of it at once.
 */
import { Batch, forEachSource, itself } from './batch.ts';
import { type Beyond, type JointRows, nothingBeyond, notKnown, type RowArrays } from './joint-rows.ts';
import { moverOf } from './origins.ts';
import type { Packing } from './packing.ts';
import { findAll, type StateArrays } from './visited.ts';

/** What threads share for it. */
export interface Ascent {
  readonly kind: 'ascent';
  readonly packing: Packing;
  readonly rows: RowArrays;
  readonly states: StateArrays;
  /** States by number; those that have a greater successor are written over. */
  readonly candidates: Int32Array;
}

/** Written over a state that has a greater successor. */
export const ascends = -1;

/** States in one part: enough to wait for memory only once for many of them. */
export const partOfAscent = 256;

/** Prepares to look at the candidates from one place to before another. Who adds rows works on those that it adds to. */
export function ascender(
  { states, candidates }: Pick<Ascent, 'states' | 'candidates'>,
  rows: JointRows,
  beyond: Beyond = nothingBeyond,
): (from: number, end: number) => void {
  const { words } = rows.packing;
  const batch = new Batch(words);
  return (from, end) => {
    batch.count = 0;
    for (let place = from; place < end; place++) {
      const number = candidates[place] as number;
      try {
        const mover = moverOf(states.origins[number] as number);
        rows.addLeftOut(states.keys, number * words, place, mover, batch, beyond);
      } catch (error) {
        if (error !== notKnown) throw error;
      }
    }
    findAll(batch, states);
    forEachSource(batch, from, end, itself, (place, greatest) => {
      if (greatest > (candidates[place] as number)) candidates[place] = ascends;
    });
  };
}
