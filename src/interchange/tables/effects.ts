/** What becomes of what is said: the wires as lists of effects over numbered actors, inputs and parcels. */
import {
  type ActorDefinition,
  actorName,
  type Composition,
  type Message,
  reachedGroups,
  received,
  selectActors,
  type Wire,
  wiresFrom,
} from '../../composition/index.ts';
import type { ChartRows, ChartTable } from './chart-table.ts';
import { identifier } from './names.ts';
import type { Watch } from './observer-table.ts';

/** What becomes of something said, in order. */
export type Effect =
  | { readonly kind: 'call'; readonly actor: number; readonly input: number; readonly delivery: number }
  | { readonly kind: 'post'; readonly channel: number; readonly parcel: number }
  | { readonly kind: 'part'; readonly gather: number; readonly yes: boolean }
  | { readonly kind: 'nowhere' };

export type Call = Effect & { readonly kind: 'call' };

export interface ActorTable {
  readonly name: string;
  readonly group: number;
  readonly definition: ActorDefinition;
  readonly chart: ChartTable;
  /** By place in `chart.says`. */
  readonly effects: (readonly Effect[])[];
}

export interface ChannelTable {
  readonly name: string;
  readonly channel: string;
  readonly group: number;
  readonly capacity: number;
  readonly parcels: { readonly from: string; readonly index: number; readonly message: Message }[];
  /** By parcel, the calls that its delivery makes. */
  readonly opens: (readonly Effect[])[];
}

/** The wires of a composition over its numbered actors. What is asked for is numbered as it comes up. */
export class WiredActors {
  readonly composition: Composition;
  readonly actors: readonly (ActorTable & { readonly chart: ChartRows })[];
  readonly channels: readonly ChannelTable[];
  readonly #watchOf: (group: number) => Watch;

  constructor(
    composition: Composition,
    groupNames: readonly string[],
    actors: WiredActors['actors'],
    watchOf: (group: number) => Watch,
  ) {
    this.composition = composition;
    this.actors = actors;
    this.#watchOf = watchOf;
    this.channels = groupNames.flatMap((groupName, group) =>
      composition.channels.map(({ name, capacity }) => ({
        name: `${groupName}_${identifier(name)}`,
        channel: name,
        group,
        capacity,
        parcels: [],
        opens: [],
      })),
    );
  }

  /** A message that reaches an actor, of its own group or another, or of the world. */
  call(from: number | 'world', group: number, definition: ActorDefinition, message: Message): Call {
    const actor = this.actors.findIndex(
      (one) => one.group === group && actorName(one.definition) === actorName(definition),
    );
    const { chart, definition: to } = this.actors[actor] as WiredActors['actors'][number];
    const origin = from === 'world' ? 'environment' : from === group ? 'own' : from === 0 ? 'hub' : 'unit';
    return {
      kind: 'call',
      actor,
      input: chart.input({ kind: 'message', message }),
      delivery: this.#watchOf(group).delivery({ message, to, origin }),
    };
  }

  /** What becomes of it that an actor says something. */
  effectsOf({ group, definition }: ActorTable, message: Message): readonly Effect[] {
    const { role } = definition;
    const parts = this.composition.gathers.flatMap((one, gather) =>
      one.from === role && one.message === message.type
        ? [{ kind: 'part' as const, gather, yes: message[one.field] === true }]
        : [],
    );
    const wires = wiresFrom(this.composition, role, message.type);
    if (wires.length === 0 && parts.length === 0) return [{ kind: 'nowhere' }];
    const posted = new Set<string>();
    return [
      ...parts.slice(0, 1),
      ...wires.flatMap((wire) => {
        if (wire.channel === undefined) return this.#carry(wire, group, message);
        if (posted.has(wire.channel)) return [];
        posted.add(wire.channel);
        return [this.#post(group, wire.channel, definition, message)];
      }),
    ];
  }

  #carry(wire: Wire, group: number, message: Message): readonly Effect[] {
    const units = this.composition.units.length;
    return reachedGroups(wire.reach ?? 'own', group, units).flatMap((to) => {
      const actors = this.actors.flatMap((one) => (one.group === to ? [one.definition] : []));
      return selectActors({ name: '', actors }, wire, message).map((actor) =>
        this.call(group, to, actor, received(wire, message)),
      );
    });
  }

  #post(group: number, name: string, from: ActorDefinition, message: Message): Effect {
    const channel = this.channels.findIndex((one) => one.group === group && one.channel === name);
    const { parcels, opens } = this.channels[channel] as ChannelTable & { opens: (readonly Effect[])[] };
    const parcel = { from: from.role, index: from.index, message };
    const key = JSON.stringify(parcel);
    let number = parcels.findIndex((one) => JSON.stringify(one) === key);
    if (number < 0) {
      number = parcels.length;
      parcels.push(parcel);
      opens.push(
        wiresFrom(this.composition, from.role, message.type)
          .filter((wire) => wire.channel === name)
          .flatMap((wire) => this.#carry(wire, group, message)),
      );
    }
    return { kind: 'post', channel, parcel: number };
  }
}
