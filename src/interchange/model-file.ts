/** The composed system as tables in one file, for implementations in any language. */
import { actorName, isCharged, type SystemEvent } from '../composition/index.ts';
import type { Check, Product } from '../explore/index.ts';
import { modelOf } from '../paths/index.ts';
import type { Scope } from '../verify/index.ts';
import { exportedClaims } from './claims.ts';
import { type Condition, checkConditions } from './conditions.ts';
import { type ModelFile, modelVersion } from './model-schema.ts';
import {
  type ChartTable,
  type Effect,
  type ObserverTable,
  type SystemTables,
  systemTables,
} from './tables/index.ts';

type EffectForm = ModelFile['gathers'][number]['none'][number];

const effectForm = (effect: Effect): EffectForm => {
  switch (effect.kind) {
    case 'call':
      return { do: 'call', actor: effect.actor, input: effect.input, notice: effect.delivery };
    case 'post':
      return { do: 'post', channel: effect.channel, parcel: effect.parcel };
    case 'part':
      return { do: 'part', gather: effect.gather, yes: effect.yes };
    case 'nowhere':
      return { do: 'nowhere' };
  }
};

const effectForms = (effects: readonly Effect[]): EffectForm[] => effects.map(effectForm);

function conditionForm(condition: Condition): ModelFile['end'] {
  if (condition.kind === 'constant') return condition.value;
  if (condition.kind === 'in') {
    const { variable, values } = condition;
    if (variable.kind === 'actor') return { actor: variable.actor, in: [...values] };
    if (variable.kind === 'observer') return { observer: variable.observer, in: [...values] };
    return { problem: variable.group, in: [...values] };
  }
  const parts = condition.parts.map(conditionForm);
  return condition.kind === 'and' ? { and: parts } : { or: parts };
}

function chartForm({ composition }: SystemTables, table: ChartTable): ModelFile['charts'][number] {
  const { name, role, states, stateNames, inputs, says } = table;
  return {
    name,
    role,
    states: states.map(({ value, context }, at) => ({ name: stateNames[at] ?? '', value, context })),
    inputs: inputs.map((input) => {
      if (input.kind === 'message') return { message: { ...input.message } };
      const { delay, state } = input;
      const event: SystemEvent = { type: 'ELAPSE', group: 0, actor: role, delay, state };
      return { delay, state, charged: isCharged(composition, event) };
    }),
    says: says.map((message) => ({ ...message })),
    rows: states.map((_, state) =>
      Object.fromEntries(
        inputs.flatMap((_input, input) => {
          const answer = table.row(state, input);
          if (answer === undefined || answer.kind === 'refused') return [];
          return [[input, answer.kind === 'unknown' ? null : [answer.next, [...answer.says]]]];
        }),
      ),
    ),
  };
}

const observerForm = (
  { name, group, states, next }: ObserverTable,
  notices: number,
): ModelFile['observers'][number] => ({
  name,
  group,
  states: [...states],
  rows: states.map((_, state) =>
    Object.fromEntries(
      Array.from({ length: notices }, (__, notice): [number, number | null] => [
        notice,
        next(state, notice),
      ]).filter(([, to]) => to !== state),
    ),
  ),
});

/** The tables and claims of a scope whose product was searched to the end. */
export function modelFile(
  scope: Scope,
  product: Product,
  tables: SystemTables = systemTables(product),
): ModelFile {
  const { composition, charts } = tables;
  const { claims, isEnd } = exportedClaims(scope);
  const inUnits = (sought: Check['sought']) => checkConditions(product, tables, sought).map(conditionForm);
  const { topology, options } = modelOf(scope);
  return {
    format: 'hyperv-backup-spec model',
    version: modelVersion,
    topology,
    options: { ...options },
    groups: tables.groups.map(({ name }) => name),
    charts: charts.map((chart) => chartForm(tables, chart)),
    actors: tables.actors.map(({ name, group, chart, effects }) => ({
      name,
      group,
      chart: charts.indexOf(chart),
      effects: effects.map(effectForms),
    })),
    channels: tables.channels.map(({ name, group, capacity, parcels, opens }) => ({
      name,
      group,
      capacity,
      parcels: parcels.map(({ from, index, message }) => ({
        from: actorName({ role: from, index }),
        message: { ...message },
      })),
      opens: opens.map(effectForms),
    })),
    gathers: tables.gathers.map(({ none, any }, gather) => ({
      message: composition.gathers[gather]?.message ?? '',
      none: effectForms(none),
      any: effectForms(any),
    })),
    observers: tables.observers.map((observer) =>
      observerForm(observer, tables.groups[observer.group]?.deliveries ?? 0),
    ),
    acts: tables.acts.map(({ actor, input, delivery }) => {
      const asked = tables.actors[actor]?.chart.inputs[input];
      const message = asked?.kind === 'message' ? asked.message : { type: '' };
      const event: SystemEvent = { type: 'ACT', group: 0, actor: '', message };
      return { actor, input, notice: delivery, charged: isCharged(composition, event) };
    }),
    budget: composition.budget?.steps ?? null,
    end: inUnits(isEnd)[0] ?? true,
    claims: claims.map(({ id, sentence, kind, sought, ...rest }) => ({
      id,
      sentence,
      kind,
      when: inUnits(sought),
      ...('goal' in rest ? { goal: inUnits(rest.goal) } : {}),
    })),
  };
}

/** One line for each table, so that two files can be compared line by line. */
export function modelText(model: ModelFile): string {
  const part = (value: unknown): string =>
    Array.isArray(value) && value.length > 0
      ? `[\n${value.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`
      : JSON.stringify(value);
  const fields = Object.entries(model).map(([name, value]) => `  ${JSON.stringify(name)}: ${part(value)}`);
  return `{\n${fields.join(',\n')}\n}\n`;
}
