/** What is kept of a failure: the path in ITF, the test that repeats it, and a picture of what was said. */
import { initialState, type SystemEvent } from '../../composition/index.ts';
import { itfText } from '../../paths/index.ts';
import { backupComposition, checkedTopology, type Role } from '../../system/index.ts';
import type { ScopeOptions } from '../../verify/index.ts';
import { vitestFile } from '../emit/vitest.ts';
import { type Suite, type SuiteHeader, type SuiteTest, suiteLines } from '../suites/format.ts';
import { eventOf, takeStep } from '../suites/system-steps.ts';
import { componentTraceText } from './component-trace.ts';
import type { ConformanceReport } from './report.ts';

type Steps = SuiteTest['steps'];
type Result = ConformanceReport['results'][number];

/** The run of the system that a test goes through in the model. */
function systemTrace({ topology, options }: SuiteHeader, { id, goal }: Result, steps: Steps): string {
  const checked = checkedTopology(topology);
  const chosen = options as ScopeOptions;
  const composition = backupComposition(checked, chosen);
  const events: SystemEvent[] = [];
  let state = initialState(composition);
  for (const { input } of steps) {
    const event = eventOf(composition, state, input);
    if (event === null) break;
    events.push(event);
    ({ state } = takeStep(composition, state, event));
  }
  return itfText({
    model: { topology: checked, options: chosen, mutant: null },
    shows: { kind: 'run', id, title: goal },
    events,
    cycle: null,
  });
}

/** What was done to a component, and what it answered at last. */
const componentTrace = ({ component, input }: SuiteHeader, { goal, failure }: Result, steps: Steps): string =>
  componentTraceText({
    component: component as Role,
    input,
    title: goal,
    inputs: steps.map((one) => one.input),
    answered: failure?.answered ?? [],
  });

/** A suite of one test. */
export function suiteOfFailure(header: SuiteHeader, { id, goal, failure }: Result): Suite {
  const steps = failure?.steps ?? [];
  return {
    header: { ...header, tests: 1, inputs: steps.length, faultDomain: null, killRate: null, unreached: [] },
    tests: [{ id, goal, steps: [...steps] }],
  };
}

/**
 * Files by name, four for each failure: `ID.itf.json`, the path; `ID.suite.jsonl`, the test for `conform --suite`;
 * `ID.test.ts`, the test for vitest; and `ID.mmd`, a sequence diagram.
 * @param adapter The module that exports the adapter of the vitest file.
 */
export function failureFiles(
  { suite, results }: ConformanceReport,
  adapter: string,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const result of results) {
    const { id, failure } = result;
    if (failure === null) continue;
    const trace = suite.component === 'system' ? systemTrace : componentTrace;
    const again = suiteOfFailure(suite, result);
    files.set(`${id}.itf.json`, trace(suite, result, failure.steps));
    files.set(`${id}.suite.jsonl`, suiteLines(again));
    files.set(`${id}.test.ts`, vitestFile(again, adapter));
    files.set(`${id}.mmd`, `${failure.diagram}\n`);
  }
  return files;
}
