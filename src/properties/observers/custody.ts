import type { Observer } from '../../composition/index.ts';

/** Whose copies were touched: of another backup, or by another virtual machine. */
export interface Custody {
  /** The shadow copy set of the backup that is under way. */
  readonly set: number;
  readonly otherBackup: boolean;
  readonly otherMachine: boolean;
}

/** That a copy leaves a machine is not among them: one that was left over goes whenever the machine stops. */
const touching = new Set(['REVERT_COPY', 'READ_COPY', 'COPY_MOUNTED', 'COPY_DISMOUNTED', 'DISK_CONNECTED']);

/** Watches that copies are touched by their own backup and connected to their own virtual machine. */
export const custody: Observer<Custody> = {
  name: 'custody',
  initial: () => ({ set: 0, otherBackup: false, otherMachine: false }),
  next: (state, { message, to, origin }) => {
    if (message.type === 'TAKE_COPY') return { ...state, set: Number(message.set) };
    if (to.role === 'virtual-hard-disk' && touching.has(message.type) && message.set !== state.set) {
      return { ...state, otherBackup: true };
    }
    if (origin === 'unit' && (message.type === 'HOT_ADD' || message.type === 'HOT_ADD_OVER_IDE')) {
      return { ...state, otherMachine: true };
    }
    return state;
  },
};
