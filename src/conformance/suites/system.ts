/**
 * Tests of a whole system. The tester is the scheduler: it says which channel delivers, which wait is over
 * and what the environment does; the system answers with what was received by whom within that step.
 */
import { delays } from '../../../machines/index.ts';
import {
  type Composition,
  enabledEvents,
  groupsOf,
  initialState,
  type Message,
  type SystemEvent,
  type SystemState,
  step,
} from '../../composition/index.ts';
import { type Check, eventsTo, Product, type SearchResult, search, viewOf } from '../../explore/index.ts';
import { claims as allClaims, observers } from '../../properties/index.ts';
import { backupComposition, type Fault, faultEntry, optionsOf, type Topology } from '../../system/index.ts';
import {
  checksFor,
  claimsAbout,
  defaultTopology,
  premiseId,
  type ScopeOptions,
  stepFaults,
} from '../../verify/index.ts';
import type { Covered } from './coverage.ts';
import type { SuiteInput, SuiteTest } from './format.ts';

export const systemCoverages = ['claims', 'faults', 'transitions'] as const;
export type SystemCoverage = (typeof systemCoverages)[number];

export interface SystemTests {
  readonly topology: Topology;
  readonly options: ScopeOptions;
  readonly tests: readonly Omit<SuiteTest, 'id'>[];
  readonly unreached: Covered['unreached'];
}

const maxStates = 500_000;

/** An event of the model as a tester says it. */
export function inputOf(composition: Composition, event: SystemEvent): SuiteInput {
  const group = groupsOf(composition)[event.group]?.name ?? '';
  if (event.type === 'DELIVER') return { deliver: event.channel, group };
  const actor = `${group}/${event.actor}`;
  if (event.type === 'ACT') return { message: { ...event.message }, actor };
  const known = delays as Readonly<Record<string, { readonly milliseconds: number }>>;
  return { elapse: event.delay, milliseconds: known[event.delay]?.milliseconds ?? 0, actor };
}

/** What a tester says as an event of the model; null where it cannot happen. */
export function eventOf(composition: Composition, state: SystemState, input: SuiteInput): SystemEvent | null {
  const text = JSON.stringify(canonical(input));
  return (
    enabledEvents(composition, state).find(
      (event) => JSON.stringify(canonical(inputOf(composition, event))) === text,
    ) ?? null
  );
}

/** Fields in a fixed order. */
const canonical = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Object.entries(value)
        .map(([name, inner]) => [name, canonical(inner)])
        .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));

/** What a step says, as a tester sees it: messages as they are received, with `from` and `to`. */
export function takeStep(
  composition: Composition,
  state: SystemState,
  event: SystemEvent,
): { readonly state: SystemState; readonly outputs: readonly Message[] } {
  const groups = groupsOf(composition);
  const address = (one: { readonly group: number; readonly actor: string }): string =>
    `${groups[one.group]?.name}/${one.actor}`;
  const { state: after, communications } = step(composition, state, event);
  const outputs = communications.flatMap(({ from, to, message }) =>
    'channel' in to ? [] : [{ ...message, from: address(from), to: address(to) }],
  );
  return { state: after, outputs };
}

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

/** The first step of each kind in the order of the search, so at the end of a shortest path. */
function firstSteps(
  product: Product,
  result: SearchResult,
  kindOf: (event: SystemEvent, from: Int32Array) => string | null,
): ReadonlyMap<string, readonly SystemEvent[]> {
  const found = new Map<string, readonly SystemEvent[]>();
  for (let number = 0; number < result.states; number++) {
    const state = result.stateAt(number);
    for (let group = 0; group < product.width; group++) {
      for (const one of product.steps(group, state[group] as number)) {
        const event = product.event(group, one);
        const kind = kindOf(event, state);
        if (kind === null || found.has(kind)) continue;
        found.set(kind, [...eventsTo(product, result, number), event]);
      }
    }
  }
  return found;
}

const textOf = (event: SystemEvent): string =>
  event.type === 'DELIVER'
    ? `${event.channel} delivers`
    : event.type === 'ELAPSE'
      ? `${event.actor}: ${event.delay} is over`
      : `${event.actor}: ${event.message.type}`;

/** What a fault adds to what can happen. */
function faultOf(topology: Topology, options: ScopeOptions): (event: SystemEvent) => string | null {
  const composition = (enabled: readonly Fault[]) =>
    backupComposition(topology, { ...options, faults: enabled });
  const none = composition([]);
  const added = stepFaults.map((fault) => {
    const one = composition([fault]);
    const known = new Set(none.environment.map((action) => JSON.stringify(action)));
    return {
      fault,
      delays: new Set([...none.disabledDelays].filter((delay) => !one.disabledDelays.has(delay))),
      actions: new Set(
        one.environment
          .filter((action) => !known.has(JSON.stringify(action)))
          .map(({ role, message }) => JSON.stringify([role, message])),
      ),
    };
  });
  return (event) => {
    if (event.type === 'DELIVER') return null;
    const role = event.actor.replace(/\[\d+\]$/, '');
    return (
      added.find(({ delays: limits, actions }) =>
        event.type === 'ELAPSE'
          ? limits.has(event.delay)
          : actions.has(JSON.stringify([role, event.message])),
      )?.fault ?? null
    );
  };
}

/** Tests of the system; the default is two virtual machines as they are created, with all faults. */
export function systemTests(
  coverage: SystemCoverage,
  chosen: ScopeOptions,
  topology: Topology = defaultTopology('2012R2', 1, 1),
): SystemTests {
  const options: ScopeOptions = { faults: stepFaults, ...chosen };
  const model = optionsOf(topology, { ...options, observers });
  const composition = backupComposition(topology, model);
  const product = new Product(composition);
  const scope = { hostRelease: topology.hostRelease, options: model };
  const about = claimsAbout(scope, allClaims);
  const checks: readonly Check[] = checksFor(scope, about);
  const result = search(product, { checks, maxStates });
  const reason = result.complete
    ? 'it does not occur in this system'
    : `it was not met in the first ${maxStates} states`;
  const finish = (
    goals: readonly (readonly [string, string])[],
    paths: ReadonlyMap<string, readonly SystemEvent[]>,
  ): SystemTests => ({
    topology,
    options,
    tests: goals.flatMap(([id, goal]) => {
      const events = paths.get(id);
      return events === undefined || events.length === 0 ? [] : [testOf(composition, goal, events)];
    }),
    unreached: goals.filter(([id]) => !paths.has(id)).map(([, goal]) => ({ goal, reason })),
  });
  if (coverage === 'claims') {
    const witnesses = about.flatMap((claim) =>
      Object.keys(claim.premises).map((name) => [premiseId(claim, name), `${claim.id}: ${name}`] as const),
    );
    return finish(
      witnesses,
      new Map([...result.found].map(([id, number]) => [id, eventsTo(product, result, number)])),
    );
  }
  if (coverage === 'faults') {
    const paths = firstSteps(product, result, faultOf(topology, options));
    return finish(
      stepFaults.map((fault) => [fault, `${fault}: ${faultEntry(fault).sentence}`] as const),
      paths,
    );
  }
  const paths = firstSteps(product, result, (event, state) => {
    const local = viewOf(
      product.tables[event.group] as (typeof product.tables)[number],
      state[event.group] as number,
    );
    const values = local.state.actors.map(({ value }) => JSON.stringify(value)).join();
    return `${event.group} ${textOf(event)} ${values}`;
  });
  return finish(
    [...paths].map(
      ([id, events]) => [id, `every transition: ${textOf(events.at(-1) as SystemEvent)}`] as const,
    ),
    paths,
  );
}
