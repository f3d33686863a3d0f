/** Mutants that get machines with a Linux guest wrong. */
import { assign, enqueueActions } from 'xstate';
import { referenceCharts } from '../system/index.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;
const linux = { hostRelease: '2012R2', machines: 1, disks: 1, guest: 'linux' } as const;

export const linuxMutants: readonly Mutant[] = [
  {
    name: 'checkpoint-after-thaw',
    mistake: 'A guest without auto-recovery is thawed before its differencing disks are made.',
    claim: 'consistent-2012r2',
    scopes: [linux],
    model: {
      charts: {
        'recovery-checkpoint': edited(charts['recovery-checkpoint'], {
          awaitingFreeze: (state) => {
            state.on = { ...state.on, GUEST_FROZEN: { target: 'creating', actions: 'thawGuest' } };
          },
          creating: (state) => {
            state.after = {
              createCheckpoint: { target: 'awaitingEnd', actions: ['createDisks', 'noteDisks'] },
            };
          },
        }),
      },
    },
  },
  {
    name: 'restores-differencing-disk',
    mistake:
      'What is restored of a copy is its differencing disk, with all that was written after the checkpoint.',
    claim: 'consistent-2012r2',
    scopes: [linux],
    model: {
      charts: {
        'virtual-hard-disk': charts['virtual-hard-disk'].provide({
          actions: {
            takeCopy: assign({
              copies: ({ context, event }) => [
                ...context.copies,
                {
                  set: event.type === 'TAKE_COPY' ? event.set : 0,
                  content: context.live,
                  carried: context.guestShadowCopy,
                  carriedPrevious: context.previousVersion,
                  ofOneInstant: true,
                  sameAsLive: true,
                  writable: true,
                  location: 'file' as const,
                  handedOver: false,
                },
              ],
            }),
          },
        }),
      },
    },
  },
  {
    name: 'differencing-disks-forgotten',
    mistake: 'Differencing disks are not merged when the backup is over.',
    claim: 'clean-end',
    scopes: [linux],
    model: {
      charts: {
        'recovery-checkpoint': edited(charts['recovery-checkpoint'], {
          awaitingEnd: (state) => {
            state.on = { COMPLETE_GUEST_BACKUP: { target: 'none', actions: 'endCheckpoint' } };
          },
        }),
      },
    },
  },
  {
    name: 'leftover-differencing-disk-forgotten',
    mistake: 'A backup that finds differencing disks of an earlier one takes them for its own base disks.',
    claim: 'differencing-disks-are-known',
    scopes: [{ ...linux, options: { backups: 2, faults: ['F26'] } }],
    model: {
      charts: {
        'recovery-checkpoint': edited(charts['recovery-checkpoint'], {
          leftOver: (state) => {
            state.on = {
              ...state.on,
              NO_AUTO_RECOVERY: { target: 'awaitingFreeze', actions: ['freezeGuest', 'forgetDisks'] },
            };
          },
        }),
      },
    },
  },
  {
    name: 'frozen-when-checkpoint-fails',
    mistake: 'A guest whose checkpoint cannot be made is not thawed.',
    claim: 'no-guest-stays-frozen',
    scopes: [{ ...linux, options: { faults: ['F27'] } }],
    model: {
      charts: {
        'recovery-checkpoint': edited(charts['recovery-checkpoint'], {
          creating: (state) => {
            state.on = {
              ...state.on,
              FAIL_CHECKPOINT: { target: 'awaitingEnd', actions: 'reportNotCreated' },
            };
          },
        }),
      },
    },
  },
  {
    name: 'daemon-thaws-when-ended',
    mistake:
      'The daemon of a Linux guest thaws what it has frozen before it ends, which the one that there is does not.',
    claim: 'left-frozen',
    scopes: [{ ...linux, options: { faults: ['F36'] } }],
    model: {
      charts: {
        'linux-vss-daemon': edited(
          charts['linux-vss-daemon'],
          Object.fromEntries(
            ['frozen', 'thawing'].map((name) => [
              `registered.${name}`,
              (state) => {
                state.on = {
                  ...state.on,
                  STOP_BACKUP_SERVICE: {
                    target: '#linuxVssDaemon.notRunning',
                    actions: ['thaw', 'closeDevice'],
                  },
                };
              },
            ]),
          ),
        ),
      },
    },
  },
  {
    name: 'waits-for-missing-daemon',
    mistake: 'The driver hands requests on without looking whether a daemon has its device open.',
    claim: 'ready-without-daemon',
    scopes: [{ ...linux, options: { backups: 2, faults: ['F36'] } }],
    model: {
      charts: {
        'linux-vss-driver': charts['linux-vss-driver'].provide({ guards: { lacksDaemon: () => false } }),
      },
    },
  },
  {
    name: 'answers-for-lost-request',
    mistake:
      'The driver tells the host at once of a request that it has no memory for, and keeps it all the same.',
    claim: 'request-lost',
    scopes: [{ ...linux, options: { faults: ['F41'] } }],
    model: {
      charts: {
        'linux-vss-driver': edited(
          charts['linux-vss-driver'],
          {
            hostMessageReceived: (state) => {
              state.entry = 'answerWithoutMemory';
            },
          },
          {
            actions: {
              answerWithoutMemory: enqueueActions(({ context, enqueue }) => {
                if (!context.memory) {
                  enqueue.emit({
                    type: 'GUEST_SHADOW_COPY_FAILED',
                    cause: 'backup-service-stopped',
                  } as never);
                }
              }),
            },
          },
        ),
      },
    },
  },
  {
    name: 'device-of-ended-daemon-stays-open',
    mistake: 'The driver takes its device for open although the daemon that had it open is gone.',
    claim: 'driver-knows-its-daemon',
    scopes: [{ ...linux, options: { faults: ['F36'] } }],
    model: {
      charts: {
        'linux-vss-driver': charts['linux-vss-driver'].provide({ actions: { noteClosed: assign({}) } }),
      },
    },
  },
  {
    name: 'checkpoint-of-unreachable-guest',
    mistake: 'The host goes on making a checkpoint of a guest that it has lost, and that has thawed.',
    claim: 'checkpoint-of-frozen-guest',
    scopes: [{ ...linux, options: { faults: ['F35'] } }],
    model: {
      charts: {
        'recovery-checkpoint': edited(charts['recovery-checkpoint'], {
          creating: (state) => {
            const { BACKUP_SERVICE_LOST: _, ...on } = state.on ?? {};
            state.on = on;
          },
        }),
      },
    },
  },
  {
    name: 'merge-without-end',
    mistake: 'Merging begins, and nobody sees to its end.',
    claim: 'every-merge-ends',
    scopes: [linux],
    model: {
      charts: {
        'recovery-checkpoint': edited(charts['recovery-checkpoint'], {
          merging: (state) => {
            state.after = {};
          },
        }),
      },
    },
  },
];
