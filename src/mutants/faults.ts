/** Mutants that get wrong what follows from a fault. */
import { emit } from 'xstate';
import { referenceCharts } from '../system/index.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;
const inGuest = { hostRelease: '2012R2', machines: 1, disks: 1 } as const;
const inHost = { hostRelease: '2012', machines: 1, disks: 1 } as const;

export const faultMutants: readonly Mutant[] = [
  {
    name: 'full-storage-taken-for-timeout',
    mistake: 'Host VSS reports shadow storage that is full as writes that were held for too long.',
    claim: 'failures-have-causes',
    scopes: [
      { ...inGuest, options: { faults: ['F19'] } },
      { ...inHost, options: { faults: ['F19'] } },
    ],
    model: {
      charts: {
        'host-vss': edited(charts['host-vss'], {
          holding: (state) => {
            state.on = {
              ...state.on,
              FILL_SHADOW_STORAGE: {
                target: 'abortingSet',
                actions: ['releaseWrites', 'blameHold', 'abort'],
              },
            };
          },
        }),
      },
    },
  },
  {
    name: 'failure-reported-of-neighbour',
    mistake: 'The failure of one virtual machine is set on the component of the machine after it.',
    claim: 'one-fails-alone',
    scopes: [{ ...inGuest, machines: 2, options: { faults: ['F7'] } }],
    model: {
      rewire: (wires) =>
        wires
          .map((wire) =>
            wire.from === 'vm-coordinator' && wire.messages.includes('COMPONENT_FAILED')
              ? { ...wire, messages: ['METHOD_CHOSEN'] }
              : wire,
          )
          .concat({
            from: 'vm-coordinator',
            messages: ['COMPONENT_FAILED'],
            to: 'backup-component',
            reach: 'neighbour',
          }),
    },
  },
  {
    name: 'reads-after-failure',
    mistake:
      'With failure scope for all, the writer reports itself as ready after PostSnapshot although a machine failed.',
    claim: 'all-fail-together',
    scopes: [
      { ...inGuest, options: { failureScope: 'all', faults: ['F14'] } },
      { ...inHost, options: { failureScope: 'all', faults: ['F14'] } },
    ],
    model: {
      charts: {
        'hyper-v-vss-writer': edited(charts['hyper-v-vss-writer'], {
          recovering: (state) => {
            state.on = {
              ...state.on,
              VIRTUAL_MACHINES_ANSWERED: { target: 'waitingForBackupComplete', actions: 'reportReady' },
            };
          },
        }),
      },
    },
  },
  {
    name: 'stuck-dismount-passed-over',
    mistake: 'A copy that is reverted but does not go away again is reported as recovered.',
    claim: 'leftovers-are-reported',
    scopes: [{ ...inHost, options: { faults: ['F15'] } }],
    model: {
      charts: {
        'copy-recovery-in-host': edited(charts['copy-recovery-in-host'], {
          dismounting: (state) => {
            state.on = {
              ...state.on,
              JAM_DISMOUNT: { target: 'stuck', actions: ['reportRecovered', 'forget'] },
            };
          },
        }),
      },
    },
  },
  {
    name: 'leftover-passed-over',
    mistake: 'A recovery that finds a disk in the way says that there was nothing to do.',
    claim: 'leftovers-are-met',
    scopes: [
      { ...inHost, options: { backups: 2, faults: ['F15'] } },
      { ...inGuest, options: { backups: 2, faults: ['F31'] } },
    ],
    model: {
      charts: {
        'copy-recovery-in-host': charts['copy-recovery-in-host'].provide({
          actions: {
            reportLeftOver: emit(({ context }) => ({ type: 'DISK_RECOVERED' as const, disk: context.disk })),
          },
        }),
        'copy-recovery-in-guest': charts['copy-recovery-in-guest'].provide({
          actions: {
            reportLeftOver: emit(({ context }) => ({ type: 'DISK_RECOVERED' as const, disk: context.disk })),
          },
        }),
      },
    },
  },
];
