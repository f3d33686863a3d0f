/** What is explored: topologies and options, by families, each with the reason for its bounds. */
import { claims as allClaims, observers } from '../properties/index.ts';
import {
  actionsOf,
  allFaults,
  allRoles,
  backupComposition,
  type Fault,
  faultEntry,
  type HostRelease,
  hostReleases,
  limitsOf,
  type ModelOptions,
  optionsFor,
  recoveryPlaceOf,
  referenceCharts,
  switchableFaults,
  type Topology,
  type VirtualMachineTopology,
} from '../system/index.ts';
import { checksFor, claimsAbout } from './checks.ts';
import { type Shape, shapesWith } from './shapes.ts';

/** Options that can be written down: those that are data. */
export type ScopeOptions = Partial<Omit<ModelOptions, 'charts' | 'rewire' | 'observers'>>;

export interface Scope {
  readonly id: string;
  readonly family: string;
  readonly topology: Topology;
  readonly options: ScopeOptions;
  /** The shapes of its virtual machines, in order. */
  readonly shapes: readonly string[];
  /** Host releases whose tables are equal, all covered by this one exploration. */
  readonly covers: readonly HostRelease[];
  /** How many topologies it stands for. */
  readonly topologies: number;
  /** By shape, what it becomes when SCSI controllers are given or taken. */
  readonly siblings: Readonly<Record<string, readonly string[]>>;
}

/** Scopes that differ in their virtual machines only. */
export interface ScopeGroup {
  readonly release: HostRelease;
  readonly family: string;
  readonly options: ScopeOptions;
}

/** One fault for each way in which a step of the undisturbed protocol itself can fail. */
export const stepFaults: readonly Fault[] = ['F7', 'F8', 'F14', 'F18', 'F40'];

/** One release for each place of recovery; the others have equal tables. */
const representatives: readonly { release: HostRelease; covers: readonly HostRelease[] }[] = [
  { release: '2012R2', covers: ['2012R2'] },
  { release: '2012', covers: hostReleases.filter((release) => recoveryPlaceOf(release) === 'inHost') },
];

interface Family {
  readonly name: string;
  /** Sorted multisets of shapes suffice where the order of the machines makes no difference. */
  readonly ordered?: boolean;
  readonly machines: number;
  readonly disks: readonly number[];
  /** Machines as Hyper-V creates them, or without the backup service, instead of all shapes. */
  readonly plain?: boolean;
  /** Only explored where everything is asked for. */
  readonly full?: boolean;
  /** Only so many machines of one and the same shape. */
  readonly alike?: boolean;
  readonly options: readonly ScopeOptions[];
}

const scopesOfFailure: readonly ScopeOptions[] = [{ failureScope: 'all' }, { failureScope: 'perVm' }];
const withFaults: readonly ScopeOptions[] = [{ faults: [] }, { faults: stepFaults }];

const controllerChecks: readonly ScopeOptions[] = [
  { controllerCheck: 'whenConnecting' },
  { controllerCheck: 'whenPreparing' },
];

const diskOrders: readonly ScopeOptions[] = [{ diskOrder: 'sequence' }, { diskOrder: 'parallel' }];

const cross = (...lists: readonly (readonly ScopeOptions[])[]): readonly ScopeOptions[] =>
  lists.reduce<readonly ScopeOptions[]>(
    (before, list) => before.flatMap((one) => list.map((other) => ({ ...one, ...other }))),
    [{}],
  );

const crossedOptions = cross(scopesOfFailure, controllerChecks, diskOrders, withFaults);
/** Rows of these options in which every two of them have every two values; also among those that check when connecting. */
const pairRows: readonly number[] = [0b0000, 0b0011, 0b1001, 0b1010, 0b0101, 0b1110];
const inPairs = crossedOptions.filter((_, row) => pairRows.includes(row));
const otherRows = crossedOptions.filter((_, row) => !pairRows.includes(row));

const withTransactions = cross([{ transactions: true }], diskOrders, withFaults);

const eachFault: readonly ScopeOptions[] = switchableFaults.map((fault) => ({ faults: [fault] }));
const twoFaults: ScopeOptions = { faults: allFaults, faultBudget: 2 };

