/** What a checker that knows nothing of us needs to see that the claims of a scope hold. */
import type { AnyMachineSnapshot } from 'xstate';
import { groupsOf } from '../composition/index.ts';
import type { Product, SearchResult } from '../explore/index.ts';
import type { Scope } from '../verify/index.ts';
import { modelFile, modelText } from './model-file.ts';
import { type Certificate, modelVersion } from './model-schema.ts';
import { stateSpace } from './state-space.ts';
import { type SystemTables, systemTables } from './tables/index.ts';

function stateForms(product: Product, result: SearchResult, tables: SystemTables): Certificate['states'] {
  const { composition } = product;
  const numbers = <Value>(values: readonly Value[], key: (value: Value) => unknown) => {
    const known = new Map(values.map((value, number) => [key(value), number]));
    return (value: Value): number => known.get(key(value)) as number;
  };
  const snapshot = (value: AnyMachineSnapshot) => value;
  const text = (value: unknown) => JSON.stringify(value);
  const ofCharts = new Map(tables.charts.map((chart) => [chart, numbers(chart.states, snapshot)]));
  const ofChannels = tables.channels.map(({ parcels }) => numbers(parcels, text));
  const ofObservers = tables.observers.map(({ states }) => numbers(states, text));
  const groups = groupsOf(composition).map((_, group) => group);
  const { observers, channels, gathers } = composition;
  return Array.from({ length: result.states }, (_, number): Certificate['states'][number] => {
    const state = product.systemState(result.stateAt(number));
    const inGroup = (group: number) => state.groups[group] as (typeof state.groups)[number];
    const positions = groups.map(() => 0);
    return [
      tables.actors.map(({ group, chart }) => {
        const position = positions[group] as number;
        positions[group] = position + 1;
        return ofCharts.get(chart)?.(inGroup(group).actors[position] as AnyMachineSnapshot) as number;
      }),
      tables.channels.map(({ group, channel }, at) =>
        (inGroup(group).channels[channels.findIndex(({ name }) => name === channel)] ?? []).map(
          ({ from, index, message }) =>
            (ofChannels[at] as (typeof ofChannels)[number])({ from, index, message }),
        ),
      ),
      gathers.map((__, gather) => groups.slice(1).map((group) => inGroup(group).parts[gather] ?? null)),
      tables.observers.map(({ group }, at) =>
        (ofObservers[at] as (typeof ofObservers)[number])(inGroup(group).observations[at % observers.length]),
      ),
      groups.map((group) => (inGroup(group).problem === null ? 0 : 1)),
      inGroup(0).budget,
    ];
  });
}

/**
 * The certificate of a scope that was searched to the end.
 * @throws RangeError if it was not.
 */
export function certificate(scope: Scope, product: Product, result: SearchResult): Certificate {
  const tables = systemTables(product);
  const { steps } = stateSpace(product, result);
  // That there is a problem is part of a state here, what it is about is not.
  const states = new Map<string, Certificate['states'][number]>();
  const numbers = new Map<string, number>();
  const numberOf = stateForms(product, result, tables).map((state) => {
    const key = JSON.stringify(state);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    states.set(key, state);
    return number;
  });
  const next = Array.from({ length: states.size }, () => new Set<number>());
  for (const { from, to } of steps) {
    const [before, after] = [numberOf[from] as number, numberOf[to] as number];
    if (before !== after) next[before]?.add(after);
  }
  return {
    format: 'hyperv-backup-spec certificate',
    version: modelVersion,
    model: modelFile(scope, product, tables),
    states: [...states.values()],
    steps: next.map((successors) => [...successors].sort((one, other) => one - other)),
  };
}

/** A certificate as text, one table or state a line. */
export function certificateText({ model, states, steps, ...head }: Certificate): string {
  const lines = (values: readonly unknown[]): string =>
    `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(',\n')}\n  ]`;
  const opening = JSON.stringify(head, null, 2).replace(/\n}$/, '');
  return `${opening},\n  "model": ${modelText(model).trimEnd()},\n  "states": ${lines(states)},\n  "steps": ${lines(steps)}\n}\n`;
}
