/**
 * A composition as finite tables, one for each chart: what other checkers are given.
 *
 * States of charts are those that a search of the product has met. For each of them and each message that
 * the wires can bring, the table has what XState answers, also where no reachable state of the system needs
 * it, so that another engine decides by itself what can be reached. An answer that leads to a state which the
 * search has not met is left open (`unknown`): an engine that gets there must say so.
 */
import type { AnyMachineSnapshot } from 'xstate';
import {
  type ActorDefinition,
  actorName,
  type Chart,
  ChartError,
  type Composition,
  chartOf,
  type Delivery,
  groupsOf,
  type Message,
  reachedGroups,
  received,
  selectActors,
  type Wire,
  wiresFrom,
} from '../composition/index.ts';
import type { GroupTable, Product } from '../explore/index.ts';

/** What a chart may be asked: a message, or the event of one of its delays. */
export type Input =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'delay'; readonly delay: string; readonly state: string; readonly event: string };

/** What a chart answers; `says` counts in the messages that the chart says. */
export type Row =
  | { readonly kind: 'taken'; readonly next: number; readonly says: readonly number[] }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

export interface ChartTable {
  /** An identifier; charts of one role with different inputs are numbered from the second on. */
  readonly name: string;
  readonly role: string;
  readonly chart: Chart;
  /** State 0 is the initial one. */
  readonly states: readonly AnyMachineSnapshot[];
  /** Identifiers of the states, each within its chart. */
  readonly stateNames: readonly string[];
  readonly inputs: Input[];
  readonly says: Message[];
  /** The row of a state and an input; a delay that is not pending there has none. */
  row(state: number, input: number): Row | undefined;
}

/** What becomes of something said, in order. */
export type Effect =
  | { readonly kind: 'call'; readonly actor: number; readonly input: number; readonly delivery: number }
  | { readonly kind: 'post'; readonly channel: number; readonly parcel: number }
  | { readonly kind: 'part'; readonly gather: number; readonly yes: boolean }
  | { readonly kind: 'nowhere' };

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

export interface GatherTable {
  readonly field: string;
  /** The calls when all parts are there and none, or any, had the field. */
  readonly none: readonly Effect[];
  readonly any: readonly Effect[];
}

/** One observer in one group. */
export interface ObserverTable {
  readonly name: string;
  readonly group: number;
  /** State 0 is the initial one. */
  readonly states: readonly unknown[];
  /** The next state after a delivery of the group; null where it was never met. */
  next(state: number, delivery: number): number | null;
}

/** What the world may do. */
export interface ActTable {
  readonly actor: number;
  readonly input: number;
  readonly delivery: number;
}

export interface SystemTables {
  readonly composition: Composition;
  readonly groups: readonly { readonly name: string; readonly deliveries: number }[];
  readonly charts: readonly ChartTable[];
  readonly actors: readonly ActorTable[];
  /** Channels of all groups; those without parcels are never used. */
  readonly channels: readonly ChannelTable[];
  readonly gathers: readonly GatherTable[];
  readonly observers: readonly ObserverTable[];
  readonly acts: readonly ActTable[];
}

/** Letters, digits and underscores. */
export const identifier = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');

/** A message as an identifier: its type, and its fields where it has any. */
export function messageName(message: Message): string {
  const fields = Object.entries(message)
    .filter(([name]) => name !== 'type')
    .map(([name, value]) => `_${name}_${identifier(String(value))}`);
  return `${identifier(message.type)}${fields.join('')}`;
}

