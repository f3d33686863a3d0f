import type { Observer } from '../../composition/index.ts';

/** Mounts and dismounts of the copy of each disk since the backup began; more than two count as two. */
export interface Tally {
  readonly mounts: readonly number[];
  readonly dismounts: readonly number[];
  /**
   * Mounts of copies of each disk in all backups so far: the entries of plug and play that they leave in the registry.
   * More than `mostEntries` count as so many.
   */
  readonly entries: readonly number[];
}

const enough = 2;

/** No more backups than this are explored, each with one mount for each disk; a wrong variant may mount for ever. */
export const mostEntries = 8;

const counted = (counts: readonly number[], disk: unknown, most = enough): readonly number[] =>
  counts.map((count, index) => (index === disk ? Math.min(most, count + 1) : count));

/** Counts how often copies are mounted in the host. Two is enough to tell once from more than once. */
export const tally: Observer<Tally> = {
  name: 'tally',
  initial: (group) => {
    const zero = group.actors.filter(({ role }) => role === 'virtual-hard-disk').map(() => 0);
    return { mounts: zero, dismounts: zero, entries: zero };
  },
  next: (state, { message, to }) => {
    if (message.type === 'IDENTIFY_VIRTUAL_MACHINE') {
      const zero = state.mounts.map(() => 0);
      return { ...state, mounts: zero, dismounts: zero };
    }
    if (to.role !== 'virtual-hard-disk') return state;
    if (message.type === 'COPY_MOUNTED') {
      return {
        ...state,
        mounts: counted(state.mounts, message.disk),
        entries: counted(state.entries, message.disk, mostEntries),
      };
    }
    if (message.type === 'COPY_DISMOUNTED') {
      return { ...state, dismounts: counted(state.dismounts, message.disk) };
    }
    return state;
  },
};