const families: readonly Family[] = [
  {
    // Every two options together; a full verification crosses them all.
    name: 'one machine',
    machines: 1,
    disks: [0, 1, 2],
    options: [...inPairs, ...withTransactions.slice(0, 1), { linuxControllerCheck: 'spared' }],
  },
  {
    // Whether transactions are tracked changes content alone, so it is crossed with what decides when content is
    // copied and reverted.
    name: 'one machine, options crossed',
    full: true,
    machines: 1,
    disks: [0, 1, 2],
    options: [...otherRows, ...withTransactions.slice(1)],
  },
  {
    // Two backups: the second meets what the first has left, and what the operator has done in between, if anything.
    name: 'one machine, two backups',
    machines: 1,
    disks: [0, 1, 2],
    options: [{ backups: 2, persistentShadowCopies: true, operatorRemovesScsi: true }],
  },
  {
    name: 'one machine with previous versions',
    machines: 1,
    disks: [1, 2],
    options: [{ previousVersions: true }],
  },
  {
    name: 'two machines',
    machines: 2,
    disks: [0, 1, 2],
    options: [
      ...cross(scopesOfFailure, withFaults),
      { failureScope: 'perVm', diskOrder: 'parallel' },
      { failureScope: 'perVm', controllerCheck: 'whenPreparing' },
    ],
  },
  {
    name: 'two machines, one at a time',
    machines: 2,
    ordered: true,
    disks: [0, 1, 2],
    options: [{ virtualMachineOrder: 'oneAtATime' }],
  },
  {
    name: 'two machines, two backups',
    machines: 2,
    disks: [1],
    options: [{ backups: 2, persistentShadowCopies: true }],
  },
  { name: 'three machines', machines: 3, disks: [1], options: scopesOfFailure },
  {
    name: 'three machines, one at a time',
    machines: 3,
    ordered: true,
    disks: [1],
    options: [{ virtualMachineOrder: 'oneAtATime' }],
  },
  { name: 'three machines with two disks', machines: 3, disks: [2], alike: true, options: [{}] },
  { name: 'four machines', machines: 4, disks: [1], alike: true, options: [{}] },
  {
    // Copies in sequence: with each disk more there are as many states more.
    name: 'one machine with many disks',
    plain: true,
    machines: 1,
    disks: [3, 4, 8],
    options: withFaults,
  },
  {
    name: 'one machine with a full SCSI controller',
    full: true,
    plain: true,
    machines: 1,
    disks: [16, 64],
    options: withFaults,
  },
  {
    // Each fault alone shows that it needs no other one.
    name: 'one machine, each fault',
    plain: true,
    machines: 1,
    disks: [1, 2],
    options: eachFault,
  },
  {
    name: 'one machine, each fault, disks in parallel',
    full: true,
    plain: true,
    machines: 1,
    disks: [2],
    options: cross(eachFault, [{ diskOrder: 'parallel' }]),
  },
  {
    // Two faults of any kinds in one run: one exploration covers every pair.
    name: 'one machine, two faults',
    plain: true,
    machines: 1,
    disks: [1],
    options: [twoFaults],
  },
  {
    name: 'one machine, two backups, each fault',
    plain: true,
    machines: 1,
    disks: [1],
    options: cross(eachFault, [{ backups: 2 }]),
  },
  {
    name: 'one machine, its operator refused',
    plain: true,
    machines: 1,
    disks: [1],
    options: [{ faults: ['F32', 'F33'], operatorDuringBackup: 'refused' }],
  },
  {
    name: 'two machines, each fault',
    plain: true,
    machines: 2,
    disks: [1],
    options: cross(scopesOfFailure, eachFault),
  },
  {
    name: 'two machines, one at a time, each fault',
    plain: true,
    ordered: true,
    machines: 2,
    disks: [1],
    options: cross(eachFault, [{ virtualMachineOrder: 'oneAtATime' }]),
  },
  {
    name: 'one machine with two disks, two faults',
    full: true,
    plain: true,
    machines: 1,
    disks: [2],
    options: cross([twoFaults], diskOrders),
  },
  {
    name: 'one machine, any number of faults',
    full: true,
    plain: true,
    machines: 1,
    disks: [1],
    options: cross([{ faults: allFaults }], [{}, { operatorDuringBackup: 'refused' }]),
  },
  {
    name: 'one machine, two backups, two faults',
    full: true,
    plain: true,
    machines: 1,
    disks: [1],
    options: [{ ...twoFaults, backups: 2 }],
  },
  {
    name: 'two machines, two faults',
    full: true,
    plain: true,
    machines: 2,
    disks: [1],
    options: cross(scopesOfFailure, [twoFaults]),
  },
];

