/** Which transitions of the charts were taken in explored scopes: what is never taken is not verified. */
import { transitionNames } from '../composition/index.ts';
import { referenceCharts } from '../system/index.ts';

export interface Coverage {
  readonly transitions: number;
  /** Transitions that were taken in no scope, by name. */
  readonly neverTaken: readonly string[];
}

/** What the names of transitions that were taken leave of all transitions of the reference charts. */
export function coverageOf(taken: Iterable<string>): Coverage {
  const all = new Set(
    Object.values(referenceCharts).flatMap((chart) => [...transitionNames(chart).values()]),
  );
  const transitions = all.size;
  for (const name of taken) all.delete(name);
  return { transitions, neverTaken: [...all].sort() };
}
