/**
 * Which virtual machines there are, up to what makes a difference.
 *
 * All topologies of one virtual machine are enumerated. Those whose charts get equal inputs are one
 * candidate; candidates whose tables are equal are one shape. Of many SCSI controllers two are enough to tell.
 */
import {
  type Composition,
  type Group,
  type GroupState,
  type GroupView,
  groupKey,
  type SystemEvent,
} from '../composition/index.ts';
import { type GroupTable, Product, search, TableStore, viewOf } from '../explore/index.ts';
import { ending } from '../properties/index.ts';
import {
  backupComposition,
  type Connecting,
  conditionTraits,
  type DiskTopology,
  type HostRelease,
  hardwareTraits,
  hostView,
  isEligible,
  type MachineCondition,
  type MachineHardware,
  type MachineTraits,
  type ModelOptions,
  machineView,
  optionsFor,
  traitsOf,
  type VirtualMachineTopology,
} from '../system/index.ts';
import type { ScopeCheck } from './checks.ts';
import { othersGroup } from './others.ts';

export interface Shape {
  /** Short and stable, such as `running-online-scsi1-disks1`. */
  readonly id: string;
  readonly machine: VirtualMachineTopology;
  /** How many topologies of one virtual machine it stands for. */
  readonly topologies: number;
  /** Shapes that it becomes when SCSI controllers are given or taken, where no disk hangs on one. */
  readonly siblings: readonly string[];
}

/** Where a disk can hang, up to its location: every location of a controller is like every other. */
type Place = Pick<DiskTopology, 'controllerType' | 'controllerNumber'>;

/** Ways in which a machine can be unfit for an online backup, beside its guest and whether it runs. */
const conditions = 8;

function* places(vmGeneration: 1 | 2, scsiControllers: number): Iterable<Place> {
  if (vmGeneration === 1) {
    for (const controllerNumber of [0, 1]) yield { controllerType: 'IDE', controllerNumber };
  }
  for (let controllerNumber = 0; controllerNumber < scsiControllers; controllerNumber++) {
    yield { controllerType: 'SCSI', controllerNumber };
  }
}

const disksAt = (chosen: readonly Place[]): DiskTopology[] =>
  chosen.map((place, index) => ({
    name: `disk${index + 1}`,
    ...place,
    controllerLocation: chosen
      .slice(0, index)
      .filter(
        (other) =>
          other.controllerType === place.controllerType && other.controllerNumber === place.controllerNumber,
      ).length,
  }));

/** All ways to hang up this many disks. */
function placements(all: readonly Place[], disks: number): readonly (readonly Place[])[] {
  if (disks === 0) return [[]];
  return placements(all, disks - 1).flatMap((before) => all.map((place) => [...before, place]));
}

const guests = ['windows', 'linux'] as const;

const runStates = [
  { running: true, savedState: false },
  { running: false, savedState: true },
  { running: false, savedState: false },
] as const;

/** Everything that a machine with so many disks can have. */
function* hardwareWith(disks: number, hostRelease: HostRelease): Iterable<MachineHardware> {
  const vmGenerations = hostRelease === '2012R2' ? ([1, 2] as const) : ([1] as const);
  for (const vmGeneration of vmGenerations) {
    for (let count = 1; count <= 5; count++) {
      // One controller comes first: it is how a virtual machine is created.
      const scsiControllers = count % 5;
      for (const chosen of placements([...places(vmGeneration, scsiControllers)], disks)) {
        yield { vmGeneration, scsiControllers, disks: disksAt(chosen) };
      }
    }
  }
}

