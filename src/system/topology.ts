/**
 * The topology of a Hyper-V host to be backed up: its release, its virtual machines and their disks.
 *
 * One schema gives the types, the check and the published JSON Schema. What holds between fields is in
 * `topology-rules.ts`.
 */
import { z } from 'zod';
import {
  brokenRules,
  controllerLimits,
  fieldDefaults,
  given,
  hostReleases,
  isFields,
  type TopologyFault,
} from './topology-rules.ts';

export { controllerLimits, hostReleases };

const { SCSI } = controllerLimits;
const name = (of: string) => z.string().min(1).describe(`Name of the ${of}; no two have the same.`);
const flag = (byDefault: boolean, description: string) =>
  z.boolean().default(byDefault).describe(description);

const diskSchema = z
  .strictObject({
    name: name('disk within its virtual machine'),
    controllerType: z.enum(['IDE', 'SCSI']).describe('Type of the controller. Generation 2 has no IDE.'),
    controllerNumber: z
      .int()
      .min(0)
      .max(SCSI.controllers - 1)
      .describe('Controller, from 0. IDE: 0 or 1; SCSI: 0 to 3, and less than scsiControllers.'),
    controllerLocation: z
      .int()
      .min(0)
      .max(SCSI.locations - 1)
      .describe('Location on the controller, from 0. IDE: 0 or 1; SCSI: 0 to 63.'),
  })
  .describe('A virtual hard disk and the slot that it hangs in; no two disks share one.');

// Source of the conditions for an online backup: Microsoft, win32 documentation,
// HyperV_v2/backing-up-and-restoring-virtual-machines.md ("Child VM Snapshot" method).
// Limit: it does not name shadow storage, cluster resource and scoped snapshots. Microsoft's text on Data
// Protection Manager names the first two; a source for scoped snapshots is not known.
const virtualMachineSchema = z
  .strictObject({
    name: name('virtual machine'),
    vmGeneration: z
      .literal([1, 2])
      .default(fieldDefaults.vmGeneration)
      .describe('Generation of the virtual hardware; 2 from host release 2012R2 on.'),
    running: flag(fieldDefaults.running, 'Whether it runs when the backup starts.'),
    savedState: flag(false, 'Whether it was saved before the backup; only if it does not run.'),
    guest: z
      .enum(['windows', 'linux'])
      .default('windows')
      .describe('Operating system of the guest; Linux has an online backup from host release 2012R2 on.'),
    backupServiceRunning: flag(
      true,
      'Online backup: the backup integration service runs in the guest (in Linux: its daemon).',
    ),
    integrationComponents: z
      .enum(['current', 'older'])
      .default('current')
      .describe(
        'Whether the integration components of the guest are those of its host, or older; see the option olderComponents.',
      ),
    scsiControllers: z
      .int()
      .min(0)
      .max(SCSI.controllers)
      .default(fieldDefaults.scsiControllers)
      .describe('How many SCSI controllers it has.'),
    snapshotFilesOnDiskVolume: flag(
      true,
      'Online backup: its snapshot file location is on the host volume of its disks.',
    ),
    basicDisksOnly: flag(true, 'Online backup: the guest has basic disks only, no dynamic ones.'),
    fileSystemsSupportShadowCopies: flag(
      true,
      'Online backup: every file system of the guest supports shadow copies.',
    ),
    shadowStorageOnSameVolume: flag(
      true,
      'Online backup: every guest volume keeps its shadow storage on itself.',
    ),
    clusterResourceOnline: flag(true, 'Online backup: its cluster resource, if it has one, is online.'),
    scopedSnapshots: flag(false, 'Whether scoped snapshots are enabled in the guest; no online backup then.'),
    disks: z.array(diskSchema).default([]).describe('Its virtual hard disks.'),
  })
  .describe('A virtual machine, its guest, and what decides how it can be backed up.');

const optionsSchema = z
  .strictObject({
    failureScope: z
      .exactOptional(z.enum(['all', 'perVm']))
      .describe('Whether one failed virtual machine fails the backup of all, or only its own.'),
    controllerCheck: z
      .exactOptional(z.enum(['whenConnecting', 'whenPreparing']))
      .describe('When a missing SCSI controller is noticed.'),
    linuxControllerCheck: z
      .exactOptional(z.enum(['applies', 'spared']))
      .describe(
        'Whether a Linux guest, into which no copy is connected, needs a SCSI controller all the same.',
      ),
    olderComponents: z
      .exactOptional(z.enum(['notConnected', 'connected']))
      .describe(
        'Whether the backup service of a Windows guest with older integration components connects to its host.',
      ),
    guestReplyLimit: z
      .exactOptional(z.enum(['some', 'none']))
      .describe('Whether the host waits for an answer of a guest only for some time, or without limit.'),
    virtualMachineOrder: z
      .exactOptional(z.enum(['parallel', 'oneAtATime']))
      .describe('Whether virtual machines recover their copies at the same time.'),
    diskOrder: z
      .exactOptional(z.enum(['sequence', 'parallel']))
      .describe('Whether the copies of one virtual machine recover one after the other.'),
  })
  .describe('Choices where sources differ or are silent; what is left out keeps its default.');

const topologySchema = z
  .strictObject({
    hostRelease: z.literal(hostReleases).describe('Windows Server release of the host.'),
    virtualMachines: z.array(virtualMachineSchema).min(1).describe('The virtual machines to be backed up.'),
    options: z.exactOptional(optionsSchema),
  })
  .meta({
    title: 'Hyper-V backup topology',
    description:
      'A Hyper-V host with its virtual machines and their disks. Rules between fields are not in this schema; they are checked when a topology is read.',
  });

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value;

