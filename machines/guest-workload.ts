/**
 * What runs in the guest: applications that write at any time, except while they are frozen.
 *
 * A transaction writes to every disk of the virtual machine in turn, then its commit record. Applications
 * freeze only between two transactions: one that is under way is finished first. Where transactions are
 * not tracked, each is one write to all disks.
 *
 * In a Linux guest they are not told: their writes wait while file systems are frozen, maybe in the middle of a
 * transaction.
 *
 * Source: win32 VSS documentation, writers.md (a writer brings its files to a consistent state at Freeze); linux
 * include/uapi/linux/fs.h (FIFREEZE).
 */
import { assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type GuestWorkloadEvent =
  | M.WriteNow
  | M.VetoFreeze
  | M.TakePreviousVersion
  | M.FreezeApplications
  | M.ThawApplications
  | M.FileSystemsFrozen
  | M.FileSystemsThawed
  | M.GuestSuspended
  | M.GuestContinues
  | M.GuestStopped
  | M.GuestStarted;

export type GuestWorkloadMessage =
  | M.Write
  | M.TransactionCompleted
  | M.KeepPreviousVersion
  | M.ApplicationsFrozen
  | M.ApplicationsVeto;

export interface GuestWorkloadInput {
  readonly running: boolean;
  readonly disks: number;
  /** Whether the position inside a transaction is tracked. */
  readonly transactions: boolean;
}

export interface GuestWorkloadContext extends GuestWorkloadInput {
  /** How many disks the open transaction has written to; 0 between two transactions. */
  readonly written: number;
}

export const guestWorkload = setup({
  types: {
    context: {} as GuestWorkloadContext,
    events: {} as GuestWorkloadEvent,
    emitted: {} as GuestWorkloadMessage,
    input: {} as GuestWorkloadInput,
  },
  guards: {
    isRunning: ({ context }) => context.running,
    writesAtOnce: ({ context }) => !context.transactions,
    commitRecordIsDue: ({ context }) => context.written === context.disks,
    betweenTransactions: ({ context }) => context.written === 0,
  },
  actions: {
    writeAll: emit({ type: 'WRITE', transaction: 'whole' }),
    writeNext: emit(({ context }) => ({
      type: 'WRITE' as const,
      disk: context.written,
      transaction: 'part' as const,
    })),
    count: assign({ written: ({ context }) => context.written + 1 }),
    commitTransaction: emit({ type: 'TRANSACTION_COMPLETED' }),
    startOver: assign({ written: 0 }),
    keepPreviousVersion: emit({ type: 'KEEP_PREVIOUS_VERSION' }),
    reportFrozen: emit({ type: 'APPLICATIONS_FROZEN' }),
    veto: emit({ type: 'APPLICATIONS_VETO' }),
  },
  delays: pick('applicationsComeToRest'),
}).createMachine({
  id: 'guestWorkload',
  context: ({ input }) => ({ ...input, written: 0 }),
  initial: 'deciding',
  states: {
    deciding: {
      description: 'Does the guest run at the start?',
      always: [{ guard: 'isRunning', target: 'writing' }, { target: 'down' }],
    },
    writing: {
      description: 'Applications write whenever they like.',
      on: {
        WRITE_NOW: [
          { guard: 'writesAtOnce', actions: 'writeAll' },
          { guard: 'commitRecordIsDue', actions: ['commitTransaction', 'startOver'] },
          { actions: ['writeNext', 'count'] },
        ],
        TAKE_PREVIOUS_VERSION: { actions: 'keepPreviousVersion' },
        FREEZE_APPLICATIONS: 'comingToRest',
        FILE_SYSTEMS_FROZEN: 'blocked',
        GUEST_SUSPENDED: 'suspended',
        GUEST_STOPPED: { target: 'down', actions: 'startOver' },
      },
    },
    comingToRest: {
      description: 'No new transaction begins; the open one is finished.',
      on: {
        VETO_FREEZE: { target: 'writing', actions: 'veto' },
        THAW_APPLICATIONS: 'writing',
        GUEST_STOPPED: { target: 'down', actions: 'startOver' },
      },
      after: {
        applicationsComeToRest: [
          { guard: 'betweenTransactions', target: 'frozen', actions: 'reportFrozen' },
          {
            guard: 'commitRecordIsDue',
            target: 'frozen',
            actions: ['commitTransaction', 'startOver', 'reportFrozen'],
          },
          { target: 'comingToRest', reenter: true, actions: ['writeNext', 'count'] },
        ],
      },
    },
    frozen: {
      description: 'Files are at rest and nothing is written (Freeze to Thaw).',
      on: { THAW_APPLICATIONS: 'writing', GUEST_STOPPED: { target: 'down', actions: 'startOver' } },
    },
    blocked: {
      description: 'Every write waits: the file systems are frozen.',
      on: {
        FILE_SYSTEMS_THAWED: 'writing',
        GUEST_SUSPENDED: 'suspendedWhileBlocked',
        GUEST_STOPPED: { target: 'down', actions: 'startOver' },
      },
    },
    suspendedWhileBlocked: {
      description: 'The virtual machine is saved, with its file systems still frozen.',
      on: { GUEST_CONTINUES: 'blocked' },
    },
    suspended: {
      description: 'The virtual machine is saved: the guest stands still in the middle of what it did.',
      on: { GUEST_CONTINUES: 'writing' },
    },
    down: {
      description: 'The guest does not run.',
      on: { GUEST_STARTED: 'writing' },
    },
  },
});
