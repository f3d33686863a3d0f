/** The states of host and virtual machine, by name: what properties and reports read. */

import type { AnyMachineSnapshot } from 'xstate';
import type {
  BackupApplicationContext,
  BackupComponentContext,
  Content,
  Copy,
  GuestIntegrationServiceContext,
  GuestIntegrationServiceInput,
  GuestWorkloadContext,
  HostVssContext,
  HyperVVssWriterInput,
  LinuxVssDriverContext,
  RecoveryCheckpointContext,
  ScsiControllerContext,
  VirtualHardDiskContext,
  VirtualMachineContext,
  VirtualMachineInput,
  VmCoordinatorContext,
} from '../../machines/index.ts';
import type { Group, GroupState, GroupView } from '../composition/index.ts';
import type { Role } from './charts.ts';

/** State of one actor, looked up when it is read: where it is (a dotted path below each other), and its context. */
export interface ActorView<Context> {
  readonly at: string;
  readonly context: Context;
}

export interface HostView {
  readonly requester: ActorView<BackupApplicationContext>;
  readonly vss: ActorView<HostVssContext>;
  readonly writer: ActorView<HyperVVssWriterInput>;
  readonly observed: Readonly<Record<string, unknown>>;
  readonly problem: string | null;
}

export interface MachineView {
  readonly name: string;
  readonly coordinator: ActorView<VmCoordinatorContext>;
  readonly component: ActorView<BackupComponentContext>;
  readonly machine: ActorView<VirtualMachineContext>;
  /** The backup integration service of a Windows guest, and VSS in it; null in a Linux guest. */
  readonly service: ActorView<GuestIntegrationServiceContext> | null;
  readonly guestVss: ActorView<unknown> | null;
  /** What takes their place in a Linux guest, and the host's checkpoint of it; null in a Windows guest. */
  readonly driver: ActorView<LinuxVssDriverContext> | null;
  readonly daemon: ActorView<unknown> | null;
  readonly checkpoint: ActorView<RecoveryCheckpointContext> | null;
  readonly workload: ActorView<GuestWorkloadContext>;
  readonly disks: readonly ActorView<VirtualHardDiskContext>[];
  /** The recovery of each disk's copy, in the host or in the guest. */
  readonly recoveries: readonly ActorView<unknown>[];
  readonly controllers: readonly ActorView<ScsiControllerContext>[];
  /** How the machine was before the first backup. */
  readonly initially: VirtualMachineInput & {
    readonly eligible: boolean;
    /** The backup integration service runs in the guest. */
    readonly serviceRuns: boolean;
    /** It can bring copies back itself; its integration components are not too old for that. */
    readonly autoRecovers: boolean;
    readonly freeSlots: readonly number[];
  };
  readonly observed: Readonly<Record<string, unknown>>;
  readonly problem: string | null;
}

const pathOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const [[state, inner]] = Object.entries(value as Record<string, unknown>) as [[string, unknown]];
  return `${state}.${pathOf(inner)}`;
};

/** A class: objects with accessors of their own take ten times the memory, and there is a view of each actor in each state. */
class SnapshotView<Context> implements ActorView<Context> {
  readonly #snapshot: AnyMachineSnapshot;

  constructor(snapshot: AnyMachineSnapshot) {
    this.#snapshot = snapshot;
  }

