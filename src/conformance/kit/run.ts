/**
 * Running a suite against an implementation, and the verdict of each test.
 *
 * In the sense of ioco: what is said and not allowed fails, and so does silence where something must be
 * said. Messages that the implementation cannot show are not asked for.
 */
import type { Message } from '../../composition/index.ts';
import type { Suite, SuiteInput, SuiteTest } from '../suites/format.ts';
import { answerKey, type Receivers } from '../suites/mealy.ts';
import { Errored, type Implementation, Skipped } from './implementation.ts';
import type { Declaration } from './protocol.ts';

export const verdicts = ['pass', 'fail', 'inconclusive', 'skipped', 'errored'] as const;
export type TestVerdict = (typeof verdicts)[number];

export interface Failure {
  /** The step that was answered wrongly, from 0; the number of steps where it was after the last. */
  readonly at: number;
  readonly expected: readonly Message[];
  readonly answered: readonly Message[];
}

export interface TestResult {
  readonly id: string;
  readonly goal: string;
  readonly verdict: TestVerdict;
  /** Why it is not a pass, in words. */
  readonly reason: string | null;
  readonly failure: Failure | null;
  /** The steps up to the failure, as few as were found by running them again. */
  readonly shortest: SuiteTest['steps'];
  readonly milliseconds: number;
}

/** What a test does in one step, in words. */
export const inputName = (input: SuiteInput): string =>
  'message' in input ? input.message.type : 'deliver' in input ? input.deliver : input.elapse;

const isIn = (list: 'all' | readonly string[], name: string): boolean =>
  list === 'all' || list.includes(name);

/** Runs of steps that one request carries: waits are requests of their own. */
function requestsOf(steps: SuiteTest['steps'], stepwise: boolean): readonly SuiteTest['steps'][] {
  const requests: SuiteTest['steps'][] = [];
  let batch: SuiteTest['steps'] | null = null;
  for (const one of steps) {
    if ('elapse' in one.input || stepwise || batch === null) {
      const fresh = [one];
      requests.push(fresh);
      batch = 'elapse' in one.input ? null : fresh;
    } else batch.push(one);
  }
  return requests;
}

/** Every field of the one is there in the other, with the same text or number; false where that is not seen at a look. */
function isSeenIn(one: Message, other: Message | undefined): boolean {
  if (other === undefined) return false;
  for (const field in one) if (one[field] !== other[field]) return false;
  return true;
}

/** The same messages in the same order are the common case, and found sooner than that only the order of receivers differs. */
const isAnswered = (expected: readonly Message[], said: readonly Message[], receivers: Receivers): boolean =>
  (expected.length === said.length &&
    expected.every((message, index) => isSeenIn(message, said[index])) &&
    said.every((message, index) => isSeenIn(message, expected[index]))) ||
  answerKey(expected, receivers) === answerKey(said, receivers);

type Outcome = Pick<TestResult, 'verdict' | 'reason' | 'failure'>;
const plain = (verdict: TestVerdict, reason: string | null = null): Outcome => ({
  verdict,
  reason,
  failure: null,
});

/** Whether one message a line is carried, so that a crash is pinned to one of them. */
export interface RunOptions {
  readonly stepwise?: boolean;
}

/** One test on an implementation that was started: reset, steps, and silence after the last. */
export async function runSteps(
  steps: SuiteTest['steps'],
  implementation: Implementation,
  { accepts, observes }: Pick<Declaration, 'accepts' | 'observes'>,
  receivers: Receivers,
  { stepwise = false }: RunOptions = {},
): Promise<Outcome> {
  const refused = steps.find(({ input }) => !isIn(accepts, inputName(input)));
  if (refused !== undefined) {
    return plain('skipped', `the implementation does not accept ${inputName(refused.input)}`);
  }
  const seen = (messages: readonly Message[]): readonly Message[] =>
    observes === 'all' ? messages : messages.filter(({ type }) => observes.includes(type));
  let at = 0;
  try {
    await implementation.reset();
    for (const request of requestsOf(steps, stepwise)) {
      const [first] = request;
      if (first === undefined) continue;
      const answers =
        'elapse' in first.input
          ? [await implementation.advance(first.input)]
          : await implementation.step(request.map(({ input }) => input));
      if (answers.length !== request.length) {
        return plain(
          'errored',
          `${request.length} inputs were answered with ${answers.length} lists of outputs`,
        );
      }
      for (const [index, answered] of answers.entries()) {
        const expected = seen(request[index]?.outputs ?? []);
        const said = seen(answered);
        if (!isAnswered(expected, said, receivers)) {
          return { verdict: 'fail', reason: null, failure: { at, expected, answered: said } };
        }
        at++;
      }
    }
    const { outputs } = await implementation.observe();
    if (seen(outputs).length > 0) {
      return { verdict: 'fail', reason: null, failure: { at, expected: [], answered: seen(outputs) } };
    }
  } catch (error) {
    if (error instanceof Skipped) return plain('skipped', error.message);
    if (error instanceof Errored) return plain('errored', `${error.message} (in step ${at + 1} or after it)`);
    throw error;
  }
  const expected = steps.flatMap(({ outputs }) => outputs);
  return expected.length > 0 && seen(expected).length === 0
    ? plain('inconclusive', 'nothing that the test expects can be observed')
    : plain('pass');
}

