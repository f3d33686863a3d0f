/**
 * One virtual machine, as its host sees it: whether it runs, and whether it has SCSI controllers.
 *
 * The backup saves and resumes it where an online backup is not possible. Its operator may shut it
 * down and start it, and may remove its SCSI controllers, which is refused while it runs.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md (saved state);
 * IVMVirtualMachine::AddSCSIController (a controller is added or removed while the machine is off).
 */
import { assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type VirtualMachineEvent =
  | M.QueryVirtualMachine
  | M.Save
  | M.Resume
  | M.ShutDown
  | M.Start
  | M.RemoveScsiControllers;

export type VirtualMachineMessage =
  | M.VirtualMachineIs
  | M.Saved
  | M.Resumed
  | M.GuestSuspended
  | M.GuestContinues
  | M.GuestStopped
  | M.GuestStarted
  | M.MarkSavedPoint
  | M.ScsiControllersRemoved
  | M.RemovalRefused
  | M.RemovalDone;

export interface VirtualMachineInput {
  readonly state: 'running' | 'savedByOperator' | 'off';
  /** It has at least one SCSI controller. */
  readonly scsi: boolean;
}

export const virtualMachine = setup({
  types: {
    context: {} as VirtualMachineInput,
    events: {} as VirtualMachineEvent,
    emitted: {} as VirtualMachineMessage,
    input: {} as VirtualMachineInput,
  },
  guards: {
    runsAtFirst: ({ context }) => context.state === 'running',
    isSavedAtFirst: ({ context }) => context.state === 'savedByOperator',
  },
  actions: {
    tellRunning: emit(({ context }) => ({
      type: 'VIRTUAL_MACHINE_IS' as const,
      running: true,
      scsi: context.scsi,
    })),
    tellNotRunning: emit(({ context }) => ({
      type: 'VIRTUAL_MACHINE_IS' as const,
      running: false,
      scsi: context.scsi,
    })),
    suspendGuest: emit({ type: 'GUEST_SUSPENDED' }),
    continueGuest: emit({ type: 'GUEST_CONTINUES' }),
    stopGuest: emit({ type: 'GUEST_STOPPED' }),
    startGuest: emit({ type: 'GUEST_STARTED' }),
    markSavedPoint: emit({ type: 'MARK_SAVED_POINT' }),
    reportSaved: emit({ type: 'SAVED' }),
    reportResumed: emit({ type: 'RESUMED' }),
    removeScsiControllers: emit({ type: 'SCSI_CONTROLLERS_REMOVED' }),
    forgetScsi: assign({ scsi: false }),
    refuseRemoval: emit({ type: 'REMOVAL_REFUSED' }),
    reportRemoval: emit({ type: 'REMOVAL_DONE' }),
  },
  delays: pick('saveState', 'restoreState'),
}).createMachine({
  id: 'virtualMachine',
  context: ({ input }) => ({ ...input }),
  initial: 'deciding',
  states: {
    deciding: {
      description: 'What is it at the start?',
      always: [
        { guard: 'runsAtFirst', target: 'running' },
        { guard: 'isSavedAtFirst', target: 'savedByOperator' },
        { target: 'off' },
      ],
    },
    running: {
      description: 'The guest runs.',
      on: {
        QUERY_VIRTUAL_MACHINE: { actions: 'tellRunning' },
        SAVE: 'saving',
        SHUT_DOWN: { target: 'off', actions: 'stopGuest' },
        REMOVE_SCSI_CONTROLLERS: { actions: 'refuseRemoval' },
      },
    },
    saving: {
      description: 'Memory is written out; at the end the guest stands still.',
      after: { saveState: { target: 'saved', actions: ['suspendGuest', 'markSavedPoint', 'reportSaved'] } },
    },
    saved: {
      description: 'Saved by the backup: downtime.',
      on: { RESUME: 'resuming' },
    },
    resuming: {
      description: 'Memory is read back.',
      after: { restoreState: { target: 'running', actions: ['continueGuest', 'reportResumed'] } },
    },
    savedByOperator: {
      description: 'Saved before the backup; it stays so.',
      on: { QUERY_VIRTUAL_MACHINE: { actions: 'tellNotRunning' } },
    },
    off: {
      description: 'Off. Its configuration can be changed.',
      on: {
        QUERY_VIRTUAL_MACHINE: { actions: 'tellNotRunning' },
        START: { target: 'running', actions: 'startGuest' },
        REMOVE_SCSI_CONTROLLERS: {
          actions: ['removeScsiControllers', 'forgetScsi', 'reportRemoval'],
        },
      },
    },
  },
});
