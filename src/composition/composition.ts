/**
 * A composition: statecharts, and as data everything between them.
 *
 * Actors stand in groups: the hub, and any number of units that are alike to the hub. A message that an
 * actor emits is carried by the wires for its sender's role and its type. Nothing here knows what the
 * charts are about.
 */
import type { AnyStateMachine } from 'xstate';

/** What actors say to each other: a type, and fields that are plain data. */
export interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface ActorDefinition {
  readonly role: string;
  /** Counts the actors of one role in one group from 0. */
  readonly index: number;
  readonly chart: AnyStateMachine;
  readonly input: unknown;
}

export interface Group {
  readonly name: string;
  readonly actors: readonly ActorDefinition[];
}

/**
 * In which group the receiver stands, seen from the sender: its own; the hub; every unit; the first
 * unit; the unit after it (none after the last); its neighbour (after the last comes the first).
 */
export type Reach = 'own' | 'hub' | 'units' | 'firstUnit' | 'nextUnit' | 'neighbour';

export interface Wire {
  readonly from: string;
  readonly messages: readonly string[];
  readonly to: string;
  /** Default: the sender's own group. */
  readonly reach?: Reach;
  /**
   * The field of the message that holds the index of the receiver; where the message leaves it out, it
   * is for all actors of the role. Default: for all.
   */
  readonly select?: { readonly field: string };
  /** The channel that carries it. Default: none, it is a call, taken in the same step. */
  readonly channel?: string;
  /** The type under which it is received. Default: its own. */
  readonly as?: string;
}

/** Ordered and bounded. Every group has one of each name; delivery is a step of its own. */
export interface Channel {
  readonly name: string;
  /** Messages under way at most; one more is reported as a problem. */
  readonly capacity: number;
}

/**
 * An answer that is complete when every unit has given its part: the hub's actor then receives one
 * message, in which `field` is true if it was in any part.
 */
export interface Gather {
  readonly from: string;
  readonly message: string;
  readonly to: string;
  readonly as: string;
  readonly field: string;
}

/** What the world may do to an actor whenever that actor takes it. */
export interface EnvironmentAction {
  readonly role: string;
  readonly message: Message;
}

/**
 * How often some steps may happen in one run, all of them together. With a budget of 2, one exploration
 * covers every pair of such steps.
 */
export interface Budget {
  readonly steps: number;
  /** Messages of the environment that are charged, by type. */
  readonly messages: ReadonlySet<string>;
  /** Delays whose end is charged. */
  readonly delays: ReadonlySet<string>;
}

/** A message that reached an actor. */
export interface Delivery {
  readonly message: Message;
  readonly to: ActorDefinition;
  /** Whose message it was: of the same group, of the hub, of another unit, or of the world. */
  readonly origin: 'own' | 'hub' | 'unit' | 'environment';
}

/** Watches the deliveries within one group; its state is plain data. */
export interface Observer<State = unknown> {
  readonly name: string;
  initial(group: Group): State;
  next(state: State, delivery: Delivery): State;
}

export interface Composition {
  readonly hub: Group;
  readonly units: readonly Group[];
  readonly wires: readonly Wire[];
  readonly channels: readonly Channel[];
  readonly gathers: readonly Gather[];
  readonly environment: readonly EnvironmentAction[];
  /** Delays that never elapse: limits whose fault is not enabled. */
  readonly disabledDelays: ReadonlySet<string>;
  /** Default: nothing is charged. */
  readonly budget?: Budget;
  readonly observers: readonly Observer[];
}

/** The groups of a composition: the hub is number 0, units count from 1. */
export const groupsOf = (composition: Composition): readonly Group[] => [
  composition.hub,
  ...composition.units,
];

/** The name of an actor within its group, such as `virtual-hard-disk[1]`. */
export const actorName = ({ role, index }: Pick<ActorDefinition, 'role' | 'index'>): string =>
  index === 0 ? role : `${role}[${index}]`;

/** The wires that carry a message of this type from this role. */
export const wiresFrom = (composition: Composition, role: string, type: string): readonly Wire[] =>
  composition.wires.filter((wire) => wire.from === role && wire.messages.includes(type));

/** The actors of a group that a message on this wire is for. */
export const selectActors = (group: Group, wire: Wire, message: Message): readonly ActorDefinition[] => {
  const role = group.actors.filter((actor) => actor.role === wire.to);
  if (wire.select === undefined) return role;
  const index = message[wire.select.field];
  return index === undefined ? role : role.filter((actor) => actor.index === index);
};

/** The numbers of the groups that a wire reaches from the sender's group. */
export const reachedGroups = (reach: Reach, group: number, units: number): readonly number[] => {
  switch (reach) {
    case 'own':
      return [group];
    case 'hub':
      return [0];
    case 'units':
      return Array.from({ length: units }, (_, index) => index + 1);
    case 'firstUnit':
      return units > 0 ? [1] : [];
    case 'nextUnit':
      return group < units ? [group + 1] : [];
    case 'neighbour':
      return units > 0 ? [(group % units) + 1] : [];
  }
};
