import { consistencyOf, type MachineView, outcomeOf } from '../system/index.ts';
import { type Claim, isInGuest } from './claim.ts';
import { handedOver, isUndisturbed } from './situations.ts';

/** How a backup ended for one virtual machine: what was reported, and what its copies hold. */
export const ending = (machine: MachineView): string => {
  const copies = handedOver(machine);
  return `${outcomeOf(machine)}, copies ${copies.length === 0 ? 'none' : consistencyOf(copies)}`;
};

export const isolation: Claim = {
  id: 'isolation',
  sentence:
    'On 2012 R2, with failure scope per machine and without faults, giving or taking one virtual machine’s SCSI controllers leaves the possible outcomes and copies of every other machine the same.',
  covers: ['S20'],
  applies: (scope) => isInGuest(scope) && isUndisturbed(scope) && scope.options.failureScope === 'perVm',
  kind: 'same',
  situation: () => () => false,
  premises: {
    'a machine fails for want of a SCSI controller': (_, machine) =>
      outcomeOf(machine) === 'failed:no-scsi-controller',
    'a machine is backed up online': (_, machine) => outcomeOf(machine) === 'online',
  },
};
