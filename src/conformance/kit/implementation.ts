/** What a tester needs of an implementation, wherever it runs. */
import type { AnyStateMachine } from 'xstate';
import { Chart, type Message } from '../../composition/index.ts';
import { reactionTo } from '../suites/component.ts';
import type { SuiteInput } from '../suites/format.ts';
import type { ComponentInput } from '../suites/mealy.ts';
import type { Declaration, Subject } from './protocol.ts';

type Eventually<T> = T | Promise<T>;
type Outputs = readonly Message[];

export interface Implementation {
  start(subject: Subject): Eventually<Declaration>;
  reset(): Eventually<void>;
  /** Messages one after the other; what was said to each. */
  step(inputs: readonly SuiteInput[]): Eventually<readonly Outputs[]>;
  /** One wait is over. */
  advance(input: SuiteInput & { readonly elapse: string }): Eventually<Outputs>;
  /** What was said since the last answer. */
  observe(): Eventually<{ readonly outputs: Outputs; readonly state?: string }>;
  stop(): Eventually<void>;
}

/** The implementation cannot do what a test asks for, and says why. */
export class Skipped extends Error {}

/** The implementation broke the protocol, crashed, hung, or said itself that something went wrong. */
export class Errored extends Error {}

/** A chart as an implementation, in process; a message that it does not take is dropped. */
export function chartImplementation(machine: AnyStateMachine, input: unknown): Implementation {
  const chart = new Chart(machine, input);
  let { snapshot } = chart.initial;
  const take = (one: SuiteInput): Outputs => {
    const reaction = reactionTo(chart, snapshot, one as ComponentInput);
    if (reaction === null) return [];
    snapshot = reaction.snapshot;
    return reaction.outputs;
  };
  return {
    start: () => ({ implementation: { name: machine.id }, accepts: 'all', observes: 'all' }),
    reset: () => {
      snapshot = chart.initial.snapshot;
    },
    step: (inputs) => inputs.map(take),
    advance: take,
    observe: () => ({ outputs: [], state: JSON.stringify(snapshot.value) }),
    stop: () => {},
  };
}
