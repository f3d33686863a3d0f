/**
 * One of several threads that expand states of one distance together.
 *
 * States are expanded by the rows that are known, and what is found is added to one table. What rows leave
 * open is put off: the thread that asks XState does it afterwards. So all that the others need is numbers.
 */
import { Batch, forEachSource } from './batch.ts';
import { type Beyond, JointRows, type RowArrays } from './joint-rows.ts';
import { moverOf } from './origins.ts';
import type { Packing } from './packing.ts';
import { doParts } from './rounds.ts';
import { place, SharedStore } from './shared-store.ts';
import type { StateArrays } from './visited.ts';

/** What the threads share, until some of it has grown. */
export interface Expansion {
  readonly kind: 'expansion';
  readonly packing: Packing;
  readonly rows: RowArrays;
  readonly states: StateArrays;
  /** By state of the round: 0, `putOff` or `isSummit`. */
  readonly marks: Uint8Array;
}

/** Places of what they count together. */
export const expanded = {
  ...place,
  /** Steps of states that were expanded. */
  steps: place.own,
  /** The first state of the round. */
  first: place.own + 1,
} as const;
export const expansionCounts = 4;

/** The state is still to be expanded. */
export const putOff = 1;
/** None of the successors that were looked up has a greater number. */
export const isSummit = 2;

/** States in one part: enough look-ups to wait for memory together. */
const partSize = 256;

/** Thrown where rows leave something open. */
const notKnown = new Error('not in the rows');
const nothingBeyond: Beyond = {
  workOut: () => {
    throw notKnown;
  },
  hear: () => {
    throw notKnown;
  },
  settle: () => {
    throw notKnown;
  },
};

/** Prepares to expand states, round by round. */
export function expander(
  { packing, rows: arrays, states, marks }: Expansion,
  counts: Int32Array,
): () => void {
  const { words } = packing;
  const rows = new JointRows(packing, arrays);
  const batch = new Batch(words, 4 * partSize);
  const store = new SharedStore(states, batch, counts);
  return () => {
    const first = counts[expanded.first] as number;
    doParts(counts, partSize, (from, end) => {
      let steps = 0;
      batch.count = 0;
      for (let number = from; number < end; number++) {
        try {
          const mover = moverOf(states.origins[number] as number);
          steps += rows.expand(states.keys, number * words, number, mover, batch, nothingBeyond);
        } catch (error) {
          if (error !== notKnown) throw error;
          marks[number - first] = putOff;
        }
      }
      if (!store.addAll()) {
        marks.fill(putOff, from - first, end - first);
        return false;
      }
      Atomics.add(counts, expanded.steps, steps);
      forEachSource(batch, from, end, (number, greatest) => {
        if (greatest <= number && marks[number - first] === 0) marks[number - first] = isSummit;
      });
      return true;
    });
  };
}
