/**
 * A composition running live: each chart a real XState actor under one root, and one router between
 * them that carries messages as the wires say.
 *
 * Actors never call each other: what they emit waits in one queue until its sender has finished, as in
 * the plain semantics. Messages in channels are delivered by the clock.
 */
import {
  type Actor,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type InspectionEvent,
  setup,
  spawnChild,
} from 'xstate';
import {
  type ActorDefinition,
  actorName,
  type Composition,
  groupsOf,
  type Message,
  reachedGroups,
  selectActors,
  type Wire,
  wiresFrom,
} from './composition.ts';
import { received } from './group.ts';
import type { SystemEvent } from './step.ts';

/** The part of XState's clock that a live run needs; a simulated clock has it too. */
export interface Clock {
  setTimeout(callback: (...args: unknown[]) => void, milliseconds: number): unknown;
  clearTimeout(id: unknown): void;
}

export interface LiveOptions {
  /** Default: the timers of the platform. */
  readonly clock?: Clock;
  /** XState's ordinary inspection. */
  readonly inspect?: (event: InspectionEvent) => void;
  /** Milliseconds that a message stays in a channel. Default: 1. */
  readonly latency?: number;
}

interface Routed {
  readonly group: number;
  readonly actor: ActorDefinition;
  readonly message: Message;
}

interface Parcel extends Routed {
  readonly wires: readonly Wire[];
}

const platformClock: Clock = {
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (id) => clearTimeout(id as ReturnType<typeof setTimeout>),
};

const addressOf = (group: number, actor: ActorDefinition): string => `${group}/${actorName(actor)}`;

export class LiveRun {
  /** What has happened so far, as events of the composition. */
  readonly events: SystemEvent[] = [];
  readonly root: Actor<ReturnType<typeof rootOf>>;
  readonly #composition: Composition;
  readonly #clock: Clock;
  readonly #latency: number;
  readonly #inbox: Routed[] = [];
  readonly #outbox: Routed[] = [];
  readonly #channels = new Map<string, Parcel[]>();
  readonly #parts = new Map<string, boolean>();
  #isRouting = false;

  constructor(composition: Composition, { clock = platformClock, inspect, latency = 1 }: LiveOptions = {}) {
    this.#composition = composition;
    this.#latency = latency;
    this.#clock = {
      setTimeout: (callback, milliseconds) =>
        clock.setTimeout((...args: unknown[]) => {
          callback(...args);
          this.#route();
        }, milliseconds),
      clearTimeout: (id) => clock.clearTimeout(id),
    };
    this.root = createActor(rootOf(composition), {
      clock: this.#clock as never,
      inspect: (event) => {
        this.#noteDelay(event);
        inspect?.(event);
      },
    });
  }

  /** Starts all actors. */
  start(): this {
    this.root.start();
    groupsOf(this.#composition).forEach((group, number) => {
      for (const actor of group.actors) {
        this.actor(number, actorName(actor)).on('*', (message) => {
          this.#outbox.push({ group: number, actor, message: message as Message });
        });
      }
    });
    return this;
  }

  /** The running actor; groups count from 0, the hub. */
  actor(group: number, name: string): AnyActorRef {
    const actor = this.root.system.get(`${group}/${name}`) as AnyActorRef | undefined;
    if (actor === undefined) throw new RangeError(`there is no actor ${name} in group ${group}`);
    return actor;
  }

  /** The environment does something to an actor. */
  act(group: number, name: string, message: Message): void {
    this.events.push({ type: 'ACT', group, actor: name, message });
    this.actor(group, name).send(message);
    this.#route();
  }

  stop(): void {
    this.root.stop();
  }

  #noteDelay(event: InspectionEvent): void {
    if (event.type !== '@xstate.event' || !event.event.type.startsWith('xstate.after.')) return;
    const [group, actor] = String((event.actorRef as AnyActorRef).id).split('/');
    const [, , delay, ...state] = event.event.type.split('.');
    if (actor !== undefined && delay !== undefined) {
      this.events.push({ type: 'ELAPSE', group: Number(group), actor, delay, state: state.join('.') });
    }
  }

  #route(): void {
    if (this.#isRouting) return;
    this.#isRouting = true;
    for (;;) {
      for (const sent of this.#outbox.splice(0)) this.#carry(sent);
      const next = this.#inbox.shift();
      if (next === undefined) break;
      this.actor(next.group, actorName(next.actor)).send(next.message);
    }
    this.#isRouting = false;
  }

  #carry({ group, actor, message }: Routed): void {
    this.#composition.gathers.forEach((gather) => {
      if (gather.from === actor.role && gather.message === message.type) {
        this.#gather(gather, group, message);
      }
    });
    const wires = wiresFrom(this.#composition, actor.role, message.type);
    for (const wire of wires) {
      if (wire.channel === undefined) this.#handOver(group, wire, message);
    }
    for (const channel of new Set(wires.map((wire) => wire.channel))) {
      if (channel === undefined) continue;
      const key = `${group}/${channel}`;
      const parcels = this.#channels.get(key) ?? [];
      parcels.push({ group, actor, message, wires: wires.filter((wire) => wire.channel === channel) });
      this.#channels.set(key, parcels);
      this.#clock.setTimeout(() => this.#deliver(group, channel), this.#latency);
    }
  }

  #deliver(group: number, channel: string): void {
    const parcel = this.#channels.get(`${group}/${channel}`)?.shift();
    if (parcel === undefined) return;
    this.events.push({ type: 'DELIVER', group, channel });
    for (const wire of parcel.wires) this.#handOver(group, wire, parcel.message);
  }

  #handOver(group: number, wire: Wire, message: Message): void {
    const groups = groupsOf(this.#composition);
    for (const number of reachedGroups(wire.reach ?? 'own', group, this.#composition.units.length)) {
      const reached = groups[number];
      if (reached === undefined) continue;
      for (const actor of selectActors(reached, wire, message)) {
        this.#inbox.push({ group: number, actor, message: received(wire, message) });
      }
    }
  }

  #gather(gather: Composition['gathers'][number], group: number, message: Message): void {
    const { units, hub } = this.#composition;
    const keyOf = (unit: number): string => `${unit}/${gather.message}`;
    this.#parts.set(keyOf(group), message[gather.field] === true);
    const parts = units.map((_, index) => this.#parts.get(keyOf(index + 1)));
    if (parts.includes(undefined)) return;
    units.forEach((_, index) => {
      this.#parts.delete(keyOf(index + 1));
    });
    for (const actor of hub.actors.filter(({ role }) => role === gather.to)) {
      this.#inbox.push({
        group: 0,
        actor,
        message: { type: gather.as, [gather.field]: parts.includes(true) },
      });
    }
  }
}

/** A root that does nothing but hold the actors of a composition. */
const rootOf = (composition: Composition) =>
  setup({}).createMachine({
    id: 'composition',
    entry: groupsOf(composition).flatMap((group, number) =>
      group.actors.map((actor) => {
        const id = addressOf(number, actor);
        return spawnChild(actor.chart as AnyActorLogic, { id, systemId: id, input: actor.input } as object);
      }),
    ),
  });