  get at(): string {
    return pathOf(this.#snapshot.value);
  }

  get context(): Context {
    return this.#snapshot.context as Context;
  }

  toJSON(): ActorView<Context> {
    return { at: this.at, context: this.context };
  }
}

const placesByGroup = new WeakMap<Group, Map<string, readonly number[]>>();

/** Where the actors of a role stand in a group. */
function placesOf(group: Group, role: Role): readonly number[] {
  const known = placesByGroup.get(group) ?? new Map<string, readonly number[]>();
  placesByGroup.set(group, known);
  const places =
    known.get(role) ?? group.actors.flatMap((actor, place) => (actor.role === role ? [place] : []));
  known.set(role, places);
  return places;
}

const actorsOf = <Context>({ group, state }: GroupView, role: Role): readonly ActorView<Context>[] =>
  placesOf(group, role).map((place) => new SnapshotView(state.actors[place] as AnyMachineSnapshot));

const actorOf = <Context>(view: GroupView, role: Role): ActorView<Context> =>
  actorsOf<Context>(view, role)[0] as ActorView<Context>;

const actorIfAny = <Context>(view: GroupView, role: Role): ActorView<Context> | null =>
  actorsOf<Context>(view, role)[0] ?? null;

const inputsOf = <Input>({ group }: GroupView, role: Role): readonly Input[] =>
  placesOf(group, role).map((place) => group.actors[place]?.input as Input);

const observedIn = ({ observers, state }: GroupView): Readonly<Record<string, unknown>> =>
  Object.fromEntries(observers.map(({ name }, index) => [name, state.observations[index]]));

const hosts = new WeakMap<GroupState, HostView>();
const machines = new WeakMap<GroupState, MachineView>();

function remembered<View>(known: WeakMap<GroupState, View>, view: GroupView, make: () => View): View {
  const found = known.get(view.state);
  if (found !== undefined) return found;
  const made = make();
  known.set(view.state, made);
  return made;
}

export const hostView = (view: GroupView): HostView =>
  remembered(hosts, view, () => ({
    requester: actorOf(view, 'backup-application'),
    vss: actorOf(view, 'host-vss'),
    writer: actorOf(view, 'hyper-v-vss-writer'),
    observed: observedIn(view),
    get problem() {
      return view.state.problem;
    },
  }));

export const machineView = (view: GroupView): MachineView =>
  remembered(machines, view, () => ({
    name: view.group.name,
    coordinator: actorOf(view, 'vm-coordinator'),
    component: actorOf(view, 'backup-component'),
    machine: actorOf(view, 'virtual-machine'),
    service: actorIfAny(view, 'guest-integration-service'),
    guestVss: actorIfAny(view, 'guest-vss'),
    driver: actorIfAny(view, 'linux-vss-driver'),
    daemon: actorIfAny(view, 'linux-vss-daemon'),
    checkpoint: actorIfAny(view, 'recovery-checkpoint'),
    workload: actorOf(view, 'guest-workload'),
    disks: actorsOf(view, 'virtual-hard-disk'),
    recoveries: [...actorsOf(view, 'copy-recovery-in-host'), ...actorsOf(view, 'copy-recovery-in-guest')],
    controllers: actorsOf(view, 'scsi-controller'),
    initially: {
      ...(inputsOf<VirtualMachineInput>(view, 'virtual-machine')[0] as VirtualMachineInput),
      eligible: inputsOf<{ eligible: boolean }>(view, 'vm-coordinator')[0]?.eligible ?? false,
      serviceRuns:
        inputsOf<GuestIntegrationServiceInput>(view, 'guest-integration-service')[0]?.running ?? false,
      autoRecovers:
        inputsOf<GuestIntegrationServiceInput>(view, 'guest-integration-service')[0]?.autoRecovers ?? false,
      freeSlots: inputsOf<{ freeSlots: number }>(view, 'scsi-controller').map(({ freeSlots }) => freeSlots),
    },
    observed: observedIn(view),
    get problem() {
      return view.state.problem;
    },
  }));

/** Outcomes are compared in every state: equal ones are one text. */
const failures = new Map<string, string>();

function failedBy(cause: string): string {
  const text = failures.get(cause) ?? `failed:${cause}`;
  failures.set(cause, text);
  return text;
}

/** What the backup application reports of a virtual machine, or null before it reports anything. */
export function outcomeOf({ component }: MachineView): string | null {
  if (component.at === 'failed') return failedBy(component.context.cause);
  if (component.at !== 'read' && component.at !== 'succeeded') return null;
  return { online: 'online', savedState: 'saved', offline: 'offline', none: null }[component.context.method];
}

/** The copies of a virtual machine in one shadow copy set, by disk; undefined where there is none. */
export const copiesOf = (machine: MachineView, set: number): readonly (Copy | undefined)[] =>
  machine.disks.map(({ context }) => context.copies.find((copy) => copy.set === set));

export type Consistency = 'application' | 'fileSystem' | 'crash' | 'torn' | 'missing';

/**
 * How consistent the copies of one virtual machine are, computed from their content: all at one point of
 * the guest at which its applications were at rest, or only the file systems below them; or all of one instant;
 * or torn.
 */
export function consistencyOf(copies: readonly (Copy | undefined)[]): Consistency {
  const present = copies.filter((copy) => copy !== undefined);
  if (present.length < copies.length) return 'missing';
  const [first] = present;
  const atOnePoint = present.every(
    ({ content }) => content.point > 0 && content.point === first?.content.point && !content.written,
  );
  const areAll = (fits: (content: Content) => boolean): boolean =>
    atOnePoint && present.every(({ content }) => fits(content));
  if (areAll(({ atRest, whole }) => atRest === 'applications' && whole)) return 'application';
  if (areAll(({ atRest }) => atRest !== 'nobody')) return 'fileSystem';
  return atOnePoint || present.every(({ ofOneInstant }) => ofOneInstant) ? 'crash' : 'torn';
}
