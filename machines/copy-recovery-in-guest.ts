/**
 * Recovery of one copy from host release 2012 R2 on: inside the running virtual machine.
 *
 * The copy is connected to the virtual machine that it was copied from, the guest is told to bring it
 * back to its own shadow copy, and the copy is disconnected. Only hot add can connect a disk to a
 * machine that runs. Every SCSI controller is asked in turn, then IDE, which always refuses. A recovery that
 * is broken off leaves its disk (AutoRecovery.avhdx), which is in the way of the next backup.
 *
 * Source: MicrosoftDocs/Virtualization-Documentation, Hyper-V-Backup-2016.md; the product team's
 * announcement of the change in 2012 R2.
 * Left disks: mskb.pkisolutions.com, KB3175561.
 * Inferred: the order in which controllers are asked; IDE is asked at all so that its refusal is what
 * the failure follows from.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type CopyRecoveryInGuestEvent =
  | M.StartRecovery
  | M.DiskConnected
  | M.HotAddRefused
  | M.AutoRecovered
  | M.AutoRecoverFailed
  | M.DiskDisconnected
  | M.LeaveRecoveryDisk
  | M.ManagementServiceRestarted;

export type CopyRecoveryInGuestMessage =
  | M.HotAdd
  | M.HotAddOverIde
  | M.AutoRecover
  | M.HotRemove
  | M.DiskRecovered
  | M.DiskRecoveryFailed;

export interface CopyRecoveryInGuestInput {
  readonly disk: number;
  /** How many SCSI controllers the virtual machine was created with. */
  readonly controllers: number;
  /** Whether it has IDE controllers as well (VM generation 1). */
  readonly ide: boolean;
}

export interface CopyRecoveryInGuestContext extends CopyRecoveryInGuestInput {
  readonly set: number;
  /** The SCSI controller that is asked, or that took the disk. */
  readonly controller: number;
  /** A controller was there, but had no free slot. */
  readonly full: boolean;
  /** The virtual machine does not run any more. */
  readonly off: boolean;
  readonly cause: M.FailureCause | 'none';
}

