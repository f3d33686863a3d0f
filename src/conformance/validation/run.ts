/** What a validation is asked for, and the run that it finds, as a path. */
import type { SystemEvent } from '../../composition/index.ts';
import { modelOf, type Path } from '../../paths/index.ts';
import type { Topology } from '../../system/index.ts';
import { chosenScope, type ScopeOptions } from '../../verify/index.ts';
import type { SearchLimits } from './search.ts';

export interface ValidationOptions {
  readonly limits?: SearchLimits;
  /** Whether a log that lacks the end of the backup counts as unexplained. */
  readonly isEndDemanded?: boolean;
  /**
   * Is given the run that explains all, or else a longest one that explains the beginning. Without it no run
   * is kept, and memory does not grow with it.
   */
  readonly onRun?: (run: Path) => void;
}

export const runOf = (
  topology: Topology,
  options: ScopeOptions,
  events: readonly SystemEvent[],
  isWhole: boolean,
): Path => ({
  model: modelOf(chosenScope(topology, options)),
  shows: {
    kind: 'run',
    id: isWhole ? 'explained log' : 'explained beginning of a log',
    title: isWhole
      ? 'A run of the model that explains a log.'
      : 'A longest run of the model that explains the beginning of a log that none explains as a whole.',
  },
  events,
  cycle: null,
});
