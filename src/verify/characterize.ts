/**
 * When the backup of a virtual machine can fail, and when it must, as formulas over the attributes of its topology.
 *
 * Every topology of one machine with up to two disks is explored, and machines whose SCSI slots are all taken; equal
 * charts and inputs once. The formulas are what exploring found, reduced to prime implicants.
 */
import type { Composition, Group } from '../composition/index.ts';
import { Product, search, TableStore, viewOf } from '../explore/index.ts';
import { isHandOverDone, isOver } from '../properties/index.ts';
import {
  backupComposition,
  type HostRelease,
  hostView,
  type ModelOptions,
  machineView,
  optionsFor,
  outcomeOf,
  recoveryPlaceOf,
  scsiSlots,
  type VirtualMachineTopology,
} from '../system/index.ts';
import { othersGroup } from './others.ts';
import { type Point, primeImplicants, type Term } from './prime-implicants.ts';
import type { ScopeOptions } from './scopes/index.ts';
import { machinesWith } from './shapes.ts';

interface Attribute {
  readonly name: string;
  /** What is said of a machine that has it, and of one that has not. */
  readonly yes: string;
  readonly no: string;
  readonly isFitness?: boolean;
  of(machine: VirtualMachineTopology): boolean;
}

const areSlotsTaken = ({ scsiControllers, disks }: VirtualMachineTopology): boolean =>
  scsiControllers > 0 &&
  Array.from({ length: scsiControllers }, (_, controller) => controller).every(
    (controller) =>
      disks.filter(
        ({ controllerType, controllerNumber }) =>
          controllerType === 'SCSI' && controllerNumber === controller,
      ).length >= scsiSlots,
  );

/** Every attribute of a machine that a topology can say, apart from where single disks hang. */
const attributes: readonly Attribute[] = [
  { name: 'running', yes: 'runs', no: 'does not run', of: ({ running }) => running },
  ...(
    [
      ['backupServiceRunning', 'its backup service runs', 'its backup service does not run'],
      [
        'snapshotFilesOnDiskVolume',
        'its snapshot files are on the volume of its disks',
        'its snapshot files are elsewhere',
      ],
      ['basicDisksOnly', 'it has basic disks only', 'it has dynamic disks'],
      [
        'fileSystemsSupportShadowCopies',
        'its file systems support shadow copies',
        'one of its file systems has no shadow copies',
      ],
      [
        'shadowStorageOnSameVolume',
        'its shadow storage is on the same volume',
        'its shadow storage is on another volume',
      ],
      ['clusterResourceOnline', 'its cluster resource is online', 'its cluster resource is offline'],
    ] as const
  ).map(([name, yes, no]) => ({
    name,
    yes,
    no,
    isFitness: true,
    of: (machine: VirtualMachineTopology) => machine[name],
  })),
  {
    name: 'noScopedSnapshots',
    yes: 'it has no scoped snapshots',
    no: 'it has scoped snapshots',
    isFitness: true,
    of: ({ scopedSnapshots }) => !scopedSnapshots,
  },
  {
    name: 'currentComponents',
    yes: 'its integration components are those of its host',
    no: 'its integration components are older than its host',
    isFitness: true,
    of: ({ integrationComponents }) => integrationComponents === 'current',
  },
  {
    name: 'windowsGuest',
    yes: 'has a Windows guest',
    no: 'has a Linux guest',
    of: ({ guest }) => guest === 'windows',
  },
  { name: 'hasDisk', yes: 'has a disk', no: 'has no disk', of: ({ disks }) => disks.length > 0 },
  {
    name: 'hasScsiController',
    yes: 'has a SCSI controller',
    no: 'has no SCSI controller',
    of: ({ scsiControllers }) => scsiControllers > 0,
  },
  {
    name: 'severalScsiControllers',
    yes: 'has more than one SCSI controller',
    no: 'has at most one SCSI controller',
    of: ({ scsiControllers }) => scsiControllers > 1,
  },
  {
    name: 'allSlotsTaken',
    yes: 'all slots of its SCSI controllers are taken',
    no: 'a slot of its SCSI controllers is free',
    of: areSlotsTaken,
  },
  {
    name: 'hasDiskOnScsi',
    yes: 'has a disk on a SCSI controller',
    no: 'has no disk on a SCSI controller',
    of: ({ disks }) => disks.some(({ controllerType }) => controllerType === 'SCSI'),
  },
  {
    name: 'severalDisks',
    yes: 'has more than one disk',
    no: 'has at most one disk',
    of: ({ disks }) => disks.length > 1,
  },
  { name: 'savedState', yes: 'was saved by its operator', no: 'was not saved', of: (one) => one.savedState },
  {
    name: 'generation1',
    yes: 'is of generation 1',
    no: 'is of generation 2',
    of: (one) => one.vmGeneration === 1,
  },
];

/** A disjunction of conjunctions of literals, each an attribute that must be there or must not. */
export type Formula = readonly Readonly<Record<string, boolean>>[];

export interface Characterization {
  readonly hostRelease: HostRelease;
  readonly options: ScopeOptions;
  /** Topologies of one machine. */
  readonly topologies: number;
  /** Machines that were explored: no two have the same charts and inputs. */
  readonly explored: number;
  /** Some run reports the machine as failed. */
  readonly canFail: Formula;
  /** Every run does. */
  readonly mustFail: Formula;
  /** Some run does, beside others of which some may fail. */
  readonly canFailAmongOthers: Formula;
}

