/** Mutants that are right with few virtual machines: the mistake needs several. */
import { type AnyStateMachine, assign } from 'xstate';
import { referenceCharts } from '../system/index.ts';
import { astray } from './answers.ts';
import { edited } from './edit.ts';
import type { Mutant } from './mutant.ts';

const charts = referenceCharts;

/** The writer counts answers itself and knows of two machines. */
const countsToTwo = (): AnyStateMachine => {
  const counting = edited(charts['hyper-v-vss-writer'], {
    '': (chart) => {
      chart.on = { VIRTUAL_MACHINE_ANSWERED: {}, VIRTUAL_MACHINES_ANSWERED: {} };
    },
    stable: (state) => {
      state.on = {
        ...state.on,
        PREPARE_SNAPSHOT: {
          target: 'preparingSnapshot',
          actions: ['forgetAnswers', 'prepareVirtualMachines'],
        },
      };
    },
    preparingSnapshot: (state) => {
      state.on = {
        ...state.on,
        VIRTUAL_MACHINE_ANSWERED: [
          { guard: 'isSecond', target: 'waitingForFreeze', actions: ['reportReady'] },
          { actions: ['countAnswer'] },
        ],
      };
    },
  });
  return counting.provide({
    actions: { forgetAnswers: assign({ answers: 0 }), countAnswer: assign({ answers: 1 }) },
    guards: { isSecond: ({ context }: { context: { answers?: number } }) => context.answers === 1 },
  });
};

export const severalMachinesMutants: readonly Mutant[] = [
  {
    name: 'copies-swapped',
    mistake: 'For each virtual machine, the host recovers the copy of the one after it.',
    claim: 'consistent-2012',
    scopes: [{ hostRelease: '2012', machines: 2, disks: 1, backupServiceRunning: false }],
    model: {
      rewire: (wires) =>
        astray(
          astray(wires, 'copy-recovery-in-host', 'virtual-hard-disk', 'REVERT_COPY'),
          'virtual-hard-disk',
          'copy-recovery-in-host',
          'COPY_REVERTED',
        ),
    },
  },
  {
    name: 'counter-forgets-machine',
    mistake: 'The writer counts the answers of virtual machines itself, and forgets the third.',
    claim: 'barrier',
    scopes: [{ hostRelease: '2012R2', machines: 3, disks: 1 }],
    model: {
      charts: { 'hyper-v-vss-writer': countsToTwo() },
      rewire: (wires) => [
        ...wires,
        {
          from: 'vm-coordinator',
          messages: ['VIRTUAL_MACHINE_ANSWERED'],
          to: 'hyper-v-vss-writer',
          reach: 'hub',
        },
      ],
    },
  },
];
