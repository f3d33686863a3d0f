/** Small changes to a chart, by the names of its states. */
import { type AnyStateMachine, createMachine } from 'xstate';

type Transition =
  | string
  | { target?: string; guard?: string; actions?: string | readonly string[]; description?: string };

/** The parts of a state's configuration that mutants change. */
export interface EditableState {
  entry?: string | readonly string[];
  on?: Record<string, Transition | readonly Transition[]>;
  after?: Record<string, Transition | readonly Transition[]>;
  always?: Transition | readonly Transition[];
  states?: Record<string, EditableState>;
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

/** A chart like another, with some of its states changed; the state '' is the chart itself. */
export function edited(
  chart: AnyStateMachine,
  changes: Readonly<Record<string, (state: EditableState) => void>>,
): AnyStateMachine {
  const config = copy(chart.config) as EditableState;
  for (const [path, change] of Object.entries(changes)) change(path === '' ? config : stateAt(config, path));
  return createMachine(config as object, chart.implementations);
}
