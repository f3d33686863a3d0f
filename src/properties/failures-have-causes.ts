import type { FailureCause } from '../../machines/index.ts';
import { canCause, faultCatalogue, type MachineView } from '../system/index.ts';
import { anywhere, type Claim, type ClaimScope } from './claim.ts';
import { causesOfTopology, hasFailedBy } from './situations.ts';

const isExplained = (cause: FailureCause | 'none', { options }: ClaimScope): boolean => {
  if (cause === 'none') return false;
  if (cause === 'another-virtual-machine-failed') return options.failureScope === 'all';
  return causesOfTopology.has(cause) || canCause(options.faults, cause);
};

const hasFailed = ({ component }: MachineView): boolean => component.at === 'failed';

/** Causes that some fault has in the model, or that follow from another failure. */
const known = new Set<FailureCause>([
  'another-virtual-machine-failed',
  ...faultCatalogue
    .filter(({ happening }) => happening.kind !== 'notModelled')
    .flatMap(({ causes }) => causes),
]);

export const failuresHaveCauses: Claim = {
  id: 'failures-have-causes',
  sentence:
    'Every failure is reported with its cause, and a cause is reported only where a fault that leads to it is switched on, or the virtual machine is made up so: without the fault this failure cannot be reached.',
  covers: ['S12', 'S20'],
  applies: anywhere,
  kind: 'never',
  situation: (scope) => (_, machine) =>
    hasFailed(machine) && !isExplained(machine.component.context.cause, scope),
  premises: {
    ...Object.fromEntries([...known].map((cause) => [`a machine has failed: ${cause}`, hasFailedBy(cause)])),
    'a volume of a machine that was to be backed up online is left out': (_, machine) =>
      machine.coordinator.at === 'online.withoutVolume',
    'a volume of a machine that was to be saved is left out': (_, machine) =>
      machine.coordinator.at === 'savedState.withoutVolume',
  },
};
