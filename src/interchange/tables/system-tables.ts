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
  actorName,
  type Chart,
  type Composition,
  chartOf,
  type GroupState,
  groupsOf,
  type Message,
} from '../../composition/index.ts';
import type { GroupTable, Product } from '../../explore/index.ts';
import { ChartRows, type ChartTable } from './chart-table.ts';
import { type ActorTable, type ChannelTable, type Effect, WiredActors } from './effects.ts';
import { identifier } from './names.ts';
import { type ObserverTable, Watch } from './observer-table.ts';

export interface GatherTable {
  readonly field: string;
  /** The calls when all parts are there and none, or any, had the field. */
  readonly none: readonly Effect[];
  readonly any: readonly Effect[];
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

/** Local states that a search has met, and then what is passed within steps. */
const statesMet = (table: GroupTable): readonly GroupState[] => [...table.states, ...table.passedStates()];

/** By chart, its states in the order in which they were met. */
function statesOfCharts(
  met: ReadonlyMap<GroupTable, readonly GroupState[]>,
): ReadonlyMap<Chart, ReadonlySet<AnyMachineSnapshot>> {
  const states = new Map<Chart, Set<AnyMachineSnapshot>>();
  for (const [table, ofTable] of met) {
    table.group.actors.forEach((actor, position) => {
      const ofChart = states.get(chartOf(actor)) ?? new Set();
      states.set(chartOf(actor), ofChart);
      for (const { actors } of ofTable) ofChart.add(actors[position] as AnyMachineSnapshot);
    });
  }
  return states;
}

/** The actors of all groups, each with the table of its chart, in which nothing is asked yet. */
function actorsOf(
  product: Product,
  groupNames: readonly string[],
  states: ReadonlyMap<Chart, ReadonlySet<AnyMachineSnapshot>>,
): WiredActors['actors'] {
  const charts = new Map<Chart, ChartRows>();
  const roleCounts = new Map<string, number>();
  return product.tables.flatMap(({ group: { actors } }, group) =>
    actors.map((definition) => {
      const chart = chartOf(definition);
      let rows = charts.get(chart);
      if (rows === undefined) {
        const count = (roleCounts.get(definition.role) ?? 0) + 1;
        roleCounts.set(definition.role, count);
        const name = `${identifier(definition.role)}${count === 1 ? '' : `_${count}`}`;
        rows = new ChartRows(name, definition.role, chart, [...(states.get(chart) ?? [])]);
        charts.set(chart, rows);
      }
      const name = `${groupNames[group]}_${identifier(actorName(definition))}`;
      return { name, group, definition, chart: rows, effects: [] };
    }),
  );
}

/** What is said leads to questions, and their answers to more that is said, until nothing new is said. */
function askEverything(wired: WiredActors): void {
  for (let before = -1, total = 0; before !== total; ) {
    before = total;
    total = 0;
    for (const actor of wired.actors) {
      for (let said = actor.effects.length; said < actor.chart.says.length; said++) {
        actor.effects.push(wired.effectsOf(actor, actor.chart.says[said] as Message));
      }
      total += actor.effects.length;
    }
  }
}

/** The tables of a product that was searched; what the search has not met is left open in them. */
export function systemTables(product: Product): SystemTables {
  const { composition } = product;
  // Machines may be called anything, so they are numbered.
  const groupNames = groupsOf(composition).map(({ name }, group) =>
    group === 0 ? identifier(name) : `vm${group}`,
  );
  const met = new Map([...new Set(product.tables)].map((table) => [table, statesMet(table)]));
  const watches = new Map([...met].map(([table, states]) => [table, new Watch(table, states)]));
  const watchOf = (group: number): Watch => watches.get(product.tables[group] as GroupTable) as Watch;
  const wired = new WiredActors(
    composition,
    groupNames,
    actorsOf(product, groupNames, statesOfCharts(met)),
    watchOf,
  );
  for (const { chart } of wired.actors) {
    for (const state of chart.states) {
      for (const { delay, state: waiting, event } of chart.chart.pendingDelays(state)) {
        if (!composition.disabledDelays.has(delay)) {
          chart.input({ kind: 'delay', delay, state: waiting, event });
        }
      }
    }
  }
  const acts: ActTable[] = wired.actors.flatMap(({ group, definition }, actor) =>
    composition.environment
      .filter(({ role }) => role === definition.role)
      .map(({ message }) => ({ ...wired.call('world', group, definition, message), actor })),
  );
  const gathers = composition.gathers.map(({ to, as, field }): GatherTable => {
    const tell = (any: boolean): readonly Effect[] =>
      composition.hub.actors
        .filter(({ role }) => role === to)
        // Parts come from units, so it is a unit's message that reaches the hub.
        .map((actor) => wired.call(1, 0, actor, { type: as, [field]: any }));
    return { field, none: tell(false), any: tell(true) };
  });
  askEverything(wired);
  return {
    composition,
    groups: groupNames.map((name, group) => ({ name, deliveries: watchOf(group).deliveries.length })),
    charts: [...new Set(wired.actors.map(({ chart }) => chart))],
    actors: wired.actors,
    channels: wired.channels,
    gathers,
    observers: groupNames.flatMap((name, group) => watchOf(group).observers(group, name)),
    acts,
  };
}
