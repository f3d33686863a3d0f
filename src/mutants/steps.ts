/** Mutants that leave out a step of the flow, or take it at the wrong time. */
import { emit } from 'xstate';
import { referenceCharts } from '../system/index.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;
const inGuest = { hostRelease: '2012R2', machines: 1, disks: 1 } as const;
const inHost = { hostRelease: '2012', machines: 1, disks: 1 } as const;

const recoverySkipped = edited(charts['vm-coordinator'], {
  'online.confirmed': (state) => {
    state.on = { ...state.on, RECOVER_VIRTUAL_MACHINE: { target: 'recovered', actions: 'answerReady' } };
  },
});

const guestNotAsked = edited(charts['vm-coordinator'], {
  'online.selected': (state) => {
    state.on = { PREPARE_VIRTUAL_MACHINE: { target: 'confirmed', actions: 'answerReady' } };
  },
});

export const stepMutants: readonly Mutant[] = [
  {
    name: 'machines-not-asked-for',
    mistake: 'The backup application goes on without having added any virtual machine (step 1 left out).',
    claim: 'barrier',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'backup-application': edited(charts['backup-application'], {
          gatheringMetadata: (state) => {
            state.on = {
              WRITER_METADATA_GATHERED: { target: 'preparingBackup', actions: 'startSnapshotSet' },
            };
          },
        }),
      },
    },
  },
  {
    name: 'guest-not-asked',
    mistake: 'The coordinator confirms its virtual machine without asking the guest (step 2 left out).',
    claim: 'barrier',
    scopes: [inGuest],
    model: { charts: { 'vm-coordinator': guestNotAsked } },
  },
  {
    name: 'guest-not-asked-2012',
    mistake: 'The same before 2012 R2: nothing lies in the copy that it could be reverted to.',
    claim: 'consistent-2012',
    scopes: [inHost],
    model: { charts: { 'vm-coordinator': guestNotAsked } },
  },
  {
    name: 'guest-vss-not-asked',
    mistake: 'The integration service confirms without a shadow copy made by guest VSS (step 3 left out).',
    claim: 'barrier',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'guest-integration-service': edited(charts['guest-integration-service'], {
          idle: (state) => {
            state.on = {
              ...state.on,
              CREATE_GUEST_SHADOW_COPY: { target: 'inBackup', actions: 'reportCreated' },
            };
          },
        }),
      },
    },
  },
  {
    name: 'commit-before-all-confirmed',
    mistake: 'The writer lets the host go on before every virtual machine has confirmed (step 4 left out).',
    claim: 'barrier',
    scopes: [inGuest, { ...inHost, machines: 2 }],
    model: {
      charts: {
        'hyper-v-vss-writer': edited(charts['hyper-v-vss-writer'], {
          stable: (state) => {
            state.on = {
              ...state.on,
              PREPARE_SNAPSHOT: {
                target: 'waitingForFreeze',
                actions: ['prepareVirtualMachines', 'reportReady'],
              },
            };
          },
        }),
      },
    },
  },
  {
    name: 'recovery-skipped',
    mistake: 'Copies are handed over as the host has taken them (step 5 left out).',
    claim: 'consistent-2012r2',
    scopes: [inGuest],
    model: { charts: { 'vm-coordinator': recoverySkipped } },
  },
  {
    name: 'recovery-skipped-2012',
    mistake: 'The same before 2012 R2.',
    claim: 'consistent-2012',
    scopes: [inHost],
    model: { charts: { 'vm-coordinator': recoverySkipped } },
  },
  {
    name: 'recovers-earlier-backup',
    mistake: 'Copies are looked for in the first shadow copy set that there is (step 5.1 wrong).',
    claim: 'own-backup-only',
    scopes: [{ ...inGuest, options: { backups: 2, persistentShadowCopies: true } }],
    model: {
      charts: {
        'vm-coordinator': charts['vm-coordinator'].provide({
          actions: {
            startFirstCopies: emit({ type: 'START_RECOVERY' as const, set: 1, disk: 0 }),
          },
        }),
      },
    },
  },
  {
    name: 'mount-skipped',
    mistake: 'The host works on a copy that it has not mounted (step 5.2 left out, before 2012 R2).',
    claim: 'nesting',
    scopes: [inHost],
    model: {
      charts: {
        'copy-recovery-in-host': edited(charts['copy-recovery-in-host'], {
          idle: (state) => {
            state.on = { START_RECOVERY: { target: 'mounted', actions: 'begin' } };
          },
        }),
      },
    },
  },
  {
    name: 'connect-skipped',
    mistake: 'The guest is told to recover a copy that was not connected (step 5.2 left out).',
    claim: 'nesting',
    scopes: [inGuest],
    model: {
      charts: {
        'copy-recovery-in-guest': edited(charts['copy-recovery-in-guest'], {
          idle: (state) => {
            state.on = { START_RECOVERY: { target: 'recovering', actions: ['begin', 'tellGuestToRecover'] } };
          },
        }),
      },
    },
  },
  {
    name: 'revert-skipped',
    mistake: 'The guest says that it has recovered a copy and has not (step 5.3 left out).',
    claim: 'consistent-2012r2',
    scopes: [inGuest],
    model: {
      charts: {
        'guest-integration-service': edited(charts['guest-integration-service'], {
          recovering: (state) => {
            state.after = { guestRevert: { target: 'inBackup', actions: ['reportRecovered', 'dropWanted'] } };
          },
        }),
      },
    },
  },
  {
    name: 'revert-skipped-2012',
    mistake: 'The host dismounts a copy without having reverted it (step 5.3 left out, before 2012 R2).',
    claim: 'consistent-2012',
    scopes: [inHost],
    model: {
      charts: {
        'copy-recovery-in-host': edited(charts['copy-recovery-in-host'], {
          'mounted.revertIsDue': (state) => {
            state.after = { hostRevert: { target: '#copyRecoveryInHost.dismounting' } };
          },
        }),
      },
    },
  },
  {
    name: 'copy-left-connected',
    mistake: 'A recovered copy stays connected to its virtual machine (step 5.4 left out).',
    claim: 'clean-end',
    scopes: [inGuest],
    model: {
      charts: {
        'copy-recovery-in-guest': edited(charts['copy-recovery-in-guest'], {
          recovering: (state) => {
            state.on = {
              ...state.on,
              AUTO_RECOVERED: { target: 'idle', actions: ['reportRecovered', 'forget'] },
            };
          },
        }),
      },
    },
  },
  {
    name: 'copy-left-mounted',
    mistake: 'A recovered copy stays mounted in the host (step 5.4 left out, before 2012 R2).',
    claim: 'mounts-2012',
    scopes: [inHost],
    model: {
      charts: {
        'copy-recovery-in-host': edited(charts['copy-recovery-in-host'], {
          'mounted.reverting': (state) => {
            state.on = {
              ...state.on,
              COPY_REVERTED: { target: '#copyRecoveryInHost.idle', actions: ['reportRecovered', 'forget'] },
            };
          },
        }),
      },
    },
  },
  {
    name: 'reports-before-disconnect',
    mistake: 'A copy is reported as recovered while it is still being disconnected.',
    claim: 'nesting',
    scopes: [inGuest],
    model: {
      charts: {
        'copy-recovery-in-guest': edited(charts['copy-recovery-in-guest'], {
          recovering: (state) => {
            state.on = {
              ...state.on,
              AUTO_RECOVERED: { target: 'disconnecting', actions: ['hotRemove', 'reportRecovered'] },
            };
          },
          disconnecting: (state) => {
            state.on = { DISK_DISCONNECTED: { target: 'idle', actions: 'forget' } };
          },
        }),
      },
    },
  },
  {
    name: 'post-snapshot-not-awaited',
    mistake: 'The writer tells VSS that it is complete before its copies are recovered (step 5.5 too early).',
    claim: 'nesting',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'hyper-v-vss-writer': edited(charts['hyper-v-vss-writer'], {
          waitingForPostSnapshot: (state) => {
            state.on = {
              POST_SNAPSHOT: {
                target: 'waitingForBackupComplete',
                actions: ['recoverVirtualMachines', 'reportReady'],
              },
            };
          },
        }),
      },
    },
  },
  {
    name: 'recovers-before-commit',
    mistake: 'Recovery starts as soon as the guest has confirmed, before the host’s shadow copy.',
    claim: 'nesting',
    scopes: [inGuest, inHost],
    model: {
      charts: {
        'vm-coordinator': edited(charts['vm-coordinator'], {
          'online.creatingGuestShadowCopy': (state) => {
            state.on = {
              ...state.on,
              GUEST_SHADOW_COPY_CREATED: {
                target: 'confirmed',
                actions: ['answerReady', 'startFirstCopies'],
              },
            };
          },
        }),
      },
    },
  },
];
