/** What is kept of a failure: the path in ITF, the test that repeats it, and a picture of what was said. */
import { Chart, initialState, type SystemEvent } from '../../composition/index.ts';
import { itfText, itfValue } from '../../paths/index.ts';
import { backupComposition, checkedTopology, type Role, referenceCharts } from '../../system/index.ts';
import type { ScopeOptions } from '../../verify/index.ts';
import { vitestFile } from '../emit/vitest.ts';
import { reactionTo } from '../suites/component.ts';
import { type Suite, type SuiteHeader, type SuiteTest, suiteLines } from '../suites/format.ts';
import type { ComponentInput } from '../suites/mealy.ts';
import { eventOf, takeStep } from '../suites/system-steps.ts';
import type { ConformanceReport } from './report.ts';
import { inputName } from './run.ts';

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

/** The states of the reference chart, what reached it, what it says, and what the implementation said. */
function componentTrace({ component, input }: SuiteHeader, { goal, failure }: Result, steps: Steps): string {
  const chart = new Chart(referenceCharts[component as Role], input);
  let { snapshot } = chart.initial;
  const state = () => itfValue({ state: JSON.stringify(snapshot.value), context: snapshot.context ?? {} });
  const states = [
    { '#meta': { index: 0 }, answered: [] as unknown, expected: [] as unknown, input: '', state: state() },
    ...steps.map(({ input: one, outputs }, index) => {
      snapshot = reactionTo(chart, snapshot, one as ComponentInput)?.snapshot ?? snapshot;
      const isLast = index === steps.length - 1;
      return {
        '#meta': { index: index + 1, input: one },
        answered: itfValue(isLast ? failure?.answered : outputs),
        expected: itfValue(outputs),
        input: inputName(one),
        state: state(),
      };
    }),
  ];
  const trace = {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      description: `${component}: ${goal}`,
    },
    vars: ['answered', 'expected', 'input', 'state'],
    states,
  };
  return `${JSON.stringify(trace, null, 2)}\n`;
}

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
