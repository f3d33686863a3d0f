/** Small changes to a chart, by the names of its states. */
import { type AnyStateMachine, createMachine } from 'xstate';

export interface Transition {
  target?: string;
  guard?: unknown;
  actions?: string | readonly string[];
  description?: string;
  reenter?: boolean;
}

type Transitions = string | Transition | readonly (string | Transition)[];

/** The parts of a state's configuration that mutants change. */
export interface EditableState {
  entry?: string | readonly string[];
  exit?: string | readonly string[];
  on?: Record<string, Transitions>;
  after?: Record<string, Transitions>;
  always?: Transitions;
  states?: Record<string, EditableState>;
}

/** What a chart's configuration names and its implementations define. */
export interface Provided {
  readonly actions?: Readonly<Record<string, unknown>>;
  readonly guards?: Readonly<Record<string, unknown>>;
  readonly delays?: Readonly<Record<string, number>>;
}

/** Functions are kept as they are: contexts are made by them. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)])) as T;
}

const stateAt = (root: EditableState, path: string): EditableState => {
  const state = path.split('.').reduce<EditableState | undefined>((at, key) => at?.states?.[key], root);
  if (state === undefined) throw new RangeError(`there is no state ${path}`);
  return state;
};

/** Transitions of one cause as a list, whichever way they are written down. */
export const branchesOf = (transitions: Transitions | undefined): readonly Transition[] =>
  transitions === undefined
    ? []
    : (Array.isArray(transitions) ? transitions : [transitions]).map((one) =>
        typeof one === 'string' ? { target: one } : one,
      );

/**
 * More eventless transitions in one step than this are a loop. A chart passes through a handful of states
 * within a step.
 */
const maxIterations = 100;

/** A chart like another, with some of its states changed; the state '' is the chart itself. */
export function edited(
  chart: AnyStateMachine,
  changes: Readonly<Record<string, (state: EditableState) => void>>,
  provided: Provided = {},
): AnyStateMachine {
  const config = copy(chart.config) as EditableState;
  for (const [path, change] of Object.entries(changes)) change(path === '' ? config : stateAt(config, path));
  const { actions, guards, delays, ...rest } = chart.implementations;
  return createMachine({ ...config, options: { maxIterations } } as object, {
    ...rest,
    actions: { ...actions, ...provided.actions } as typeof actions,
    guards: { ...guards, ...provided.guards } as typeof guards,
    delays: { ...delays, ...provided.delays } as typeof delays,
  });
}
