import type { MachineView } from '../system/index.ts';
import { type Claim, isInGuest } from './claim.ts';
import { isReported, needsScsi } from './situations.ts';

const lacksScsi = ({ disks, machine }: MachineView): boolean => disks.length > 0 && !machine.context.scsi;

export const refusedBeforeAsking: Claim = {
  id: 'refused-before-asking',
  sentence:
    'Where the missing SCSI controller is noticed when the backup is prepared, the guest of a virtual machine without one is never asked for a shadow copy, unless Linux guests are spared.',
  covers: ['S4', 'S20'],
  applies: (scope) => isInGuest(scope) && scope.options.controllerCheck === 'whenPreparing',
  kind: 'never',
  situation: (scope) => (_, machine) =>
    needsScsi(machine, scope) &&
    machine.coordinator.at === 'online.creatingGuestShadowCopy' &&
    lacksScsi(machine),
  premises: {
    'a virtual machine without a controller fails': (_, machine) =>
      lacksScsi(machine) && isReported(machine, 'failed:no-scsi-controller'),
    'the guest of another one is asked': (_, machine) =>
      machine.coordinator.at === 'online.creatingGuestShadowCopy',
  },
};
