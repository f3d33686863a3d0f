/**
 * Liveness: whenever something holds, something else holds then or later, on every weakly fair run.
 *
 * A run is fair if each fair action is, again and again, disabled or taken; it may end, or stand still for
 * ever, where no fair action is enabled. An action is enabled where it has a step that changes the state.
 *
 * From a state in which the trigger holds and the goal does not, a run that never meets the goal stays
 * among the states without the goal. Whether it does is a question about these states alone: what is
 * still awaited is not a part of a state, so it makes no difference on how many paths, and in which
 * order, a state is met. (Checkers that note at each state what is awaited, when they first meet it, lose
 * runs where a second path joins the first, and runs that close a cycle.)
 *
 * A fair run that goes on for ever visits some set of states again and again; the set is strongly
 * connected, and each fair action is disabled in one of its states or taken by a step between two of them.
 * A greater set that is still strongly connected has these states and steps as well. So it is enough to
 * look at maximal components: if one of them does not fulfil the condition, nothing within it does. (This
 * is right for weak fairness only: to be enabled somewhere is not passed on to smaller sets.) A single
 * state counts as a component: a run may stand still there if no fair action is enabled.
 */
import type { GroupView } from '../composition/index.ts';
import { type Digraph, forEachComponent } from './components.ts';
import { allButTheEnvironment, type Fairness } from './fairness.ts';
import { fairCycle, type Lasso } from './lasso.ts';
import type { Product } from './product.ts';
import type { SearchResult } from './search.ts';
import { type Edge, StateGraph } from './state-graph.ts';

/** Whenever `trigger` holds, `goal` holds then or later. */
export interface LeadsTo {
  trigger(groups: readonly GroupView[]): boolean;
  goal(groups: readonly GroupView[]): boolean;
}

/** A trigger that never occurs makes it hold: look for that with a check of the search. */
export type LeadsToAnswer =
  | { readonly verdict: 'holds' | 'inconclusive' }
  | {
      readonly verdict: 'violated';
      /** Its stem is as short as possible. */
      readonly lasso: Lasso;
    };

/** The maximal components, among the nodes that `has` names, in which a fair run can stay for ever. */
function fairComponents(graph: StateGraph, has: (node: number) => boolean): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const mustMove = new Uint8Array(graph.size);
  const mayReturn = new Uint8Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    if (!has(node)) continue;
    const moves = graph.stepsOnCycles(node, () => {
      mayReturn[node] = 1;
    });
    if (moves) mustMove[node] = 1;
    if (!moves && mayReturn[node] === 0) found.push([node]);
  }
  const onCycles: Digraph = {
    size: graph.size,
    has: (node) => mayReturn[node] === 1,
    successors: (node, into) => {
      graph.stepsOnCycles(node, (to) => into.push(to));
    },
  };
  forEachComponent(onCycles, (nodes) => {
    const isFair = nodes.length === 1 ? mustMove[nodes[0] as number] === 0 : isServedBy(graph, nodes);
    if (isFair) found.push(nodes);
  });
  return found;
}

/** Whether each fair action is disabled in one of these nodes, or taken by a step between two of them. */
function isServedBy(graph: StateGraph, nodes: readonly number[]): boolean {
  const members = new Set(nodes);
  let unserved = graph.enabled(nodes[0] as number);
  for (const node of nodes) {
    const stillEnabled = new Set<number>();
    graph.steps(node, (to, action) => {
      if (members.has(to)) unserved.delete(action);
      else if (unserved.has(action)) stillEnabled.add(action);
    });
    unserved = stillEnabled;
    if (unserved.size === 0) return true;
  }
  return false;
}

const unmet = -2;
const start = -1;

/**
 * Decides leads-to properties about one finished search. What they share, the components of all states,
 * is worked out once.
 */
export function decideLeadsTo(
  product: Product,
  result: SearchResult,
  fairness: Fairness = allButTheEnvironment,
): (property: LeadsTo) => LeadsToAnswer {
  if (!result.complete) return () => ({ verdict: 'inconclusive' });
  const graph = new StateGraph(product, result, fairness);
  const suspects = fairComponents(graph, () => true);
  return (property) => {
    // Where a run can stay for ever without the goal lies within one of these; mostly there is none.
    const isAlwaysMet = suspects.every((nodes) => nodes.every((node) => property.goal(graph.views(node))));
    const lasso = isAlwaysMet ? null : findLasso(graph, property);
    return lasso === null ? { verdict: 'holds' } : { verdict: 'violated', lasso };
  };
}

function findLasso(graph: StateGraph, property: LeadsTo): Lasso | null {
  const { size } = graph;
  // Node n is state n; node size + n is state n while the goal is awaited. The walk is breadth-first.
  const before = new Int32Array(2 * size).fill(unmet);
  const order: number[] = [];
  const meet = (node: number, from: number): void => {
    if (before[node] !== unmet) return;
    before[node] = from;
    order.push(node);
  };
  const lacksGoal = remembered(size, (state) => !property.goal(graph.views(state)));
  const begins = remembered(size, (state) => lacksGoal(state) && property.trigger(graph.views(state)));
  const enter = (state: number, from: number): void => {
    if (begins(state)) meet(size + state, from);
    meet(state, from);
  };
  enter(0, start);
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number;
    const successors: number[] = [];
    graph.steps(node % size, (to) => successors.push(to));
    for (const to of successors) {
      if (node < size) enter(to, node);
      else if (lacksGoal(to)) meet(size + to, node);
    }
  }
  const components = fairComponents(graph, (state) => before[size + state] !== unmet);
  const ofState = new Map(components.flatMap((nodes) => nodes.map((state) => [state, nodes] as const)));
  const knot = order.find((node) => node >= size && ofState.has(node - size));
  if (knot === undefined) return null;
  const home = knot - size;
  const stem: Edge['event'][] = [];
  for (let node = knot; before[node] !== start; node = before[node] as number) {
    const from = (before[node] as number) % size;
    const edge = graph.edges(from).find(({ to }) => to === node % size) as Edge;
    stem.push(edge.event);
  }
  return { stem: stem.reverse(), cycle: fairCycle(graph, home, new Set(ofState.get(home))) };
}

/** A predicate over the numbers below `size`, asked once for each. */
function remembered(size: number, predicate: (state: number) => boolean): (state: number) => boolean {
  const answers = new Int8Array(size).fill(-1);
  return (state) => {
    if (answers[state] === -1) answers[state] = predicate(state) ? 1 : 0;
    return answers[state] === 1;
  };
}
