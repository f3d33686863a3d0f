/** Random topologies. */
import fc from 'fast-check';
import {
  checkedTopology,
  controllerLimits,
  type DiskTopology,
  type HostRelease,
  hostReleases,
  type Topology,
} from '../system/index.ts';

export interface TopologyConstraints {
  /** Default: 3. */
  readonly maxMachines?: number;
  /** Disks of one virtual machine. Default: 2. */
  readonly maxDisks?: number;
  /** SCSI controllers of one virtual machine. Default: 2. */
  readonly maxControllers?: number;
  /** Default: all of them. */
  readonly hostReleases?: readonly HostRelease[];
}

/** What is nearly always so; it shrinks to that. */
const mostly = (value: boolean): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(!value) });

/** Locations of a SCSI controller that disks are put in; more of them make no difference. */
const scsiLocations = 4;

type Slot = Omit<DiskTopology, 'name'>;

const slotsOf = (vmGeneration: 1 | 2, scsiControllers: number): readonly Slot[] => [
  ...(vmGeneration === 2
    ? []
    : slotsOn('IDE', controllerLimits.IDE.controllers, controllerLimits.IDE.locations)),
  ...slotsOn('SCSI', scsiControllers, scsiLocations),
];

const slotsOn = (
  controllerType: Slot['controllerType'],
  controllers: number,
  locations: number,
): readonly Slot[] =>
  Array.from({ length: controllers * locations }, (_, number) => ({
    controllerType,
    controllerNumber: Math.floor(number / locations),
    controllerLocation: number % locations,
  }));

const machine = (hostRelease: HostRelease, maxDisks: number, maxControllers: number) =>
  fc
    .record({
      vmGeneration:
        hostRelease === '2012R2' ? fc.constantFrom(1 as const, 2 as const) : fc.constant(1 as const),
      scsiControllers: fc.integer({ min: 0, max: maxControllers }),
      state: fc.oneof(
        { weight: 5, arbitrary: fc.constant({ running: true, savedState: false }) },
        { weight: 1, arbitrary: fc.constant({ running: false, savedState: true }) },
        { weight: 1, arbitrary: fc.constant({ running: false, savedState: false }) },
      ),
      conditions: fc.record({
        backupServiceRunning: mostly(true),
        guest: fc.oneof(
          { weight: 7, arbitrary: fc.constant('windows' as const) },
          { weight: 1, arbitrary: fc.constant('linux' as const) },
        ),
        integrationComponents: fc.oneof(
          { weight: 7, arbitrary: fc.constant('current' as const) },
          { weight: 1, arbitrary: fc.constant('older' as const) },
        ),
        snapshotFilesOnDiskVolume: mostly(true),
        basicDisksOnly: mostly(true),
        fileSystemsSupportShadowCopies: mostly(true),
        shadowStorageOnSameVolume: mostly(true),
        clusterResourceOnline: mostly(true),
        scopedSnapshots: mostly(false),
      }),
    })
    .chain(({ vmGeneration, scsiControllers, state, conditions }) => {
      const slots = slotsOf(vmGeneration, scsiControllers);
      return fc.subarray([...slots], { maxLength: Math.min(maxDisks, slots.length) }).map((taken) => ({
        vmGeneration,
        scsiControllers,
        ...state,
        ...conditions,
        disks: taken.map((slot, index) => ({ name: `disk${index + 1}`, ...slot })),
      }));
    });

/** Checked topologies; they shrink to few virtual machines with few disks, on the oldest release. */
export function topologies({
  maxMachines = 3,
  maxDisks = 2,
  maxControllers = 2,
  hostReleases: releases = hostReleases,
}: TopologyConstraints = {}): fc.Arbitrary<Topology> {
  return fc.constantFrom(...releases).chain((hostRelease) =>
    fc
      .array(machine(hostRelease, maxDisks, maxControllers), {
        minLength: 1,
        maxLength: maxMachines,
      })
      .map((machines) =>
        checkedTopology({
          hostRelease,
          virtualMachines: machines.map((one, index) => ({ name: `vm${index + 1}`, ...one })),
        }),
      ),
  );
}