function selections(shapes: readonly Shape[], family: Family): readonly (readonly Shape[])[] {
  if (family.alike) return shapes.map((shape) => Array<Shape>(family.machines).fill(shape));
  const choose = (count: number, from: number): readonly (readonly Shape[])[] =>
    count === 0
      ? [[]]
      : shapes
          .slice(from)
          .flatMap((shape, index) =>
            choose(count - 1, family.ordered ? 0 : from + index).map((rest) => [shape, ...rest]),
          );
  return choose(family.machines, 0);
}

const withName = (machine: VirtualMachineTopology, name: string): VirtualMachineTopology => ({
  ...machine,
  name,
});

const optionsText = (options: ScopeOptions): string =>
  Object.entries(options)
    .map(
      ([name, value]) =>
        [
          name,
          name === 'faults' && Array.isArray(value) && value.length === allFaults.length ? 'all' : value,
        ] as const,
    )
    .filter(([, value]) => value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) =>
      value === true ? name : `${name} ${Array.isArray(value) ? value.join('+') : value}`,
    )
    .join(', ');

/** The scope of a topology that somebody chose. */
export const chosenScope = (topology: Topology, options: ScopeOptions = {}): Scope => ({
  id: 'chosen',
  family: 'chosen',
  topology,
  options,
  shapes: topology.virtualMachines.map(({ name }) => name),
  covers: [topology.hostRelease],
  topologies: 1,
  siblings: {},
});

/** A virtual machine as Hyper-V creates it, with disks on IDE first, then on SCSI. */
export function defaultMachine(name: string, disks: number): VirtualMachineTopology {
  return {
    name,
    vmGeneration: 1,
    running: true,
    savedState: false,
    guest: 'windows',
    backupServiceRunning: true,
    scsiControllers: 1,
    snapshotFilesOnDiskVolume: true,
    basicDisksOnly: true,
    fileSystemsSupportShadowCopies: true,
    shadowStorageOnSameVolume: true,
    clusterResourceOnline: true,
    scopedSnapshots: false,
    disks: Array.from({ length: disks }, (_, index) =>
      index < 4
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
            controllerLocation: index - 4,
          },
    ),
  };
}

/** So many virtual machines as Hyper-V creates them, with so many disks each. */
export const defaultTopology = (hostRelease: HostRelease, machines: number, disks: number): Topology => ({
  hostRelease,
  virtualMachines: Array.from({ length: machines }, (_, index) => defaultMachine(`vm${index + 1}`, disks)),
});

/** Roles that a fault can strike. */
const rolesStruckBy = (fault: Fault): ReadonlySet<string> =>
  new Set([
    ...actionsOf(fault).map(({ role }) => role),
    ...allRoles.filter((role) =>
      limitsOf(fault).some((limit) => limit in referenceCharts[role].implementations.delays),
    ),
  ]);

/** Whether somebody is there whom the fault can strike, where there is but one. */
export function canStrike({
  topology,
  options: { faults = [] },
}: Pick<Scope, 'topology' | 'options'>): boolean {
  const [fault, ...others] = faults;
  if (fault === undefined || others.length > 0) return true;
  const struck = rolesStruckBy(fault);
  const { hub, units } = backupComposition(topology);
  return [hub, ...units].some(({ actors }) => actors.some(({ role }) => struck.has(role)));
}

