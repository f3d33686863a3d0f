/**
 * The Hyper-V VSS writer's coordinator of one virtual machine.
 *
 * It chooses the method of backup, has the guest make its shadow copy (or saves the machine), and after
 * the host's commit has every copy brought back to the guest's point, unless the guest has said that it has no
 * auto-recovery: its copies are taken from a recovery checkpoint. To each request of the writer it gives one
 * answer.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md (methods, conditions, phases);
 * VMMS event 10103 of 2012 R2, blog.workinghardinit.work (no SCSI controller).
 * Sources differ on when a missing SCSI controller is noticed: `controllerCheck` is an option. Whether
 * copies are recovered at the same time or one after the other is not documented: `virtualMachineOrder`
 * and `diskOrder` are options. Whether the host waits for a guest without limit is not documented either:
 * `guestReplyLimit` is an option. A request that was given up stays open until it is answered, and no other is made
 * before: the host has one transaction open at a time (linux drivers/hv/hv_snapshot.c).
 */
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type VmCoordinatorEvent =
  | M.IdentifyVirtualMachine
  | M.PrepareVirtualMachine
  | M.RecoverVirtualMachine
  | M.CompleteVirtualMachine
  | M.AbortVirtualMachine
  | M.VirtualMachineIs
  | M.Saved
  | M.NotSaved
  | M.Resumed
  | M.GuestShadowCopyCreated
  | M.GuestShadowCopyFailed
  | M.NoAutoRecovery
  | M.CheckpointFailed
  | M.GuestBackupCompleted
  | M.DiskRecovered
  | M.DiskRecoveryFailed
  | M.LeaveOutVolume
  | M.ManagementServiceRestarted;

export type VmCoordinatorMessage =
  | M.VirtualMachineAnswered
  | M.RecoverNextVirtualMachine
  | M.MethodChosen
  | M.ComponentFailed
  | M.QueryVirtualMachine
  | M.Save
  | M.Resume
  | M.CreateGuestShadowCopy
  | M.CompleteGuestBackup
  | M.StartRecovery;

export interface VmCoordinatorInput {
  /** Every condition for an online backup holds, apart from the virtual machine running. */
  readonly eligible: boolean;
  readonly disks: number;
  readonly diskOrder: 'sequence' | 'parallel';
  readonly virtualMachineOrder: 'parallel' | 'oneAtATime';
  /** Whether a running machine without a SCSI controller is refused before its guest is asked. */
  readonly refusesWithoutScsi: boolean;
  /** The host waits for an answer of the guest for some time only; the driver of a Linux guest has limits of its own. */
  readonly replyLimit: boolean;
}

export interface VmCoordinatorContext extends VmCoordinatorInput {
  /** The machine had a SCSI controller when it was last looked at. */
  readonly scsi: boolean;
  /** The guest recovers its copies itself; it has not said otherwise. */
  readonly autoRecovery: boolean;
  readonly set: number;
  /** Copies that are not dealt with yet. */
  readonly remaining: number;
  readonly cause: M.FailureCause | 'none';
  /** A request to the guest was given up and is not answered yet. */
  readonly unanswered: boolean;
}

/** A cause that sends an operator to look for what was left must not be hidden by that of another disk. */
const tellsOfLeftovers = (cause: M.FailureCause | 'none'): boolean =>
  cause === 'dismount-stuck' || cause === 'disk-left-over';