export const copyRecoveryInGuest = setup({
  types: {
    context: {} as CopyRecoveryInGuestContext,
    events: {} as CopyRecoveryInGuestEvent,
    emitted: {} as CopyRecoveryInGuestMessage,
    input: {} as CopyRecoveryInGuestInput,
  },
  guards: {
    aScsiControllerIsLeft: ({ context }) => context.controller < context.controllers,
    ideIsLeft: ({ context }) => context.ide,
    recoveryFailed: ({ context }) => context.cause !== 'none',
  },
  actions: {
    begin: assign({
      set: ({ event }) => {
        assertEvent(event, 'START_RECOVERY');
        return event.set;
      },
      controller: 0,
      full: false,
      off: false,
      cause: 'none',
    }),
    noteRefusal: assign({
      full: ({ context, event }) =>
        context.full || (event.type === 'HOT_ADD_REFUSED' && event.reason === 'noFreeSlot'),
      off: ({ context, event }) =>
        context.off || (event.type === 'HOT_ADD_REFUSED' && event.reason === 'machineOff'),
      controller: ({ context }) => context.controller + 1,
    }),
    hotAdd: emit(({ context }) => ({
      type: 'HOT_ADD' as const,
      controller: context.controller,
      disk: context.disk,
      set: context.set,
    })),
    hotAddOverIde: emit(({ context }) => ({
      type: 'HOT_ADD_OVER_IDE' as const,
      disk: context.disk,
      set: context.set,
    })),
    tellGuestToRecover: emit(({ context }) => ({
      type: 'AUTO_RECOVER' as const,
      disk: context.disk,
      set: context.set,
    })),
    hotRemove: emit(({ context }) => ({
      type: 'HOT_REMOVE' as const,
      controller: context.controller,
      disk: context.disk,
      set: context.set,
    })),
    noteRecoveryFailed: assign({
      cause: ({ event }) => {
        assertEvent(event, 'AUTO_RECOVER_FAILED');
        return event.cause;
      },
    }),
    noteNoAnswer: assign({ cause: 'guest-does-not-answer' }),
    noteMachineStopped: assign({ cause: 'virtual-machine-stopped' }),
    reportLeftOver: emit(({ context }) => ({
      type: 'DISK_RECOVERY_FAILED' as const,
      disk: context.disk,
      cause: 'disk-left-over' as const,
    })),
    reportRecovered: emit(({ context }) => ({ type: 'DISK_RECOVERED' as const, disk: context.disk })),
    reportNotConnected: emit(({ context }) => ({
      type: 'DISK_RECOVERY_FAILED' as const,
      disk: context.disk,
      cause: context.off
        ? ('virtual-machine-stopped' as const)
        : context.full
          ? ('no-free-slot' as const)
          : ('no-scsi-controller' as const),
    })),
    reportNotRecovered: emit(({ context }) => ({
      type: 'DISK_RECOVERY_FAILED' as const,
      disk: context.disk,
      cause: context.cause === 'none' ? ('recovery-failed' as const) : context.cause,
    })),
    forget: assign({ set: 0, controller: 0, full: false, off: false, cause: 'none' }),
  },
  delays: pick('guestReplyLimit'),
}).createMachine({
  id: 'copyRecoveryInGuest',
  context: ({ input }) => ({ ...input, set: 0, controller: 0, full: false, off: false, cause: 'none' }),
  initial: 'idle',
  states: {
    idle: {
      description: 'The copy, if there is one, is a file in the host’s shadow copy.',
      on: {
        START_RECOVERY: { target: 'askingScsi', actions: 'begin' },
        LEAVE_RECOVERY_DISK: 'leftBehind',
        MANAGEMENT_SERVICE_RESTARTED: { description: 'Nothing is under way.' },
        AUTO_RECOVERED: { description: 'Too late: nobody waits for it any more.' },
        AUTO_RECOVER_FAILED: { description: 'Too late: nobody waits for it any more.' },
      },
    },
    askingScsi: {
      description: 'Which SCSI controller of the virtual machine takes the copy?',
      initial: 'choosing',
      states: {
        choosing: {
          description: 'The next controller, if one is left.',
          always: [
            { guard: 'aScsiControllerIsLeft', target: 'asked', actions: 'hotAdd' },
            { guard: 'ideIsLeft', target: '#copyRecoveryInGuest.askingIde', actions: 'hotAddOverIde' },
            { target: '#copyRecoveryInGuest.idle', actions: ['reportNotConnected', 'forget'] },
          ],
        },
        asked: {
          description: 'The controller adds the disk, or refuses.',
          on: {
            DISK_CONNECTED: { target: '#copyRecoveryInGuest.recovering', actions: 'tellGuestToRecover' },
            HOT_ADD_REFUSED: { target: 'choosing', actions: 'noteRefusal' },
            MANAGEMENT_SERVICE_RESTARTED: { target: '#copyRecoveryInGuest.leftBehind', actions: 'forget' },
          },
        },
      },
    },
    askingIde: {
      description: 'IDE is all that is left; it has no hot add.',
      on: {
        HOT_ADD_REFUSED: { target: 'idle', actions: ['noteRefusal', 'reportNotConnected', 'forget'] },
      },
    },
    recovering: {
      description: 'The guest brings the connected copy back to its shadow copy (VSS_OP_AUTO_RECOVER).',
      on: {
        AUTO_RECOVERED: { target: 'disconnecting', actions: 'hotRemove' },
        AUTO_RECOVER_FAILED: { target: 'disconnecting', actions: ['noteRecoveryFailed', 'hotRemove'] },
        DISK_DISCONNECTED: { target: 'machineStopped', actions: 'noteMachineStopped' },
        MANAGEMENT_SERVICE_RESTARTED: { target: 'leftBehind', actions: 'forget' },
      },
      after: { guestReplyLimit: { target: 'disconnecting', actions: ['noteNoAnswer', 'hotRemove'] } },
    },
    machineStopped: {
      description:
        'The copy has lost its virtual machine; the answer that is still awaited will be a failure.',
      on: {
        AUTO_RECOVERED: { target: 'idle', actions: ['reportNotRecovered', 'forget'] },
        AUTO_RECOVER_FAILED: { target: 'idle', actions: ['reportNotRecovered', 'forget'] },
        MANAGEMENT_SERVICE_RESTARTED: { target: 'leftBehind', actions: 'forget' },
      },
    },
    disconnecting: {
      description: 'The copy leaves the virtual machine again.',
      on: {
        DISK_DISCONNECTED: [
          { guard: 'recoveryFailed', target: 'idle', actions: ['reportNotRecovered', 'forget'] },
          { target: 'idle', actions: ['reportRecovered', 'forget'] },
        ],
        MANAGEMENT_SERVICE_RESTARTED: { target: 'leftBehind', actions: 'forget' },
        AUTO_RECOVERED: { description: 'Too late: the copy is on its way out.' },
        AUTO_RECOVER_FAILED: { description: 'Too late: the copy is on its way out.' },
      },
    },
    leftBehind: {
      description: 'Left over: the recovery disk is there, maybe still connected, until somebody removes it.',
      on: {
        START_RECOVERY: { actions: 'reportLeftOver' },
        AUTO_RECOVERED: { description: 'Nobody waits for it any more.' },
        AUTO_RECOVER_FAILED: { description: 'Nobody waits for it any more.' },
        DISK_DISCONNECTED: { description: 'Nobody waits for it any more.' },
        MANAGEMENT_SERVICE_RESTARTED: { description: 'It does not go away by that.' },
      },
    },
  },
});