/** Everything that can be so of a machine with this guest. */
function* conditionsOf(guest: VirtualMachineTopology['guest']): Iterable<MachineCondition> {
  for (const { running, savedState } of runStates) {
    for (let unmet = 0; unmet < 2 ** conditions; unmet++) {
      const isMet = (condition: number): boolean => (unmet & (1 << condition)) === 0;
      yield {
        guest,
        running,
        savedState,
        backupServiceRunning: isMet(0),
        snapshotFilesOnDiskVolume: isMet(1),
        basicDisksOnly: isMet(2),
        fileSystemsSupportShadowCopies: isMet(3),
        shadowStorageOnSameVolume: isMet(4),
        clusterResourceOnline: isMet(5),
        scopedSnapshots: !isMet(6),
        integrationComponents: isMet(7) ? 'current' : 'older',
      };
    }
  }
}

const machineOf = (condition: MachineCondition, hardware: MachineHardware): VirtualMachineTopology =>
  // Not spread: there are hundreds of thousands, and that takes ten times as long.
  Object.assign({ name: 'vm1' }, condition, hardware);

/** Every topology of one virtual machine with so many disks; those with a Windows guest come first. */
export function* machinesWith(disks: number, hostRelease: HostRelease): Iterable<VirtualMachineTopology> {
  for (const guest of guests) {
    for (const hardware of hardwareWith(disks, hostRelease)) {
      for (const condition of conditionsOf(guest)) yield machineOf(condition, hardware);
    }
  }
}

const inputsKey = (group: Group): string =>
  JSON.stringify(group.actors.map(({ role, index, input }) => [role, index, input]));

const names = new Map<string, number>();

/** A short name for a text; the same text always has the same. */
function nameOf(text: string): number {
  const known = names.get(text) ?? names.size;
  names.set(text, known);
  return known;
}

interface Appearance {
  readonly name: number;
  /** What checks see of the host: its actors, not its channels. Equal numbers, equal answers. */
  readonly looks: number;
}

const appearances = new WeakMap<GroupState, Appearance>();

function appearanceOf(hub: GroupTable, local: number): Appearance {
  const state = hub.state(local);
  const known = appearances.get(state);
  if (known !== undefined) return known;
  const appearance = {
    name: nameOf(groupKey(state)),
    looks: nameOf(JSON.stringify(hostView(viewOf(hub, local)))),
  };
  appearances.set(state, appearance);
  return appearance;
}

/**
 * The behaviour of a virtual machine among any others, as text: its table as far as it can be reached
 * beside the host and others that do what they like, numbered in the order of a walk, with what is one
 * action, what goes out and what every check finds. Within one process, equal text is an equal table.
 */