/** Where implementations come from: a program that went wrong is replaced by a fresh one. */
export interface Laboratory {
  /** The implementation in use, started, or a fresh one. */
  take(): Promise<{ readonly implementation: Implementation; readonly declaration: Declaration }>;
  /** The one in use is not to be trusted any more. */
  discard(): Promise<void>;
}

export interface SuiteRun {
  readonly results: readonly TestResult[];
  readonly declaration: Declaration | null;
}

/** Makes the steps of a failed test fewer; the expectation belongs to the steps that are kept. */
export type Reduce = (steps: SuiteTest['steps']) => readonly SuiteTest['steps'][];

/** Failures that are made shorter by running again; more of them seldom say more. */
const reducedFailures = 20;

export async function runSuite(
  { header, tests }: Suite,
  laboratory: Laboratory,
  {
    reduce,
    onResult,
    ...options
  }: RunOptions & { readonly reduce?: Reduce; readonly onResult?: (result: TestResult) => void } = {},
): Promise<SuiteRun> {
  let declaration: Declaration | null = null;
  const results: TestResult[] = [];
  const attempt = async (steps: SuiteTest['steps'], how: RunOptions): Promise<Outcome> => {
    try {
      const taken = await laboratory.take();
      declaration = taken.declaration;
      const outcome = await runSteps(steps, taken.implementation, taken.declaration, header.receivers, how);
      if (outcome.verdict === 'errored') await laboratory.discard();
      return outcome;
    } catch (error) {
      await laboratory.discard();
      if (error instanceof Skipped) return plain('skipped', error.message);
      if (error instanceof Errored) return plain('errored', error.message);
      throw error;
    }
  };
  let reduced = 0;
  for (const { id, goal, steps } of tests) {
    const start = performance.now();
    let outcome = await attempt(steps, options);
    let shortest = outcome.failure === null ? [] : steps.slice(0, outcome.failure.at + 1);
    if (outcome.failure !== null && reduce !== undefined && reduced < reducedFailures) {
      reduced++;
      for (let candidates = reduce(shortest); candidates.length > 0; ) {
        const shorter = await firstFailing(candidates, (one) => attempt(one, options));
        if (shorter === null) break;
        ({ outcome, steps: shortest } = shorter);
        candidates = reduce(shortest);
      }
    }
    const result = { id, goal, ...outcome, shortest, milliseconds: performance.now() - start };
    results.push(result);
    onResult?.(result);
  }
  return { results, declaration };
}

async function firstFailing(
  candidates: readonly SuiteTest['steps'][],
  attempt: (steps: SuiteTest['steps']) => Promise<Outcome>,
): Promise<{ outcome: Outcome; steps: SuiteTest['steps'] } | null> {
  for (const steps of candidates) {
    const outcome = await attempt(steps);
    if (outcome.failure !== null) return { outcome, steps: steps.slice(0, outcome.failure.at + 1) };
  }
  return null;
}

/** A laboratory with one implementation in process. */
export const inProcess = (implementation: Implementation, { header }: Suite): Laboratory => {
  const { component, input, topology, options } = header;
  let declaration: Declaration | null = null;
  return {
    take: async () => {
      declaration ??= await implementation.start({ component, input, topology, options });
      return { implementation, declaration };
    },
    discard: async () => {
      declaration = null;
    },
  };
};
