/**
 * Whether every fair run comes to rest, by an argument about one unit at a time, so that it holds for any number.
 *
 * Each part is read off the tables as far as a search has reached them, beside units that stand for all others:
 *
 * 1. Each step of the hub changes it. Where it can come back to a state that it has left, it does so by steps of its
 *    own that nobody else notices; and there it is at rest, or one of its fair actions is enabled all the time, and
 *    each of its steps leads away for good.
 * 2. Between two things that it hears, a unit takes finitely many steps that are not the world's: none of them
 *    lies on a cycle of its own steps.
 * 3. Steps of the world that a unit can repeat for ever make no difference to what is fair and enabled.
 * 4. Where the hub is not at rest and has no fair step, a unit that owes its answer, while all before it have
 *    answered, has a fair step.
 * 5. Where the hub is at rest but not at the end, it has a step.
 *
 * By 1 and 2 the pair of how far the hub is and of the units' steps that are left, added up, falls with every
 * step that is not the world's, but for those by which the hub comes back. By 1, 3 and 4 such a step is taken in
 * every fair run that is not at rest.
 */
import type { GroupView } from '../composition/index.ts';
import { viewOf } from './checks.ts';
import { forEachComponent } from './components.ts';
import type { Fairness } from './fairness.ts';
import type { GroupTable, LocalStep } from './group-table.ts';
import type { Product } from './product.ts';
import type { SearchResult } from './search.ts';

export interface ProgressQuestion {
  readonly product: Product;
  /** A complete search of the product. */
  readonly result: SearchResult;
  /** The number of the unit that is looked at; all others stand for more than one. */
  readonly unit: number;
  readonly fairness: Fairness;
  /** Nothing need happen any more, seen from the hub. */
  isRest(hub: GroupView): boolean;
  isEnd(hub: GroupView): boolean;
}

/** The first part of the argument that fails, in words; null where all hold. */
export function findStandstill(question: ProgressQuestion): string | null {
  return hubComesBack(question) ?? unitGoesRound(question) ?? nobodyMoves(question);
}

const isWorlds = ({ event }: LocalStep): boolean => event.type === 'ACT';

/** What can come of the hub in one of its states. */
interface Onward {
  /** The states that steps lead to; those by which somebody else changes, or that begin elsewhere, apart. */
  readonly alone: Set<number>;
  readonly together: Set<number>;
  /** By fair action of the hub, where its steps lead to. */
  readonly fair: Map<string, Set<number>>;
}

const put = (all: Map<string, Set<number>>, key: string, one: number): void => {
  all.set(key, (all.get(key) ?? new Set()).add(one));
};

function onwardFrom(question: ProgressQuestion): ReadonlyMap<number, Onward> | string {
  const { product, result, fairness } = question;
  const found = new Map<number, Onward>();
  const from = new Int32Array(product.width);
  for (let number = 0; number < result.states; number++) {
    result.stateAt(number, from);
    const host = from[0] as number;
    const onward = found.get(host) ?? { alone: new Set(), together: new Set(), fair: new Map() };
    found.set(host, onward);
    for (const { group, step, after: to } of product.successors(from)) {
      const next = to[0] as number;
      const isAlone = group === 0 && to.every((local, place) => place === 0 || local === from[place]);
      if (next !== host) onward[isAlone ? 'alone' : 'together'].add(next);
      else if (group === 0 && !isAlone) return 'a step of the hub leaves it as it was';
      if (group === 0 && fairness(step.event)) put(onward.fair, JSON.stringify(step.event), next);
    }
  }
  return found;
}

/** A fair action that is enabled in all of these states and leads out of them; where there is one, no fair run stays. */
function leadsAway(nodes: readonly number[], onward: ReadonlyMap<number, Onward>): boolean {
  const [first = 0] = nodes;
  return [...(onward.get(first)?.fair.keys() ?? [])].some((action) =>
    nodes.every((node) => {
      const to = onward.get(node)?.fair.get(action);
      return to !== undefined && nodes.every((one) => !to.has(one));
    }),
  );
}

function hubComesBack(question: ProgressQuestion): string | null {
  const hub = question.product.tables[0] as GroupTable;
  const onward = onwardFrom(question);
  if (typeof onward === 'string') return onward;
  const isAtRest = (node: number): boolean => question.isRest(viewOf(hub, node));
  let failure: string | null = null;
  const graph = {
    size: hub.size,
    has: () => true,
    successors: (node: number, into: number[]) => {
      const { alone = [], together = [] } = onward.get(node) ?? {};
      into.push(...alone, ...together);
    },
  };
  forEachComponent(graph, (nodes) => {
    if (nodes.length === 1 || failure !== null) return;
    const isShared = nodes.some((node) => nodes.some((other) => onward.get(node)?.together.has(other)));
    if (isShared || !(nodes.every(isAtRest) || leadsAway(nodes, onward))) {
      failure = 'the hub can come back to a state';
    }
  });
  return failure;
}

/** The local states of a group that the search has reached. */
function reached({ product, result }: ProgressQuestion, group: number): ReadonlySet<number> {
  const found = new Set<number>();
  const state = new Int32Array(product.width);
  for (let number = 0; number < result.states; number++) {
    found.add(result.stateAt(number, state)[group] as number);
  }
  return found;
}

function unitGoesRound(question: ProgressQuestion): string | null {
  const { product, unit, fairness } = question;
  const table = product.tables[unit] as GroupTable;
  const own = reached(question, unit);
  const steps = (local: number): readonly LocalStep[] => (own.has(local) ? table.steps(local) : []);
  const fairOf = (local: number): string =>
    steps(local)
      .filter(({ event }) => fairness(event))
      .map(({ event }) => JSON.stringify(event))
      .sort()
      .join();
  const component = new Map<number, number>();
  let count = 0;
  // Asking for steps may number more states; these have no steps here.
  const locals = [...own];
  for (const local of locals) steps(local);
  const graph = {
    size: table.size,
    has: () => true,
    successors: (node: number, into: number[]) => into.push(...steps(node).map(({ next }) => next)),
  };
  forEachComponent(graph, (nodes) => {
    for (const node of nodes) component.set(node, count);
    count++;
  });
  for (const local of locals) {
    for (const step of steps(local)) {
      if (component.get(local) !== component.get(step.next)) continue;
      if (!isWorlds(step)) return `a unit can repeat ${JSON.stringify(step.event)} for ever`;
      if (fairOf(local) !== fairOf(step.next)) {
        return `${JSON.stringify(step.event)} can put off what a unit must do for ever`;
      }
    }
  }
  return null;
}

function nobodyMoves({ product, result, unit, fairness, isRest, isEnd }: ProgressQuestion): string | null {
  const state = new Int32Array(product.width);
  const hasFair = (group: number): boolean =>
    product.steps(group, state[group] as number).some(({ event }) => fairness(event));
  const hasAnswered = (group: number): boolean =>
    (product.tables[group] as GroupTable).state(state[group] as number).parts.every((part) => part !== null);
  for (let number = 0; number < result.states; number++) {
    result.stateAt(number, state);
    const hub = viewOf(product.tables[0] as GroupTable, state[0] as number);
    if (isRest(hub)) {
      if (!isEnd(hub) && product.steps(0, state[0] as number).length === 0) {
        return 'the hub is at rest before the end';
      }
      continue;
    }
    if (hasFair(0)) continue;
    const earlier = Array.from({ length: unit - 1 }, (_, index) => index + 1);
    if (!earlier.every(hasAnswered) || hasAnswered(unit) || hasFair(unit)) continue;
    return 'a unit owes its answer and has no fair step';
  }
  return null;
}