/** Names that are all different: the second of a name gets a 2, and so on. */
export function distinct(names: readonly string[]): readonly string[] {
  const met = new Map<string, number>();
  return names.map((name) => {
    const count = (met.get(name) ?? 0) + 1;
    met.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

const placeOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as Record<string, unknown>)
        .map(([state, inner]) => `${state}_${placeOf(inner)}`)
        .join('_and_');

class ChartRows implements ChartTable {
  readonly name: string;
  readonly role: string;
  readonly chart: Chart;
  readonly states: readonly AnyMachineSnapshot[];
  readonly stateNames: readonly string[];
  readonly inputs: Input[] = [];
  readonly says: Message[] = [];
  readonly #stateNumbers: ReadonlyMap<AnyMachineSnapshot, number>;
  readonly #inputNumbers = new Map<string, number>();
  readonly #saysNumbers = new Map<string, number>();
  readonly #rows: (Row | undefined)[][] = [];

  constructor(name: string, role: string, chart: Chart, states: readonly AnyMachineSnapshot[]) {
    this.name = name;
    this.role = role;
    this.chart = chart;
    this.states = states;
    this.stateNames = distinct(states.map(({ value }) => placeOf(value)));
    this.#stateNumbers = new Map(states.map((snapshot, number) => [snapshot, number]));
  }

  input(input: Input): number {
    const key = JSON.stringify(input);
    const known = this.#inputNumbers.get(key);
    if (known !== undefined) return known;
    this.#inputNumbers.set(key, this.inputs.length);
    this.inputs.push(input);
    this.#rows.push(this.states.map((state) => this.#ask(state, input)));
    return this.inputs.length - 1;
  }

  row(state: number, input: number): Row | undefined {
    return this.#rows[input]?.[state];
  }

  #ask(state: AnyMachineSnapshot, input: Input): Row | undefined {
    if (
      input.kind === 'delay' &&
      !this.chart.pendingDelays(state).some(({ event }) => event === input.event)
    ) {
      return undefined;
    }
    const message = input.kind === 'delay' ? { type: input.event } : input.message;
    try {
      const reaction = this.chart.react(state, message);
      if (reaction === null) return { kind: 'refused' };
      const next = this.#stateNumbers.get(reaction.snapshot);
      if (next === undefined) return { kind: 'unknown' };
      return { kind: 'taken', next, says: reaction.outputs.map((output) => this.#say(output)) };
    } catch (error) {
      // A chart that asserts what it is sent stops where nobody would have sent it that.
      if (error instanceof ChartError) return { kind: 'unknown' };
      throw error;
    }
  }

  #say(message: Message): number {
    const key = JSON.stringify(message);
    const known = this.#saysNumbers.get(key);
    if (known !== undefined) return known;
    this.#saysNumbers.set(key, this.says.length);
    this.says.push(message);
    return this.says.length - 1;
  }
}

/** Local states, and then what is passed within steps. */
const statesOf = (table: GroupTable) => [...table.states, ...table.passedStates()];

/** The deliveries of one group, and what its observers make of them. */
class Watch {
  readonly table: GroupTable;
  readonly deliveries: Delivery[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #states: readonly (readonly unknown[])[];

  constructor(table: GroupTable) {
    this.table = table;
    this.#states = table.composition.observers.map((_, index) => {
      const states = new Map<string, unknown>();
      for (const { observations } of statesOf(table)) {
        states.set(JSON.stringify(observations[index]), observations[index]);
      }
      return [...states.values()];
    });
  }

  delivery(delivery: Delivery): number {
    const key = JSON.stringify([delivery.message, actorName(delivery.to), delivery.origin]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.deliveries.length);
    this.deliveries.push(delivery);
    return this.deliveries.length - 1;
  }

  observers(group: number, groupName: string): readonly ObserverTable[] {
    return this.table.composition.observers.map((observer, index) => {
      const states = this.#states[index] as readonly unknown[];
      const numbers = new Map(states.map((state, number) => [JSON.stringify(state), number]));
      return {
        name: `${groupName}_${identifier(observer.name)}`,
        group,
        states,
        next: (state, delivery) =>
          numbers.get(JSON.stringify(observer.next(states[state], this.deliveries[delivery] as Delivery))) ??
          null,
      };
    });
  }
}

const statesOfChart = (product: Product): ReadonlyMap<Chart, Set<AnyMachineSnapshot>> => {
  const states = new Map<Chart, Set<AnyMachineSnapshot>>();
  for (const table of new Set(product.tables)) {
    table.group.actors.forEach((actor, position) => {
      const ofChart = states.get(chartOf(actor)) ?? new Set();
      states.set(chartOf(actor), ofChart);
      for (const { actors } of statesOf(table)) ofChart.add(actors[position] as AnyMachineSnapshot);
    });
  }
  return states;
};

/** The tables of a product that was searched; what the search has not met is left open in them. */
export function systemTables(product: Product): SystemTables {
  const { composition } = product;
  const groups = groupsOf(composition);
  const groupNames = distinct(groups.map(({ name }) => identifier(name)));
  const watches = new Map(product.tables.map((table) => [table, new Watch(table)]));
  const watchOf = (group: number): Watch => watches.get(product.tables[group] as GroupTable) as Watch;
  const charts = new Map<Chart, ChartRows>();
  const states = statesOfChart(product);
  const actors: ActorTable[] = [];
  const roleCounts = new Map<string, number>();
  product.tables.forEach(({ group: { actors: definitions } }, group) => {
    for (const definition of definitions) {
      const chart = chartOf(definition);
      let rows = charts.get(chart);
      if (rows === undefined) {
        const count = (roleCounts.get(definition.role) ?? 0) + 1;
        roleCounts.set(definition.role, count);
        const name = `${identifier(definition.role)}${count === 1 ? '' : `_${count}`}`;
        rows = new ChartRows(name, definition.role, chart, [
          ...(states.get(chart) as Set<AnyMachineSnapshot>),
        ]);
        charts.set(chart, rows);
      }
      const name = `${groupNames[group]}_${identifier(actorName(definition))}`;
      actors.push({ name, group, definition, chart: rows, effects: [] });
    }
  });
  const channels: ChannelTable[] = groups.flatMap((_, group) =>
    composition.channels.map(({ name, capacity }) => ({
      name: `${groupNames[group]}_${identifier(name)}`,
      channel: name,
      group,
      capacity,
      parcels: [],
      opens: [],
    })),
  );

  const call = (
    from: number | 'world',
    group: number,
    definition: ActorDefinition,
    message: Message,
  ): Effect => {
    const actor = actors.findIndex(
      (one) => one.group === group && actorName(one.definition) === actorName(definition),
    );
    const { chart, definition: to } = actors[actor] as ActorTable;
    const origin = from === 'world' ? 'environment' : from === group ? 'own' : from === 0 ? 'hub' : 'unit';
    return {
      kind: 'call',
      actor,
      input: (chart as ChartRows).input({ kind: 'message', message }),
      delivery: watchOf(group).delivery({ message, to, origin }),
    };
  };
  const carry = (wire: Wire, group: number, message: Message): readonly Effect[] =>
    reachedGroups(wire.reach ?? 'own', group, groups.length - 1).flatMap((to) =>
      selectActors((product.tables[to] as GroupTable).group, wire, message).map((actor) =>
        call(group, to, actor, received(wire, message)),
      ),
    );
  const post = (group: number, name: string, from: ActorDefinition, message: Message): Effect => {
    const channel = channels.findIndex((one) => one.group === group && one.channel === name);
    const { parcels, opens } = channels[channel] as ChannelTable;
    const parcel = { from: from.role, index: from.index, message };
    const key = JSON.stringify(parcel);
    let number = parcels.findIndex((one) => JSON.stringify(one) === key);
    if (number < 0) {
      number = parcels.length;
      parcels.push(parcel);
      opens.push(
        wiresFrom(composition, from.role, message.type)
          .filter((wire) => wire.channel === name)
          .flatMap((wire) => carry(wire, group, message)),
      );
    }
    return { kind: 'post', channel, parcel: number };
  };
  const effectsOf = ({ group, definition }: ActorTable, message: Message): readonly Effect[] => {
    const { role } = definition;
    const parts = composition.gathers.flatMap((one, gather) =>
      one.from === role && one.message === message.type
        ? [{ kind: 'part' as const, gather, yes: message[one.field] === true }]
        : [],
    );
    const wires = wiresFrom(composition, role, message.type);
    if (wires.length === 0 && parts.length === 0) return [{ kind: 'nowhere' }];
    const posted = new Set<string>();
    return [
      ...parts.slice(0, 1),
      ...wires.flatMap((wire) => {
        if (wire.channel === undefined) return carry(wire, group, message);
        if (posted.has(wire.channel)) return [];
        posted.add(wire.channel);
        return [post(group, wire.channel, definition, message)];
      }),
    ];
  };

  for (const { chart } of actors) {
    for (const state of chart.states) {
      for (const { delay, state: waiting, event } of chart.chart.pendingDelays(state)) {
        if (!composition.disabledDelays.has(delay)) {
          (chart as ChartRows).input({ kind: 'delay', delay, state: waiting, event });
        }
      }
    }
  }
  const acts: ActTable[] = actors.flatMap(({ group, definition }, actor) =>
    composition.environment
      .filter(({ role }) => role === definition.role)
      .map(({ message }) => ({ ...(call('world', group, definition, message) as Effect & ActTable), actor })),
  );
  const gathers = composition.gathers.map(({ to, as, field }): GatherTable => {
    const tell = (any: boolean): readonly Effect[] =>
      (product.tables[0] as GroupTable).group.actors
        .filter(({ role }) => role === to)
        // Parts come from units, so it is a unit's message that reaches the hub.
        .map((actor) => call(1, 0, actor, { type: as, [field]: any }));
    return { field, none: tell(false), any: tell(true) };
  });
  // What is said leads to questions, and their answers to more that is said, until nothing new is said.
  for (let before = -1, total = 0; before !== total; ) {
    before = total;
    total = 0;
    for (const actor of actors) {
      for (let said = actor.effects.length; said < actor.chart.says.length; said++) {
        actor.effects.push(effectsOf(actor, actor.chart.says[said] as Message));
      }
      total += actor.effects.length;
    }
  }
  return {
    composition,
    groups: groupNames.map((name, group) => ({ name, deliveries: watchOf(group).deliveries.length })),
    charts: [...charts.values()],
    actors,
    channels,
    gathers,
    observers: groupNames.flatMap((name, group) => watchOf(group).observers(group, name)),
    acts,
  };
}
