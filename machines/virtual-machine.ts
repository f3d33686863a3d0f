/**
 * One virtual machine, as its host sees it: whether it runs, and whether it has SCSI controllers.
 *
 * The backup saves and resumes it where an online backup is not possible. Its operator may shut it
 * down and start it, and may remove its SCSI controllers, which is refused while it runs. It may be shut
 * down from inside at any time, and its operator may turn it off, save it or move it to another host, and may
 * start it again when it is off, where that is allowed while a backup holds it: sources do not say, so
 * `interference` is an option.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md (saved state);
 * IVMVirtualMachine::AddSCSIController (a controller is added or removed while the machine is off).
 * Abstracted: to this host a machine that was moved is one that does not run, and neither it nor one that its
 * operator has saved comes back while backups are made; one that a backup has found off is not started during it:
 * what that would do to its copies is not known.
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
  | M.RemoveScsiControllers
  | M.BackupServiceLost
  | M.ShutDownFromInside
  | M.TurnOff
  | M.SaveForOperator
  | M.MoveAway
  | M.StartAgain;

export type VirtualMachineMessage =
  | M.VirtualMachineIs
  | M.Saved
  | M.NotSaved
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
  /** Whether its operator can stop, save or move it during a backup. */
  readonly interference: 'refused' | 'allowed';
}

export interface VirtualMachineContext extends VirtualMachineInput {
  /** The backup service of the guest went away since the guest was started. */
  readonly serviceLost: boolean;
  /** It ran when a backup last looked at it. */
  readonly foundRunning: boolean;
}

export const virtualMachine = setup({
  types: {
    context: {} as VirtualMachineContext,
    events: {} as VirtualMachineEvent,
    emitted: {} as VirtualMachineMessage,
    input: {} as VirtualMachineInput,
  },
  guards: {
    runsAtFirst: ({ context }) => context.state === 'running',
    interferenceIsAllowed: ({ context }) => context.interference === 'allowed',
    mayBeStartedAgain: ({ context }) => context.foundRunning && context.interference === 'allowed',
    isSavedAtFirst: ({ context }) => context.state === 'savedByOperator',
  },
  actions: {
    tellRunning: emit(({ context }) => ({
      type: 'VIRTUAL_MACHINE_IS' as const,
      running: true,
      scsi: context.scsi,
      serviceLost: context.serviceLost,
    })),
    tellNotRunning: emit(({ context }) => ({
      type: 'VIRTUAL_MACHINE_IS' as const,
      running: false,
      scsi: context.scsi,
      serviceLost: context.serviceLost,
    })),
    suspendGuest: emit({ type: 'GUEST_SUSPENDED' }),
    continueGuest: emit({ type: 'GUEST_CONTINUES' }),
    stopGuest: emit({ type: 'GUEST_STOPPED' }),
    startGuest: emit({ type: 'GUEST_STARTED' }),
    markSavedPoint: emit({ type: 'MARK_SAVED_POINT' }),
    noteFoundRunning: assign({ foundRunning: true }),
    noteFoundDown: assign({ foundRunning: false }),
    noteServiceLost: assign({ serviceLost: true }),
    forgetServiceLost: assign({ serviceLost: false }),
    reportNotSaved: emit({ type: 'NOT_SAVED' }),
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
  context: ({ input }) => ({ ...input, serviceLost: false, foundRunning: false }),
  initial: 'deciding',
  on: { BACKUP_SERVICE_LOST: { actions: 'noteServiceLost' } },
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
        QUERY_VIRTUAL_MACHINE: { actions: ['tellRunning', 'noteFoundRunning'] },
        SAVE: 'saving',
        SHUT_DOWN: { target: 'off', actions: 'stopGuest' },
        REMOVE_SCSI_CONTROLLERS: { actions: 'refuseRemoval' },
        SHUT_DOWN_FROM_INSIDE: { target: 'off', actions: ['stopGuest', 'forgetServiceLost'] },
        TURN_OFF: [
          {
            guard: 'interferenceIsAllowed',
            target: 'off',
            actions: ['stopGuest', 'forgetServiceLost'],
          },
          { description: 'Refused.' },
        ],
        SAVE_FOR_OPERATOR: [
          {
            guard: 'interferenceIsAllowed',
            target: 'savedByOperator',
            actions: ['stopGuest', 'forgetServiceLost'],
          },
          { description: 'Refused.' },
        ],
        MOVE_AWAY: [
          {
            guard: 'interferenceIsAllowed',
            target: 'movedAway',
            actions: ['stopGuest', 'forgetServiceLost'],
          },
          { description: 'Refused.' },
        ],
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
      description: 'Saved by its operator; it stays so.',
      on: {
        QUERY_VIRTUAL_MACHINE: { actions: ['tellNotRunning', 'noteFoundDown'] },
        SAVE: { actions: 'reportNotSaved' },
      },
    },
    movedAway: {
      description: 'Runs on another host, where this one does not reach it; its files are where they were.',
      on: {
        QUERY_VIRTUAL_MACHINE: { actions: ['tellNotRunning', 'noteFoundDown'] },
        SAVE: { actions: 'reportNotSaved' },
      },
    },
    off: {
      description: 'Off. Its configuration can be changed.',
      on: {
        QUERY_VIRTUAL_MACHINE: { actions: ['tellNotRunning', 'noteFoundDown'] },
        SAVE: { actions: 'reportNotSaved' },
        SHUT_DOWN: { description: 'It is off already.' },
        START: { target: 'running', actions: 'startGuest' },
        START_AGAIN: { guard: 'mayBeStartedAgain', target: 'running', actions: 'startGuest' },
        REMOVE_SCSI_CONTROLLERS: {
          actions: ['removeScsiControllers', 'forgetScsi', 'reportRemoval'],
        },
      },
    },
  },
});
