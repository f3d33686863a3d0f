/** One group of a composition: its state, and what one of its actors does with one message. */
import type { AnyMachineSnapshot } from 'xstate';
import { Chart } from './chart.ts';
import {
  type ActorDefinition,
  actorName,
  type Composition,
  type Delivery,
  type Group,
  type Message,
  type Observer,
  selectActors,
  type Wire,
  wiresFrom,
} from './composition.ts';

/** A message in a channel, with what is needed to carry it on. */
export interface Parcel {
  readonly from: string;
  readonly index: number;
  readonly message: Message;
}

export interface GroupState {
  readonly actors: readonly AnyMachineSnapshot[];
  readonly channels: readonly (readonly Parcel[])[];
  /** Per gather: what this unit has said, or null. */
  readonly parts: readonly (boolean | null)[];
  readonly observations: readonly unknown[];
  /** Charged steps that are left in the run; the hub keeps them, units have 0. */
  readonly budget: number;
  /** The first thing that went against the rules of composition here, or null. */
  readonly problem: string | null;
}

/** One group's state as observers from outside see it. */
export interface GroupView {
  readonly group: Group;
  readonly state: GroupState;
  readonly observers: readonly Observer[];
}

/** What comes of a message, in order: a call to an actor of the group, or something for other groups. */
export type Emission =
  | {
      readonly kind: 'call';
      readonly from: string;
      readonly actor: ActorDefinition;
      readonly message: Message;
    }
  | { readonly kind: 'crossing'; readonly crossing: Crossing }
  | { readonly kind: 'post'; readonly from: string; readonly channel: string; readonly message: Message }
  | { readonly kind: 'part'; readonly from: string; readonly gather: number };

/** A message that a wire carries out of its group. */
export interface Crossing {
  readonly wire: Wire;
  readonly from: string;
  readonly index: number;
  readonly message: Message;
}

const charts = new WeakMap<object, Map<string, Chart>>();
const chartsByActor = new WeakMap<object, Chart>();

/** The chart of an actor; actors with the same machine and input share it. */
export function chartOf(actor: ActorDefinition): Chart {
  const known = chartsByActor.get(actor);
  if (known !== undefined) return known;
  const { chart, input } = actor;
  let ofMachine = charts.get(chart);
  if (ofMachine === undefined) {
    ofMachine = new Map();
    charts.set(chart, ofMachine);
  }
  const key = JSON.stringify(input) ?? '';
  let found = ofMachine.get(key);
  if (found === undefined) {
    found = new Chart(chart, input);
    ofMachine.set(key, found);
  }
  chartsByActor.set(actor, found);
  return found;
}

/** The message that a wire hands over. */
export const received = (wire: Wire, message: Message): Message =>
  wire.as === undefined ? message : { ...message, type: wire.as };

export const initialGroupState = (composition: Composition, group: Group): GroupState => ({
  actors: group.actors.map((actor) => chartOf(actor).initial.snapshot),
  channels: composition.channels.map(() => []),
  parts: composition.gathers.map(() => null),
  observations: composition.observers.map((observer) => observer.initial(group)),
  budget: group === composition.hub ? (composition.budget?.steps ?? 0) : 0,
  problem: null,
});

/** A group in the middle of a step. */
export class GroupStep {
  readonly composition: Composition;
  readonly group: Group;
  actors: AnyMachineSnapshot[];
  channels: (readonly Parcel[])[];
  parts: (boolean | null)[];
  observations: unknown[];
  budget: number;
  problem: string | null;
  /** Transitions that were taken so far, by name. */
  readonly taken: string[] = [];

  constructor(composition: Composition, group: Group, state: GroupState) {
    this.composition = composition;
    this.group = group;
    this.actors = [...state.actors];
    this.channels = [...state.channels];
    this.parts = [...state.parts];
    this.observations = [...state.observations];
    this.budget = state.budget;
    this.problem = state.problem;
  }

  get state(): GroupState {
    const { actors, channels, parts, observations, budget, problem } = this;
    return { actors, channels, parts, observations, budget, problem };
  }

