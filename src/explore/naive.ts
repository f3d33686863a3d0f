/**
 * The naive explorer: all states of a composition by the plain semantics, as text in one map. It is the
 * oracle for everything faster, and good for small compositions only.
 */
import {
  type Composition,
  enabledEvents,
  initialState,
  type SystemState,
  stateKey,
  step,
} from '../composition/index.ts';

export interface NaiveResult {
  readonly states: ReadonlyMap<string, SystemState>;
  /** Pairs of state keys; parallel steps between two states count each. */
  readonly steps: number;
  readonly complete: boolean;
}

export function exploreNaively(composition: Composition, maxStates = 100_000): NaiveResult {
  const first = initialState(composition);
  const states = new Map([[stateKey(first), first]]);
  let steps = 0;
  for (const [key, state] of states) {
    if (states.size > maxStates) return { states, steps, complete: false };
    for (const event of enabledEvents(composition, state)) {
      const { state: next } = step(composition, state, event);
      const nextKey = stateKey(next);
      if (nextKey === key) continue;
      steps++;
      if (!states.has(nextKey)) states.set(nextKey, next);
    }
  }
  return { states, steps, complete: true };
}
