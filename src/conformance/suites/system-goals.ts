/** What tests of a whole system are for: goals, each with a path that reaches it. */
import { actorName, type Composition, initialState, type SystemEvent } from '../../composition/index.ts';
import { eventsTo, type GroupTable, type Product, type SearchResult } from '../../explore/index.ts';
import { mutants } from '../../mutants/index.ts';
import {
  actionsOf,
  backupComposition,
  type Fault,
  faultEntry,
  switchableFaults,
  type Topology,
} from '../../system/index.ts';
import { chosenScope, exploreScope, type ScopeOptions } from '../../verify/index.ts';
import type { Covered } from './coverage.ts';
import { eventOf, inputOf, takeStep } from './system-steps.ts';

export interface Goals {
  readonly paths: readonly { readonly goal: string; readonly events: readonly SystemEvent[] }[];
  readonly unreached: Covered['unreached'];
}

/** A system that was searched, with its states in the order of the search: paths to them are shortest. */
export interface SearchedSystem {
  readonly product: Product;
  readonly result: SearchResult;
  readonly topology: Topology;
  readonly options: ScopeOptions;
}

const textOf = (event: SystemEvent): string =>
  event.type === 'DELIVER'
    ? `${event.channel} delivers`
    : event.type === 'ELAPSE'
      ? `${event.actor}: ${event.delay} is over`
      : `${event.actor}: ${event.message.type}`;

const nameOf = (product: Product, group: number): string => product.tables[group]?.group.name ?? '';

/** Each actor in each of its states. */
export function stateGoals({ product, result }: SearchedSystem): Goals {
  const paths = new Map<string, readonly SystemEvent[]>();
  const seen = product.tables.map(() => new Set<number>());
  for (let number = 0; number < result.states; number++) {
    result.stateAt(number).forEach((local, group) => {
      if (seen[group]?.has(local)) return;
      seen[group]?.add(local);
      const { actors } = (product.tables[group] as GroupTable).state(local);
      product.tables[group]?.group.actors.forEach((actor, place) => {
        const goal = `every state: ${nameOf(product, group)}/${actorName(actor)} in ${JSON.stringify(actors[place]?.value)}`;
        if (!paths.has(goal)) paths.set(goal, eventsTo(product, result, number));
      });
    });
  }
  return { paths: listOf(paths), unreached: [] };
}

/** Each step in each combination of states of the actors in its group. */
export function transitionGoals({ product, result }: SearchedSystem): Goals {
  const paths = new Map<string, { goal: string; events: readonly SystemEvent[] }>();
  for (let number = 0; number < result.states; number++) {
    const state = result.stateAt(number);
    for (const { group, step } of product.successors(state)) {
      const { actors } = (product.tables[group] as GroupTable).state(state[group] as number);
      const event = product.event(group, step);
      const key = `${group} ${textOf(event)} ${actors.map(({ value }) => JSON.stringify(value)).join()}`;
      if (paths.has(key)) continue;
      const events = [...eventsTo(product, result, number), event];
      paths.set(key, { goal: `every transition: ${textOf(event)}`, events });
    }
  }
  return { paths: [...paths.values()], unreached: [] };
}

/** Each two steps that follow each other. */
export function pairGoals({ product, result }: SearchedSystem): Goals {
  const paths = new Map<string, readonly SystemEvent[]>();
  const spell = (event: SystemEvent): string => `${nameOf(product, event.group)} ${textOf(event)}`;
  for (let number = 0; number < result.states; number++) {
    for (const { group, step, after } of product.successors(result.stateAt(number))) {
      const first = product.event(group, step);
      for (const next of product.successors(after)) {
        const second = product.event(next.group, next.step);
        const goal = `every pair of steps: ${spell(first)}, then ${spell(second)}`;
        if (!paths.has(goal)) paths.set(goal, [...eventsTo(product, result, number), first, second]);
      }
    }
  }
  return { paths: listOf(paths), unreached: [] };
}

