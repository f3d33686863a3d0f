/**
 * Which states have a greater successor, of those that have none among the successors that the search has looked up: others it
 * has left out, because they were met anyway. Each state is looked at by itself, so several threads can do parts of it
 * at once.
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
const ascends = -1;

/** The candidates that are left, moved to the front. */
export function withoutAscending(candidates: Int32Array): Int32Array {
  let count = 0;
  for (const number of candidates) if (number !== ascends) candidates[count++] = number;
  return candidates.subarray(0, count);
}

/** States in one part: enough to wait for memory only once for many of them. */
export const partOfAscent = 256;

/** Steps that rows leave open are passed over: another step may lead to a greater state. */
const passedOver: Beyond = { ...nothingBeyond, settle: () => false };

/**
 * Prepares to look at the candidates from one place to before another. Of most states one successor is enough, so that all are
 * looked up of the others only. Who adds rows works on those that it adds to.
 */
export function ascender(
  { states, candidates }: Pick<Ascent, 'states' | 'candidates'>,
  rows: JointRows,
  beyond: Beyond = passedOver,
): (from: number, end: number) => void {
  const { keys, origins } = states;
  const { words } = rows.packing;
  const batch = new Batch(words);
  const lookUp = (from: number, end: number, add: (number: number, place: number) => void): void => {
    batch.count = 0;
    for (let place = from; place < end; place++) {
      const number = candidates[place] as number;
      if (number === ascends) continue;
      try {
        add(number, place);
      } catch (error) {
        if (error !== notKnown) throw error;
      }
    }
    findAll(batch, states);
    forEachSource(batch, from, end, itself, (place, greatest) => {
      if (greatest > (candidates[place] as number)) candidates[place] = ascends;
    });
  };
  return (from, end) => {
    lookUp(from, end, (number, place) => {
      const mover = moverOf(origins[number] as number);
      rows.addLeftOut(keys, number * words, place, mover, batch, beyond);
    });
    lookUp(from, end, (number, place) => {
      rows.expand(keys, number * words, place, 0, batch, beyond);
    });
  };
}
