/**
 * The Microsoft Hyper-V VSS Writer, hosted in the Virtual Machine Management service.
 *
 * Inside PrepareForSnapshot it has every virtual machine saved or shadow-copied by its guest, and
 * answers when all are done; Freeze and Thaw need no work; inside PostSnapshot it resumes what was
 * saved and brings every copy of an online virtual machine back to the guest's point.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md; writer states: sdk-api
 * vss/ne-vss-vss_writer_state.md.
 * Sources differ on what one failed virtual machine means for the others: `failureScope` is an option
 * (the page above knows no partial backup; field reports of 2012 R2 show the rest going on, for which
 * VSS_E_WRITERERROR_PARTIAL_FAILURE exists).
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type HyperVVssWriterEvent =
  | M.Identify
  | M.PrepareBackup
  | M.PrepareSnapshot
  | M.Freeze
  | M.Thaw
  | M.PostSnapshot
  | M.CompleteBackup
  | M.BackupShutdown
  | M.Abort
  | M.QueryWriterStatus
  | M.VirtualMachinesAnswered
  | M.RunOutOfResources
  | M.RestartManagementService;

export type HyperVVssWriterMessage =
  | M.WriterReady
  | M.WriterFailed
  | M.WriterStatus
  | M.IdentifyVirtualMachine
  | M.PrepareVirtualMachine
  | M.RecoverVirtualMachine
  | M.CompleteVirtualMachine
  | M.AbortVirtualMachine
  | M.ManagementServiceRestarted
  | M.RecoverFirstVirtualMachine;

export interface HyperVVssWriterInput {
  /** `all`: one failed virtual machine fails the whole backup. `perVm`: it fails alone. */
  readonly failureScope: 'all' | 'perVm';
  /** Whether all recover their copies at the same time, or one after the other. */
  readonly virtualMachineOrder: 'parallel' | 'oneAtATime';
}

export interface HyperVVssWriterContext extends HyperVVssWriterInput {
  /** It has the memory and handles that its next work takes. */
  readonly resources: boolean;
}

