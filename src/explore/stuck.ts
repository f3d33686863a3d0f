/** A state that a search has met and from which no end can be reached. */

import { Batch, batchSize, forEachSource } from './batch.ts';
import { nearestDeadEnd } from './dead-ends.ts';
import type { JointSteps } from './joint-steps.ts';
import type { Visited } from './visited.ts';

export interface Searched {
  readonly steps: JointSteps;
  readonly visited: Visited;
  /** States with no greater number among the successors that were looked up. */
  readonly candidates: readonly number[];
  isEnd(number: number): boolean;
}

/** The number of such a state, or null. The search was complete. */
export function stuckState({ steps, visited, candidates, isEnd }: Searched): number | null {
  const batch = new Batch(visited.words, batchSize);
  const expand = (number: number, source: number): void => {
    steps.expand(visited.keys, number * visited.words, source, 0, batch);
  };
  const summits: number[] = [];
  for (let at = 0; at < candidates.length; ) {
    const first = at;
    for (batch.count = 0; at < candidates.length && batch.count < batchSize; at++) {
      expand(candidates[at] as number, at);
    }
    visited.addAll(batch);
    forEachSource(batch, first, at, (index, greatest) => {
      const number = candidates[index] as number;
      if (greatest <= number && !isEnd(number)) summits.push(number);
    });
  }
  const successors = (number: number): readonly number[] => {
    batch.count = 0;
    expand(number, 0);
    visited.addAll(batch);
    return [...batch.numbers.subarray(0, batch.count)];
  };
  return nearestDeadEnd({ size: visited.size, isEnd, successors }, summits);
}
