/** A chart of somebody else's against a chart of ours, by what they answer. */
import type { AnyStateMachine } from 'xstate';
import { Chart, type Message } from '../composition/index.ts';
import { type Component, reactionTo } from './suites/component.ts';
import {
  type Answer,
  answerKey,
  answerOf,
  type ComponentInput,
  type Mealy,
  nextOf,
  type Receivers,
} from './suites/mealy.ts';

export interface OtherChart {
  readonly chart: AnyStateMachine;
  readonly input: unknown;
  readonly receivers: Receivers;
}

export type Distinction =
  | { readonly kind: 'alike'; readonly states: number }
  | {
      readonly kind: 'different';
      /** Numbers of inputs of the table, as few as can be. */
      readonly inputs: readonly number[];
      readonly expected: Answer;
      readonly answered: Answer;
    }
  | { readonly kind: 'unbounded'; readonly states: number };

/** Breadth-first over pairs of states; charts with more pairs than this are not called alike. */
const maxPairs = 200_000;

/**
 * The shortest sequence that a table specifies and a chart answers differently. The chart is asked step by
 * step, so it need not be finite to be told apart; an input that it does not take it drops, as XState does.
 */
export function distinguish(mealy: Mealy, { chart: machine, input, receivers }: OtherChart): Distinction {
  const chart = new Chart(machine, input);
  const expectedKeys = mealy.answers.map((answer) => answerKey(answer, receivers));
  const queue = [{ state: 0, snapshot: chart.initial.snapshot, inputs: [] as readonly number[] }];
  const keyOf = (state: number, snapshot: typeof chart.initial.snapshot) =>
    `${state} ${chart.numberOf(snapshot)}`;
  const seen = new Set([keyOf(0, chart.initial.snapshot)]);
  for (const { state, snapshot, inputs } of queue) {
    if (queue.length > maxPairs) return { kind: 'unbounded', states: queue.length };
    for (let number = 0; number < mealy.inputs.length; number++) {
      const to = nextOf(mealy, state, number);
      if (to < 0) continue;
      const expected = answerOf(mealy, state, number);
      const reaction = reactionTo(chart, snapshot, mealy.inputs[number] as ComponentInput) ?? {
        snapshot,
        outputs: [],
      };
      if (answerKey(reaction.outputs, receivers) !== expectedKeys[expected]) {
        return {
          kind: 'different',
          inputs: [...inputs, number],
          expected: mealy.answers[expected] as Answer,
          answered: reaction.outputs,
        };
      }
      const key = keyOf(to, reaction.snapshot);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ state: to, snapshot: reaction.snapshot, inputs: [...inputs, number] });
    }
  }
  return { kind: 'alike', states: queue.length };
}

export type ChartComparison =
  | { readonly kind: 'alike' | 'unbounded'; readonly states: number }
  | {
      readonly kind: 'different';
      readonly inputs: readonly ComponentInput[];
      readonly expected: readonly Message[];
      readonly answered: readonly Message[];
    };

/**
 * Whether a chart answers as the chart of a component does, over everything that is specified of it; the
 * shortest distinguishing input sequence where it does not. Both are asked, so this is bisimulation of
 * deterministic charts.
 * @param theirs Started with the input of the component, as the reference chart is.
 */
export function compareCharts(
  theirs: AnyStateMachine,
  { mealy, input, receivers }: Component,
): ChartComparison {
  const found = distinguish(mealy, { chart: theirs, input, receivers });
  if (found.kind !== 'different') return found;
  return { ...found, inputs: found.inputs.map((number) => mealy.inputs[number] as ComponentInput) };
}