/** A checked topology, all defaults filled in. */
export type Topology = DeepReadonly<z.output<typeof topologySchema>>;
/** A topology as it is written, with fields left out. */
export type TopologyInput = DeepReadonly<z.input<typeof topologySchema>>;
export type VirtualMachineTopology = Topology['virtualMachines'][number];
export type DiskTopology = VirtualMachineTopology['disks'][number];
export type HostRelease = Topology['hostRelease'];
/** The choices about the model that a topology can make. */
export type ModelOptionsInput = z.output<typeof optionsSchema>;

/** What is wrong at one place of a topology. */
export interface TopologyProblem {
  /** Such as `virtualMachines[0].disks[1].controllerNumber`; the whole value is `(topology)`. */
  readonly path: string;
  /** What is wrong, with the given value. */
  readonly problem: string;
  /** What is allowed there. */
  readonly allowed: string;
}

/** A value is no topology. The message has one line for each problem. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError';
  readonly problems: readonly TopologyProblem[];

  constructor(problems: readonly TopologyProblem[]) {
    const lines = problems.map(({ path, problem, allowed }) => `${path}: ${problem}; allowed: ${allowed}`);
    super(['The topology is not valid.', ...lines].join('\n'));
    this.problems = problems;
  }
}

/** JSON Schema (draft 2020-12) of the form of a topology file; fields with a default can be left out. */
export const topologyJsonSchema = () => z.toJSONSchema(topologySchema, { io: 'input' });

type Schema = z.core.JSONSchema.JSONSchema;

const child = (schema: Schema, key: PropertyKey): Schema =>
  (typeof key === 'number' ? schema.items : schema.properties?.[String(key)]) as Schema;

const allowedBy = ({ enum: values, type, properties, minItems, minimum, maximum }: Schema): string => {
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' or ');
  if (properties !== undefined) return `an object with keys among ${Object.keys(properties).join(', ')}`;
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}`;
  if (type === 'array') return minItems === undefined ? 'an array' : `an array of at least ${minItems}`;
  return type === 'boolean' ? 'true or false' : 'a string that is not empty';
};

const kindOf = (issue: z.core.$ZodIssue, value: unknown): string => {
  const isNumber = typeof value === 'number';
  if (issue.code === 'invalid_type') {
    return isNumber && /^(int|number)$/.test(issue.expected) ? 'not a whole number' : 'wrong type';
  }
  if (issue.code === 'invalid_value') return 'unknown value';
  return isNumber ? 'out of range' : 'empty';
};

const ownValue = (owner: unknown, key: PropertyKey): unknown =>
  Object.hasOwn(Object(owner), key) ? (owner as Record<PropertyKey, unknown>)[key] : undefined;

function faultsOfForm(topology: unknown, issues: readonly z.core.$ZodIssue[]): readonly TopologyFault[] {
  const schema = topologyJsonSchema();
  return issues.flatMap((issue) => {
    const allowed = allowedBy(issue.path.reduce(child, schema as Schema));
    const value = issue.path.reduce(ownValue, topology);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        problem: `unknown key: ${given(ownValue(value, key))}`,
        allowed: `no such key; ${allowed}`,
      }));
    }
    const isMissing = value === undefined && issue.path.length > 0;
    return [
      {
        path: issue.path,
        problem: isMissing ? 'missing' : `${kindOf(issue, value)}: ${given(value)}`,
        allowed,
      },
    ];
  });
}

const written = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(key)}]`;
    })
    .join('')
    .replace(/^\./, '') || '(topology)';

/** Gives the position of a path in the value; what is missing comes after what is there. */
function positionsIn(topology: unknown): (path: readonly PropertyKey[]) => readonly number[] {
  const known = new Map<unknown, ReadonlyMap<PropertyKey, number>>();
  const keysOf = (fields: object) => {
    const keys = known.get(fields) ?? new Map(Object.keys(fields).map((key, index) => [key, index]));
    known.set(fields, keys);
    return keys;
  };
  return (path) => {
    let owner = topology;
    return path.map((key) => {
      const position = typeof key === 'number' ? key : isFields(owner) ? keysOf(owner).get(key) : undefined;
      owner = ownValue(owner, key);
      return position ?? Number.POSITIVE_INFINITY;
    });
  };
}

function byPosition(one: readonly number[], other: readonly number[]): number {
  const differs = one.findIndex((position, depth) => position !== other[depth]);
  if (differs === -1) return one.length - other.length;
  return (one[differs] as number) < (other[differs] ?? -1) ? -1 : 1;
}

/**
 * Checks a value, such as the content of a topology file, and fills in the defaults.
 *
 * All problems are reported at once, one for each place, in the order of the value. Does not throw.
 */
export function parseTopology(
  value: unknown,
): { ok: true; topology: Topology } | { ok: false; problems: readonly TopologyProblem[] } {
  const result = topologySchema.safeParse(value);
  const formal = result.success ? [] : faultsOfForm(value, result.error.issues);
  // A broken rule replaces a fault of form in the same place: it knows the closer limit.
  const faults = new Map([...formal, ...brokenRules(value)].map((fault) => [written(fault.path), fault]));
  if (result.success && faults.size === 0) return { ok: true, topology: result.data };
  const positionOf = positionsIn(value);
  const problems = [...faults]
    .map(([path, { problem, allowed, path: keys }]) => ({
      path,
      problem,
      allowed,
      position: positionOf(keys),
    }))
    .sort((one, other) => byPosition(one.position, other.position))
    .map(({ path, problem, allowed }) => ({ path, problem, allowed }));
  return { ok: false, problems };
}

/**
 * The topology with its defaults filled in.
 * @throws TopologyError with all problems, if the value is no topology.
 */
export function checkedTopology(value: unknown): Topology {
  const result = parseTopology(value);
  if (!result.ok) throw new TopologyError(result.problems);
  return result.topology;
}
