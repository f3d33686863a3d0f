import { faultCatalogue, type HostView, type MachineView } from '../system/index.ts';
import type { Claim } from './claim.ts';
import type { Struck } from './observers/struck.ts';
import { causesOfTopology, filesAreRead, isReported } from './situations.ts';

const ofOneMachine = new Set<string>(
  faultCatalogue.filter(({ reach }) => reach === 'virtualMachine').flatMap(({ causes }) => causes),
);
const ofTheHost = new Set<string>(
  faultCatalogue.filter(({ reach }) => reach === 'host').flatMap(({ causes }) => causes),
);

const isStruck = ({ observed }: MachineView): boolean => (observed.struck as Struck).byFault;

const isFailedByFault = ({ component }: MachineView): boolean =>
  component.at === 'failed' && !causesOfTopology.has(component.context.cause);

/** Its cause is a fault of one machine, and of no host. */
const isBlamedOnAMachine = (machine: MachineView): boolean =>
  isFailedByFault(machine) &&
  !ofTheHost.has(machine.component.context.cause) &&
  (ofOneMachine.has(machine.component.context.cause) ||
    machine.component.context.cause === 'another-virtual-machine-failed');

export const oneFailsAlone: Claim = {
  id: 'one-fails-alone',
  sentence:
    'Where failures are kept to the machine, a virtual machine that no fault has struck never fails because of a fault of another one.',
  covers: ['S20'],
  applies: ({ options }) => options.failureScope === 'perVm',
  kind: 'never',
  situation: () => (_, machine) => !isStruck(machine) && isBlamedOnAMachine(machine),
  premises: {
    'a machine that was struck fails': (_, machine) => isStruck(machine) && isBlamedOnAMachine(machine),
    'a machine that was not struck is backed up online': (host, machine) =>
      filesAreRead(host) && !isStruck(machine) && isReported(machine, 'online'),
  },
};

const isRead = ({ requester }: HostView): boolean =>
  requester.at === 'copyingFiles' || requester.at === 'completing' || requester.at === 'checkingCompletion';

export const allFailTogether: Claim = {
  id: 'all-fail-together',
  sentence: 'Where one failure is to fail all, nothing is read when a virtual machine has failed.',
  covers: ['S6'],
  applies: ({ options }) => options.failureScope === 'all',
  kind: 'never',
  situation: () => (host, machine) => isRead(host) && machine.component.at === 'failed',
  premises: {
    'a machine that was not struck fails with another one': (_, machine) =>
      !isStruck(machine) && isReported(machine, 'failed:another-virtual-machine-failed'),
    'files are read of machines that have not failed': (host) => isRead(host),
  },
};
