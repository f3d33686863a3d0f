/**
 * One of several threads that expand states of one distance together. A round has two halves: states are expanded by the
 * rows that are known, and what is found is written down; then it is looked up, stretch by stretch of the slots.
 *
 * Steps that rows leave open are noted, and states of which rows are missing are put off: the thread that asks XState does
 * them afterwards. So all that the others need is numbers.
 */
import { Batch } from './batch.ts';
import { Finder, type FindingArrays } from './findings.ts';
import { type Beyond, JointRows, nothingBeyond, notKnown, type RowArrays } from './joint-rows.ts';
import { mark, marksOf } from './marks.ts';
import { OpenSteps } from './open-steps.ts';
import { moverOf } from './origins.ts';
import type { Packing } from './packing.ts';
import { counter, doParts } from './rounds.ts';
import { StretchStore } from './stretch.ts';
import type { StateArrays } from './visited.ts';

/** What the threads share, until some of it has grown. */
export interface Expansion {
  readonly kind: 'expansion';
  readonly packing: Packing;
  readonly rows: RowArrays;
  readonly states: StateArrays;
  readonly findings: FindingArrays;
  /** See marks.ts. */
  readonly marks: Uint8Array;
  /** See open-steps.ts. */
  readonly openSteps: Int32Array;
}

/** Places of what they count together. */
export const expanded = {
  /** Whether they look up what they have found. */
  isLookedUp: counter.own,
  /** The first state of the round. */
  first: counter.own + 1,
  /** Steps of states that were expanded. */
  steps: counter.own + 2,
  /** How many states are stored. */
  stored: counter.own + 3,
} as const;
export const expansionCounts = 4;

/** States in one part: few enough for the successors of all to stay near until they are written down. */
const partSize = 256;

/** Prepares to expand states and to look up what is found, round by round. */
export function expander(
  { packing, rows: arrays, states, findings, marks: allMarks, openSteps: allSteps }: Expansion,
  counts: Int32Array,
  thread: number,
): () => void {
  const { words } = packing;
  const rows = new JointRows(packing, arrays);
  const batch = new Batch(words, 4 * partSize);
  const finder = new Finder(findings, thread);
  const numbers = (count: number) => Atomics.add(counts, expanded.stored, count);
  const marks = marksOf(allMarks, thread);
  const store = new StretchStore(states, findings, { numbers, marks });
  const openSteps = new OpenSteps(allSteps, thread);
  let current = 0;
  const beyond: Beyond = {
    ...nothingBeyond,
    settle: (_keys, _at, step) => {
      if (!openSteps.add(current, step)) throw notKnown;
      return false;
    },
  };

  const expand = (first: number): void => {
    let steps = 0;
    let mostFound = 0;
    finder.begin();
    openSteps.count = 0;
    doParts(counts, partSize, (from, end) => {
      const openBefore = openSteps.count;
      let stepsOfPart = 0;
      batch.count = 0;
      for (current = from; current < end; current++) {
        const openSoFar = openSteps.count;
        try {
          const mover = moverOf(states.origins[current] as number);
          stepsOfPart += rows.expand(states.keys, current * words, current, mover, batch, beyond);
        } catch (error) {
          if (error !== notKnown) throw error;
          openSteps.count = openSoFar;
          marks[current - first] = mark.putOff;
        }
      }
      if (!finder.hasRoom(batch.count)) {
        openSteps.count = openBefore;
        marks.fill(mark.putOff, from - first, end - first);
        return false;
      }
      finder.add(batch);
      steps += stepsOfPart;
      mostFound = Math.max(mostFound, batch.count);
      return finder.hasRoom(2 * mostFound);
    });
    finder.end();
    openSteps.end();
    Atomics.add(counts, expanded.steps, steps);
  };

  const lookUp = (first: number): void => {
    const { threads, stretches, claims } = findings;
    for (let next = 0; next < stretches; next++) {
      // Each thread begins with stretches of its own, which are near it from earlier rounds, and with what it has found.
      const stretch = (next + Math.floor((thread * stretches) / threads)) % stretches;
      if (Atomics.exchange(claims, stretch, 1) === 1) continue;
      for (let other = 0; other < threads; other++) store.lookUp((thread + other) % threads, stretch, first);
    }
  };

  return () => {
    const first = counts[expanded.first] as number;
    if (counts[expanded.isLookedUp] === 1) lookUp(first);
    else expand(first);
  };
}
