/** Virtual machines that are explored by name, beside those of all shapes. */
import {
  type HostRelease,
  type RecoveryPlace,
  recoveryPlaceOf,
  type Topology,
  type VirtualMachineTopology,
} from '../../system/index.ts';
import type { Shape } from '../shapes.ts';

/** Two IDE controllers have two places each. */
const idePlaces = 4;

/** A virtual machine as Hyper-V creates it, with disks on IDE first, then on SCSI. */
export function defaultMachine(name: string, disks: number): VirtualMachineTopology {
  return {
    name,
    vmGeneration: 1,
    running: true,
    savedState: false,
    guest: 'windows',
    backupServiceRunning: true,
    integrationComponents: 'current',
    scsiControllers: 1,
    snapshotFilesOnDiskVolume: true,
    basicDisksOnly: true,
    fileSystemsSupportShadowCopies: true,
    shadowStorageOnSameVolume: true,
    clusterResourceOnline: true,
    scopedSnapshots: false,
    disks: Array.from({ length: disks }, (_, index) =>
      index < idePlaces
        ? {
            name: `disk${index + 1}`,
            controllerType: 'IDE' as const,
            controllerNumber: Math.floor(index / 2),
            controllerLocation: index % 2,
          }
        : {
            name: `disk${index + 1}`,
            controllerType: 'SCSI' as const,
            controllerNumber: 0,
            controllerLocation: index - idePlaces,
          },
    ),
  };
}

/** So many virtual machines as Hyper-V creates them, with so many disks each. */
export const defaultTopology = (hostRelease: HostRelease, machines: number, disks: number): Topology => ({
  hostRelease,
  virtualMachines: Array.from({ length: machines }, (_, index) => defaultMachine(`vm${index + 1}`, disks)),
});

/** What is made differently of a machine as Hyper-V creates it, and where it makes a difference. */
interface Plain {
  readonly change: (machine: VirtualMachineTopology) => Partial<VirtualMachineTopology>;
  readonly place?: RecoveryPlace;
  /** It has no place for more disks. */
  readonly most?: number;
}

const plains = {
  'as created': { change: () => ({}) },
  Linux: { change: () => ({ guest: 'linux' }), place: 'inGuest' },
  'without its backup service': { change: () => ({ backupServiceRunning: false }) },
  off: { change: () => ({ running: false }) },
  'without a SCSI controller': { change: () => ({ scsiControllers: 0 }), place: 'inGuest', most: idePlaces },
  'of VM generation 2': {
    change: ({ disks }) => ({
      vmGeneration: 2,
      disks: disks.map((disk, location) => ({
        ...disk,
        controllerType: 'SCSI',
        controllerNumber: 0,
        controllerLocation: location,
      })),
    }),
    place: 'inGuest',
  },
  'Linux, without its daemon': {
    change: () => ({ guest: 'linux', backupServiceRunning: false }),
    place: 'inGuest',
  },
  'Linux, off': { change: () => ({ guest: 'linux', running: false }), place: 'inGuest' },
  'Linux, without its driver': { change: () => ({ guest: 'linux' }), place: 'inHost' },
} as const satisfies Record<string, Plain>;

export type PlainMachine = keyof typeof plains;

/** A machine as Hyper-V creates it, one with a Linux guest, and one that cannot be backed up online. */
export const usual: readonly PlainMachine[] = ['as created', 'Linux', 'without its backup service'];

/** Machines by name, as far as there is something to them on the release. */
export function plainShapes(
  names: readonly PlainMachine[],
  disks: number,
  release: HostRelease,
): readonly Shape[] {
  const machine = defaultMachine('vm1', disks);
  return names
    .filter((name) => {
      const { place = recoveryPlaceOf(release), most = disks }: Plain = plains[name];
      return place === recoveryPlaceOf(release) && disks <= most;
    })
    .map((name) => ({
      id: `${name}, ${disks} ${disks === 1 ? 'disk' : 'disks'}`,
      machine: { ...machine, ...(plains[name] as Plain).change(machine) },
      topologies: 1,
      siblings: [],
    }));
}
