/** What the charts of a virtual machine learn of its topology. */
import type { ModelOptions } from './options.ts';
import type { HostRelease, VirtualMachineTopology } from './topology.ts';
import type { RecoveryPlace } from './wiring.ts';

/** From 2012 R2 on copies are recovered in the guest, before that in the host. */
export const recoveryPlaceOf = (hostRelease: HostRelease): RecoveryPlace =>
  hostRelease === '2012R2' ? 'inGuest' : 'inHost';

/** Slots of one SCSI controller (locations 0 to 63). */
export const scsiSlots = 64;

/** A Linux guest takes part from 2012 R2 on; its driver does not load on earlier hosts. */
const guestTakesPart = ({ guest }: VirtualMachineTopology, hostRelease: HostRelease): boolean =>
  guest === 'windows' || recoveryPlaceOf(hostRelease) === 'inGuest';

export type Connecting = Pick<ModelOptions, 'olderComponents'>;

/**
 * The backup service runs in the guest and speaks a version of the protocol in which the host answers. The driver of a
 * Linux guest speaks one version only; one that is older than that is as good as none.
 */
const isConnected = (
  { backupServiceRunning, integrationComponents, guest }: VirtualMachineTopology,
  { olderComponents }: Connecting,
): boolean =>
  backupServiceRunning &&
  (integrationComponents === 'current' || (guest === 'windows' && olderComponents === 'connected'));

/** Every condition for an online backup; most are about a guest that runs. */
export const isEligible = (
  machine: VirtualMachineTopology,
  hostRelease: HostRelease,
  connecting: Connecting,
): boolean =>
  guestTakesPart(machine, hostRelease) &&
  machine.running &&
  isConnected(machine, connecting) &&
  machine.snapshotFilesOnDiskVolume &&
  machine.basicDisksOnly &&
  machine.fileSystemsSupportShadowCopies &&
  machine.shadowStorageOnSameVolume &&
  machine.clusterResourceOnline &&
  !machine.scopedSnapshots;

/** Free slots of each SCSI controller; more than there can be copies make no difference. */
export const freeSlots = (machine: VirtualMachineTopology): readonly number[] =>
  Array.from({ length: machine.scsiControllers }, (_, controller) => {
    const used = machine.disks.filter(
      ({ controllerType, controllerNumber }) => controllerType === 'SCSI' && controllerNumber === controller,
    ).length;
    return Math.min(scsiSlots - used, machine.disks.length);
  });

/** Everything that makes a difference to a backup; machines with equal traits are backed up alike. */
export interface MachineTraits {
  readonly guest: VirtualMachineTopology['guest'];
  readonly state: 'running' | 'savedByOperator' | 'off';
  readonly eligible: boolean;
  /** The backup service in the guest and the host can speak to each other. */
  readonly connected: boolean;
  /** The guest brings copies back where it is asked to. */
  readonly autoRecovers: boolean;
  /** It has IDE controllers. */
  readonly ide: boolean;
  readonly disks: number;
  /** Of each SCSI controller; see `freeSlots`. */
  readonly freeSlots: readonly number[];
}

/** The traits of a machine on a host release; see `MachineTraits`. */
export function traitsOf(
  machine: VirtualMachineTopology,
  hostRelease: HostRelease,
  connecting: Connecting,
): MachineTraits {
  const { guest, running, savedState, vmGeneration, integrationComponents, disks } = machine;
  const eligible = isEligible(machine, hostRelease, connecting);
  return {
    guest,
    state: running ? 'running' : savedState ? 'savedByOperator' : 'off',
    eligible,
    connected: isConnected(machine, connecting),
    // Where the machine is not fit for an online backup, or the host recovers, nobody asks it to recover.
    autoRecovers:
      !eligible || recoveryPlaceOf(hostRelease) === 'inHost' || integrationComponents === 'current',
    ide: vmGeneration === 1,
    disks: disks.length,
    freeSlots: freeSlots(machine),
  };
}