export const vmCoordinator = setup({
  types: {
    context: {} as VmCoordinatorContext,
    events: {} as VmCoordinatorEvent,
    emitted: {} as VmCoordinatorMessage,
    input: {} as VmCoordinatorInput,
  },
  guards: {
    canGoOnline: ({ context, event }) =>
      context.eligible && event.type === 'VIRTUAL_MACHINE_IS' && event.running && !event.serviceLost,
    isLimited: ({ context }) => context.replyLimit,
    isUnanswered: ({ context }) => context.unanswered,
    isRunning: ({ event }) => event.type === 'VIRTUAL_MACHINE_IS' && event.running,
    lacksScsi: ({ context }) => context.refusesWithoutScsi && context.disks > 0 && !context.scsi,
    // Where machines go one at a time, a machine that was not asked to recover yet has no set.
    owesAnAnswer: ({ context }) => context.virtualMachineOrder === 'oneAtATime' && context.set === 0,
    hasNothingToRecover: ({ context }) => context.disks === 0 || !context.autoRecovery,
    moreCopiesFollow: ({ context }) => context.remaining > 1 && context.diskOrder === 'sequence',
    moreCopiesAreUnderWay: ({ context }) => context.remaining > 1 && context.diskOrder === 'parallel',
    aPartFailed: ({ context }) => context.cause !== 'none',
  },
  actions: {
    lookAtVirtualMachine: emit({ type: 'QUERY_VIRTUAL_MACHINE' }),
    rememberControllers: assign({
      scsi: ({ event }) => event.type === 'VIRTUAL_MACHINE_IS' && event.scsi,
    }),
    chooseOnline: emit({ type: 'METHOD_CHOSEN', method: 'online' }),
    chooseSavedState: emit({ type: 'METHOD_CHOSEN', method: 'savedState' }),
    chooseOffline: emit({ type: 'METHOD_CHOSEN', method: 'offline' }),
    forget: assign({ scsi: false, autoRecovery: true, set: 0, remaining: 0, cause: 'none' }),
    noteNoAutoRecovery: assign({ autoRecovery: false }),
    askGuestForShadowCopy: emit({ type: 'CREATE_GUEST_SHADOW_COPY' }),
    tellGuestItIsOver: emit({ type: 'COMPLETE_GUEST_BACKUP' }),
    save: emit({ type: 'SAVE' }),
    resume: emit({ type: 'RESUME' }),
    answerReady: emit({ type: 'VIRTUAL_MACHINE_ANSWERED', failed: false }),
    answerFailed: emit({ type: 'VIRTUAL_MACHINE_ANSWERED', failed: true }),
    passOn: enqueueActions(({ context, enqueue }) => {
      if (context.virtualMachineOrder === 'oneAtATime') {
        enqueue.emit({ type: 'RECOVER_NEXT_VIRTUAL_MACHINE', set: context.set });
      }
    }),
    countCopies: assign({
      set: ({ event }) => {
        assertEvent(event, 'RECOVER_VIRTUAL_MACHINE');
        return event.set;
      },
      remaining: ({ context }) => context.disks,
    }),
    startFirstCopies: emit(({ context }) =>
      context.diskOrder === 'parallel'
        ? { type: 'START_RECOVERY' as const, set: context.set }
        : { type: 'START_RECOVERY' as const, set: context.set, disk: 0 },
    ),
    countCopy: assign({ remaining: ({ context }) => context.remaining - 1 }),
    startNextCopy: emit(({ context }) => ({
      type: 'START_RECOVERY' as const,
      set: context.set,
      disk: context.disks - context.remaining,
    })),
    rememberNoScsi: assign({ cause: 'no-scsi-controller' }),
    rememberMissingVolume: assign({ cause: 'volume-not-in-set' }),
    rememberRestart: assign({ cause: 'management-service-restarted' }),
    rememberNoAnswer: assign({ cause: 'guest-does-not-answer' }),
    leaveUnanswered: assign({ unanswered: true }),
    noteAnswered: assign({ unanswered: false }),
    rememberMachineStopped: assign({ cause: 'virtual-machine-stopped' }),
    rememberCause: assign({
      cause: ({ context, event }) => {
        assertEvent(event, ['GUEST_SHADOW_COPY_FAILED', 'CHECKPOINT_FAILED', 'DISK_RECOVERY_FAILED']);
        return tellsOfLeftovers(context.cause) ? context.cause : event.cause;
      },
    }),
    reportCause: emit(({ context }) => ({
      type: 'COMPONENT_FAILED' as const,
      cause: context.cause === 'none' ? ('recovery-failed' as const) : context.cause,
    })),
  },
  delays: pick('guestReplyLimit'),
}).createMachine({
  id: 'vmCoordinator',
  context: ({ input }) => ({
    ...input,
    scsi: false,
    autoRecovery: true,
    set: 0,
    remaining: 0,
    cause: 'none',
    unanswered: false,
  }),
  initial: 'idle',
  on: {
    GUEST_SHADOW_COPY_CREATED: {
      guard: 'isUnanswered',
      description: 'Too late: nobody needs it any more.',
      actions: 'tellGuestItIsOver',
    },
    GUEST_SHADOW_COPY_FAILED: { guard: 'isUnanswered', description: 'Too late.', actions: 'noteAnswered' },
    GUEST_BACKUP_COMPLETED: { guard: 'isUnanswered', description: 'Too late.', actions: 'noteAnswered' },
  },
  states: {
    idle: {
      description: 'No backup holds this virtual machine.',
      on: {
        IDENTIFY_VIRTUAL_MACHINE: { target: 'identifying', actions: ['forget', 'lookAtVirtualMachine'] },
        ABORT_VIRTUAL_MACHINE: { actions: 'answerReady' },
      },
    },
    identifying: {
      description: 'Which method of backup is possible?',
      on: {
        VIRTUAL_MACHINE_IS: [
          {
            guard: 'canGoOnline',
            target: 'online.selected',
            actions: ['rememberControllers', 'chooseOnline'],
          },
          { guard: 'isRunning', target: 'savedState.selected', actions: 'chooseSavedState' },
          { target: 'offline', actions: 'chooseOffline' },
        ],
      },
    },
    online: {
      description: 'Backed up while it runs: component "Backup Using Child Partition Snapshot".',
      initial: 'selected',
      states: {
        selected: {
          description: 'The guest was not asked yet.',
          on: {
            PREPARE_VIRTUAL_MACHINE: [
              {
                guard: 'lacksScsi',
                target: 'failed',
                actions: ['rememberNoScsi', 'reportCause', 'answerFailed'],
              },
              {
                guard: 'isUnanswered',
                description: 'An earlier request is still open.',
                target: 'failed',
                actions: ['rememberNoAnswer', 'reportCause', 'answerFailed'],
              },
              { target: 'creatingGuestShadowCopy', actions: 'askGuestForShadowCopy' },
            ],
            LEAVE_OUT_VOLUME: 'withoutVolume',
            IDENTIFY_VIRTUAL_MACHINE: {
              description: 'The backup that it was selected for went no further.',
              target: '#vmCoordinator.identifying',
              actions: ['forget', 'lookAtVirtualMachine'],
            },
            ABORT_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
          },
        },
        withoutVolume: {
          description: 'The requester has not added every volume with files of it to the set.',
          on: {
            PREPARE_VIRTUAL_MACHINE: {
              target: 'failed',
              actions: ['rememberMissingVolume', 'reportCause', 'answerFailed'],
            },
            IDENTIFY_VIRTUAL_MACHINE: {
              target: '#vmCoordinator.identifying',
              actions: ['forget', 'lookAtVirtualMachine'],
            },
            ABORT_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
          },
        },
        creatingGuestShadowCopy: {
          description: 'A complete VSS run is under way in the guest, or it is frozen for a checkpoint.',
          on: {
            NO_AUTO_RECOVERY: { actions: 'noteNoAutoRecovery' },
            CHECKPOINT_FAILED: { actions: 'rememberCause' },
            GUEST_SHADOW_COPY_CREATED: [
              {
                guard: 'aPartFailed',
                description: 'The guest was thawed, but its checkpoint was not made.',
                target: 'failed',
                actions: ['reportCause', 'answerFailed'],
              },
              { target: 'confirmed', actions: 'answerReady' },
            ],
            GUEST_SHADOW_COPY_FAILED: {
              target: 'failed',
              actions: ['rememberCause', 'reportCause', 'answerFailed'],
            },
          },
          after: {
            guestReplyLimit: [
              {
                guard: 'isLimited',
                target: 'failed',
                actions: ['leaveUnanswered', 'rememberNoAnswer', 'reportCause', 'answerFailed'],
              },
              { description: 'There is none.' },
            ],
          },
        },
        confirmed: {
          description: 'The guest has its shadow copy and goes on writing.',
          on: {
            RECOVER_VIRTUAL_MACHINE: [
              {
                guard: 'hasNothingToRecover',
                target: 'recovered',
                actions: ['countCopies', 'answerReady', 'passOn'],
              },
              { target: 'recovering', actions: ['countCopies', 'startFirstCopies'] },
            ],
            ABORT_VIRTUAL_MACHINE: { target: 'endingGuestBackup', actions: 'tellGuestItIsOver' },
            MANAGEMENT_SERVICE_RESTARTED: {
              target: 'failed',
              actions: ['rememberRestart', 'reportCause', 'answerFailed'],
            },
          },
        },
        recovering: {
          description: 'The copies of its disks are brought back to the guest’s point.',
          on: {
            DISK_RECOVERED: [
              { guard: 'moreCopiesFollow', actions: ['countCopy', 'startNextCopy'] },
              { guard: 'moreCopiesAreUnderWay', actions: 'countCopy' },
              {
                guard: 'aPartFailed',
                target: 'failed',
                actions: ['countCopy', 'reportCause', 'answerFailed', 'passOn'],
              },
              { target: 'recovered', actions: ['countCopy', 'answerReady', 'passOn'] },
            ],
            DISK_RECOVERY_FAILED: [
              { guard: 'moreCopiesAreUnderWay', actions: ['rememberCause', 'countCopy'] },
              { target: 'failed', actions: ['rememberCause', 'reportCause', 'answerFailed', 'passOn'] },
            ],
            MANAGEMENT_SERVICE_RESTARTED: {
              target: 'failed',
              actions: ['rememberRestart', 'reportCause', 'answerFailed'],
            },
          },
        },
        recovered: {
          description: 'Every copy is at the guest’s point.',
          on: {
            MANAGEMENT_SERVICE_RESTARTED: { description: 'It has answered already.' },
            COMPLETE_VIRTUAL_MACHINE: { target: 'endingGuestBackup', actions: 'tellGuestItIsOver' },
            ABORT_VIRTUAL_MACHINE: { target: 'endingGuestBackup', actions: 'tellGuestItIsOver' },
          },
        },
        failed: {
          description: 'This virtual machine will not be in the backup.',
          on: {
            MANAGEMENT_SERVICE_RESTARTED: [
              { guard: 'owesAnAnswer', actions: 'answerFailed' },
              { description: 'It has answered already.' },
            ],
            RECOVER_VIRTUAL_MACHINE: { actions: ['countCopies', 'answerFailed', 'passOn'] },
            COMPLETE_VIRTUAL_MACHINE: [
              { guard: 'isUnanswered', target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
              { target: 'endingGuestBackup', actions: 'tellGuestItIsOver' },
            ],
            ABORT_VIRTUAL_MACHINE: [
              { guard: 'isUnanswered', target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
              { target: 'endingGuestBackup', actions: 'tellGuestItIsOver' },
            ],
          },
        },
        endingGuestBackup: {
          description: 'The guest drops its shadow copy (VSS_OP_BU_COMPLETE).',
          on: {
            GUEST_BACKUP_COMPLETED: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
          },
          after: {
            guestReplyLimit: [
              {
                guard: 'isLimited',
                target: '#vmCoordinator.idle',
                actions: ['leaveUnanswered', 'forget', 'answerReady'],
              },
              { description: 'There is none.' },
            ],
          },
        },
      },
    },
    savedState: {
      description: 'Not fit for an online backup, so it is saved: component "Backup Using Saved State".',
      initial: 'selected',
      states: {
        selected: {
          description: 'Still running.',
          on: {
            PREPARE_VIRTUAL_MACHINE: { target: 'saving', actions: 'save' },
            LEAVE_OUT_VOLUME: 'withoutVolume',
            IDENTIFY_VIRTUAL_MACHINE: {
              target: '#vmCoordinator.identifying',
              actions: ['forget', 'lookAtVirtualMachine'],
            },
            ABORT_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
          },
        },
        withoutVolume: {
          description: 'The requester has not added every volume with files of it to the set.',
          on: {
            PREPARE_VIRTUAL_MACHINE: {
              target: 'failed',
              actions: ['rememberMissingVolume', 'reportCause', 'answerFailed'],
            },
            IDENTIFY_VIRTUAL_MACHINE: {
              target: '#vmCoordinator.identifying',
              actions: ['forget', 'lookAtVirtualMachine'],
            },
            ABORT_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
          },
        },
        saving: {
          description: 'Its state is being written.',
          on: {
            SAVED: { target: 'saved', actions: 'answerReady' },
            NOT_SAVED: {
              target: 'failed',
              actions: ['rememberMachineStopped', 'reportCause', 'answerFailed'],
            },
          },
        },
        failed: {
          description:
            'This virtual machine will not be in the backup; it runs on, or was stopped by others.',
          on: {
            MANAGEMENT_SERVICE_RESTARTED: [
              { guard: 'owesAnAnswer', actions: 'answerFailed' },
              { description: 'It has answered already.' },
            ],
            RECOVER_VIRTUAL_MACHINE: { actions: ['countCopies', 'answerFailed', 'passOn'] },
            COMPLETE_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
            ABORT_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
          },
        },
        saved: {
          description: 'Down, until the host has its copy.',
          on: {
            MANAGEMENT_SERVICE_RESTARTED: { actions: 'answerFailed' },
            RECOVER_VIRTUAL_MACHINE: { target: 'resuming', actions: ['countCopies', 'resume'] },
            ABORT_VIRTUAL_MACHINE: { target: 'resumingAfterAbort', actions: 'resume' },
          },
        },
        resuming: {
          description: 'Put back to its earlier state.',
          on: {
            RESUMED: { target: 'resumed', actions: ['answerReady', 'passOn'] },
            MANAGEMENT_SERVICE_RESTARTED: {
              description: 'The process of the virtual machine is another one: it goes on resuming.',
              target: 'resumingAfterRestart',
            },
          },
        },
        resumingAfterRestart: {
          description: 'Put back to its earlier state; the backup has failed in the meantime.',
          on: { RESUMED: { target: 'resumed', actions: 'answerFailed' } },
        },
        resumed: {
          description: 'Runs again.',
          on: {
            MANAGEMENT_SERVICE_RESTARTED: { description: 'It has answered already.' },
            COMPLETE_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
            ABORT_VIRTUAL_MACHINE: { target: '#vmCoordinator.idle', actions: ['forget', 'answerReady'] },
          },
        },
        resumingAfterAbort: {
          description: 'Put back to its earlier state, for nothing.',
          on: { RESUMED: { target: '#vmCoordinator.idle', actions: 'answerReady' } },
        },
      },
    },
    offline: {
      description: 'Off or saved by its operator: copied as it is.',
      on: {
        MANAGEMENT_SERVICE_RESTARTED: [
          { guard: 'owesAnAnswer', actions: 'answerFailed' },
          { description: 'It has answered already.' },
        ],
        IDENTIFY_VIRTUAL_MACHINE: { target: 'identifying', actions: ['forget', 'lookAtVirtualMachine'] },
        PREPARE_VIRTUAL_MACHINE: { actions: 'answerReady' },
        RECOVER_VIRTUAL_MACHINE: { actions: ['countCopies', 'answerReady', 'passOn'] },
        COMPLETE_VIRTUAL_MACHINE: { target: 'idle', actions: ['forget', 'answerReady'] },
        ABORT_VIRTUAL_MACHINE: { target: 'idle', actions: ['forget', 'answerReady'] },
      },
    },
  },
});
