/** A state that a search has met and from which no end can be reached. */

import { Batch } from './batch.ts';
import { nearestDeadEnd } from './dead-ends.ts';
import type { JointSteps } from './joint-steps.ts';
import { findAll, type Visited } from './visited.ts';

export interface Searched {
  readonly steps: JointSteps;
  readonly visited: Visited;
  /** States without a greater successor. */
  readonly summits: Int32Array;
  isEnd(number: number): boolean;
}

/** The number of such a state, or null. The search was complete. */
export function stuckState({ steps, visited, summits, isEnd }: Searched): number | null {
  const batch = new Batch(visited.words);
  const successors = (number: number): Int32Array => {
    batch.count = 0;
    steps.expand(visited.keys, number * visited.words, number, 0, batch);
    findAll(batch, visited.arrays);
    return batch.numbers.slice(0, batch.count);
  };
  return nearestDeadEnd({ size: visited.size, isEnd, successors }, summits);
}
