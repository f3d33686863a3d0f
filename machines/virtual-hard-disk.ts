/**
 * One virtual hard disk: its live content, the guest's shadow copy inside it, and its copies in the
 * host's shadow copies.
 *
 * Content is known by what became of it: the guest's point that it goes back to, whether it was written
 * to since, and whether a transaction is half-way in it. That is finite, and covers any number of writes.
 * A copy in the host's shadow copy carries the guest's shadow copy as it was at host commit, because that
 * lies inside the same virtual disk; recovery uses this and nothing else.
 *
 * A recovery checkpoint gives it a differencing disk: from then on the base disk keeps its content, writes go to
 * the differencing disk, and the live content is both together. A copy holds both files, and what is restored
 * from it is the base disk.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md (the image in the host's shadow
 * copy is rolled back to the guest's); win32 VSS documentation, shadow-copy-creation-for-providers.md
 * (writes are queued while they are held, a copy is writable until auto-recovery is over);
 * MicrosoftDocs/Virtualization-Documentation, Hyper-V-Backup-2016.md (differencing disk).
 * Abstracted: blocks, difference areas, and how many differencing disks form a chain.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';

export type VirtualHardDiskEvent =
  | M.Write
  | M.TransactionCompleted
  | M.TakeGuestShadowCopy
  | M.DeleteGuestShadowCopy
  | M.KeepPreviousVersion
  | M.ApplicationsFrozen
  | M.FileSystemsFrozen
  | M.CreateDifferencingDisk
  | M.EndCheckpoint
  | M.MergeDifferencingDisk
  | M.MarkSavedPoint
  | M.HoldWrites
  | M.TakeCopy
  | M.ReleaseWrites
  | M.MakeCopyReadOnly
  | M.DeleteCopy
  | M.CopyMounted
  | M.CopyDismounted
  | M.DiskConnected
  | M.DiskDisconnected
  | M.RevertCopy
  | M.ReadCopy;

export type VirtualHardDiskMessage = M.CopyReverted | M.CopyNotReverted;

export interface VirtualHardDiskInput {
  readonly disk: number;
}

export interface Content {
  /** The point (guest's shadow copy, or saving) that it goes back to, counted from 1; 0 before any. */
  readonly point: number;
  /** Something was written since that point. */
  readonly written: boolean;
  /** No transaction is half-way in it. */
  readonly whole: boolean;
  /** Who had come to rest when nothing was written any more: applications, file systems below them, or nobody. */
  readonly atRest: 'applications' | 'fileSystems' | 'nobody';
}

export interface Copy {
  readonly set: number;
  readonly content: Content;
  /** The guest's shadow copy inside the copy, as it was at host commit. */
  readonly carried: Content | null;
  /** The newest shadow copy inside the copy, where the guest made one of its own after the backup's. */
  readonly carriedPrevious: Content | null;
  /** The content is that of the instant at which the host held all writes. */
  readonly ofOneInstant: boolean;
  /** Nothing was written to the live disk since. */
  readonly sameAsLive: boolean;
  readonly writable: boolean;
  /** A file in the shadow copy; or a disk, of the host or of a virtual machine, that can be changed. */
  readonly location: 'file' | 'host' | 'machine';
  readonly handedOver: boolean;
}

export interface VirtualHardDiskContext extends VirtualHardDiskInput {
  readonly live: Content;
  /** What the live content becomes when held writes are released. */
  readonly held: Content | null;
  readonly guestShadowCopy: Content | null;
  /** The base disk, which holds the point of the recovery checkpoint of the backup that is under way. */
  readonly base: Content | null;
  /** Writes go to a differencing disk, of this backup or of an earlier one. */
  readonly differencing: boolean;
  /** A shadow copy that the guest made for itself, newer than the backup's. */
  readonly previousVersion: Content | null;
  readonly copies: readonly Copy[];
}

const isWritten = (content: Content, whole: boolean): Content => ({
  point: content.point,
  // Relations to no point at all would only multiply states.
  written: content.point > 0,
  whole,
  atRest: 'nobody',
});

const nextPoint = (content: Content): Content => ({ ...content, point: content.point + 1, written: false });

const isSame = (one: Content, other: Content): boolean =>
  one.point === other.point && !one.written && !other.written;