export const hyperVVssWriter = setup({
  types: {
    context: {} as HyperVVssWriterContext,
    events: {} as HyperVVssWriterEvent,
    emitted: {} as HyperVVssWriterMessage,
    input: {} as HyperVVssWriterInput,
  },
  guards: {
    lacksResources: ({ context }) => !context.resources,
    recoversOneAtATime: ({ context }) => context.virtualMachineOrder === 'oneAtATime',
    backupCannotGoOn: ({ context, event }) =>
      context.failureScope === 'all' && event.type === 'VIRTUAL_MACHINES_ANSWERED' && event.failed,
  },
  actions: {
    identifyVirtualMachines: emit({ type: 'IDENTIFY_VIRTUAL_MACHINE' }),
    prepareVirtualMachines: emit({ type: 'PREPARE_VIRTUAL_MACHINE' }),
    recoverVirtualMachines: emit(({ event }) => {
      assertEvent(event, 'POST_SNAPSHOT');
      return { type: 'RECOVER_VIRTUAL_MACHINE' as const, set: event.set };
    }),
    recoverFirstVirtualMachine: emit(({ event }) => {
      assertEvent(event, 'POST_SNAPSHOT');
      return { type: 'RECOVER_FIRST_VIRTUAL_MACHINE' as const, set: event.set };
    }),
    completeVirtualMachines: emit({ type: 'COMPLETE_VIRTUAL_MACHINE' }),
    abortVirtualMachines: emit({ type: 'ABORT_VIRTUAL_MACHINE' }),
    reportReady: emit({ type: 'WRITER_READY' }),
    reportFailed: emit({ type: 'WRITER_FAILED', cause: 'another-virtual-machine-failed' }),
    reportRestart: emit({ type: 'WRITER_FAILED', cause: 'management-service-restarted' }),
    reportFreezeTimeout: emit({ type: 'WRITER_FAILED', cause: 'host-freeze-timeout' }),
    noteNoResources: assign({ resources: false }),
    reportNoResources: emit({ type: 'WRITER_FAILED', cause: 'writer-out-of-resources' }),
    recoverResources: assign({ resources: true }),
    loseRecoveries: emit({ type: 'MANAGEMENT_SERVICE_RESTARTED' }),
    reportHealthy: emit({ type: 'WRITER_STATUS', failed: false }),
    reportUnhealthy: emit({ type: 'WRITER_STATUS', failed: true }),
  },
  delays: pick('hostFreezeWindow'),
}).createMachine({
  id: 'hyperVVssWriter',
  context: ({ input }) => ({ ...input, resources: true }),
  initial: 'stable',
  states: {
    stable: {
      description: 'No shadow copy set is in progress (VSS_WS_STABLE).',
      on: {
        IDENTIFY: { actions: ['identifyVirtualMachines', 'reportReady'] },
        PREPARE_BACKUP: [
          {
            guard: 'lacksResources',
            target: 'failedAtPrepareBackup',
            actions: ['reportNoResources', 'recoverResources'],
          },
          { actions: 'reportReady' },
        ],
        RUN_OUT_OF_RESOURCES: { actions: 'noteNoResources' },
        PREPARE_SNAPSHOT: { target: 'preparingSnapshot', actions: 'prepareVirtualMachines' },
        QUERY_WRITER_STATUS: { actions: 'reportHealthy' },
        BACKUP_SHUTDOWN: {
          description: 'The session is over; nothing is left to undo after BackupComplete or Abort.',
        },
        ABORT: { target: 'aborting', actions: 'abortVirtualMachines' },
      },
    },
    preparingSnapshot: {
      description: 'Every virtual machine is saved, or shadow-copied by its guest; all must answer.',
      on: {
        VIRTUAL_MACHINES_ANSWERED: [
          { guard: 'backupCannotGoOn', target: 'failedAtPrepareSnapshot', actions: 'reportFailed' },
          { target: 'waitingForFreeze', actions: 'reportReady' },
        ],
      },
    },
    waitingForFreeze: {
      description: 'VSS_WS_WAITING_FOR_FREEZE',
      on: {
        FREEZE: { target: 'waitingForThaw', actions: 'reportReady' },
        ABORT: { target: 'aborting', actions: 'abortVirtualMachines' },
      },
    },
    waitingForThaw: {
      description: 'VSS_WS_WAITING_FOR_THAW',
      on: {
        THAW: { target: 'waitingForPostSnapshot', actions: 'reportReady' },
        ABORT: { target: 'aborting', actions: 'abortVirtualMachines' },
      },
      after: { hostFreezeWindow: 'failedAtFreeze' },
    },
    waitingForPostSnapshot: {
      description: 'VSS_WS_WAITING_FOR_POST_SNAPSHOT',
      on: {
        POST_SNAPSHOT: [
          {
            guard: 'recoversOneAtATime',
            target: 'recovering',
            actions: 'recoverFirstVirtualMachine',
          },
          { target: 'recovering', actions: 'recoverVirtualMachines' },
        ],
      },
    },
    recovering: {
      description: 'Copies are brought back to the guests’ points, saved virtual machines resume.',
      on: {
        VIRTUAL_MACHINES_ANSWERED: [
          { guard: 'backupCannotGoOn', target: 'failedAtPostSnapshot', actions: 'reportFailed' },
          { target: 'waitingForBackupComplete', actions: 'reportReady' },
        ],
        RESTART_MANAGEMENT_SERVICE: { target: 'restarting', actions: 'loseRecoveries' },
      },
    },
    restarting: {
      description: 'The service that hosts the writer starts anew; what it was at is lost.',
      on: { VIRTUAL_MACHINES_ANSWERED: { target: 'failedAtPostSnapshot', actions: 'reportRestart' } },
    },
    waitingForBackupComplete: {
      description: 'VSS_WS_WAITING_FOR_BACKUP_COMPLETE',
      on: {
        QUERY_WRITER_STATUS: { actions: 'reportHealthy' },
        COMPLETE_BACKUP: { target: 'completing', actions: 'completeVirtualMachines' },
        ABORT: { target: 'aborting', actions: 'abortVirtualMachines' },
      },
    },
    completing: {
      description: 'The guests are told that their part is over.',
      on: { VIRTUAL_MACHINES_ANSWERED: { target: 'stable', actions: 'reportReady' } },
    },
    failedAtPrepareBackup: {
      description: 'VSS_WS_FAILED_AT_PREPARE_BACKUP',
      on: {
        QUERY_WRITER_STATUS: { actions: 'reportUnhealthy' },
        ABORT: { target: 'aborting', actions: 'abortVirtualMachines' },
      },
    },
    failedAtPrepareSnapshot: {
      description: 'VSS_WS_FAILED_AT_PREPARE_SNAPSHOT: the set is given up at once.',
      on: { ABORT: { target: 'aborting', actions: 'abortVirtualMachines' } },
    },
    failedAtFreeze: {
      description: 'VSS_WS_FAILED_AT_FREEZE: not thawed within its window.',
      on: {
        THAW: { actions: 'reportFreezeTimeout' },
        ABORT: { target: 'aborting', actions: 'abortVirtualMachines' },
      },
    },
    failedAtPostSnapshot: {
      description: 'VSS_WS_FAILED_AT_POST_SNAPSHOT: the set is there; who asks for its status is told.',
      on: {
        QUERY_WRITER_STATUS: { actions: 'reportUnhealthy' },
        ABORT: { target: 'aborting', actions: 'abortVirtualMachines' },
      },
    },
    aborting: {
      description:
        'What was begun is undone: saved virtual machines resume, guests drop their shadow copies.',
      on: { VIRTUAL_MACHINES_ANSWERED: { target: 'stable', actions: 'reportReady' } },
    },
  },
});
