/** What a tester needs of an implementation, wherever it runs. */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import {
  Chart,
  type Composition,
  initialState,
  type Message,
  type SystemState,
} from '../../composition/index.ts';
import { backupComposition, checkedTopology, type Topology } from '../../system/index.ts';
import type { ScopeOptions } from '../../verify/index.ts';
import { reactionTo } from '../suites/component.ts';
import type { SuiteInput } from '../suites/format.ts';
import type { ComponentInput } from '../suites/mealy.ts';
import { eventOf, takeStep } from '../suites/system-steps.ts';
import type { Declaration, Subject } from './protocol.ts';

type Eventually<T> = T | Promise<T>;
type Outputs = readonly Message[];

const silence: Outputs = [];

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
export function chartImplementation(machine: AnyStateMachine): Implementation {
  let chart: Chart | null = null;
  let snapshot: AnyMachineSnapshot | null = null;
  const take = (one: SuiteInput): Outputs => {
    if (chart === null || snapshot === null) throw new Errored(`${machine.id} was not started`);
    const reaction = reactionTo(chart, snapshot, one as ComponentInput);
    if (reaction === null) return silence;
    snapshot = reaction.snapshot;
    return reaction.outputs;
  };
  return {
    start: ({ input }) => {
      chart = new Chart(machine, input);
      return { implementation: { name: machine.id }, accepts: 'all', observes: 'all' };
    },
    reset: () => {
      snapshot = chart?.initial.snapshot ?? null;
    },
    step: (inputs) => inputs.map(take),
    advance: take,
    observe: () => ({ outputs: silence, state: JSON.stringify(snapshot?.value ?? null) }),
    stop: () => {},
  };
}

/** The model of a whole system as an implementation; somebody else's composition takes its place where given. */
export function systemImplementation(
  compose: (topology: Topology, options: ScopeOptions) => Composition = backupComposition,
): Implementation {
  let composition: Composition | null = null;
  let state: SystemState | null = null;
  const take = (one: SuiteInput): Outputs => {
    if (composition === null || state === null) throw new Errored('the system was not started');
    const event = eventOf(composition, state, one);
    if (event === null) return silence;
    const taken = takeStep(composition, state, event);
    state = taken.state;
    return taken.outputs;
  };
  return {
    start: ({ topology, options }) => {
      composition = compose(checkedTopology(topology), options as ScopeOptions);
      return { implementation: { name: 'the model' }, accepts: 'all', observes: 'all' };
    },
    reset: () => {
      state = composition === null ? null : initialState(composition);
    },
    step: (inputs) => inputs.map(take),
    advance: take,
    observe: () => ({ outputs: silence }),
    stop: () => {},
  };
}
