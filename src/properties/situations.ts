/** Situations that several claims speak of. */
import type { FailureCause } from '../../machines/index.ts';
import { copiesOf, type HostView, type MachineView, outcomeOf } from '../system/index.ts';
import type { ClaimScope, Situation } from './claim.ts';

/** The copies that the requester was given. */
export const handedOver = (machine: MachineView) => copiesOf(machine, machine.component.context.set);

export const isReported = (machine: MachineView, outcome: string): boolean => outcomeOf(machine) === outcome;

/** The requester has read all files and has not let go of the shadow copy set. */
export const isHandOverDone = (host: HostView): boolean =>
  host.requester.at === 'completing' || host.requester.at === 'checkingCompletion';

/** Of a virtual machine with disks, the requester has what it was given, and reports this outcome. */
export const handedOverAs =
  (outcome: string): Situation =>
  (host, machine) =>
    isHandOverDone(host) && isReported(machine, outcome) && machine.disks.length > 0;

/** The guest had made a shadow copy for itself after that of the backup when the host took its copy. */
export const hasNewerShadowCopy = (machine: MachineView): boolean =>
  handedOver(machine).some((copy) => copy !== undefined && copy.carriedPrevious !== null);

/** A copy of this disk is left where it was mounted or connected, or its recovery disk is. */
export const isLeftOver = ({ recoveries }: MachineView, disk: number): boolean =>
  recoveries[disk]?.at === 'stuck' || recoveries[disk]?.at === 'leftBehind';

export const hasLeftovers = (machine: MachineView): boolean =>
  machine.disks.some((_, disk) => isLeftOver(machine, disk));

/** Everything that a backup does has been done. */
export const isOver = (host: HostView): boolean => host.requester.at === 'finished';

/** No backup is under way: none was started yet, or the last one is over. */
export const isBetweenBackups = (host: HostView): boolean => host.requester.at === 'idle' || isOver(host);

/** A backup may be held up for good: a request is lost, or nobody answers and the host has no limit for that. */
export const canBeHeldUp = ({ options }: ClaimScope): boolean =>
  options.faults.includes('F41') ||
  (options.faults.includes('F46') && (!options.faults.includes('F45') || options.guestReplyLimit === 'none'));

/** A request to its guest was given up, and the guest may still be at it. */
export const isUnanswered = ({ coordinator }: MachineView): boolean => coordinator.context.unanswered;

/** Whether it has a Linux guest. */
export const isLinux = ({ driver }: MachineView): boolean => driver !== null;

/** A Linux guest, into which no copy is connected, may be spared the check for a SCSI controller. */
export const needsScsi = (machine: MachineView, { options }: ClaimScope): boolean =>
  !isLinux(machine) || options.linuxControllerCheck === 'applies';

/** Its guest has Windows with integration components that know nothing of the recovery of copies. */
export const isTooOldToRecover = ({ service, initially }: MachineView): boolean =>
  service !== null && !initially.autoRecovers;

/** The machine does not run on this host. */
export const isDown = ({ machine }: MachineView): boolean =>
  machine.at === 'off' || machine.at === 'savedByOperator' || machine.at === 'movedAway';

/** The file systems of its guest are frozen below the applications. */
export const hasFrozenFileSystems = ({ workload }: MachineView): boolean =>
  workload.at === 'blocked' || workload.at === 'suspendedWhileBlocked';

/** The daemon of a Linux guest was ended while it had file systems frozen: nobody thaws them. */
export const isLeftFrozen = (machine: MachineView): boolean =>
  hasFrozenFileSystems(machine) && machine.daemon?.at === 'notRunning';

/** What the make-up of a virtual machine can lead to without any fault. */
export const causesOfTopology: ReadonlySet<string> = new Set<FailureCause>([
  'no-scsi-controller',
  'no-free-slot',
  'integration-components-too-old',
]);

/** The virtual machine's backup has failed for this reason. */
export const hasFailedBy =
  (cause: FailureCause): Situation =>
  (_, machine) =>
    isReported(machine, `failed:${cause}`);

/** Of the current backup, the requester has read all that it will read. */
export const filesAreRead = (host: HostView): boolean => isHandOverDone(host) || isOver(host);

export const allIsOver: Situation = (host) => isOver(host);

/** It runs, is fit for an online backup, and has something to back up. */
export const isOnlineCandidate = (machine: MachineView): boolean =>
  machine.initially.state === 'running' && machine.initially.eligible && machine.disks.length > 0;

/** No fault is enabled, nobody interferes, and a failed machine fails alone. */
export const isUndisturbed = ({ options }: ClaimScope): boolean =>
  options.faults.length === 0 && !options.operatorRemovesScsi;

/** Every copy of this set that host VSS has taken, by disk. */
export const currentCopies = (host: HostView, machine: MachineView) =>
  copiesOf(machine, host.vss.context.set);