  /** An actor takes a message. */
  take(actor: ActorDefinition, message: Message, origin: Delivery['origin']): readonly Emission[] {
    const position = this.group.actors.indexOf(actor);
    const snapshot = this.actors[position] as AnyMachineSnapshot;
    const reaction = chartOf(actor).react(snapshot, message);
    const delivery = { message, to: actor, origin };
    this.composition.observers.forEach((observer, index) => {
      this.observations[index] = observer.next(this.observations[index], delivery);
    });
    if (reaction === null) {
      this.problem ??= `${actorName(actor)} does not take ${message.type} in ${JSON.stringify(snapshot.value)}`;
      return [];
    }
    this.actors[position] = reaction.snapshot;
    this.taken.push(...reaction.taken);
    return reaction.outputs.flatMap((output) => this.#emit(actor, output));
  }

  /** A delay of an actor is over. */
  elapse(actor: ActorDefinition, event: string): readonly Emission[] {
    const position = this.group.actors.indexOf(actor);
    const reaction = chartOf(actor).react(this.actors[position] as AnyMachineSnapshot, { type: event });
    if (reaction === null) return [];
    this.actors[position] = reaction.snapshot;
    this.taken.push(...reaction.taken);
    return reaction.outputs.flatMap((output) => this.#emit(actor, output));
  }

  /** The first message of a channel leaves it. */
  deliver(channel: number): readonly Emission[] {
    const [parcel, ...rest] = this.channels[channel] as readonly Parcel[];
    if (parcel === undefined) return [];
    this.channels[channel] = rest;
    const name = this.composition.channels[channel]?.name;
    return wiresFrom(this.composition, parcel.from, parcel.message.type)
      .filter((wire) => wire.channel === name)
      .flatMap((wire) => this.#carry(wire, parcel.from, parcel.index, parcel.message));
  }

  /** What a message that came in on a wire does here: calls to the actors that it is for. */
  arrive({ wire, from, index, message }: Crossing): readonly Emission[] {
    return selectActors(this.group, wire, message).map((actor) => ({
      kind: 'call',
      from: actorName({ role: from, index }),
      actor,
      message: received(wire, message),
    }));
  }

  #carry(wire: Wire, from: string, index: number, message: Message): readonly Emission[] {
    const crossing = { wire, from, index, message };
    return (wire.reach ?? 'own') === 'own' ? this.arrive(crossing) : [{ kind: 'crossing', crossing }];
  }

  #emit(sender: ActorDefinition, message: Message): readonly Emission[] {
    const emissions: Emission[] = [];
    const from = actorName(sender);
    const gather = this.composition.gathers.findIndex(
      (one) => one.from === sender.role && one.message === message.type,
    );
    if (gather >= 0) {
      const field = this.composition.gathers[gather]?.field as string;
      if (this.parts[gather] !== null) this.problem ??= `${from} said ${message.type} twice`;
      this.parts[gather] = this.parts[gather] === true || message[field] === true;
      emissions.push({ kind: 'part', from, gather });
    }
    const wires = wiresFrom(this.composition, sender.role, message.type);
    if (wires.length === 0 && gather < 0) {
      this.problem ??= `no wire carries ${message.type} from ${from}`;
    }
    const posted = new Set<string>();
    for (const wire of wires) {
      if (wire.channel === undefined) {
        emissions.push(...this.#carry(wire, sender.role, sender.index, message));
      } else if (!posted.has(wire.channel)) {
        posted.add(wire.channel);
        this.#post(wire.channel, { from: sender.role, index: sender.index, message });
        emissions.push({ kind: 'post', from, channel: wire.channel, message });
      }
    }
    return emissions;
  }

  #post(name: string, parcel: Parcel): void {
    const index = this.composition.channels.findIndex((channel) => channel.name === name);
    const capacity = this.composition.channels[index]?.capacity ?? 0;
    const parcels = this.channels[index] ?? [];
    if (parcels.length >= capacity) this.problem ??= `channel ${name} holds ${capacity} at most`;
    else this.channels[index] = [...parcels, parcel];
  }
}
