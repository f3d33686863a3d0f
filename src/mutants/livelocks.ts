/**
 * Mutants that go on for ever without getting on. The end can still be reached from every state, so only
 * claims about fair runs see them.
 */
import { assign } from 'xstate';
import { referenceCharts } from '../system/index.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;
const inGuest = { hostRelease: '2012R2', machines: 1, disks: 1 } as const;
const inHost = { hostRelease: '2012', machines: 1, disks: 1 } as const;

/** Applications at rest are given time to write once more; if they do, coming to rest begins anew. */
const restsAfterLastWrite = edited(charts['guest-workload'], {
  comingToRest: (state) => {
    state.after = { applicationsComeToRest: 'listening' };
  },
  '': (chart) => {
    chart.states = {
      ...chart.states,
      listening: {
        on: { WRITE_NOW: { target: 'comingToRest', actions: 'writeAll' } },
        after: { applicationsComeToRest: { target: 'frozen', actions: 'reportFrozen' } },
      },
    };
  },
});

export const livelockMutants: readonly Mutant[] = [
  {
    name: 'freeze-put-off-while-guest-writes',
    mistake: 'Applications come to rest only when nothing is written any more: a busy guest never does.',
    claim: 'every-backup-ends',
    scopes: [inGuest, inHost, { ...inGuest, machines: 2 }],
    model: { charts: { 'guest-workload': restsAfterLastWrite } },
  },
  {
    name: 'recovery-tried-again-for-ever',
    mistake: 'A guest that could not recover a connected copy is told to try again, however often it fails.',
    claim: 'every-connection-ends',
    scopes: [{ ...inGuest, options: { faults: ['F14'] } }],
    model: {
      charts: {
        'copy-recovery-in-guest': edited(charts['copy-recovery-in-guest'], {
          recovering: (state) => {
            state.on = { ...state.on, AUTO_RECOVER_FAILED: { actions: 'tellGuestToRecover' } };
          },
        }),
      },
    },
  },
  {
    name: 'mount-tried-again-for-ever',
    mistake: 'A copy that could not be brought back is dismounted and mounted again, however often it fails.',
    claim: 'every-backup-ends',
    scopes: [{ ...inHost, options: { faults: ['F14'] } }],
    model: {
      charts: {
        'copy-recovery-in-host': edited(charts['copy-recovery-in-host'], {
          dismounting: (state) => {
            state.after = {
              dismount: [
                { guard: 'revertFailed', target: 'mounting', actions: 'reportDismounted' },
                { target: 'idle', actions: ['reportDismounted', 'reportRecovered', 'forget'] },
              ],
            };
          },
          mounting: (state) => {
            state.after = { mount: { target: 'mounted', actions: ['forgetFailure', 'reportMounted'] } };
          },
        }).provide({ actions: { forgetFailure: assign({ cause: 'none' }) } }),
      },
    },
  },
  {
    name: 'commit-tried-again-in-the-freeze',
    mistake: 'When the freeze window is over, guest VSS begins its commit anew instead of thawing.',
    claim: 'no-guest-stays-frozen',
    scopes: [
      { ...inGuest, options: { faults: ['F8'] } },
      { ...inHost, options: { faults: ['F8'] } },
    ],
    model: {
      charts: {
        'guest-vss': edited(charts['guest-vss'], {
          committing: (state) => {
            state.after = { ...state.after, freezeWindow: 'preparingAgain' };
          },
          '': (chart) => {
            chart.states = {
              ...chart.states,
              preparingAgain: { after: { guestPreparation: 'committing' } },
            };
          },
        }),
      },
    },
  },
  {
    name: 'guest-never-thaws',
    mistake: 'Guest VSS has its shadow copy and leaves the applications frozen.',
    claim: 'no-guest-stays-frozen',
    scopes: [inGuest, { ...inHost, machines: 2 }],
    model: {
      charts: {
        'guest-vss': edited(charts['guest-vss'], {
          thawing: (state) => {
            state.after = { guestThaw: { target: 'created', actions: 'reportCreated' } };
          },
        }),
      },
    },
  },
];