/** The scopes of a group, in a fixed order. */
export function scopesOf({ release, family: name, options }: ScopeGroup): readonly Scope[] {
  const family = families.find((one) => one.name === name) as Family;
  const { covers } = representatives.find(
    (one) => one.release === release,
  ) as (typeof representatives)[number];
  const shapes = family.disks.flatMap((disks) =>
    family.plain ? plainShapes(disks, release) : shapesFor(disks, release, options),
  );
  const siblings = Object.fromEntries(shapes.map((shape) => [shape.id, shape.siblings]));
  return selections(shapes, family)
    .map((selection) => ({
      id: `${release}: ${selection.map(({ id }) => id).join(' & ')}; ${optionsText(options) || 'defaults'}`,
      family: family.name,
      topology: {
        hostRelease: release,
        virtualMachines: selection.map(({ machine }, index) => withName(machine, `vm${index + 1}`)),
      },
      options,
      shapes: selection.map(({ id }) => id),
      covers,
      topologies: covers.length * selection.reduce((product, { topologies }) => product * topologies, 1),
      siblings,
    }))
    .filter(canStrike);
}

/**
 * The machine that Hyper-V creates, one with a Linux guest where that takes part, and one that cannot be backed up
 * online.
 */
const plainShapes = (disks: number, release: HostRelease): readonly Shape[] => {
  const machine = defaultMachine('vm1', disks);
  const text = `${disks} ${disks === 1 ? 'disk' : 'disks'}`;
  const plain = (what: string, change: Partial<VirtualMachineTopology>): Shape => ({
    id: `${what}, ${text}`,
    machine: { ...machine, ...change },
    topologies: 1,
    siblings: [],
  });
  return [
    plain('as created', {}),
    ...(recoveryPlaceOf(release) === 'inGuest' ? [plain('Linux', { guest: 'linux' })] : []),
    plain('without its backup service', { backupServiceRunning: false }),
  ];
};

const known = new Map<string, readonly Shape[]>();

function shapesFor(disks: number, release: HostRelease, options: ScopeOptions): readonly Shape[] {
  const full = { ...options, observers };
  const inForce = optionsFor(release, full);
  const { charts, rewire, observers: _, ...data } = inForce;
  const key = JSON.stringify([disks, release, data]);
  let shapes = known.get(key);
  if (shapes === undefined) {
    const claimScope = { hostRelease: release, options: inForce };
    shapes = shapesWith(disks, release, full, checksFor(claimScope, claimsAbout(claimScope, allClaims)));
    known.set(key, shapes);
  }
  return shapes;
}

/** Whether a fault is one of this release. */
export const canHappenOn = (release: HostRelease, fault: Fault): boolean => {
  const { releases } = faultEntry(fault);
  return releases === 'all' || (releases === '2012R2') === (recoveryPlaceOf(release) === 'inGuest');
};

/** Whether faults are counted in a run: that ties all machines together, and nothing is proved beyond what is explored. */
export const hasBudget = ({ options }: { readonly options: ScopeOptions }): boolean =>
  options.faultBudget !== undefined && options.faultBudget !== null;

/** Whether machines have more disks than those of which all shapes are explored. */
export const hasManyDisks = ({ family }: { readonly family: string }): boolean =>
  families.some(({ name, disks }) => name === family && disks.some((count) => count > 2));

/** Families that only a full verification explores. */
export const fullFamilies: readonly string[] = families.filter(({ full }) => full).map(({ name }) => name);

/** Every group of scopes that is explored when nothing else is asked for, or all of them, in a fixed order. */
export const scopeGroups = (hostRelease?: HostRelease, full = false): readonly ScopeGroup[] =>
  representatives
    .filter(({ covers }) => hostRelease === undefined || covers.includes(hostRelease))
    .flatMap(({ release }) =>
      families
        .filter((family) => full || !family.full)
        .flatMap((family) =>
          family.options
            // Where copies are recovered in the host, no controller is ever looked at.
            .filter(
              ({ controllerCheck, linuxControllerCheck }) =>
                recoveryPlaceOf(release) === 'inGuest' ||
                (controllerCheck !== 'whenPreparing' && linuxControllerCheck !== 'spared'),
            )
            .filter(
              ({ faults = [] }) => faults.length !== 1 || faults.some((fault) => canHappenOn(release, fault)),
            )
            .map((options) => ({ release, family: family.name, options })),
        ),
    );
