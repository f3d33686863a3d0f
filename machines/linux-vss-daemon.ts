/**
 * The daemon of the backup integration service in a Linux guest (hv_vss_daemon), and the file systems that it
 * freezes.
 *
 * It freezes every mounted file system, the root last, and thaws all. Frozen file systems are flushed and take
 * no write; applications are not told, they only wait. If one does not freeze, it thaws those that did. When its
 * device goes away it thaws what it has frozen; when it is itself ended, nobody does.
 *
 * Source: linux tools/hv/hv_vss_daemon.c (FIFREEZE, FITHAW).
 * Inferred: a daemon that is ended while file systems are frozen leaves them so; it handles no signal.
 * Abstracted: the file systems one by one: all count as frozen when the last is.
 */
import { emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type LinuxVssDaemonEvent =
  | M.AskDaemon
  | M.RefuseAnswer
  | M.DeviceCreated
  | M.DeviceGone
  | M.FailFreeze
  | M.StopBackupService
  | M.GuestStopped;

export type LinuxVssDaemonMessage =
  | M.DaemonRegistered
  | M.DaemonAnswered
  | M.DeviceClosed
  | M.FileSystemsFrozen
  | M.FileSystemsThawed;

export interface LinuxVssDaemonInput {
  /** It is installed and runs whenever its device is there. */
  readonly installed: boolean;
  /** Its device is there at the start. */
  readonly device: boolean;
}

export const linuxVssDaemon = setup({
  types: {
    context: {} as LinuxVssDaemonInput,
    events: {} as LinuxVssDaemonEvent,
    emitted: {} as LinuxVssDaemonMessage,
    input: {} as LinuxVssDaemonInput,
  },
  guards: {
    isInstalled: ({ context }) => context.installed,
    isRegistered: ({ context }) => context.installed && context.device,
    isFreeze: ({ event }) => event.type === 'ASK_DAEMON' && event.operation === 'freeze',
  },
  actions: {
    register: emit({ type: 'DAEMON_REGISTERED' }),
    answer: emit({ type: 'DAEMON_ANSWERED', failed: false }),
    answerFailed: emit({ type: 'DAEMON_ANSWERED', failed: true }),
    closeDevice: emit({ type: 'DEVICE_CLOSED' }),
    freeze: emit({ type: 'FILE_SYSTEMS_FROZEN' }),
    thaw: emit({ type: 'FILE_SYSTEMS_THAWED' }),
  },
  delays: pick('daemonAnswer', 'fileSystemsFreeze', 'fileSystemsThaw'),
}).createMachine({
  id: 'linuxVssDaemon',
  context: ({ input }) => ({ ...input }),
  initial: 'deciding',
  states: {
    deciding: {
      description: 'Does it run at the start?',
      always: [{ guard: 'isRegistered', target: 'registered' }, { target: 'notRunning' }],
    },
    notRunning: {
      description: 'Not started, ended, or without its device.',
      on: {
        DEVICE_CREATED: [
          { guard: 'isInstalled', target: 'registered', actions: 'register' },
          { description: 'There is none that could register.' },
        ],
        DEVICE_GONE: { description: 'It had it not open.' },
        GUEST_STOPPED: { description: 'It did not run.' },
      },
    },
    registered: {
      description: 'Registered with the driver (VSS_OP_REGISTER1).',
      initial: 'idle',
      on: {
        STOP_BACKUP_SERVICE: { target: 'notRunning', actions: 'closeDevice' },
        DEVICE_GONE: 'notRunning',
        GUEST_STOPPED: 'notRunning',
      },
      states: {
        idle: {
          description: 'It waits for a request.',
          on: { ASK_DAEMON: [{ guard: 'isFreeze', target: 'freezing' }, { target: 'answering' }] },
        },
        answering: {
          description: 'It says that it is there.',
          on: { REFUSE_ANSWER: 'idle' },
          after: { daemonAnswer: { target: 'idle', actions: 'answer' } },
        },
        freezing: {
          description: 'File systems are flushed and frozen, one after the other (FIFREEZE).',
          on: {
            FAIL_FREEZE: {
              description: 'What was frozen is thawed again.',
              target: 'idle',
              actions: 'answerFailed',
            },
            REFUSE_ANSWER: { description: 'What it freezes too late it thaws at once.', target: 'idle' },
          },
          after: { fileSystemsFreeze: { target: 'frozen', actions: ['freeze', 'answer'] } },
        },
        frozen: {
          description: 'No file system takes a write.',
          on: {
            ASK_DAEMON: 'thawing',
            DEVICE_GONE: { target: '#linuxVssDaemon.notRunning', actions: 'thaw' },
          },
        },
        thawing: {
          description: 'File systems are thawed, one after the other (FITHAW).',
          on: {
            REFUSE_ANSWER: { target: 'idle', actions: 'thaw' },
            DEVICE_GONE: { target: '#linuxVssDaemon.notRunning', actions: 'thaw' },
          },
          after: { fileSystemsThaw: { target: 'idle', actions: ['thaw', 'answer'] } },
        },
      },
    },
  },
});
