/** What the charts of a virtual machine learn of its topology. */
import type { ModelOptions } from './options.ts';
import type { HostRelease, VirtualMachineTopology } from './topology.ts';
import type { RecoveryPlace } from './wiring.ts';

/** From 2012 R2 on copies are recovered in the guest, before that in the host. */
export const recoveryPlaceOf = (hostRelease: HostRelease): RecoveryPlace =>
  hostRelease === '2012R2' ? 'inGuest' : 'inHost';

/** Slots of one SCSI controller (locations 0 to 63). */
export const scsiSlots = 64;

/** What a machine has, whatever state it is in. */
export type MachineHardware = Pick<VirtualMachineTopology, 'vmGeneration' | 'scsiControllers' | 'disks'>;
/** What is so of a machine, whatever it has. */
export type MachineCondition = Omit<VirtualMachineTopology, 'name' | keyof MachineHardware>;

/** A Linux guest takes part from 2012 R2 on; its driver does not load on earlier hosts. */
const guestTakesPart = ({ guest }: MachineCondition, hostRelease: HostRelease): boolean =>
  guest === 'windows' || recoveryPlaceOf(hostRelease) === 'inGuest';

export type Connecting = Pick<ModelOptions, 'olderComponents'>;

/**
 * The backup service runs in the guest and speaks a version of the protocol in which the host answers. The driver of a
 * Linux guest speaks one version only; one that is older than that is as good as none.
 */
const isConnected = (
  { backupServiceRunning, integrationComponents, guest }: MachineCondition,
  { olderComponents }: Connecting,
): boolean =>
  backupServiceRunning &&
  (integrationComponents === 'current' || (guest === 'windows' && olderComponents === 'connected'));

/** Every condition for an online backup; most are about a guest that runs. */
export const isEligible = (
  machine: MachineCondition,
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
const freeSlots = (machine: MachineHardware): readonly number[] =>
  Array.from({ length: machine.scsiControllers }, (_, controller) => {
    const used = machine.disks.filter(
      ({ controllerType, controllerNumber }) => controllerType === 'SCSI' && controllerNumber === controller,
    ).length;
    return Math.min(scsiSlots - used, machine.disks.length);
  });

/** What makes a difference to a backup of the condition of a machine. */
export interface ConditionTraits {
  readonly guest: VirtualMachineTopology['guest'];
  readonly state: 'running' | 'savedByOperator' | 'off';
  readonly eligible: boolean;
  /** The backup service in the guest and the host can speak to each other. */
  readonly connected: boolean;
  /** The guest brings copies back where it is asked to. */
  readonly autoRecovers: boolean;
}

/** What makes a difference to a backup of the hardware of a machine. */
export interface HardwareTraits {
  /** It has IDE controllers. */
  readonly ide: boolean;
  readonly disks: number;
  /** Of each SCSI controller, as far as copies can need them. */
  readonly freeSlots: readonly number[];
}

/** Everything that makes a difference to a backup; machines with equal traits are backed up alike. */
export interface MachineTraits extends ConditionTraits, HardwareTraits {}

export function conditionTraits(
  machine: MachineCondition,
  hostRelease: HostRelease,
  connecting: Connecting,
): ConditionTraits {
  const { guest, running, savedState, integrationComponents } = machine;
  const eligible = isEligible(machine, hostRelease, connecting);
  return {
    guest,
    state: running ? 'running' : savedState ? 'savedByOperator' : 'off',
    eligible,
    connected: isConnected(machine, connecting),
    // Where the machine is not fit for an online backup, or the host recovers, nobody asks it to recover.
    autoRecovers:
      !eligible || recoveryPlaceOf(hostRelease) === 'inHost' || integrationComponents === 'current',
  };
}

export const hardwareTraits = (machine: MachineHardware): HardwareTraits => ({
  ide: machine.vmGeneration === 1,
  disks: machine.disks.length,
  freeSlots: freeSlots(machine),
});

/** The traits of a machine on a host release; see `MachineTraits`. */
export const traitsOf = (
  machine: VirtualMachineTopology,
  hostRelease: HostRelease,
  connecting: Connecting,
): MachineTraits => ({
  ...conditionTraits(machine, hostRelease, connecting),
  ...hardwareTraits(machine),
});
