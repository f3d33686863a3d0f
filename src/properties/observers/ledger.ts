import type { Observer } from '../../composition/index.ts';

/** What was written to each live disk, kept apart from the disks themselves. */
export interface Ledger {
  readonly disks: readonly { readonly point: number; readonly written: boolean }[];
}

const points = new Set(['TAKE_GUEST_SHADOW_COPY', 'CREATE_DIFFERENCING_DISK', 'MARK_SAVED_POINT']);

const writes = new Set(['WRITE', 'TRANSACTION_COMPLETED']);

/** Books every write and every point of a virtual machine; live content must agree with it. */
export const ledger: Observer<Ledger> = {
  name: 'ledger',
  initial: (group) => ({
    disks: group.actors
      .filter(({ role }) => role === 'virtual-hard-disk')
      .map(() => ({ point: 0, written: false })),
  }),
  next: (state, { message, to }) => {
    if (to.role !== 'virtual-hard-disk') return state;
    const isPoint = points.has(message.type);
    if (!isPoint && !writes.has(message.type)) return state;
    return {
      disks: state.disks.map((disk, index) => {
        if (index !== to.index) return disk;
        return isPoint
          ? { point: disk.point + 1, written: false }
          : { point: disk.point, written: disk.point > 0 };
      }),
    };
  },
};