/** What a fault adds to what can happen, by fault. */
function faultOf(topology: Topology, options: ScopeOptions): (event: SystemEvent) => Fault | null {
  const composition = (faults: readonly Fault[]) => backupComposition(topology, { ...options, faults });
  const none = composition([]);
  const limits = switchableFaults.map((fault) => {
    const one = composition([fault]);
    return {
      fault,
      delays: new Set([...none.disabledDelays].filter((delay) => !one.disabledDelays.has(delay))),
    };
  });
  return (event) => {
    if (event.type === 'DELIVER') return null;
    if (event.type === 'ELAPSE') return limits.find(({ delays }) => delays.has(event.delay))?.fault ?? null;
    const role = event.actor.replace(/\[\d+\]$/, '');
    return (
      switchableFaults.find((fault) =>
        actionsOf(fault).some((one) => one.role === role && one.message.type === event.message.type),
      ) ?? null
    );
  };
}

/** Each fault once. */
export function faultGoals({ product, result, topology, options }: SearchedSystem): Goals {
  const whose = faultOf(topology, options);
  const paths = new Map<string, readonly SystemEvent[]>();
  for (let number = 0; number < result.states; number++) {
    for (const { group, step } of product.successors(result.stateAt(number))) {
      const event = product.event(group, step);
      const fault = whose(event);
      if (fault !== null && !paths.has(fault))
        paths.set(fault, [...eventsTo(product, result, number), event]);
    }
  }
  const goalOf = (fault: Fault): string => `${fault}: ${faultEntry(fault).sentence}`;
  return {
    paths: switchableFaults.flatMap((fault) => {
      const events = paths.get(fault);
      return events === undefined ? [] : [{ goal: goalOf(fault), events }];
    }),
    unreached: switchableFaults
      .filter((fault) => !paths.has(fault))
      .map((fault) => ({ goal: goalOf(fault), reason: 'it does not occur in this system' })),
  };
}

/** As far as both systems do the same; the first step that they answer differently is the last. */
function untilTold(
  ours: Composition,
  theirs: Composition,
  events: readonly SystemEvent[],
): readonly SystemEvent[] | null {
  let [one, other] = [initialState(ours), initialState(theirs)];
  for (const [index, event] of events.entries()) {
    const allowed = eventOf(ours, one, inputOf(ours, event));
    if (allowed === null) return null;
    const [right, wrong] = [takeStep(ours, one, allowed), takeStep(theirs, other, event)];
    if (JSON.stringify(right.outputs) !== JSON.stringify(wrong.outputs)) return events.slice(0, index + 1);
    [one, other] = [right.state, wrong.state];
  }
  return null;
}

/** For each mutant the start of a run that breaks its claim, up to the step that tells it from the model. */
export function mutantGoals({ topology, options }: SearchedSystem): Goals {
  const paths: { goal: string; events: readonly SystemEvent[] }[] = [];
  const unreached: { goal: string; reason: string }[] = [];
  const scope = chosenScope(topology, options);
  const ours = backupComposition(topology, options);
  for (const { name, mistake, claim, model } of mutants) {
    const goal = `${name}: ${mistake}`;
    const found = exploreScope(scope, { model, only: claim, maxStates: mutantStates });
    const path = found.paths[claim] ?? found.lassos[claim]?.stem ?? null;
    const events =
      path === null ? null : untilTold(ours, backupComposition(topology, { ...options, ...model }), path);
    if (events !== null) paths.push({ goal, events });
    else {
      const reason =
        path === null
          ? `it does not break ${claim} in this system`
          : 'it shows only in what the model does not do there';
      unreached.push({ goal, reason });
    }
  }
  return { paths, unreached };
}

/** States of a mutant that are searched for a run that breaks its claim. */
const mutantStates = 50_000;

const listOf = (paths: ReadonlyMap<string, readonly SystemEvent[]>): Goals['paths'] =>
  [...paths].map(([goal, events]) => ({ goal, events }));
