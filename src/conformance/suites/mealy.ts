/**
 * A component as a Mealy machine: numbered states, inputs and answers, deterministic, and partial where
 * nothing is specified. Tables are made once from a chart; suites, mutants and comparisons read them.
 */
import type { Message } from '../../composition/index.ts';

/** What a tester does to a component: a message reaches it, or something that it waits for is over. */
export type ComponentInput =
  | { readonly message: Message }
  | { readonly elapse: string; readonly milliseconds: number };

/** What a component says in one step, in order. */
export type Answer = readonly Message[];

/**
 * By receiver, the types of message that it may get from the component. Only what goes to one receiver
 * has an order: a step of the model has one result in whatever order different receivers are served.
 */
export type Receivers = Readonly<Record<string, readonly string[]>>;

export interface Mealy {
  readonly inputs: readonly ComponentInput[];
  /** Answers by number; 0 is silence. */
  readonly answers: readonly Answer[];
  /** Per state, in words; the first is the initial state. */
  readonly names: readonly string[];
  /** Next state by `state * inputs.length + input`; -1 where nothing is specified. */
  readonly next: Int32Array;
  /** Number of the answer, in the same places. */
  readonly answer: Int32Array;
}

/** One transition of a table. */
export interface Transition {
  readonly from: number;
  readonly input: number;
  readonly to: number;
}

export const stateCount = ({ names }: Mealy): number => names.length;

/** The next state, or -1 where nothing is specified. */
export const nextOf = ({ next, inputs }: Mealy, state: number, input: number): number =>
  next[state * inputs.length + input] as number;

export const answerOf = ({ answer, inputs }: Mealy, state: number, input: number): number =>
  answer[state * inputs.length + input] as number;

/** The inputs that are specified in a state. */
export const inputsAt = (mealy: Mealy, state: number): readonly number[] =>
  mealy.inputs.flatMap((_, input) => (nextOf(mealy, state, input) < 0 ? [] : [input]));

export const transitionsOf = (mealy: Mealy): readonly Transition[] =>
  mealy.names.flatMap((_, from) =>
    inputsAt(mealy, from).map((input) => ({ from, input, to: nextOf(mealy, from, input) })),
  );

/** The state after a sequence of inputs, or -1 where it leaves what is specified. */
export const walk = (mealy: Mealy, from: number, inputs: readonly number[]): number =>
  inputs.reduce((state, input) => (state < 0 ? -1 : nextOf(mealy, state, input)), from);

/** Answers are equal where every receiver gets the same messages in the same order. */
export function answerKey(answer: Answer, receivers: Receivers): string {
  const lists = Object.keys(receivers)
    .sort()
    .map((receiver) => answer.filter(({ type }) => receivers[receiver]?.includes(type) === true));
  const known = new Set(Object.values(receivers).flat());
  return JSON.stringify([...lists.map(ordered), ordered(answer.filter(({ type }) => !known.has(type)))]);
}

/** Fields of a message have no order. */
const ordered = (messages: Answer): unknown =>
  messages.map((message) => Object.entries(message).sort(([one], [other]) => (one < other ? -1 : 1)));

/** Shortest input sequences from the initial state to every state. */
export function accessSequences(mealy: Mealy): readonly (readonly number[])[] {
  const found: (readonly number[] | undefined)[] = [[]];
  const queue = [0];
  for (const state of queue) {
    for (const input of inputsAt(mealy, state)) {
      const to = nextOf(mealy, state, input);
      if (found[to] !== undefined) continue;
      found[to] = [...(found[state] ?? []), input];
      queue.push(to);
    }
  }
  return mealy.names.map((_, state) => found[state] ?? []);
}

/** States that take the same inputs with the same answers for ever are made one; unreachable ones go. */
export function minimised(mealy: Mealy): Mealy {
  const width = mealy.inputs.length;
  let block = new Int32Array(stateCount(mealy));
  for (let count = 0; ; ) {
    const numbers = new Map<string, number>();
    const refined = block.map((own, state) => {
      const row = mealy.inputs.map((_, input) => {
        const to = nextOf(mealy, state, input);
        return to < 0 ? '-' : `${answerOf(mealy, state, input)}>${block[to]}`;
      });
      const key = `${own}:${row.join()}`;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
    block = refined;
    if (numbers.size === count) break;
    count = numbers.size;
  }
  const order: number[] = [0];
  const numberOf = new Map([[block[0] as number, 0]]);
  for (const state of order) {
    for (const input of inputsAt(mealy, state)) {
      const to = nextOf(mealy, state, input);
      if (numberOf.has(block[to] as number)) continue;
      numberOf.set(block[to] as number, order.length);
      order.push(to);
    }
  }
  const next = new Int32Array(order.length * width).fill(-1);
  const answer = new Int32Array(order.length * width);
  order.forEach((state, number) => {
    for (const input of inputsAt(mealy, state)) {
      next[number * width + input] = numberOf.get(block[nextOf(mealy, state, input)] as number) as number;
      answer[number * width + input] = answerOf(mealy, state, input);
    }
  });
  return {
    inputs: mealy.inputs,
    answers: mealy.answers,
    names: order.map((state) => mealy.names[state] as string),
    next,
    answer,
  };
}
