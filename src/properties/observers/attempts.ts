import type { FailureCause } from '../../../machines/index.ts';
import type { Observer } from '../../composition/index.ts';
import { helpsToTryAgain } from '../../system/index.ts';

/** How a backup of the virtual machine has failed: not, by an error that passes, or by one that does not. */
type Failure = 'none' | 'passing' | 'lasting';

export interface Attempts {
  /** In the backup that is under way, or was last. */
  readonly now: Failure;
  /** In the one before it. */
  readonly before: Failure;
}

const failures = new Set(['COMPONENT_FAILED', 'BACKUP_FAILED']);

/** Follows whether a failure is one after which it helps to try again. What fails a machine first is its cause. */
export const attempts: Observer<Attempts> = {
  name: 'attempts',
  initial: () => ({ now: 'none', before: 'none' }),
  next: (state, { message, to }) => {
    if (message.type === 'IDENTIFY_VIRTUAL_MACHINE') return { now: 'none', before: state.now };
    if (to.role !== 'backup-component' || !failures.has(message.type) || state.now !== 'none') return state;
    return { ...state, now: helpsToTryAgain(message.cause as FailureCause) ? 'passing' : 'lasting' };
  },
};
