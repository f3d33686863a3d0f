import type { FailureCause } from '../../machines/index.ts';
import { canCause, faultCatalogue, type MachineView } from '../system/index.ts';
import { anywhere, type Claim, type ClaimScope } from './claim.ts';

/** What the make-up of a virtual machine can lead to without any fault. */
const ofTopology = new Set<FailureCause>(['no-scsi-controller', 'no-free-slot']);

const isExplained = (cause: FailureCause | 'none', { options }: ClaimScope): boolean => {
  if (cause === 'none') return false;
  if (cause === 'another-virtual-machine-failed') return options.failureScope === 'all';
  return ofTopology.has(cause) || canCause(options.faults, cause);
};

const hasFailed = ({ component }: MachineView): boolean => component.at === 'failed';

const reach = new Map(
  faultCatalogue.flatMap((entry) => entry.causes.map((cause) => [cause, entry.reach] as const)),
);

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
    'a machine has failed by a fault of its own': (_, machine) =>
      hasFailed(machine) && reach.get(machine.component.context.cause as FailureCause) === 'virtualMachine',
    'a machine has failed by a fault of the host': (_, machine) =>
      hasFailed(machine) && reach.get(machine.component.context.cause as FailureCause) === 'host',
    'a machine has failed because another one did': (_, machine) =>
      hasFailed(machine) && machine.component.context.cause === 'another-virtual-machine-failed',
  },
};
