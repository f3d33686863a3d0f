import type { Claim } from './claim.ts';
import type { Uptime } from './observers/uptime.ts';
import { isReported } from './situations.ts';

export const noDowntime: Claim = {
  id: 'no-downtime',
  sentence:
    'A virtual machine that is reported as backed up online ran all the time, unless somebody else stopped it.',
  covers: ['S1'],
  applies: ({ options: { operatorRemovesScsi, faults } }) =>
    !operatorRemovesScsi && !faults.includes('F32') && !faults.includes('F33'),
  kind: 'never',
  situation: () => (_, machine) =>
    isReported(machine, 'online') && (machine.observed.uptime as Uptime).stoodStill,
  premises: {
    'a machine is reported as backed up online': (_, machine) => isReported(machine, 'online'),
    'another one had downtime': (_, machine) =>
      isReported(machine, 'saved') && (machine.observed.uptime as Uptime).stoodStill,
  },
};
