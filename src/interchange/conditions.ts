/**
 * What a check looks for, as a condition over the states of single actors: something that can be written
 * down in any language.
 *
 * A check is asked for every pair of local states of hub and unit that a search has met, also pairs that never
 * occur together, and with a problem noted in either. Hub states that no unit state tells apart are of one
 * class, and the other way round; then the actors that decide the class are found, and the rest is forgotten.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { GroupState, GroupView } from '../composition/index.ts';
import type { Check, GroupTable, Product } from '../explore/index.ts';
import type { SystemTables } from './actor-tables.ts';

/** Something with a few values that is part of a local state. */
export type Variable =
  | { readonly kind: 'actor'; readonly actor: number }
  | { readonly kind: 'observer'; readonly observer: number }
  | { readonly kind: 'problem'; readonly group: number };

export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'in'; readonly variable: Variable; readonly values: readonly number[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] };

const never: Condition = { kind: 'constant', value: false };
const always: Condition = { kind: 'constant', value: true };

function and(...parts: readonly Condition[]): Condition {
  if (parts.some((part) => part.kind === 'constant' && !part.value)) return never;
  const rest = parts.filter((part) => part.kind !== 'constant');
  if (rest.length === 0) return always;
  return rest.length === 1 ? (rest[0] as Condition) : { kind: 'and', parts: rest };
}

function or(...parts: readonly Condition[]): Condition {
  if (parts.some((part) => part.kind === 'constant' && part.value)) return always;
  const rest = parts.filter((part) => part.kind !== 'constant');
  if (rest.length === 0) return never;
  return rest.length === 1 ? (rest[0] as Condition) : { kind: 'or', parts: rest };
}

/** A local state with the values of its variables. */
interface Local {
  readonly view: GroupView;
  readonly values: readonly number[];
}

const problemNoted = 'a problem';

/** The variables of a group, and its local states in terms of them, without and with a problem. */
function localsOf(
  tables: SystemTables,
  table: GroupTable,
  group: number,
): { variables: readonly Variable[]; locals: readonly Local[] } {
  const actors = tables.actors.flatMap((one, actor) => (one.group === group ? [actor] : []));
  const observers = tables.observers.flatMap((one, observer) => (one.group === group ? [observer] : []));
  const variables: readonly Variable[] = [
    ...actors.map((actor) => ({ kind: 'actor' as const, actor })),
    ...observers.map((observer) => ({ kind: 'observer' as const, observer })),
    { kind: 'problem', group },
  ];
  const numbersOf = observers.map(
    (observer) => new Map(tables.observers[observer]?.states.map((state, at) => [JSON.stringify(state), at])),
  );
  const stateNumbers = actors.map(
    (actor) => new Map(tables.actors[actor]?.chart.states.map((state, at) => [state, at])),
  );
  const met = new Set<string>();
  const locals: Local[] = [];
  const add = (state: GroupState): void => {
    const values = [
      ...actors.map((_, at) => stateNumbers[at]?.get(state.actors[at] as AnyMachineSnapshot) as number),
      ...observers.map((_, at) => numbersOf[at]?.get(JSON.stringify(state.observations[at])) as number),
      state.problem === null ? 0 : 1,
    ];
    const key = values.join();
    if (met.has(key)) return;
    met.add(key);
    locals.push({ view: { group: table.group, state, observers: table.composition.observers }, values });
  };
  for (const state of table.states) add(state);
  for (const state of table.states) if (state.problem === null) add({ ...state, problem: problemNoted });
  return { variables, locals };
}

/** The variables that tell the classes apart; the others are dropped one by one, the last first. */
function decisive(locals: readonly Local[], classes: readonly number[]): readonly number[] {
  let kept = [...(locals[0]?.values.keys() ?? [])];
  for (const dropped of [...kept].reverse()) {
    const rest = kept.filter((variable) => variable !== dropped);
    const seen = new Map<string, number>();
    const decides = locals.every(({ values }, at) => {
      const key = rest.map((variable) => values[variable]).join();
      const known = seen.get(key);
      seen.set(key, classes[at] as number);
      return known === undefined || known === classes[at];
    });
    if (decides) kept = rest;
  }
  return kept;
}

/** A condition that holds for the rows of which `sought` is true; every row is one of the given ones. */
function conditionOf(rows: ReadonlyMap<string, boolean>, variables: readonly Variable[]): Condition {
  const answers = new Set(rows.values());
  if (answers.size < 2) return answers.has(true) ? always : never;
  const [variable, ...others] = variables as readonly [Variable, ...Variable[]];
  const byValue = new Map<number, Map<string, boolean>>();
  for (const [row, answer] of rows) {
    const comma = row.indexOf(',');
    const value = Number(comma < 0 ? row : row.slice(0, comma));
    const rest = byValue.get(value) ?? new Map<string, boolean>();
    byValue.set(value, rest);
    rest.set(comma < 0 ? '' : row.slice(comma + 1), answer);
  }
  const byCondition = new Map<string, { condition: Condition; values: number[] }>();
  for (const [value, rest] of byValue) {
    const condition = conditionOf(rest, others);
    const key = JSON.stringify(condition);
    const group = byCondition.get(key) ?? { condition, values: [] };
    byCondition.set(key, group);
    group.values.push(value);
  }
  if (byCondition.size === 1) return [...byCondition.values()][0]?.condition as Condition;
  return or(
    ...[...byCondition.values()].map(({ condition, values }) =>
      and({ kind: 'in', variable, values: values.sort((one, other) => one - other) }, condition),
    ),
  );
}

/** What a check looks for in the hub and one unit. */
export function checkCondition(
  product: Product,
  tables: SystemTables,
  check: Check,
  unit: number,
): Condition {
  const hub = localsOf(tables, product.tables[0] as GroupTable, 0);
  const units = localsOf(tables, product.tables[unit] as GroupTable, unit);
  const answers = hub.locals.map((one) => units.locals.map((other) => check.sought(one.view, other.view)));
  const classOf = (rows: readonly string[]): readonly number[] => {
    const numbers = new Map<string, number>();
    return rows.map((row) => {
      const number = numbers.get(row) ?? numbers.size;
      numbers.set(row, number);
      return number;
    });
  };
  const bits = (row: readonly boolean[]): string => row.map((bit) => (bit ? 1 : 0)).join('');
  const hubClasses = classOf(answers.map(bits));
  const unitClasses = classOf(units.locals.map((_, at) => bits(answers.map((row) => row[at] as boolean))));
  const ofClass = (
    { variables, locals }: ReturnType<typeof localsOf>,
    classes: readonly number[],
    sought: (one: number) => boolean,
  ): Condition => {
    const kept = decisive(locals, classes);
    const rows = new Map(
      locals.map(({ values }, at) => [
        kept.map((variable) => values[variable]).join(),
        sought(classes[at] as number),
      ]),
    );
    return conditionOf(
      rows,
      kept.map((variable) => variables[variable] as Variable),
    );
  };
  return or(
    ...[...new Set(hubClasses)].map((hubClass) => {
      const row = answers[hubClasses.indexOf(hubClass)] as readonly boolean[];
      return and(
        ofClass(hub, hubClasses, (one) => one === hubClass),
        ofClass(units, unitClasses, (one) => row[unitClasses.indexOf(one)] as boolean),
      );
    }),
  );
}