const isOnDisk = (shadowCopy: Content | null, live: Content): boolean =>
  shadowCopy === null || shadowCopy.point <= live.point;

const withCopy = (
  copies: readonly Copy[],
  set: number,
  change: (copy: Copy) => Partial<Copy>,
): readonly Copy[] => copies.map((copy) => (copy.set === set ? { ...copy, ...change(copy) } : copy));

export const virtualHardDisk = setup({
  types: {
    context: {} as VirtualHardDiskContext,
    events: {} as VirtualHardDiskEvent,
    emitted: {} as VirtualHardDiskMessage,
    input: {} as VirtualHardDiskInput,
  },
  guards: {
    theCopyCanBeReverted: ({ context, event }) =>
      event.type === 'REVERT_COPY' &&
      context.copies.some(
        ({ set, writable, carried, location }) =>
          set === event.set && writable && carried !== null && location !== 'file',
      ),
  },
  actions: {
    write: assign(({ context, event }) => {
      assertEvent(event, 'WRITE');
      return {
        live: isWritten(context.live, event.transaction === 'whole'),
        copies: context.copies.map((copy) => ({ ...copy, sameAsLive: false })),
      };
    }),
    queueWrite: assign({
      held: ({ context, event }) => {
        assertEvent(event, 'WRITE');
        return isWritten(context.held ?? context.live, event.transaction === 'whole');
      },
    }),
    completeTransaction: assign({ live: ({ context }) => isWritten(context.live, true) }),
    queueCompletion: assign({
      held: ({ context }) => isWritten(context.held ?? context.live, true),
    }),
    takeGuestShadowCopy: assign(({ context }) => {
      const live = nextPoint(context.live);
      return { live, guestShadowCopy: live, previousVersion: null };
    }),
    queueGuestShadowCopy: assign(({ context }) => {
      const held = nextPoint(context.held ?? context.live);
      return { held, guestShadowCopy: held, previousVersion: null };
    }),
    deleteGuestShadowCopy: assign({ guestShadowCopy: null }),
    noteApplicationsAtRest: assign({
      live: ({ context }) => ({ ...context.live, atRest: 'applications' as const }),
      held: ({ context: { held } }) => (held === null ? null : { ...held, atRest: 'applications' as const }),
    }),
    noteFileSystemsAtRest: assign({
      live: ({ context }) => ({ ...context.live, atRest: 'fileSystems' as const }),
    }),
    createDifferencingDisk: assign(({ context }) => {
      const live = nextPoint(context.live);
      return { live, base: live, differencing: true };
    }),
    endCheckpoint: assign({ base: null }),
    mergeDifferencingDisk: assign({ differencing: false }),
    keepPreviousVersion: assign({ previousVersion: ({ context }) => context.live }),
    markSavedPoint: assign({ live: ({ context }) => nextPoint(context.live) }),
    takeCopy: assign({
      copies: ({ context, event }) => {
        assertEvent(event, 'TAKE_COPY');
        return [
          ...context.copies,
          {
            set: event.set,
            content: context.base ?? context.live,
            // What is still held is on no disk.
            carried: isOnDisk(context.guestShadowCopy, context.live) ? context.guestShadowCopy : null,
            carriedPrevious: context.previousVersion,
            ofOneInstant: true,
            sameAsLive: context.base === null || isSame(context.base, context.live),
            writable: true,
            location: 'file' as const,
            handedOver: false,
          },
        ];
      },
    }),
    releaseWrites: assign(({ context: { live, held, copies } }) => ({
      live: held ?? live,
      held: null,
      copies: held === null ? copies : copies.map((copy) => ({ ...copy, sameAsLive: false })),
    })),
    revertCopy: assign({
      copies: ({ context, event }) => {
        assertEvent(event, 'REVERT_COPY');
        return withCopy(context.copies, event.set, (copy) => {
          const content = copy.carried ?? copy.content;
          const unchanged = isSame(content, copy.content);
          return {
            content,
            ofOneInstant: copy.ofOneInstant && unchanged,
            sameAsLive: copy.sameAsLive && unchanged,
          };
        });
      },
    }),
    reportReverted: emit(({ context }) => ({ type: 'COPY_REVERTED' as const, disk: context.disk })),
    reportNotReverted: emit(({ context }) => ({ type: 'COPY_NOT_REVERTED' as const, disk: context.disk })),
    moveToHost: assign({
      copies: ({ context, event }) => {
        assertEvent(event, 'COPY_MOUNTED');
        return withCopy(context.copies, event.set, () => ({ location: 'host' }));
      },
    }),
    moveToMachine: assign({
      copies: ({ context, event }) => {
        assertEvent(event, 'DISK_CONNECTED');
        return withCopy(context.copies, event.set, () => ({ location: 'machine' }));
      },
    }),
    moveBack: assign({
      copies: ({ context, event }) => {
        assertEvent(event, ['COPY_DISMOUNTED', 'DISK_DISCONNECTED']);
        return withCopy(context.copies, event.set, () => ({ location: 'file' }));
      },
    }),
    makeCopyReadOnly: assign({
      copies: ({ context, event }) => {
        assertEvent(event, 'MAKE_COPY_READ_ONLY');
        return withCopy(context.copies, event.set, () => ({ writable: false }));
      },
    }),
    handOver: assign({
      copies: ({ context, event }) => {
        assertEvent(event, 'READ_COPY');
        return withCopy(context.copies, event.set, () => ({ handedOver: true }));
      },
    }),
    deleteCopy: assign({
      copies: ({ context, event }) => {
        assertEvent(event, 'DELETE_COPY');
        return context.copies.filter(({ set }) => set !== event.set);
      },
    }),
  },
}).createMachine({
  id: 'virtualHardDisk',
  context: ({ input }) => ({
    disk: input.disk,
    live: { point: 0, written: false, whole: true, atRest: 'nobody' },
    held: null,
    guestShadowCopy: null,
    base: null,
    differencing: false,
    previousVersion: null,
    copies: [],
  }),
  initial: 'writesFlow',
  on: {
    TAKE_GUEST_SHADOW_COPY: { actions: 'takeGuestShadowCopy' },
    DELETE_GUEST_SHADOW_COPY: { actions: 'deleteGuestShadowCopy' },
    KEEP_PREVIOUS_VERSION: { actions: 'keepPreviousVersion' },
    APPLICATIONS_FROZEN: { actions: 'noteApplicationsAtRest' },
    FILE_SYSTEMS_FROZEN: { actions: 'noteFileSystemsAtRest' },
    CREATE_DIFFERENCING_DISK: { actions: 'createDifferencingDisk' },
    END_CHECKPOINT: { actions: 'endCheckpoint' },
    MERGE_DIFFERENCING_DISK: { actions: 'mergeDifferencingDisk' },
    MARK_SAVED_POINT: { actions: 'markSavedPoint' },
    COPY_MOUNTED: { actions: 'moveToHost' },
    COPY_DISMOUNTED: { actions: 'moveBack' },
    DISK_CONNECTED: { actions: 'moveToMachine' },
    DISK_DISCONNECTED: { actions: 'moveBack' },
    REVERT_COPY: [
      { guard: 'theCopyCanBeReverted', actions: ['revertCopy', 'reportReverted'] },
      { actions: 'reportNotReverted' },
    ],
    MAKE_COPY_READ_ONLY: { actions: 'makeCopyReadOnly' },
    READ_COPY: { actions: 'handOver' },
    DELETE_COPY: { actions: 'deleteCopy' },
  },
  states: {
    writesFlow: {
      description: 'Writes of the guest reach the disk.',
      on: {
        WRITE: { actions: 'write' },
        TRANSACTION_COMPLETED: { actions: 'completeTransaction' },
        HOLD_WRITES: 'writesHeld',
      },
    },
    writesHeld: {
      description: 'The host holds the writes of all its volumes (IOCTL_VOLSNAP_FLUSH_AND_HOLD_WRITES).',
      on: {
        WRITE: { actions: 'queueWrite' },
        TRANSACTION_COMPLETED: { actions: 'queueCompletion' },
        TAKE_COPY: { actions: 'takeCopy' },
        TAKE_GUEST_SHADOW_COPY: {
          description:
            'A guest that was given up makes its shadow copy too late; it is written as all else is.',
          actions: 'queueGuestShadowCopy',
        },
        RELEASE_WRITES: { target: 'writesFlow', actions: 'releaseWrites' },
      },
    },
  },
});
