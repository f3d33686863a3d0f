/** Mutants that get the content of disks wrong. */
import { assign, emit } from 'xstate';
import type { Content } from '../../machines/index.ts';
import { referenceCharts } from '../system/index.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;
const inGuest = { hostRelease: '2012R2', machines: 1, disks: 1 } as const;
const inHost = { hostRelease: '2012', machines: 1, disks: 1 } as const;

const disk = charts['virtual-hard-disk'];

/** A disk whose copies are reverted to something else. */
const revertingTo = (
  choose: (context: {
    readonly carried: Content | null;
    readonly carriedPrevious: Content | null;
    readonly guestShadowCopy: Content | null;
    readonly previousVersion: Content | null;
  }) => Content | null,
) =>
  disk.provide({
    actions: {
      revertCopy: assign({
        copies: ({ context, event }) =>
          context.copies.map((copy) =>
            event.type === 'REVERT_COPY' && copy.set === event.set
              ? {
                  ...copy,
                  content:
                    choose({
                      carried: copy.carried,
                      carriedPrevious: copy.carriedPrevious,
                      guestShadowCopy: context.guestShadowCopy,
                      previousVersion: context.previousVersion,
                    }) ?? copy.content,
                }
              : copy,
          ),
      }),
    },
  });

export const contentMutants: readonly Mutant[] = [
  {
    name: 'reverts-to-newest-shadow-copy',
    mistake:
      'A copy is reverted to the newest shadow copy inside it, which need not be the one that the backup has made.',
    claim: 'consistent-2012r2',
    scopes: [{ ...inGuest, options: { previousVersions: true } }],
    model: {
      charts: {
        'virtual-hard-disk': revertingTo(({ carried, carriedPrevious }) => carriedPrevious ?? carried),
      },
    },
  },
  {
    name: 'reverts-to-newest-shadow-copy-2012',
    mistake: 'The same before 2012 R2.',
    claim: 'consistent-2012',
    scopes: [{ ...inHost, options: { previousVersions: true } }],
    model: {
      charts: {
        'virtual-hard-disk': revertingTo(({ carried, carriedPrevious }) => carriedPrevious ?? carried),
      },
    },
  },
  {
    name: 'reverts-to-current-shadow-copy',
    mistake:
      'A copy is reverted to the shadow copy that the live disk has now, not to the one that the copy carries.',
    claim: 'consistent-2012r2',
    scopes: [{ ...inGuest, options: { previousVersions: true } }],
    model: {
      charts: {
        'virtual-hard-disk': revertingTo(
          ({ guestShadowCopy, previousVersion }) => previousVersion ?? guestShadowCopy,
        ),
      },
    },
  },
  {
    name: 'reverts-live-disk',
    mistake: 'The live disk is reverted instead of its copy.',
    claim: 'live-untouched',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'virtual-hard-disk': disk.provide({
          actions: { revertCopy: assign({ live: ({ context }) => context.guestShadowCopy ?? context.live }) },
        }),
      },
    },
  },
  {
    name: 'guest-shadow-copy-deleted-early',
    mistake: 'The guest drops its shadow copy when it has confirmed, before the host’s commit.',
    claim: 'fails-exactly-without-scsi',
    scopes: [inGuest],
    model: {
      charts: {
        'guest-vss': edited(charts['guest-vss'], {
          thawing: (state) => {
            state.after = {
              guestThaw: { target: 'created', actions: ['thaw', 'deleteShadowCopy', 'reportCreated'] },
            };
          },
        }),
      },
    },
  },
  {
    name: 'thaws-before-shadow-copy',
    mistake: 'The guest’s applications are thawed before the guest’s shadow copy is taken.',
    claim: 'consistent-2012r2',
    scopes: [{ ...inGuest, disks: 2, options: { transactions: true } }],
    model: {
      charts: {
        'guest-vss': edited(charts['guest-vss'], {
          freezing: (state) => {
            state.on = { ...state.on, APPLICATIONS_FROZEN: { target: 'committing', actions: 'thaw' } };
          },
          thawing: (state) => {
            state.after = { guestThaw: { target: 'created', actions: 'reportCreated' } };
          },
        }),
      },
    },
  },
  {
    name: 'freezes-inside-transaction',
    mistake: 'Applications freeze where they are, with a transaction half-way on the disks.',
    claim: 'consistent-2012r2',
    scopes: [{ ...inGuest, disks: 2, options: { transactions: true } }],
    model: {
      charts: {
        'guest-workload': edited(charts['guest-workload'], {
          comingToRest: (state) => {
            state.after = { applicationsComeToRest: { target: 'frozen', actions: 'reportFrozen' } };
          },
        }),
      },
    },
  },
  {
    name: 'guest-frozen-until-the-end',
    mistake:
      'The guest is kept frozen past the host’s commit; then nothing drifts, and recovery is not needed.',
    claim: 'drift',
    scopes: [inGuest],
    model: {
      charts: {
        'guest-vss': edited(charts['guest-vss'], {
          thawing: (state) => {
            state.after = { guestThaw: { target: 'created', actions: 'reportCreated' } };
          },
          created: (state) => {
            state.on = {
              DELETE_GUEST_SNAPSHOT_SET: { target: 'idle', actions: ['thaw', 'deleteShadowCopy'] },
            };
          },
        }),
      },
    },
  },
  {
    name: 'resumes-before-commit',
    mistake: 'A saved virtual machine is resumed as soon as it is saved, before the host’s commit.',
    claim: 'saved-coherent',
    // Alone, it would be resumed in the very step in which the host begins to hold writes.
    scopes: [{ ...inGuest, machines: 2, backupServiceRunning: false }],
    model: {
      charts: {
        'virtual-machine': edited(charts['virtual-machine'], {
          saving: (state) => {
            state.after = {
              saveState: {
                target: 'running',
                actions: ['suspendGuest', 'markSavedPoint', 'reportSaved', 'continueGuest'],
              },
            };
          },
          running: (state) => {
            state.on = { ...state.on, RESUME: { actions: 'reportResumed' } };
          },
        }),
      },
    },
  },
  {
    name: 'copy-mounted-in-host',
    mistake: 'On 2012 R2 the host still mounts each copy, to look into it, before it is connected.',
    claim: 'mounts-2012r2',
    scopes: [inGuest],
    model: {
      charts: {
        'copy-recovery-in-guest': edited(charts['copy-recovery-in-guest'], {
          idle: (state) => {
            state.on = { START_RECOVERY: { target: 'askingScsi', actions: ['begin', 'mountInHost'] } };
          },
        }).provide({
          actions: {
            mountInHost: emit(({ context }) => ({
              type: 'COPY_MOUNTED',
              disk: context.disk,
              set: context.set,
            })),
          },
        }),
      },
      rewire: (wires) => [
        ...wires,
        {
          from: 'copy-recovery-in-guest',
          messages: ['COPY_MOUNTED'],
          to: 'virtual-hard-disk',
          select: { field: 'disk' },
        },
      ],
    },
  },
];
