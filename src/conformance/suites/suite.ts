/** Suites as they are asked for: of one component or of the system, by what they cover or are complete for. */
import { allRoles, type Role, type Topology } from '../../system/index.ts';
import type { ScopeOptions } from '../../verify/index.ts';
import { type CompleteMethod, completeMethods, completeSequences, planComplete } from './complete.ts';
import { type Component, type ComponentChoice, componentOf } from './component.ts';
import { type ComponentCoverage, componentCoverages, coveringSequences } from './coverage.ts';
import { killRate } from './faulty.ts';
import type { Suite, SuiteHeader, SuiteTest } from './format.ts';
import { answerOf, type ComponentInput, type Mealy, nextOf } from './mealy.ts';
import { systemCoverages, systemTests } from './system.ts';

export const coverages = [...new Set([...componentCoverages, ...completeMethods, ...systemCoverages])];
export type Coverage = (typeof coverages)[number];

export interface SuiteChoice {
  readonly component: Role | 'system';
  readonly coverage: Coverage;
  readonly extraStates: number;
  readonly seed: number;
  readonly topology?: Topology;
  readonly options?: ScopeOptions;
  /** Suites that may become larger are refused before they are made. */
  readonly maxTests: number;
  /** Told the size before a complete suite is made. */
  readonly onPlan?: (plan: ReturnType<typeof planComplete>) => void;
}

/** A suite cannot be made as asked; the message says why and what can be. */
export class SuiteError extends Error {}

const isComplete = (coverage: string): coverage is CompleteMethod =>
  (completeMethods as readonly string[]).includes(coverage);
const isOfComponents = (coverage: string): coverage is ComponentCoverage =>
  (componentCoverages as readonly string[]).includes(coverage);

/** A sequence of a table as steps with what must be answered. */
export function stepsOf(mealy: Mealy, inputs: readonly number[]): SuiteTest['steps'] {
  let state = 0;
  return inputs.map((number) => {
    const outputs = mealy.answers[answerOf(mealy, state, number)] ?? [];
    state = nextOf(mealy, state, number);
    return { input: mealy.inputs[number] as ComponentInput, outputs: outputs.map((one) => ({ ...one })) };
  });
}

const numbered = (tests: readonly Omit<SuiteTest, 'id'>[], prefix: string): readonly SuiteTest[] => {
  const digits = String(tests.length).length;
  return tests.map((one, index) => ({ id: `${prefix}-${String(index + 1).padStart(digits, '0')}`, ...one }));
};

function domainOf(component: Component, plan: ReturnType<typeof planComplete>): string | null {
  if (plan.alike.length > 0) return null;
  return `Deterministic implementations of ${component.role} with at most ${plan.states + plan.extraStates} states (${plan.states} of the table, ${plan.extraStates} extra) over its ${plan.inputs} inputs, where a message that a state does not take is dropped without an answer.`;
}

function componentSuite(choice: SuiteChoice & { component: Role }): Suite {
  const { coverage, seed, maxTests, extraStates } = choice;
  const chosen: ComponentChoice = {
    ...(choice.topology === undefined ? {} : { topology: choice.topology }),
    ...(choice.options === undefined ? {} : { options: choice.options }),
    purpose: isComplete(coverage) ? 'complete' : 'covering',
  };
  const component = componentOf(choice.component, chosen);
  const common = {
    format: 'hyperv-backup-spec/suite' as const,
    version: 1 as const,
    component: component.role,
    input: component.input,
    topology: component.topology,
    options: { ...component.options },
    coverage,
    seed,
    receivers: Object.fromEntries(Object.entries(component.receivers).map(([to, types]) => [to, [...types]])),
  };
  const finish = (
    tests: readonly SuiteTest[],
    rest: Pick<SuiteHeader, 'extraStates' | 'faultDomain' | 'killRate' | 'unreached'>,
  ): Suite => ({
    header: {
      ...common,
      ...rest,
      tests: tests.length,
      inputs: tests.reduce((sum, { steps }) => sum + steps.length, 0),
    },
    tests,
  });
  if (isComplete(coverage)) {
    const plan = planComplete(component.closed, coverage, extraStates);
    choice.onPlan?.(plan);
    if (plan.atMost > maxTests) {
      throw new SuiteError(
        `${coverage} with ${extraStates} extra states may need ${plan.atMost} tests, more than ${maxTests}; take fewer extra states, hsi, or raise --max-tests`,
      );
    }
    const sequences = completeSequences(component.closed, coverage, extraStates);
    const goal = `complete for ${extraStates} extra states`;
    return finish(
      numbered(
        sequences.map((inputs) => ({ goal, steps: stepsOf(component.closed, inputs) })),
        `${component.role}-${coverage}${extraStates}`,
      ),
      {
        extraStates,
        faultDomain: domainOf(component, plan),
        killRate: killRate(component.closed, sequences, extraStates, seed),
        unreached: plan.alike.map(([one, other]) => ({
          goal: `tell ${one} from ${other}`,
          reason: 'no specified sequence of inputs is answered differently',
        })),
      },
    );
  }
  if (!isOfComponents(coverage)) {
    throw new SuiteError(
      `coverage '${coverage}' is for the system; for ${component.role} there are ${[...componentCoverages, ...completeMethods].join(', ')}`,
    );
  }
  const { sequences, unreached } = coveringSequences(component, coverage);
  return finish(
    numbered(
      sequences.map(({ goal, inputs }) => ({ goal, steps: stepsOf(component.mealy, inputs) })),
      `${component.role}-${coverage}`,
    ),
    {
      extraStates: null,
      faultDomain: null,
      killRate: killRate(
        component.mealy,
        sequences.map(({ inputs }) => inputs),
        0,
        seed,
      ),
      unreached: [...unreached],
    },
  );
}

/**
 * A suite of tests from the model. The same choice gives the same suite, byte by byte.
 * @throws SuiteError if it cannot be made as asked, ComponentError if the component is not in the system.
 */
export function makeSuite(choice: SuiteChoice): Suite {
  const { component, coverage, seed, topology, options = {} } = choice;
  if (component !== 'system') return componentSuite({ ...choice, component });
  const kind = systemCoverages.find((one) => one === coverage);
  if (kind === undefined) {
    throw new SuiteError(
      `coverage '${coverage}' is for one component; for the system there are ${systemCoverages.join(', ')}`,
    );
  }
  const made = systemTests(kind, options, topology);
  const tests = numbered(made.tests, `system-${coverage}`);
  return {
    header: {
      format: 'hyperv-backup-spec/suite',
      version: 1,
      component,
      input: null,
      topology: made.topology,
      options: { ...made.options },
      coverage,
      extraStates: null,
      seed,
      receivers: {},
      tests: tests.length,
      inputs: tests.reduce((sum, { steps }) => sum + steps.length, 0),
      faultDomain: null,
      killRate: null,
      unreached: [...made.unreached],
    },
    tests,
  };
}

/** The names that `--component` takes. */
export const componentNames: readonly (Role | 'system')[] = ['system', ...allRoles];
