/**
 * What a chart does in one of its states, as guarded transitions.
 *
 * Guards and assignments of a chart are functions, which no other language reads. So they are found again in
 * what XState answers: answers that lead to the same state, say the same and set the same fields are one
 * transition, and its guard asks for those fields of context and message that tell it from the others.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { Message } from '../../composition/index.ts';
import { type Box, united } from '../reading.ts';
import type { ChartTable, Input } from '../tables/index.ts';

/** A field of the context or of the message, and the values that it may have. */
export interface Test {
  readonly of: 'context' | 'message';
  readonly field: string;
  readonly values: readonly unknown[];
}

export interface Outcome {
  /** The number of the state that follows; which one it is of those with one value does not matter. */
  readonly next: number;
  readonly says: readonly Message[];
  /** Fields of the context that change, with their new values. */
  readonly sets: readonly (readonly [field: string, value: unknown])[];
  /** Whether the state is entered again, though it is the same. */
  readonly entersAgain: boolean;
}

export interface Transition {
  readonly input: Input;
  /** Alternatives, each of tests that hold together. */
  readonly guards: readonly (readonly Test[])[];
  readonly outcome: Outcome;
}

/** One question to the chart in one of its contexts. */
interface Sample {
  readonly fields: readonly unknown[];
  /** Null where the chart does not take it. */
  readonly outcome: Outcome | null;
}

const text = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

const contextOf = (snapshot: AnyMachineSnapshot | undefined): Readonly<Record<string, unknown>> =>
  snapshot?.context ?? {};

function outcomeOf(table: ChartTable, state: number, input: number): Outcome | null | undefined {
  const row = table.row(state, input);
  if (row === undefined || row.kind === 'unknown') return undefined;
  if (row.kind === 'refused') return null;
  const [before, after] = [table.states[state], table.states[row.next]];
  const context = contextOf(before);
  const asked = table.inputs[input] as Input;
  const event = asked.kind === 'message' ? asked.message : { type: asked.event };
  const taken = table.chart.machine.getTransitionData(before as AnyMachineSnapshot, event);
  return {
    next: row.next,
    says: row.says.map((said) => table.says[said] as Message),
    sets: Object.entries(contextOf(after)).filter(([field, value]) => text(value) !== text(context[field])),
    entersAgain: taken?.some(({ reenter, target }) => reenter && (target?.length ?? 0) > 0) === true,
  };
}

/** The fields that tell classes apart; the others are dropped one by one, the last first. */
function decisive(samples: readonly (readonly number[])[], classes: readonly string[]): readonly number[] {
  let kept = [...(samples[0]?.keys() ?? [])];
  for (const dropped of [...kept].reverse()) {
    const rest = kept.filter((field) => field !== dropped);
    const seen = new Map<string, string>();
    const isDecided = samples.every((sample, at) => {
      const key = rest.map((field) => sample[field]).join();
      const known = seen.get(key) ?? classes[at];
      seen.set(key, known as string);
      return known === classes[at];
    });
    if (isDecided) kept = rest;
  }
  return kept;
}

/** The guards of one event: by outcome, what tells it from the others. */
function guarded(
  table: ChartTable,
  input: Input,
  columns: readonly Pick<Test, 'of' | 'field'>[],
  samples: readonly Sample[],
): readonly Transition[] {
  const values: unknown[][] = columns.map(() => []);
  const numbers = samples.map(({ fields }) =>
    fields.map((value, column) => {
      const known = values[column] as unknown[];
      const number = known.findIndex((one) => text(one) === text(value));
      return number < 0 ? known.push(value) - 1 : number;
    }),
  );
  const keyOf = ({ outcome }: Sample): string =>
    outcome === null ? '' : text([table.states[outcome.next]?.value, { ...outcome, next: 0 }]);
  const classes = samples.map(keyOf);
  const kept = decisive(numbers, classes);
  return [...new Set(classes)].flatMap((key): readonly Transition[] => {
    const outcome = samples[classes.indexOf(key)]?.outcome ?? null;
    if (outcome === null) return [];
    const rows = numbers
      .filter((_, at) => classes[at] === key)
      .map((row) => kept.map((column) => row[column]));
    const distinct = [...new Map(rows.map((row) => [row.join(), row])).values()];
    const boxes = united(distinct.map((row): Box => row.map((number) => [number as number])));
    const guards = boxes.map((box) =>
      box.flatMap((possible, at): readonly Test[] => {
        const column = kept[at] as number;
        const all = values[column] as readonly unknown[];
        if (possible.length === all.length) return [];
        return [{ ...(columns[column] as Test), values: possible.map((number) => all[number]) }];
      }),
    );
    return [{ input, guards, outcome }];
  });
}

/** The transitions of a state of which these are the numbers, one for each of its contexts. */
export function transitionsFrom(table: ChartTable, states: readonly number[]): readonly Transition[] {
  const events = new Map<string, number[]>();
  table.inputs.forEach((input, number) => {
    const event = input.kind === 'message' ? input.message.type : input.event;
    events.set(event, [...(events.get(event) ?? []), number]);
  });
  const ofContext = Object.keys(contextOf(table.states[0]));
  return [...events.values()].flatMap((inputs) => {
    const messages = inputs.map((input) => table.inputs[input] as Input);
    const ofMessage = [
      ...new Set(messages.flatMap((one) => (one.kind === 'message' ? Object.keys(one.message) : []))),
    ].filter((field) => field !== 'type');
    const samples = inputs.flatMap((input, at) =>
      states.flatMap((state): readonly Sample[] => {
        const outcome = outcomeOf(table, state, input);
        if (outcome === undefined) return [];
        const one = messages[at];
        const message: Readonly<Record<string, unknown>> = one?.kind === 'message' ? one.message : {};
        const context = contextOf(table.states[state]);
        return [
          {
            fields: [
              ...ofMessage.map((field) => message[field]),
              ...ofContext.map((field) => context[field]),
            ],
            outcome,
          },
        ];
      }),
    );
    const columns = [
      ...ofMessage.map((field) => ({ of: 'message' as const, field })),
      ...ofContext.map((field) => ({ of: 'context' as const, field })),
    ];
    return guarded(table, messages[0] as Input, columns, samples);
  });
}
