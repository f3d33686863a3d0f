/** A state that a search has met and from which no end can be reached. */

import { Batch, batchSize, forEachSource } from './batch.ts';
import { nearestDeadEnd } from './dead-ends.ts';
import type { JointSteps } from './joint-steps.ts';
import { findAll, type Visited } from './visited.ts';

export interface Searched {
  readonly steps: JointSteps;
  readonly visited: Visited;
  /** States of which neither those successors that were looked up have greater numbers, nor one that was left out. */
  readonly candidates: readonly number[];
  isEnd(number: number): boolean;
}

/** The number of such a state, or null. The search was complete. */
export function stuckState({ steps, visited, candidates, isEnd }: Searched): number | null {
  const batch = new Batch(visited.words);
  const expand = (number: number): void => {
    steps.expand(visited.keys, number * visited.words, number, 0, batch);
  };
  const summits: number[] = [];
  const numberAt = (place: number): number => candidates[place] as number;
  for (let place = 0; place < candidates.length; ) {
    const first = place;
    for (batch.count = 0; place < candidates.length && batch.count < batchSize; place++) {
      expand(numberAt(place));
    }
    findAll(batch, visited.arrays);
    forEachSource(batch, first, place, numberAt, (number, greatest) => {
      if (greatest <= number && !isEnd(number)) summits.push(number);
    });
  }
  const successors = (number: number): readonly number[] => {
    batch.count = 0;
    expand(number);
    findAll(batch, visited.arrays);
    return [...batch.numbers.subarray(0, batch.count)];
  };
  return nearestDeadEnd({ size: visited.size, isEnd, successors }, summits);
}
