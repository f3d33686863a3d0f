/**
 * What a topology must keep between its fields.
 *
 * The rules read a value of any form: a part that is not what it should be is passed over, so that faults
 * of form in one place hide nothing in another.
 */

/** A fault at a path of keys and positions, from the root of the value. */
export interface TopologyFault {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
  readonly allowed: string;
}

/** Oldest first. */
export const hostReleases = ['2008', '2008R2', '2012', '2012R2'] as const;

/**
 * Controllers of each type, and disks on each of them, both counted from 0.
 *
 * Source: dsccommunity/HyperVDsc wiki, VMHardDiskDrive (ControllerNumber, ControllerLocation).
 */
export const controllerLimits = {
  IDE: { controllers: 2, locations: 2 },
  SCSI: { controllers: 4, locations: 64 },
} as const;

/** What the rules take a field for that is left out. */
export const fieldDefaults = { vmGeneration: 1, running: true, scsiControllers: 1 } as const;

type Fields = Readonly<Record<string, unknown>>;

interface Place {
  readonly path: readonly PropertyKey[];
  readonly fields: Fields;
}

const longest = 60;

/** A value as a problem names it; of arrays and objects only what they are. */
export function given(value: unknown): string {
  if (value === null || value === undefined) return `got ${value}`;
  if (Array.isArray(value)) return `got an array of ${value.length}`;
  if (typeof value === 'object') return 'got an object';
  if (typeof value !== 'string') return `got ${String(value)} (${typeof value})`;
  const shown = value.length > longest ? `${value.slice(0, longest)}…` : value;
  return `got ${JSON.stringify(shown)} (string)`;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isType = (value: unknown): value is keyof typeof controllerLimits =>
  value === 'IDE' || value === 'SCSI';

const isWhole = (value: unknown): value is number => Number.isInteger(value);

const placesIn = (owner: Place, key: string): readonly Place[] => {
  const list = owner.fields[key];
  return Array.isArray(list)
    ? list.flatMap((fields: unknown, index) =>
        isFields(fields) ? [{ path: [...owner.path, key, index], fields }] : [],
      )
    : [];
};

const at = (place: Place, key: string, problem: string, allowed: string): TopologyFault => ({
  path: [...place.path, key],
  problem: `${problem}: ${given(place.fields[key])}`,
  allowed,
});

function* repeatedNames(places: readonly Place[], what: string): Iterable<TopologyFault> {
  const seen = new Set<string>();
  for (const place of places) {
    const { name } = place.fields;
    if (typeof name !== 'string' || name === '') continue;
    if (seen.has(name))
      yield at(place, 'name', `name of an earlier ${what}`, `a name that no other ${what} has`);
    seen.add(name);
  }
}

function* slotFaults(disk: Place, taken: Set<string>): Iterable<TopologyFault> {
  const { controllerType, controllerNumber, controllerLocation } = disk.fields;
  if (!isType(controllerType)) return;
  const { controllers, locations } = controllerLimits[controllerType];
  const limits = { controllerNumber: controllers, controllerLocation: locations };
  for (const [key, count] of Object.entries(limits)) {
    const number = disk.fields[key];
    if (isWhole(number) && (number < 0 || number >= count)) {
      yield at(disk, key, 'out of range', `a whole number from 0 to ${count - 1} for ${controllerType}`);
    }
  }
  if (!isWhole(controllerNumber) || !isWhole(controllerLocation)) return;
  const slot = `${controllerType} ${controllerNumber}:${controllerLocation}`;
  if (taken.has(slot)) {
    yield {
      path: disk.path,
      problem: `slot of an earlier disk: got ${slot}`,
      allowed: 'a slot (controllerType, controllerNumber, controllerLocation) that no other disk has',
    };
  }
  taken.add(slot);
}

/** A disk cannot hang on a controller that the virtual machine does not have. */
function* controllerFaults(
  disk: Place,
  vmGeneration: unknown,
  scsiControllers: unknown,
): Iterable<TopologyFault> {
  const { controllerType, controllerNumber } = disk.fields;
  // Source: "Generation 2 virtual machines do not support IDE", Hyper-V's own error text
  // (dsccommunity/HyperVDsc, issue 125).
  if (controllerType === 'IDE' && vmGeneration === 2) {
    yield at(disk, 'controllerType', 'no such controller in generation 2', '"SCSI"');
  }
  const { controllers } = controllerLimits.SCSI;
  if (controllerType !== 'SCSI' || !isWhole(controllerNumber) || !isWhole(scsiControllers)) return;
  const areCounted = scsiControllers >= 0 && scsiControllers <= controllers;
  const isSomewhere = controllerNumber >= 0 && controllerNumber < controllers;
  if (areCounted && isSomewhere && controllerNumber >= scsiControllers) {
    const allowed =
      scsiControllers === 0
        ? 'no SCSI disk, as scsiControllers is 0'
        : `a whole number less than scsiControllers (${scsiControllers})`;
    yield at(disk, 'controllerNumber', 'SCSI controller that the virtual machine does not have', allowed);
  }
}

function* machineFaults(machine: Place, hostRelease: unknown): Iterable<TopologyFault> {
  const {
    vmGeneration = fieldDefaults.vmGeneration,
    running = fieldDefaults.running,
    scsiControllers = fieldDefaults.scsiControllers,
  } = machine.fields;
  // Source: John Howard (Microsoft), "Hyper-V generation 2 virtual machines", parts 2 and 3: introduced with
  // Windows Server 2012 R2, without the IDE controller.
  const isOlder = hostRelease !== '2012R2' && hostReleases.some((release) => release === hostRelease);
  if (vmGeneration === 2 && isOlder) {
    yield at(machine, 'vmGeneration', `not on host release ${hostRelease}`, '1; 2 from 2012R2 on');
  }
  if (machine.fields.savedState === true && running === true) {
    yield at(machine, 'savedState', 'saved and running at once', 'true only with "running": false');
  }
  const disks = placesIn(machine, 'disks');
  yield* repeatedNames(disks, 'disk of the virtual machine');
  const taken = new Set<string>();
  for (const disk of disks) {
    yield* slotFaults(disk, taken);
    yield* controllerFaults(disk, vmGeneration, scsiControllers);
  }
}

/** Every broken rule of a value of any form. No two faults have one path. */
export function* brokenRules(topology: unknown): Iterable<TopologyFault> {
  if (!isFields(topology)) return;
  const machines = placesIn({ path: [], fields: topology }, 'virtualMachines');
  yield* repeatedNames(machines, 'virtual machine');
  for (const machine of machines) yield* machineFaults(machine, topology.hostRelease);
}
