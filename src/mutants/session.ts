/** Mutants that get wrong how a backup goes from call to call, and what is owed when somebody goes away. */
import { assign, enqueueActions } from 'xstate';
import { referenceCharts } from '../system/index.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;
const inGuest = { hostRelease: '2012R2', machines: 1, disks: 1 } as const;
const inHost = { hostRelease: '2012', machines: 1, disks: 1 } as const;

/** A coordinator that asks its guest in any case, and does what is given here with it. */
const asksWithoutLooking = (actions: readonly string[]) =>
  edited(charts['vm-coordinator'], {
    'online.selected': (state) => {
      state.on = { ...state.on, PREPARE_VIRTUAL_MACHINE: { target: 'creatingGuestShadowCopy', actions } };
    },
  });

export const sessionMutants: readonly Mutant[] = [
  {
    name: 'status-not-gathered',
    mistake: 'The requester goes on to DoSnapshotSet without looking at the writers after PrepareForBackup.',
    claim: 'calls-in-order',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'backup-application': edited(charts['backup-application'], {
          preparingBackup: (state) => {
            state.on = { ...state.on, BACKUP_PREPARED: 'creatingShadowCopies' };
          },
        }),
      },
    },
  },
  {
    name: 'writers-never-shut-down',
    mistake: 'Host VSS forgets to tell the writers that the requester has let go of its set.',
    claim: 'writer-events',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'host-vss': edited(charts['host-vss'], {
          released: (state) => {
            state.always = [
              { guard: 'copiesArePersistent', target: 'idle' },
              { target: 'idle', actions: 'deleteCopies' },
            ];
          },
        }),
      },
    },
  },
  {
    name: 'aborted-copies-kept',
    mistake: 'The copies of a set that was aborted are not deleted.',
    claim: 'copies-end-with-their-backup',
    scopes: [{ ...inHost, options: { faults: ['F14'] } }],
    model: {
      charts: {
        'host-vss': edited(charts['host-vss'], {
          aborted: (state) => {
            state.on = {
              ...state.on,
              RELEASE_BACKUP_COMPONENTS: { target: 'idle', actions: 'shutDownWriters' },
            };
          },
        }),
      },
    },
  },
  {
    name: 'failure-not-set-on-component',
    mistake: 'A coordinator gives its virtual machine up and does not set that on the component.',
    claim: 'every-machine-is-reported',
    scopes: [{ ...inGuest, scsiControllers: 0 }],
    model: {
      charts: {
        'vm-coordinator': charts['vm-coordinator'].provide({
          actions: { reportCause: enqueueActions(() => undefined) },
        }),
      },
    },
  },
  {
    name: 'controller-looked-for-too-late',
    mistake: 'The guest is asked for its shadow copy before anybody looks for a SCSI controller.',
    claim: 'refused-before-asking',
    scopes: [{ ...inGuest, scsiControllers: 0, options: { controllerCheck: 'whenPreparing' } }],
    model: {
      charts: { 'vm-coordinator': charts['vm-coordinator'].provide({ guards: { lacksScsi: () => false } }) },
    },
  },
  {
    name: 'late-answer-taken-for-new-one',
    mistake:
      'A coordinator whose last request is still open asks again, and takes the late answer for the new one.',
    claim: 'unanswered-is-given-up',
    scopes: [
      { ...inGuest, options: { backups: 2, faults: ['F45'], faultBudget: 1 } },
      { ...inHost, options: { backups: 2, faults: ['F45'], faultBudget: 1, failureScope: 'perVm' } },
    ],
    model: {
      charts: {
        'vm-coordinator': asksWithoutLooking(['askGuestForShadowCopy']),
      },
    },
  },
  {
    name: 'ready-when-asked',
    mistake: 'A coordinator tells the writer that its machine is ready as soon as its guest was asked.',
    claim: 'hung-guest-holds-up',
    scopes: [{ ...inGuest, options: { faults: ['F46'] } }],
    model: {
      charts: {
        'vm-coordinator': asksWithoutLooking(['askGuestForShadowCopy', 'answerReady']),
      },
    },
  },
  {
    name: 'cause-remembered',
    mistake: 'A coordinator still knows in the next backup why the last one failed, and fails by it again.',
    claim: 'retry-succeeds',
    scopes: [
      { ...inGuest, options: { backups: 2, faults: ['F14'], faultBudget: 1 } },
      { ...inHost, options: { backups: 2, faults: ['F13'], faultBudget: 1 } },
    ],
    model: {
      charts: {
        'vm-coordinator': charts['vm-coordinator'].provide({
          actions: { forget: assign({ scsi: false, autoRecovery: true, set: 0, remaining: 0 }) },
        }),
      },
    },
  },
  {
    name: 'copy-kept-mounted',
    mistake:
      'A copy that is brought back stays mounted in the host, so that the next backup need not mount one.',
    claim: 'mount-entries',
    scopes: [{ ...inHost, options: { backups: 2 } }],
    model: {
      charts: {
        'copy-recovery-in-host': edited(charts['copy-recovery-in-host'], {
          dismounting: (state) => {
            state.after = { dismount: { target: 'kept', actions: ['reportRecovered', 'forget'] } };
          },
          '': (chart) => {
            chart.states = {
              ...chart.states,
              kept: { on: { START_RECOVERY: { target: 'mounted.revertIsDue', actions: 'begin' } } },
            };
          },
        }),
      },
    },
  },
  {
    name: 'stopped-service-not-noticed',
    mistake: 'The backup service goes away, and the host takes it for there until it asks.',
    claim: 'lost-service-is-noticed',
    scopes: [
      { ...inGuest, options: { faults: ['F36'] } },
      { ...inHost, options: { faults: ['F35'] } },
    ],
    model: {
      charts: {
        'guest-integration-service': charts['guest-integration-service'].provide({
          actions: { tellHostThatItIsGone: enqueueActions(() => undefined) },
        }),
      },
    },
  },
  {
    name: 'freeze-for-nobody',
    mistake: 'Guest VSS goes on to freeze the applications after the service that asked for it has gone.',
    claim: 'guest-set-has-its-requester',
    scopes: [{ ...inGuest, options: { faults: ['F36'] } }],
    model: {
      charts: {
        'guest-vss': edited(charts['guest-vss'], {
          freezing: (state) => {
            state.on = { ...state.on, DELETE_GUEST_SNAPSHOT_SET: {} };
          },
        }),
      },
    },
  },
  {
    name: 'controller-stays-on',
    mistake: 'A SCSI controller does not notice that its virtual machine was shut down.',
    claim: 'hardware-follows-its-machine',
    scopes: [{ ...inGuest, options: { faults: ['F33'] } }],
    model: {
      charts: {
        'scsi-controller': edited(charts['scsi-controller'], {
          ready: (state) => {
            state.on = { ...state.on, GUEST_STOPPED: { actions: ['reportAllGone', 'disconnectAll'] } };
          },
        }),
      },
    },
  },
];
