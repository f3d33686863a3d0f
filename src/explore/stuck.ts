/** A state that a search has met and from which no end can be reached. */

import { Batch, batchSize, forEachSource } from './batch.ts';
import { nearestDeadEnd } from './dead-ends.ts';
import type { JointSteps } from './joint-steps.ts';
import { moverOf } from './origins.ts';
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
  const { keys, origins, words } = visited;
  const batch = new Batch(words, batchSize);
  const expand = (number: number, source: number): void => {
    steps.expand(keys, number * words, source, 0, batch);
  };
  const addLeftOut = (number: number, source: number): void => {
    steps.addLeftOut(keys, number * words, source, moverOf(origins[number] as number), batch);
  };
  /** Those of some states with no greater number among these of their successors. */
  const highest = (states: readonly number[], addSuccessors: typeof expand): readonly number[] => {
    const found: number[] = [];
    for (let at = 0; at < states.length; ) {
      const first = at;
      for (batch.count = 0; at < states.length && batch.count < batchSize; at++) {
        addSuccessors(states[at] as number, at);
      }
      visited.addAll(batch);
      forEachSource(batch, first, at, (index, greatest) => {
        const number = states[index] as number;
        if (greatest <= number) found.push(number);
      });
    }
    return found;
  };
  const successors = (number: number): readonly number[] => {
    batch.count = 0;
    expand(number, 0);
    visited.addAll(batch);
    return [...batch.numbers.subarray(0, batch.count)];
  };
  // One that was left out has a greater number nearly always, and to look up one is less work than all.
  const summits = highest(highest(candidates, addLeftOut), expand).filter((number) => !isEnd(number));
  return nearestDeadEnd({ size: visited.size, isEnd, successors }, summits);
}
