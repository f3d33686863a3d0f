import type { HostView, MachineView } from '../system/index.ts';
import { anywhere, type Claim, type ClaimScope } from './claim.ts';
import { isDown } from './situations.ts';

const ranAtFirst = ({ initially }: MachineView): boolean => initially.state === 'running';

/** A controller is off while its machine runs, on while it is down, or gone and not gone. */
const isControllerAstray = (given: MachineView): boolean =>
  given.controllers.some(
    ({ at }) =>
      (at === 'removed') === given.machine.context.scsi ||
      (at === 'machineOff' && !isDown(given)) ||
      (ranAtFirst(given) && isDown(given) && at !== 'machineOff' && at !== 'removed'),
  );

/** The guest's applications run in a machine that does not, or the other way round. */
const isGuestAstray = (given: MachineView): boolean =>
  isDown(given) !== (given.workload.at === 'down') && given.machine.at !== 'saved';

const wasStopped = (given: MachineView): boolean => ranAtFirst(given) && isDown(given);

/** It was stopped, and nobody could have been the one who did it. */
const isStoppedInVain = ({ options }: ClaimScope, given: MachineView): boolean => {
  const byItsOperator =
    options.operatorRemovesScsi ||
    (options.operatorDuringBackup === 'allowed' && options.faults.includes('F32'));
  const fromInside = options.faults.includes('F33') && given.machine.at === 'off';
  return wasStopped(given) && !byItsOperator && !fromInside;
};

const isStruck = ({ observed }: MachineView): boolean =>
  (observed.struck as { readonly byFault: boolean }).byFault;

export const hardwareFollowsItsMachine: Claim = {
  id: 'hardware-follows-its-machine',
  sentence:
    'A virtual machine goes down only by a fault or by its operator, who is refused during a backup where that is the rule; its guest and its SCSI controllers are on while it runs, off while it is down, and stay so when they are removed.',
  covers: ['S1', 'S18', 'S19'],
  applies: anywhere,
  kind: 'never',
  situation: (scope) => (_: HostView, machine) =>
    isControllerAstray(machine) || isGuestAstray(machine) || isStoppedInVain(scope, machine),
  premises: {
    'a machine is off': (_, machine) => wasStopped(machine) && machine.machine.at === 'off',
    'a machine is saved by its operator': (_, machine) =>
      wasStopped(machine) && machine.machine.at === 'savedByOperator',
    'a machine is moved away': (_, machine) => wasStopped(machine) && machine.machine.at === 'movedAway',
    'a machine has lost its controllers and runs again': (_, machine) =>
      machine.initially.scsi && !machine.machine.context.scsi && machine.machine.at === 'running',
    'a machine is shut down from inside, which nobody can refuse': (_, machine) =>
      wasStopped(machine) && machine.machine.context.interference === 'refused',
    'its operator is refused': (_, machine) =>
      machine.machine.context.interference === 'refused' &&
      isStruck(machine) &&
      machine.machine.at === 'running',
  },
};
