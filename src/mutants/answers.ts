/** Mutants that get wrong who is asked, who is told, and what follows from an answer. */
import { emit } from 'xstate';
import type { IdeControllerEvent } from '../../machines/index.ts';
import type { Wire } from '../composition/index.ts';
import { referenceCharts } from '../system/index.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;
const inGuest = { hostRelease: '2012R2', machines: 1, disks: 1 } as const;
const inHost = { hostRelease: '2012', machines: 1, disks: 1 } as const;

/** Wires on which these messages go astray to the neighbour. */
export const astray = (
  wires: readonly Wire[],
  from: string,
  to: string,
  ...messages: string[]
): readonly Wire[] =>
  wires.map((wire) =>
    wire.from === from && wire.to === to && messages.some((message) => wire.messages.includes(message))
      ? { ...wire, reach: 'neighbour' }
      : wire,
  );

export const answerMutants: readonly Mutant[] = [
  {
    name: 'answer-credited-to-neighbour',
    mistake: 'A guest’s answer that a copy is recovered is credited to the virtual machine after it.',
    claim: 'consistent-2012r2',
    scopes: [{ ...inGuest, machines: 2 }],
    model: {
      rewire: (wires) =>
        astray(wires, 'guest-integration-service', 'copy-recovery-in-guest', 'AUTO_RECOVERED'),
    },
  },
  {
    name: 'copy-connected-to-neighbour',
    mistake: 'A copy is connected to the virtual machine after the one that it was copied from.',
    claim: 'own-vm-only',
    scopes: [{ ...inGuest, machines: 2 }],
    model: { rewire: (wires) => astray(wires, 'copy-recovery-in-guest', 'scsi-controller', 'HOT_ADD') },
  },
  {
    name: 'hot-add-over-ide',
    mistake: 'The IDE controller is taken to have hot add.',
    claim: 'own-vm-only',
    scopes: [{ ...inGuest, scsiControllers: 0 }],
    model: {
      charts: {
        'copy-recovery-in-guest': edited(charts['copy-recovery-in-guest'], {
          askingIde: (state) => {
            state.on = { DISK_CONNECTED: { target: 'recovering', actions: 'tellGuestToRecover' } };
          },
        }),
        'ide-controller': edited(
          charts['ide-controller'],
          {},
          {
            actions: {
              refuseAdd: emit(({ event }: { event: IdeControllerEvent }) => ({
                type: 'DISK_CONNECTED' as const,
                disk: event.type === 'HOT_ADD_OVER_IDE' ? event.disk : 0,
                set: event.type === 'HOT_ADD_OVER_IDE' ? event.set : 0,
              })),
            },
          },
        ),
      },
      rewire: (wires) => [
        ...wires,
        ...['copy-recovery-in-guest', 'virtual-hard-disk'].map((to) => ({
          from: 'ide-controller',
          messages: ['DISK_CONNECTED'],
          to,
          select: { field: 'disk' },
        })),
        { from: 'ide-controller', messages: ['DISK_CONNECTED'], to: 'guest-integration-service' },
      ],
    },
  },
  {
    name: 'failure-taken-for-success',
    mistake: 'The requester does not look at the failure that the writer has set on a component.',
    claim: 'fails-exactly-without-scsi',
    scopes: [{ ...inGuest, scsiControllers: 0 }],
    model: {
      charts: {
        'backup-component': edited(charts['backup-component'], {
          added: (state) => {
            state.on = { ...state.on, COMPONENT_FAILED: {} };
          },
        }),
      },
    },
  },
  {
    name: 'success-without-recovery-result',
    mistake: 'A copy that the guest could not recover is reported as recovered.',
    claim: 'consistent-2012r2',
    scopes: [{ ...inGuest, options: { faults: ['F14'] } }],
    model: {
      charts: {
        'copy-recovery-in-guest': edited(charts['copy-recovery-in-guest'], {
          recovering: (state) => {
            state.on = {
              ...state.on,
              AUTO_RECOVER_FAILED: { target: 'disconnecting', actions: 'hotRemove' },
            };
          },
        }),
      },
    },
  },
  {
    name: 'unknown-request-taken-for-done',
    mistake:
      'A guest whose integration components have no request to recover a copy is taken to have done it.',
    claim: 'older-components-fail',
    scopes: [{ ...inGuest, integrationComponents: 'older', options: { olderComponents: 'connected' } }],
    model: {
      charts: {
        'guest-integration-service': charts['guest-integration-service'].provide({
          actions: {
            refuseUnknownRequest: emit(({ event }) => ({
              type: 'AUTO_RECOVERED' as const,
              disk: event.type === 'AUTO_RECOVER' ? event.disk : 0,
            })),
          },
        }),
      },
    },
  },
  {
    name: 'missing-controller-not-noticed',
    mistake: 'No controller took the copy, and the virtual machine is reported as failed for another reason.',
    claim: 'fails-exactly-without-scsi',
    scopes: [{ ...inGuest, machines: 1, scsiControllers: 1, options: { faults: ['F14'] } }],
    model: {
      charts: {
        'copy-recovery-in-guest': charts['copy-recovery-in-guest'].provide({
          actions: {
            reportNotRecovered: emit(({ context }) => ({
              type: 'DISK_RECOVERY_FAILED' as const,
              disk: context.disk,
              cause: 'no-scsi-controller' as const,
            })),
          },
        }),
      },
    },
  },
  {
    name: 'one-failure-fails-all',
    mistake: 'With failure scope per machine, one failed virtual machine fails the others too.',
    claim: 'isolation',
    scopes: [{ ...inGuest, machines: 2 }],
    model: {
      charts: {
        'hyper-v-vss-writer': charts['hyper-v-vss-writer'].provide({
          guards: {
            backupCannotGoOn: ({ event }) => event.type === 'VIRTUAL_MACHINES_ANSWERED' && event.failed,
          },
        }),
      },
    },
  },
  {
    name: 'goes-on-after-failure',
    mistake:
      'With failure scope for all, the host takes its shadow copy although a virtual machine has failed.',
    claim: 'barrier',
    scopes: [{ ...inHost, options: { faults: ['F7'], failureScope: 'all' } }],
    model: {
      charts: {
        'hyper-v-vss-writer': charts['hyper-v-vss-writer'].provide({
          guards: { backupCannotGoOn: () => false },
        }),
      },
    },
  },
  {
    name: 'pauses-while-connecting',
    mistake: 'The virtual machine is saved and resumed so that its copies can be connected in peace.',
    claim: 'no-downtime',
    scopes: [inGuest],
    model: {
      charts: {
        'vm-coordinator': edited(charts['vm-coordinator'], {
          'online.confirmed': (state) => {
            state.on = {
              ...state.on,
              RECOVER_VIRTUAL_MACHINE: { target: 'pausing', actions: 'countCopies' },
            };
          },
          online: (state) => {
            state.states = {
              ...state.states,
              pausing: {
                entry: 'save',
                on: {
                  SAVED: { actions: 'resume' },
                  RESUMED: { target: 'recovering', actions: 'startFirstCopies' },
                },
              },
            };
          },
        }),
      },
    },
  },
  {
    name: 'guest-never-answers-completion',
    mistake: 'The guest drops its shadow copy at the end, but does not say so.',
    claim: 'terminates',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'guest-integration-service': edited(charts['guest-integration-service'], {
          inBackup: (state) => {
            state.on = { ...state.on, COMPLETE_GUEST_BACKUP: { target: 'idle', actions: 'dropShadowCopy' } };
          },
        }),
      },
    },
  },
  {
    name: 'second-abort-not-expected',
    mistake: 'A coordinator that has undone its part does not expect to be told to abort again.',
    claim: 'every-message-is-taken',
    scopes: [
      { ...inGuest, scsiControllers: 0, options: { failureScope: 'all', controllerCheck: 'whenPreparing' } },
    ],
    model: {
      charts: {
        'vm-coordinator': edited(charts['vm-coordinator'], {
          idle: (state) => {
            delete state.on?.ABORT_VIRTUAL_MACHINE;
          },
        }),
      },
    },
  },
];
