/** What a failed test did to a component, as a trace in ITF, and back: the reference chart says every state again. */
import type { AnyMachineSnapshot } from 'xstate';
import { z } from 'zod';
import { Chart, ChartError, type Message } from '../../composition/index.ts';
import {
  canonicalText,
  componentMark,
  itfFormat,
  itfValue,
  PathRefusal,
  parseUntrusted,
  UnreadableError,
} from '../../paths/index.ts';
import { allRoles, type Role, referenceCharts } from '../../system/index.ts';
import { ComponentError, reactionTo } from '../suites/component.ts';
import { type SuiteInput, suiteInputSchema, suiteMessageSchema } from '../suites/format.ts';
import type { ComponentInput } from '../suites/mealy.ts';
import { harmless, said } from './report.ts';
import { inputName } from './run.ts';

/** Version of our fields under `#meta`; it changes when an old reader would misread a new file. */
const version = 1;

export interface ComponentTrace {
  readonly component: Role;
  /** What the component is made with, such as the number of disks. */
  readonly input: unknown;
  readonly title: string;
  readonly inputs: readonly SuiteInput[];
  /** What the implementation answered to the last input. */
  readonly answered: readonly Message[];
}

/** What the reference chart does with one input. */
export interface ComponentStep {
  readonly input: SuiteInput;
  readonly outputs: readonly Message[];
  /** The state that it is in then, with its context. */
  readonly state: unknown;
}

const variablesOf = ({ value, context }: AnyMachineSnapshot): unknown =>
  itfValue({ state: typeof value === 'string' ? value : JSON.stringify(value), context: context ?? {} });

/** The reference chart from its initial state on; what it does not take is dropped, as XState drops it. */
function play({ component, input, inputs }: Pick<ComponentTrace, 'component' | 'input' | 'inputs'>) {
  const chart = new Chart(referenceCharts[component], input);
  let { snapshot } = chart.initial;
  const initial = variablesOf(snapshot);
  const steps = inputs.map((one): ComponentStep => {
    const reaction = reactionTo(chart, snapshot, one as ComponentInput);
    snapshot = reaction?.snapshot ?? snapshot;
    return { input: one, outputs: reaction?.outputs ?? [], state: variablesOf(snapshot) };
  });
  return { initial, steps };
}

/** By variable, what a state of the trace has. */
const stateOf = (
  { input, outputs, state }: Omit<ComponentStep, 'input'> & { readonly input: SuiteInput | null },
  answered: readonly Message[],
) => ({
  answered: itfValue(answered),
  expected: itfValue(outputs),
  input: input === null ? '' : inputName(input),
  state,
});

/** The states of the trace without `#meta`: the implementation answers as expected, except at the end. */
function statesOf(trace: ComponentTrace) {
  const { initial, steps } = play(trace);
  return [
    stateOf({ input: null, outputs: [], state: initial }, []),
    ...steps.map((step, index) => stateOf(step, index === steps.length - 1 ? trace.answered : step.outputs)),
  ];
}

/** The trace as text. */
export function componentTraceText(trace: ComponentTrace): string {
  const { component, input, title, inputs } = trace;
  const states = statesOf(trace).map((state, index) => {
    const reached = inputs[index - 1];
    return { '#meta': { index, ...(reached === undefined ? {} : { input: reached }) }, ...state };
  });
  const itf = {
    '#meta': {
      ...itfFormat,
      description: `${component}: ${title}`,
      [componentMark]: { version, component, input, title },
    },
    vars: Object.keys(stateOf({ input: null, outputs: [], state: null }, [])),
    states,
  };
  return `${JSON.stringify(itf, null, 2)}\n`;
}

const traceSchema = z.looseObject({
  '#meta': z.looseObject({
    [componentMark]: z.strictObject({
      version: z.literal(version),
      component: z.enum(allRoles),
      input: z.unknown(),
      title: z.string(),
    }),
  }),
  states: z
    .array(
      z.looseObject({
        '#meta': z.looseObject({ input: z.exactOptional(suiteInputSchema) }),
        answered: z.array(suiteMessageSchema),
      }),
    )
    .min(1),
});

export interface ReplayedTrace {
  readonly trace: ComponentTrace;
  readonly steps: readonly ComponentStep[];
}

/**
 * Reads the trace of a failed test and plays it on the reference chart: every state and every answer that is
 * expected must be what the chart says.
 * @returns null if the text is something else.
 * @throws UnreadableError if it is no such trace, though it says so.
 * @throws PathRefusal at the first state that is not what the chart says.
 */
export function replayComponentTrace(text: string): ReplayedTrace | null {
  const value = parseUntrusted(text) as { readonly '#meta'?: Readonly<Record<string, unknown>> } | null;
  if (value?.['#meta']?.[componentMark] === undefined) return null;
  const read = traceSchema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UnreadableError(
      `it is not the trace of a component: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const { '#meta': meta, states } = read.data;
  const { component, input, title } = meta[componentMark];
  const inputs = states.flatMap(({ '#meta': { input: one } }) => (one === undefined ? [] : [one]));
  if (inputs.length !== states.length - 1) {
    throw new UnreadableError(`it has ${states.length} states and ${inputs.length} inputs between them`);
  }
  const trace = { component, input, title, inputs, answered: states.at(-1)?.answered ?? [] };
  const expected = statesFor(trace);
  expected.forEach((state, number) => {
    for (const [name, reached] of Object.entries(state)) {
      const written = states[number]?.[name as 'answered'];
      if (canonicalText(written) === canonicalText(reached)) continue;
      throw new PathRefusal(number, `variable ${name} is ${canonicalText(written)}`, [
        canonicalText(reached),
      ]);
    }
  });
  return { trace, steps: play(trace).steps };
}

/** @throws UnreadableError if the chart cannot be made with the input of the trace, or fails on one of its inputs. */
function statesFor(trace: ComponentTrace): ReturnType<typeof statesOf> {
  try {
    return statesOf(trace);
  } catch (error) {
    if (error instanceof ChartError || error instanceof ComponentError || error instanceof TypeError) {
      throw new UnreadableError(`${trace.component} cannot do what is asked of it: ${error.message}`);
    }
    throw error;
  }
}

/** A replayed trace for the terminal; nothing in it moves a cursor. */
export function componentTraceLines({ trace, steps }: ReplayedTrace): readonly string[] {
  const { component, title, answered } = trace;
  return [
    `test of ${component}`,
    `  ${title}`,
    ...steps.flatMap(({ input, outputs, state }, index) => [
      `${String(index + 1).padStart(3)}. ${'message' in input ? JSON.stringify(input.message) : `${inputName(input)} is over`}`,
      `       says ${said(outputs)}`,
      `       and is in ${canonicalText(state)}`,
    ]),
    `The model allows all ${steps.length} steps. At the last one the implementation answered ${said(answered)}.`,
  ].map(harmless);
}
