/** What the tests of liveness have in common: a naive oracle, a judge of lassos, and plain graphs as charts. */
import { createMachine } from 'xstate';
import {
  type Composition,
  enabledEvents,
  initialState,
  type SystemEvent,
  type SystemState,
  stateKey,
  step,
} from '../../../src/composition/index.ts';
import {
  decideLeadsTo,
  exploreNaively,
  type Fairness,
  type Lasso,
  type LeadsTo,
  type LeadsToAnswer,
  play,
} from '../../../src/explore/index.ts';
import { actor, composed, explore, viewsOf } from './support.ts';

/** The fast answer. */
export function answer(composition: Composition, property: LeadsTo, fairness?: Fairness): LeadsToAnswer {
  const { product, result } = explore(composition);
  return decideLeadsTo(product, result, fairness)(property);
}

/** The lasso of a violated property. */
export function lassoOf(composition: Composition, property: LeadsTo, fairness?: Fairness): Lasso {
  const found = answer(composition, property, fairness);
  if (found.verdict !== 'violated') throw new Error(`it is ${found.verdict}`);
  return found.lasso;
}

const stepsFrom = (composition: Composition, state: SystemState) =>
  enabledEvents(composition, state)
    .map((event) => ({ event, state: step(composition, state, event).state }))
    .filter((one) => stateKey(one.state) !== stateKey(state));

const fairFrom = (composition: Composition, state: SystemState, fairness: Fairness): readonly string[] =>
  stepsFrom(composition, state).flatMap(({ event }) => (fairness(event) ? [JSON.stringify(event)] : []));

/** What is wrong with a lasso by the plain semantics; null if it shows that the property is violated. */
export function faultOf(
  composition: Composition,
  { trigger, goal }: LeadsTo,
  { stem, cycle }: Lasso,
  fairness: Fairness,
): string | null {
  const path = play(composition, [...stem, ...cycle]);
  const states = [initialState(composition), ...path.steps.map(({ state }) => state)];
  const home = states[stem.length] as SystemState;
  if (stateKey(states.at(-1) as SystemState) !== stateKey(home)) return 'the cycle does not close';
  const views = states.map((state) => viewsOf(composition, state));
  const lastGoal = views.findLastIndex(goal);
  if (lastGoal >= stem.length) return 'the goal is met on the cycle';
  if (!views.slice(lastGoal + 1, stem.length + 1).some(trigger)) return 'nothing is awaited';
  const enabled = states.slice(stem.length).map((state) => new Set(fairFrom(composition, state, fairness)));
  const taken = new Set(cycle.map((event) => JSON.stringify(event)));
  const owed = [...(enabled[0] as Set<string>)].find(
    (action) => !taken.has(action) && enabled.every((one) => one.has(action)),
  );
  return owed === undefined ? null : `${owed} is put off for ever`;
}

/**
 * The oracle, after Emerson and Lei: the greatest set of states without the goal from each of which, within
 * the set, every fair action comes to be disabled or taken. Violated if a trigger state is in it.
 */
export function isViolatedNaively(
  composition: Composition,
  { trigger, goal }: LeadsTo,
  fairness: Fairness,
): boolean {
  const { states } = exploreNaively(composition);
  const edges = [...states].flatMap(([from, state]) =>
    stepsFrom(composition, state).map((one) => ({
      from,
      action: fairness(one.event) ? JSON.stringify(one.event) : '',
      to: stateKey(one.state),
    })),
  );
  const isEnabled = (key: string, action: string): boolean =>
    edges.some((edge) => edge.from === key && edge.action === action);
  const fair = new Set(edges.map(({ action }) => action).filter((action) => action !== ''));
  // A run may stand still where no fair action is enabled.
  const still = [...states.keys()]
    .filter((key) => ![...fair].some((action) => isEnabled(key, action)))
    .map((key) => ({ from: key, action: '', to: key }));
  const moves = [...edges, ...still];
  let kept = new Set([...states].flatMap(([key, state]) => (goal(viewsOf(composition, state)) ? [] : [key])));
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const action of [...fair, 'never enabled']) {
      const inside = moves.filter(({ from, to }) => kept.has(from) && kept.has(to));
      const reaching = new Set(
        inside
          .filter((move) => move.action === action || !isEnabled(move.from, action))
          .map(({ from }) => from),
      );
      for (let size = -1; size !== reaching.size; ) {
        size = reaching.size;
        for (const { from, to } of inside) if (reaching.has(to)) reaching.add(from);
      }
      kept = reaching;
    }
  }
  return [...kept].some((key) => trigger(viewsOf(composition, states.get(key) as SystemState)));
}

/**
 * The mistake that these tests are there for: what is awaited is noted at each state when it is first met,
 * and looked at where a run ends.
 */
export function isViolatedByFirstVisit(composition: Composition, { trigger, goal }: LeadsTo): boolean {
  const isAwaited = (state: SystemState, before: boolean): boolean => {
    const views = viewsOf(composition, state);
    return (before || trigger(views)) && !goal(views);
  };
  const first = initialState(composition);
  const noted = new Map([[stateKey(first), { state: first, awaited: isAwaited(first, false) }]]);
  for (const { state, awaited } of noted.values()) {
    const next = stepsFrom(composition, state);
    if (next.length === 0 && awaited) return true;
    for (const one of next) {
      const key = stateKey(one.state);
      if (!noted.has(key)) noted.set(key, { state: one.state, awaited: isAwaited(one.state, awaited) });
    }
  }
  return false;
}

/** A graph as a composition of one chart: in state a, the world may say 'TO_b' where there is an edge to b. */
export function graph(edges: Readonly<Record<string, readonly string[]>>): Composition {
  const chart = createMachine({
    id: 'graph',
    initial: Object.keys(edges)[0] as string,
    states: Object.fromEntries(
      Object.entries(edges).map(([from, to]) => [
        from,
        { on: Object.fromEntries(to.map((one) => [`TO_${one}`, one])) },
      ]),
    ),
  });
  const targets = [...new Set(Object.values(edges).flat())];
  return composed({
    hub: [actor('graph', chart)],
    environment: targets.map((one) => ({ role: 'graph', message: { type: `TO_${one}` } })),
  });
}

/** Whenever the graph is in the one state, it comes to the other. */
export const fromTo = (from: string, to: string): LeadsTo => {
  const isAt =
    (name: string): LeadsTo['goal'] =>
    ([hub]) =>
      hub?.state.actors[0]?.value === name;
  return { trigger: isAt(from), goal: isAt(to) };
};

/** The states in which a run of a graph comes, by the names of its messages. */
export const namesOf = (events: readonly SystemEvent[]): string =>
  events
    .map((event) => (event.type === 'ACT' ? event.message.type.replace('TO_', '') : event.type))
    .join(' ');
