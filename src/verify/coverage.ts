/** Which transitions of the charts were taken in explored scopes: what is never taken is not verified. */
import type { AnyStateMachine } from 'xstate';
import { transitionNames } from '../composition/index.ts';
import { referenceCharts } from '../system/index.ts';

export interface Coverage {
  readonly transitions: number;
  /** Transitions that were taken in no scope, by name. */
  readonly neverTaken: readonly string[];
}

/** What the names of transitions that were taken leave of all transitions of charts, of the reference charts by default. */
export function coverageOf(
  taken: Iterable<string>,
  charts: Readonly<Record<string, AnyStateMachine>> = referenceCharts,
): Coverage {
  const all = new Set(Object.values(charts).flatMap((chart) => [...transitionNames(chart).values()]));
  const transitions = all.size;
  for (const name of taken) all.delete(name);
  return { transitions, neverTaken: [...all].sort() };
}

/** In words, with what to do where a transition is never taken. */
export function coverageText({ transitions, neverTaken }: Coverage): string {
  const count = `${transitions - neverTaken.length} of ${transitions} transitions are taken`;
  return neverTaken.length === 0
    ? count
    : [
        `${count}; in no explored scope:`,
        ...neverTaken.map((name) => `  ${name}`),
        '  What is never taken is not verified. Explore a scope in which it is (src/verify/scopes/narrow.ts), have the',
        '  composition come to it, or remove it from its chart; with --vacuity warn it is no failure.',
      ].join('\n');
}
