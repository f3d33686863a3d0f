/**
 * Families of few and small scopes, each for what happens only where certain things come together: what else is
 * explored by default has one of them at a time. Faults are counted, so nothing is proved beyond what is explored.
 */
import { usual } from './machines.ts';
import type { Family } from './scope.ts';

export const narrow: readonly Family[] = [
  {
    // Actors at rest from the start, and what becomes of them when their machine is stopped and started.
    name: 'one machine of another kind',
    plain: [
      'off',
      'of VM generation 2',
      'Linux, without its daemon',
      'Linux, off',
      'Linux, without its driver',
    ],
    machines: 1,
    disks: [1],
    options: [{ faults: ['F32', 'F34'], faultBudget: 2 }],
  },
  {
    // A machine whose turn to recover has not come when the service is restarted.
    name: 'two machines, one at a time, two faults',
    plain: ['as created', 'without its backup service', 'off'],
    ordered: true,
    machines: 2,
    disks: [1],
    options: [{ virtualMachineOrder: 'oneAtATime', faults: ['F20', 'F31'], faultBudget: 2 }],
  },
  {
    // One copy of a machine fails while another is under way.
    name: 'one machine with two disks in parallel, two faults',
    plain: ['as created'],
    machines: 1,
    disks: [2],
    options: [{ diskOrder: 'parallel', faults: ['F15', 'F23', 'F31', 'F34', 'F43'], faultBudget: 2 }],
  },
  {
    // A copy is taken from a guest that is too slow, while another is still to be brought back.
    name: 'one machine with two disks in parallel, a slow guest',
    plain: ['as created'],
    machines: 1,
    disks: [2],
    options: [{ diskOrder: 'parallel', faults: ['F45'], faultBudget: 1 }],
  },
  {
    // What a service that hangs still hears, and how the host is rid of it where it waits without limit.
    name: 'one machine whose guest hangs, two faults',
    plain: ['as created'],
    machines: 1,
    disks: [1],
    options: [{ faults: ['F7', 'F33', 'F46'], faultBudget: 2 }],
  },
  {
    // A request that the driver of a Linux guest has lost, and how it is rid of it.
    name: 'one machine that has lost a request',
    plain: ['Linux'],
    machines: 1,
    disks: [1],
    options: [{ faults: ['F33', 'F35', 'F36', 'F41'], faultBudget: 2 }],
  },
  {
    // An operator who gets no further before a backup starts goes on after it, with a machine that is off.
    name: 'one machine, three backups',
    plain: ['as created', 'without its backup service'],
    machines: 1,
    disks: [1],
    options: [{ backups: 3, operatorRemovesScsi: true, faults: ['F31', 'F33'], faultBudget: 1 }],
  },
  {
    // The second backup meets what the first has left by two faults, or what it was selected for and never came to.
    name: 'one machine, two backups, some faults',
    plain: [...usual, 'off'],
    machines: 1,
    disks: [1],
    options: [{ backups: 2, faults: ['F20', 'F25', 'F26', 'F29', 'F35', 'F36'], faultBudget: 2 }],
  },
];