export function signatureOf(
  composition: Composition,
  checks: readonly ScopeCheck[],
  virtualMachineOrder: ModelOptions['virtualMachineOrder'],
  store: TableStore,
): string {
  const unit = composition.units[0] as Group;
  const inTurns = virtualMachineOrder === 'oneAtATime';
  const any = { passesOn: inTurns, mayFail: true };
  const [before, after] = [othersGroup('before', any), othersGroup('after', any)];
  const place = inTurns ? 2 : 1;
  const product = new Product(
    {
      ...composition,
      // Nobody before it matters where machines do not go one after the other.
      units: inTurns ? [before, unit, after] : [unit, after],
    },
    store,
  );
  const table = product.tables[place] as GroupTable;
  const hubTable = product.tables[0] as GroupTable;
  const result = search(product);
  const companions = new Map<number, Set<number>>();
  for (let number = 0; number < result.states; number++) {
    const state = result.stateAt(number);
    const local = state[place] as number;
    const hubs = companions.get(local) ?? new Set();
    companions.set(local, hubs.add(state[0] as number));
  }
  const numbers = new Map<number, number>([[0, 0]]);
  const walk = [0];
  const visit = (local: number): number => {
    const known = numbers.get(local);
    if (known !== undefined) return known;
    numbers.set(local, walk.length);
    walk.push(local);
    return walk.length - 1;
  };
  // Fairness asks which steps are one action. What the actor or state that waits is called makes no
  // difference to that, so waits are numbered as they come.
  const waits = new Map<string, number>();
  const actionOf = (event: SystemEvent): string => {
    if (event.type === 'DELIVER') return event.channel;
    if (event.type === 'ACT') return event.message.type;
    const wait = `${event.actor} ${event.state}`;
    waits.set(wait, waits.get(wait) ?? waits.size);
    return `${event.delay} ${waits.get(wait)}`;
  };
  const lines: unknown[] = [];
  for (let at = 0; at < walk.length; at++) {
    const local = walk[at] as number;
    const view: GroupView = viewOf(table, local);
    const findingsBy = new Map<number, string>();
    const soughtBy = (hub: GroupView): string => {
      let found = '';
      for (const { id, sought } of checks) if (sought(hub, view)) found += `${id},`;
      return found;
    };
    const findings = [...(companions.get(local) ?? [])]
      .map((hub) => {
        const seen = appearanceOf(hubTable, hub);
        const found = findingsBy.get(seen.looks) ?? soughtBy(viewOf(hubTable, hub));
        findingsBy.set(seen.looks, found);
        return `${seen.name}:${found}`;
      })
      .sort();
    const says = (outgoing: number): number => nameOf(table.outgoingText(outgoing));
    // A state that is only passed through within a step has no steps of its own.
    const steps = companions.has(local)
      ? table.steps(local).map(({ next, outgoing, event }) => [actionOf(event), visit(next), says(outgoing)])
      : [];
    const reactions = table
      .knownReactions(local)
      .map(({ incoming, next, outgoing }) => ({ stimulus: nameOf(incoming), next, outgoing }))
      .sort((one, other) => one.stimulus - other.stimulus)
      .map(({ stimulus, next, outgoing }) => [stimulus, visit(next), says(outgoing)]);
    lines.push([findings, ending(machineView(view)), view.state.parts, steps, reactions]);
  }
  return JSON.stringify(lines);
}

function describe(machine: VirtualMachineTopology, hostRelease: HostRelease, connecting: Connecting): string {
  const state = machine.running
    ? isEligible(machine, hostRelease, connecting)
      ? 'online'
      : 'to be saved'
    : machine.savedState
      ? 'saved'
      : 'off';
  const hanging = machine.disks.map(
    ({ controllerType, controllerNumber }) => `${controllerType}${controllerNumber}`,
  );
  const guest = machine.guest === 'linux' ? 'Linux, ' : '';
  const components = machine.integrationComponents === 'older' ? 'older components, ' : '';
  return `${guest}${components}${state}, ${machine.scsiControllers} SCSI, ${hanging.length === 0 ? 'no disk' : hanging.join('+')}`;
}

interface Counted<One> {
  readonly one: One;
  count: number;
}

/** What has equal texts becomes one: the first of it. */
function merged<One>(
  all: Iterable<One>,
  textOf: (one: One) => string,
  countOf: (one: One) => number = () => 1,
): readonly Counted<One>[] {
  const kinds = new Map<string, Counted<One>>();
  for (const one of all) {
    const text = textOf(one);
    const kind = kinds.get(text);
    if (kind === undefined) kinds.set(text, { one, count: countOf(one) });
    else kind.count += countOf(one);
  }
  return [...kinds.values()];
}

/** Virtual machines of different traits, and how many topologies have them: every condition with all hardware. */
function byTraits(
  disks: number,
  hostRelease: HostRelease,
  connecting: Connecting,
): readonly Counted<VirtualMachineTopology>[] {
  const hardware = merged(hardwareWith(disks, hostRelease), (one) => JSON.stringify(hardwareTraits(one)));
  return guests.flatMap((guest) => {
    const ofGuest = merged(conditionsOf(guest), (one) =>
      JSON.stringify(conditionTraits(one, hostRelease, connecting)),
    );
    return hardware.flatMap((having) =>
      ofGuest.map((being) => ({
        one: machineOf(being.one, having.one),
        count: being.count * having.count,
      })),
    );
  });
}

const candidateLists = new Map<string, readonly Counted<VirtualMachineTopology>[]>();

