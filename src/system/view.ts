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

/** State of one actor: where it is (a dotted path below each other), and its context. */
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

const places = new WeakMap<object, string>();

/** The value of a snapshot as a dotted path. */
export function placeIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  let place = places.get(value);
  if (place === undefined) {
    const [[state, inner]] = Object.entries(value) as [[string, unknown]];
    place = `${state}.${placeIn(inner)}`;
    places.set(value, place);
  }
  return place;
}

/** Reads what is asked for when it is asked for: who works out what a question depends on sees every look. */
class SnapshotView implements ActorView<unknown> {
  readonly #snapshot: AnyMachineSnapshot;

  constructor(snapshot: AnyMachineSnapshot) {
    this.#snapshot = snapshot;
  }

  get at(): string {
    return placeIn(this.#snapshot.value);
  }

  get context(): unknown {
    return this.#snapshot.context;
  }

  toJSON(): ActorView<unknown> {
    return { at: this.at, context: this.context };
  }
}

const views = new WeakMap<AnyMachineSnapshot, SnapshotView>();

/** Charts have few snapshots, each in many states of their group, so each has one view. */
function snapshotView<Context>(snapshot: AnyMachineSnapshot): ActorView<Context> {
  const view = views.get(snapshot) ?? new SnapshotView(snapshot);
  views.set(snapshot, view);
  return view as ActorView<unknown> as ActorView<Context>;
}

/** What is the same in all states of a group: where the actors of a role stand, and how its machine was at first. */
class Layout {
  readonly initially: MachineView['initially'];
  readonly #places = new Map<string, readonly number[]>();
  readonly #group: Group;

  constructor(group: Group) {
    this.#group = group;
    const [service] = this.#inputsOf<GuestIntegrationServiceInput>('guest-integration-service');
    this.initially = {
      ...(this.#inputsOf<VirtualMachineInput>('virtual-machine')[0] as VirtualMachineInput),
      eligible: this.#inputsOf<{ eligible: boolean }>('vm-coordinator')[0]?.eligible ?? false,
      serviceRuns: service?.running ?? false,
      autoRecovers: service?.autoRecovers ?? false,
      freeSlots: this.#inputsOf<{ freeSlots: number }>('scsi-controller').map(({ freeSlots }) => freeSlots),
    };
  }

  placesOf(role: Role): readonly number[] {
    let places = this.#places.get(role);
    if (places === undefined) {
      places = this.#group.actors.flatMap((actor, place) => (actor.role === role ? [place] : []));
      this.#places.set(role, places);
    }
    return places;
  }

  #inputsOf<Input>(role: Role): readonly Input[] {
    return this.placesOf(role).map((place) => this.#group.actors[place]?.input as Input);
  }
}

const layouts = new WeakMap<Group, Layout>();

function layoutOf(group: Group): Layout {
  const layout = layouts.get(group) ?? new Layout(group);
  layouts.set(group, layout);
  return layout;
}

/** Looks up actors of a group in one state of it. */
class Actors {
  readonly layout: Layout;
  readonly #state: GroupState;

  constructor({ group, state }: GroupView) {
    this.layout = layoutOf(group);
    this.#state = state;
  }

  all<Context>(role: Role): readonly ActorView<Context>[] {
    return this.layout
      .placesOf(role)
      .map((place) => snapshotView(this.#state.actors[place] as AnyMachineSnapshot));
  }

  any<Context>(role: Role): ActorView<Context> | null {
    const [place] = this.layout.placesOf(role);
    return place === undefined ? null : snapshotView(this.#state.actors[place] as AnyMachineSnapshot);
  }

  one<Context>(role: Role): ActorView<Context> {
    return this.any<Context>(role) as ActorView<Context>;
  }
}

const observedIn = ({ observers, state }: GroupView): Readonly<Record<string, unknown>> =>
  Object.fromEntries(observers.map(({ name }, index) => [name, state.observations[index]]));

const hosts = new WeakMap<GroupState, HostView>();
const machines = new WeakMap<GroupState, MachineView>();

function remembered<View>(
  known: WeakMap<GroupState, View>,
  view: GroupView,
  make: (actors: Actors) => View,
): View {
  const found = known.get(view.state);
  if (found !== undefined) return found;
  const made = make(new Actors(view));
  known.set(view.state, made);
  return made;
}

export const hostView = (view: GroupView): HostView =>
  remembered(hosts, view, (actors) => ({
    requester: actors.one('backup-application'),
    vss: actors.one('host-vss'),
    writer: actors.one('hyper-v-vss-writer'),
    observed: observedIn(view),
    get problem() {
      return view.state.problem;
    },
  }));

export const machineView = (view: GroupView): MachineView =>
  remembered(machines, view, (actors) => ({
    name: view.group.name,
    coordinator: actors.one('vm-coordinator'),
    component: actors.one('backup-component'),
    machine: actors.one('virtual-machine'),
    service: actors.any('guest-integration-service'),
    guestVss: actors.any('guest-vss'),
    driver: actors.any('linux-vss-driver'),
    daemon: actors.any('linux-vss-daemon'),
    checkpoint: actors.any('recovery-checkpoint'),
    workload: actors.one('guest-workload'),
    disks: actors.all('virtual-hard-disk'),
    recoveries: [...actors.all('copy-recovery-in-host'), ...actors.all('copy-recovery-in-guest')],
    controllers: actors.all('scsi-controller'),
    initially: actors.layout.initially,
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
