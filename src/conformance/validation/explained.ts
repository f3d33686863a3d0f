/** How far a run of the model explains a log, and what was assumed for it. */
import type { SystemEvent } from '../../composition/index.ts';
import type { Positions } from './match.ts';
import type { ShownLine } from './shown.ts';

/** What was assumed on the way, the last first. */
export interface Assumption {
  readonly before: Assumption | null;
  /** A step that shows nothing in the log, or null. */
  readonly event: SystemEvent | null;
  /** What a step shows and the log does not hold. */
  readonly missing: readonly ShownLine[];
}

/** The steps of a run, the last first; it shares its beginning with others. */
export interface Taken {
  readonly before: Taken | null;
  readonly event: SystemEvent;
}

/** How far a run explains a log. */
export interface Explained {
  readonly state: Int32Array;
  readonly at: Positions;
  readonly lines: number;
  readonly steps: number;
  readonly assumed: Assumption | null;
  /** Null at the beginning, and where the run is not kept. */
  readonly run: Taken | null;
}

export interface Outcome {
  readonly verdict: 'explained' | 'unexplained' | 'inconclusive';
  /** Why the search gave up, or null. */
  readonly reason: string | null;
  /** Whether the run that explains all comes to the end of the backup; null where that is not known. */
  readonly isComplete: boolean | null;
  /** The end of the run that explains all, or of those that explain most, each with another next line. */
  readonly furthest: readonly Explained[];
}

/** The steps of a run, the first first. */
export function eventsOf(last: Taken | null): readonly SystemEvent[] {
  const events: SystemEvent[] = [];
  for (let one = last; one !== null; one = one.before) events.push(one.event);
  return events.reverse();
}