/**
 * Virtual machines whose charts get different inputs. Other options enter the inputs of all in the same way,
 * so the list is the same for all of them; the operator is there because it depends on the machine.
 */
function candidatesWith(
  disks: number,
  hostRelease: HostRelease,
  { olderComponents }: Connecting,
): readonly Counted<VirtualMachineTopology>[] {
  const listKey = `${hostRelease} ${disks} ${olderComponents}`;
  const known = candidateLists.get(listKey);
  if (known !== undefined) return known;
  const counts = new Map(
    byTraits(disks, hostRelease, { olderComponents }).map(({ one, count }) => [one, count]),
  );
  const list = merged(
    counts.keys(),
    (machine) => {
      const topology = { hostRelease, virtualMachines: [machine] };
      const { units } = backupComposition(topology, { operatorRemovesScsi: true, olderComponents });
      return inputsKey(units[0] as Group);
    },
    (machine) => counts.get(machine) ?? 0,
  );
  candidateLists.set(listKey, list);
  return list;
}

/**
 * Signatures of machines that differ in nothing but SCSI controllers with room for all copies. A third is asked only where
 * the second has refused, as the second is where the first has. Where it makes no difference that there is a second one, a
 * third and a fourth make none, and nothing is worked out for them.
 */
class Signatures {
  readonly #known = new Map<string, string>();

  /** @param work works a signature out */
  of({ freeSlots, ...traits }: MachineTraits, work: () => string): string {
    const known = (controllers: number): string | undefined =>
      this.#known.get(`${controllers} ${JSON.stringify(traits)}`);
    const haveRoom = freeSlots.every((slots) => slots === traits.disks);
    const [one, two] = [known(1), known(2)];
    if (haveRoom && freeSlots.length > 2 && one !== undefined && one === two) return one;
    const signature = work();
    if (haveRoom) this.#known.set(`${freeSlots.length} ${JSON.stringify(traits)}`, signature);
    return signature;
  }
}

/** The shapes of one virtual machine with so many disks, each with a virtual machine that has it. */
export function shapesWith(
  disks: number,
  hostRelease: HostRelease,
  options: Partial<ModelOptions>,
  checks: readonly ScopeCheck[],
): readonly Shape[] {
  const store = new TableStore();
  const shapes = new Map<string, Omit<Shape, 'siblings'>>();
  const families = new Map<string, Set<string>>();
  const inForce = optionsFor(hostRelease, options);
  const signatures = new Signatures();
  // Shapes are told apart by their ids from here on, also where words are short of what makes the difference.
  const described = new Map<string, number>();
  const distinct = (words: string): string => {
    const count = (described.get(words) ?? 0) + 1;
    described.set(words, count);
    return count === 1 ? words : `${words} (${count})`;
  };
  for (const { one: machine, count } of candidatesWith(disks, hostRelease, inForce)) {
    const signature = signatures.of(traitsOf(machine, hostRelease, inForce), () => {
      const composition = backupComposition({ hostRelease, virtualMachines: [machine] }, options);
      return signatureOf(composition, checks, options.virtualMachineOrder ?? 'parallel', store);
    });
    const known = shapes.get(signature);
    shapes.set(signature, {
      id: known?.id ?? distinct(describe(machine, hostRelease, inForce)),
      machine: known?.machine ?? machine,
      topologies: (known?.topologies ?? 0) + count,
    });
    if (machine.disks.every(({ controllerType }) => controllerType === 'IDE')) {
      const family = JSON.stringify({ ...machine, scsiControllers: null });
      families.set(family, (families.get(family) ?? new Set()).add(shapes.get(signature)?.id as string));
    }
  }
  return [...shapes.values()].map((shape) => ({
    ...shape,
    siblings: [
      ...new Set([...families.values()].filter((ids) => ids.has(shape.id)).flatMap((ids) => [...ids])),
    ].filter((id) => id !== shape.id),
  }));
}
