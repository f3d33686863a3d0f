import type { Observer } from '../../composition/index.ts';

/** Whose copies were touched: of another backup, or by another virtual machine. */
export interface Custody {
  /** The shadow copy set of the backup that is under way. */
  readonly set: number;
  /** The set whose copy is being asked to revert; 0 between steps, since the answer is a part of the step. */
  readonly reverting: number;
  readonly otherBackup: boolean;
  readonly otherMachine: boolean;
}

/**
 * That a copy leaves a machine is not among them: one that was left over goes whenever the machine stops. Nor is a
 * request to revert one: a guest may come to it late, when its copy is gone or read-only. That it is reverted is.
 */
const touching = new Set(['READ_COPY', 'COPY_MOUNTED', 'COPY_DISMOUNTED', 'DISK_CONNECTED']);

/** Watches that copies are touched by their own backup and connected to their own virtual machine. */
export const custody: Observer<Custody> = {
  name: 'custody',
  initial: () => ({ set: 0, reverting: 0, otherBackup: false, otherMachine: false }),
  next: (state, { message, to, origin }) => {
    if (message.type === 'TAKE_COPY') return { ...state, set: Number(message.set) };
    if (to.role === 'virtual-hard-disk' && touching.has(message.type) && message.set !== state.set) {
      return { ...state, otherBackup: true };
    }
    if (message.type === 'REVERT_COPY') return { ...state, reverting: Number(message.set) };
    if (message.type === 'COPY_NOT_REVERTED') return { ...state, reverting: 0 };
    if (message.type === 'COPY_REVERTED') {
      return { ...state, reverting: 0, otherBackup: state.otherBackup || state.reverting !== state.set };
    }
    if (origin === 'unit' && (message.type === 'HOT_ADD' || message.type === 'HOT_ADD_OVER_IDE')) {
      return { ...state, otherMachine: true };
    }
    return state;
  },
};
