import { type MachineView, outcomeOf } from '../system/index.ts';
import { type Claim, type ClaimScope, isInGuest, type Situation } from './claim.ts';
import {
  filesAreRead,
  isLinux,
  isOnlineCandidate,
  isReported,
  isTooOldToRecover,
  isUndisturbed,
  needsScsi,
} from './situations.ts';

/** It was chosen for an online backup and has disks, but no SCSI controller now. */
const lacksScsi = (machine: MachineView): boolean =>
  machine.component.context.method === 'online' && machine.disks.length > 0 && !machine.machine.context.scsi;

/** One free slot is enough for copies in sequence; copies in parallel need one each; a Linux guest needs none. */
const hasEnoughSlots = (machine: MachineView, { options }: ClaimScope): boolean => {
  if (isLinux(machine)) return true;
  const free = machine.initially.freeSlots.reduce((sum, slots) => sum + slots, 0);
  return free >= (options.diskOrder === 'parallel' ? machine.disks.length : 1);
};

/** (a) It lacks a SCSI controller, and is reported as online or does not end as failed. */
const survivesWithout: Situation = (host, machine) =>
  filesAreRead(host) && lacksScsi(machine) && !outcomeOf(machine)?.startsWith('failed:');

/** (b) A missing controller is blamed though one is there. */
const blamedThoughThere: Situation = (_, machine) =>
  isReported(machine, 'failed:no-scsi-controller') && machine.machine.context.scsi;

export const failsExactlyWithoutScsi: Claim = {
  id: 'fails-exactly-without-scsi',
  sentence:
    'On 2012 R2: (a) a running virtual machine that is fit for an online backup and has a disk but no SCSI controller never ends online and ends failed, whatever its guest answers and under every option, unless Linux guests are spared; (b) a missing SCSI controller is reported only for a machine that has none; (c) without faults and with failure scope per machine, such a machine with a controller and enough free slots never fails, unless its integration components are too old to recover copies.',
  covers: ['S4', 'S18', 'S19', 'S20'],
  applies: isInGuest,
  kind: 'never',
  situation: (scope) => {
    const neverFails = isUndisturbed(scope) && scope.options.failureScope === 'perVm';
    return (host, machine) =>
      (needsScsi(machine, scope) && survivesWithout(host, machine)) ||
      blamedThoughThere(host, machine) ||
      (neverFails &&
        isOnlineCandidate(machine) &&
        machine.machine.context.scsi &&
        hasEnoughSlots(machine, scope) &&
        !isTooOldToRecover(machine) &&
        machine.component.at === 'failed');
  },
  premises: {
    'a machine without a SCSI controller fails for it': (host, machine) =>
      filesAreRead(host) && lacksScsi(machine) && isReported(machine, 'failed:no-scsi-controller'),
    'a machine with an empty SCSI controller ends online': (host, machine) =>
      filesAreRead(host) &&
      isReported(machine, 'online') &&
      machine.initially.freeSlots.some((slots) => slots === machine.disks.length),
    'a machine without disks ends online without a SCSI controller': (host, machine) =>
      filesAreRead(host) &&
      isReported(machine, 'online') &&
      machine.disks.length === 0 &&
      !machine.machine.context.scsi,
  },
};
