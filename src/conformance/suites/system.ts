/** Tests of a whole system, by what they cover. */
import { type Composition, initialState, type SystemEvent } from '../../composition/index.ts';
import { type Check, eventsTo, Product, search } from '../../explore/index.ts';
import { claims as allClaims, observers } from '../../properties/index.ts';
import { backupComposition, optionsOf, switchableFaults, type Topology } from '../../system/index.ts';
import { checksFor, claimsAbout, defaultTopology, premiseId, type ScopeOptions } from '../../verify/index.ts';
import type { Covered } from './coverage.ts';
import type { SuiteTest } from './format.ts';
import {
  faultGoals,
  type Goals,
  mutantGoals,
  pairGoals,
  type SearchedSystem,
  stateGoals,
  transitionGoals,
} from './system-goals.ts';
import { inputOf, takeStep } from './system-steps.ts';

export const systemCoverages = ['states', 'transitions', 'pairs', 'claims', 'faults', 'mutants'] as const;
export type SystemCoverage = (typeof systemCoverages)[number];

export interface SystemTests {
  readonly topology: Topology;
  readonly options: ScopeOptions;
  readonly tests: readonly Omit<SuiteTest, 'id'>[];
  readonly unreached: Covered['unreached'];
}

const maxStates = 500_000;

function testOf(
  composition: Composition,
  goal: string,
  events: readonly SystemEvent[],
): Omit<SuiteTest, 'id'> {
  let state = initialState(composition);
  const steps = events.map((event) => {
    const taken = takeStep(composition, state, event);
    state = taken.state;
    return { input: inputOf(composition, event), outputs: taken.outputs.map((one) => ({ ...one })) };
  });
  return { goal, steps };
}

/** A witness of each premise of each claim. */
function claimGoals(topology: Topology, options: ScopeOptions): Goals {
  const model = optionsOf(topology, { ...options, observers });
  const product = new Product(backupComposition(topology, model));
  const scope = { hostRelease: topology.hostRelease, options: model };
  const about = claimsAbout(scope, allClaims);
  const checks: readonly Check[] = checksFor(scope, about);
  const result = search(product, { checks, maxStates });
  const reason = result.complete
    ? 'it does not occur in this system'
    : `it was not met in the first ${maxStates} states`;
  const goals = about.flatMap((claim) =>
    Object.keys(claim.premises).map((name) => ({
      goal: `${claim.id}: ${name}`,
      number: result.found.get(premiseId(claim, name)),
    })),
  );
  return {
    paths: goals.flatMap(({ goal, number }) =>
      number === undefined ? [] : [{ goal, events: eventsTo(product, result, number) }],
    ),
    unreached: goals.filter(({ number }) => number === undefined).map(({ goal }) => ({ goal, reason })),
  };
}

const goalsOf: Readonly<Record<Exclude<SystemCoverage, 'claims'>, (system: SearchedSystem) => Goals>> = {
  states: stateGoals,
  transitions: transitionGoals,
  pairs: pairGoals,
  faults: faultGoals,
  mutants: mutantGoals,
};

/**
 * Tests of the system; the default is one virtual machine as it is created, with every fault, one in a run.
 * Goals that are not reached are listed, also where a search was too large to be finished.
 */
export function systemTests(
  coverage: SystemCoverage,
  chosen: ScopeOptions,
  topology: Topology = defaultTopology('2012R2', 1, 1),
): SystemTests {
  const options: ScopeOptions = { faults: switchableFaults, faultBudget: 1, ...chosen };
  const composition = backupComposition(topology, options);
  let goals: Goals;
  let isComplete = true;
  if (coverage === 'claims') goals = claimGoals(topology, options);
  else {
    const product = new Product(composition);
    const result = search(product, { maxStates });
    isComplete = result.complete;
    goals = goalsOf[coverage]({ product, result, topology, options });
  }
  return {
    topology,
    options,
    tests: goals.paths
      .filter(({ events }) => events.length > 0)
      .map(({ goal, events }) => testOf(composition, goal, events)),
    unreached: isComplete
      ? goals.unreached
      : [
          ...goals.unreached,
          { goal: 'everything in the system', reason: `only the first ${maxStates} states were searched` },
        ],
  };
}