/** All slots of the controllers taken, in every state that a machine can be in. */
function* fullMachines(hostRelease: HostRelease): Iterable<VirtualMachineTopology> {
  const disks = Array.from({ length: scsiSlots }, (_, location) => ({
    name: `disk${location + 1}`,
    controllerType: 'SCSI' as const,
    controllerNumber: 0,
    controllerLocation: location,
  }));
  for (const machine of machinesWith(0, hostRelease)) {
    if (machine.scsiControllers === 1) yield { ...machine, disks };
  }
}

interface Fate {
  readonly can: boolean;
  readonly must: boolean;
  readonly canAmongOthers: boolean;
}

const isFailure = (outcome: string): boolean => outcome.startsWith('failed');

/** Everything that can be reported of the first of some units. */
function outcomesOf(composition: Composition, units: readonly Group[], store: TableStore): readonly string[] {
  const product = new Product({ ...composition, units }, store);
  const { collected, complete } = search(product, {
    collectAt: (hub) => isHandOverDone(hostView(hub)) || isOver(hostView(hub)),
  });
  if (!complete) throw new RangeError('a machine was not explored to the end');
  const table = product.tables[1] as Product['tables'][number];
  return [...(collected[1] ?? [])].flatMap((local) => outcomeOf(machineView(viewOf(table, local))) ?? []);
}

function fateOf(composition: Composition, others: Group, store: TableStore): Fate {
  const alone = outcomesOf(composition, composition.units, store);
  const amongOthers = outcomesOf(composition, [...composition.units, others], store);
  return {
    can: alone.some(isFailure),
    must: alone.length > 0 && alone.every(isFailure),
    canAmongOthers: amongOthers.some(isFailure),
  };
}

const asFormula = (terms: readonly Term[]): Formula =>
  terms.map((term) =>
    Object.fromEntries(
      term.flatMap((wanted, place) => (wanted === null ? [] : [[attributes[place]?.name ?? '', wanted]])),
    ),
  );

/** Machines whose charts get the same inputs. */
interface Kind {
  readonly machine: VirtualMachineTopology;
  readonly points: Map<string, Point>;
}

interface Catalogue {
  readonly topologies: number;
  readonly kinds: readonly Kind[];
}

const catalogues = new Map<string, Catalogue>();

/**
 * All machines by kind. Other options enter the inputs of all in the same way, so kinds are the same for all of
 * them; the operator is there because it depends on the machine.
 */
function catalogueOf(hostRelease: HostRelease, options: ScopeOptions): Catalogue {
  const { olderComponents } = optionsFor(hostRelease, options);
  const name = `${hostRelease} ${olderComponents}`;
  const known = catalogues.get(name);
  if (known !== undefined) return known;
  const kinds = new Map<string, Kind>();
  const machines = [
    ...[0, 1, 2].flatMap((disks) => [...machinesWith(disks, hostRelease)]),
    // Recovery in the host asks no controller, and takes 64 disks at once where their order is parallel.
    ...(recoveryPlaceOf(hostRelease) === 'inGuest' ? fullMachines(hostRelease) : []),
  ];
  const { units } = backupComposition(
    { hostRelease, virtualMachines: machines },
    { operatorRemovesScsi: true, olderComponents },
  );
  machines.forEach((machine, index) => {
    const key = JSON.stringify(units[index]?.actors.map(({ role, input }) => [role, input]));
    const point = attributes.map(({ of }) => of(machine));
    const kind = kinds.get(key) ?? { machine, points: new Map<string, Point>() };
    kinds.set(key, kind);
    kind.points.set(point.join(), point);
  });
  const catalogue = { topologies: machines.length, kinds: [...kinds.values()] };
  catalogues.set(name, catalogue);
  return catalogue;
}

/** Explores every topology of one machine and reduces what was found to formulas. */
export function characterize(
  hostRelease: HostRelease,
  options: ScopeOptions = {},
  model: Partial<Pick<ModelOptions, 'charts' | 'rewire'>> = {},
): Characterization {
  const { topologies, kinds } = catalogueOf(hostRelease, options);
  const store = new TableStore();
  const passesOn = options.virtualMachineOrder === 'oneAtATime';
  const others = othersGroup('others', { passesOn, mayFail: true });
  const fates = kinds.map(({ machine, points }) => {
    const topology = { hostRelease, virtualMachines: [machine] };
    const composition = backupComposition(topology, { ...options, ...model });
    return { fate: fateOf(composition, others, store), points };
  });
  const where = (wanted: (fate: Fate) => boolean): Formula => {
    const pick = (is: boolean): readonly Point[] => [
      ...new Map(fates.flatMap(({ fate, points }) => (wanted(fate) === is ? [...points] : []))).values(),
    ];
    return asFormula(primeImplicants(pick(true), pick(false)));
  };
  return {
    hostRelease,
    options,
    topologies,
    explored: kinds.length,
    canFail: where(({ can }) => can),
    mustFail: where(({ must }) => must),
    canFailAmongOthers: where(({ canAmongOthers }) => canAmongOthers),
  };
}

const fitness = attributes.filter(({ isFitness }) => isFitness);

/** A formula in words: `never`, `always`, or the conditions. */
export function formulaText(formula: Formula): string {
  if (formula.length === 0) return 'never';
  const terms = formula.map((term) => {
    const isFit = fitness.every(({ name }) => term[name] === true);
    const words = attributes.flatMap(({ name, yes, no, isFitness }) => {
      const wanted = term[name];
      if (wanted === undefined || (isFit && isFitness)) return [];
      return name === 'running' && isFit ? [yes, 'is fit for an online backup'] : [wanted ? yes : no];
    });
    return words.join(', ');
  });
  return terms.includes('') ? 'always' : terms.join('; or ');
}
