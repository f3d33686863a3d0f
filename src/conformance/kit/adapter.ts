/** Somebody's object as an implementation: the few things that a test does to it. */
import type { Message } from '../../composition/index.ts';
import type { SuiteHeader, SuiteInput, SuiteTest } from '../suites/format.ts';
import type { Implementation } from './implementation.ts';
import { Errored, Skipped } from './implementation.ts';
import { failureLines } from './report.ts';
import { runSteps } from './run.ts';

type Said = readonly Message[] | Promise<readonly Message[]>;

/**
 * What a test needs of an object. Each method returns what is said then, in order; nothing where it is empty.
 * A message that a state does not take is dropped without an answer.
 */
export interface Adapter {
  readonly name: string;
  /** Be as new, made with the input of the component; in a system, null. */
  reset(input: unknown): void | Promise<void>;
  /** A message arrives; in a system at the actor of this address. */
  receive(message: Message, actor?: string): Said;
  /** What is waited for under this name is over; in a system at the actor of this address. */
  elapse(name: string, actor?: string): Said;
  /** Of a system: the first message of a channel of a group is delivered. */
  deliver?(channel: string, group: string): Said;
}

/** What a test must know of its suite. */
export type SuiteSubject = Pick<SuiteHeader, 'component' | 'input' | 'topology' | 'options' | 'receivers'>;

/** An adapter as an implementation. */
export function adapted(adapter: Adapter): Implementation {
  let madeWith: unknown = null;
  const take = async (one: SuiteInput): Promise<readonly Message[]> => {
    const actor = 'actor' in one ? one.actor : undefined;
    if ('message' in one) return adapter.receive(one.message, actor);
    if ('elapse' in one) return adapter.elapse(one.elapse, actor);
    if (adapter.deliver === undefined) throw new Skipped(`${adapter.name} has no channels`);
    return adapter.deliver(one.deliver, one.group);
  };
  return {
    start: ({ input }) => {
      madeWith = input;
      return { implementation: { name: adapter.name }, accepts: 'all', observes: 'all' };
    },
    reset: () => adapter.reset(madeWith),
    step: async (inputs) => {
      const answers: (readonly Message[])[] = [];
      for (const one of inputs) answers.push(await take(one));
      return answers;
    },
    advance: take,
    observe: () => ({ outputs: [] }),
    stop: () => {},
  };
}

/**
 * One test of a suite on an adapter, for any test runner.
 * @throws Error if it does not pass; the message has the steps, what was expected and what was answered.
 */
export async function checkSteps(
  adapter: Adapter,
  { receivers, component, input, topology, options }: SuiteSubject,
  steps: SuiteTest['steps'],
): Promise<void> {
  const implementation = adapted(adapter);
  const declaration = await implementation.start({ component, input, topology, options });
  const { verdict, reason, failure } = await runSteps(steps, implementation, declaration, receivers);
  if (verdict === 'pass') return;
  if (failure === null) throw new Errored(`${verdict}: ${reason}`);
  const { at, expected, answered } = failure;
  const told = { steps: steps.slice(0, at + 1), expected, answered, likeMutants: [], claims: [] };
  throw new Error([`${component} answers wrongly in step ${at + 1}`, ...failureLines(told)].join('\n'));
}
