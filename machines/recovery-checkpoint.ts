/**
 * The recovery checkpoint of one virtual machine, which the management service of the host makes.
 *
 * A guest without auto-recovery cannot bring a copy back to its point. So the host has it frozen, makes a
 * differencing disk (avhdx) for each of its disks at that instant, and has it thawed: from then on the base disks
 * hold the point, and the guest writes to the differencing disks. When the backup is over they are merged, while
 * the guest runs and maybe into the next backup. A guest that goes down, or cannot be reached, before that is frozen no more,
 * so none is made.
 *
 * Source: MicrosoftDocs/Virtualization-Documentation, Hyper-V-Backup-2016.md; requests: linux
 * include/uapi/linux/hyperv.h; VMMS events 19070 to 19100 (merge started, finished, interrupted, failed).
 * Inferred: it is made between the answers to freeze and thaw.
 * Abstracted: on 2012 R2 guests with auto-recovery get one too; there the point comes from their own shadow
 * copy, to which each copy is brought back. Files of the checkpoint; the disks of one machine merge together.
 */
import { assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type RecoveryCheckpointEvent =
  | M.NoAutoRecovery
  | M.GuestFrozen
  | M.CompleteGuestBackup
  | M.FailCheckpoint
  | M.LockDifferencingDisk
  | M.KeepCheckpoint
  | M.FailMerge
  | M.GuestStopped
  | M.BackupServiceLost;

export type RecoveryCheckpointMessage =
  | M.FreezeGuest
  | M.ThawGuest
  | M.CheckpointFailed
  | M.CreateDifferencingDisk
  | M.EndCheckpoint
  | M.MergeDifferencingDisk;

export interface RecoveryCheckpointContext {
  /** Differencing disks are there, of this backup or of an earlier one. */
  readonly disks: boolean;
  /** Why the guest does not stay frozen, where it does not. */
  readonly lost: M.FailureCause | 'none';
}

export const recoveryCheckpoint = setup({
  types: {
    context: {} as RecoveryCheckpointContext,
    events: {} as RecoveryCheckpointEvent,
    emitted: {} as RecoveryCheckpointMessage,
  },
  guards: { hasDisks: ({ context }) => context.disks },
  actions: {
    freezeGuest: emit({ type: 'FREEZE_GUEST' }),
    thawGuest: emit({ type: 'THAW_GUEST' }),
    createDisks: emit({ type: 'CREATE_DIFFERENCING_DISK' }),
    noteDisks: assign({ disks: true }),
    endCheckpoint: emit({ type: 'END_CHECKPOINT' }),
    mergeDisks: emit({ type: 'MERGE_DIFFERENCING_DISK' }),
    forgetDisks: assign({ disks: false }),
    reportNotCreated: emit({ type: 'CHECKPOINT_FAILED', cause: 'checkpoint-not-created' }),
    noteStopped: assign({ lost: 'virtual-machine-stopped' }),
    noteUnreachable: assign({ lost: 'vmbus-channel-lost' }),
    forgetLoss: assign({ lost: 'none' }),
    reportLost: emit(({ context }) => ({
      type: 'CHECKPOINT_FAILED' as const,
      cause: context.lost === 'none' ? ('checkpoint-not-created' as const) : context.lost,
    })),
    reportLocked: emit({ type: 'CHECKPOINT_FAILED', cause: 'differencing-disk-locked' }),
  },
  delays: pick('createCheckpoint', 'mergeDisks'),
}).createMachine({
  id: 'recoveryCheckpoint',
  context: { disks: false, lost: 'none' },
  initial: 'none',
  on: {
    GUEST_STOPPED: { description: 'Nothing is under way that needs it frozen.' },
    BACKUP_SERVICE_LOST: { description: 'Nothing is under way that needs it frozen.' },
  },
  states: {
    none: {
      description: 'There is no checkpoint, and the guest writes to its base disks.',
      on: {
        NO_AUTO_RECOVERY: { target: 'awaitingFreeze', actions: 'freezeGuest' },
        COMPLETE_GUEST_BACKUP: { description: 'The guest had failed before one was made.' },
      },
    },
    awaitingFreeze: {
      description: 'The guest is to be frozen.',
      on: {
        GUEST_FROZEN: 'creating',
        GUEST_STOPPED: { target: 'freezeLost', actions: 'noteStopped' },
        BACKUP_SERVICE_LOST: { target: 'freezeLost', actions: 'noteUnreachable' },
        COMPLETE_GUEST_BACKUP: [{ guard: 'hasDisks', target: 'merging' }, { target: 'none' }],
      },
    },
    freezeLost: {
      description:
        'The guest went down, or out of reach, when it was to be frozen: if it had been, it is so no more.',
      on: {
        GUEST_FROZEN: { target: 'awaitingEnd', actions: ['reportLost', 'forgetLoss', 'thawGuest'] },
        COMPLETE_GUEST_BACKUP: [
          { guard: 'hasDisks', target: 'merging', actions: 'forgetLoss' },
          { target: 'none', actions: 'forgetLoss' },
        ],
      },
    },
    creating: {
      description: 'The guest is frozen; its differencing disks are made.',
      on: {
        FAIL_CHECKPOINT: { target: 'awaitingEnd', actions: ['reportNotCreated', 'thawGuest'] },
        GUEST_STOPPED: {
          target: 'awaitingEnd',
          actions: ['noteStopped', 'reportLost', 'forgetLoss', 'thawGuest'],
        },
        BACKUP_SERVICE_LOST: {
          target: 'awaitingEnd',
          actions: ['noteUnreachable', 'reportLost', 'forgetLoss', 'thawGuest'],
        },
        LOCK_DIFFERENCING_DISK: { target: 'awaitingEnd', actions: ['reportLocked', 'thawGuest'] },
      },
      after: {
        createCheckpoint: { target: 'awaitingEnd', actions: ['createDisks', 'noteDisks', 'thawGuest'] },
      },
    },
    awaitingEnd: {
      description: 'The host takes its copies of base disks and differencing disks.',
      on: {
        COMPLETE_GUEST_BACKUP: [
          { guard: 'hasDisks', target: 'merging', actions: 'endCheckpoint' },
          { target: 'none' },
        ],
      },
    },
    merging: {
      description: 'The differencing disks are merged into the base disks (VMMS 19070).',
      on: {
        FAIL_MERGE: 'leftOver',
        KEEP_CHECKPOINT: 'leftOver',
        NO_AUTO_RECOVERY: {
          description: 'The merge is interrupted (VMMS 19090); it goes on after this backup.',
          target: 'awaitingFreeze',
          actions: 'freezeGuest',
        },
        COMPLETE_GUEST_BACKUP: { description: 'That backup came to no checkpoint.' },
      },
      after: { mergeDisks: { target: 'none', actions: ['mergeDisks', 'forgetDisks'] } },
    },
    leftOver: {
      description: 'Left over: the guest goes on writing to its differencing disks, which grow (VMMS 19100).',
      on: {
        NO_AUTO_RECOVERY: {
          description: 'The next backup makes further differencing disks, and has all of them merged.',
          target: 'awaitingFreeze',
          actions: 'freezeGuest',
        },
        COMPLETE_GUEST_BACKUP: { description: 'That backup came to no checkpoint.' },
      },
    },
  },
});
