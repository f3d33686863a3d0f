/** What one chart answers, as XState says it, for every state that was met and everything that it may be asked. */
import type { AnyMachineSnapshot } from 'xstate';
import { type Chart, ChartError, type Message } from '../../composition/index.ts';
import { distinct } from './names.ts';

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

const placeOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as Record<string, unknown>)
        .map(([state, inner]) => `${state}_${placeOf(inner)}`)
        .join('_and_');

/** A table that grows as questions are put. */
export class ChartRows implements ChartTable {
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

  /** The number of a question, which is put to every state. */
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
