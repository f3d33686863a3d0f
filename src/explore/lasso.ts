/** A run that goes on for ever, as finitely many events. */
import type { SystemEvent } from '../composition/index.ts';
import type { Edge, StateGraph } from './state-graph.ts';

/** A path from the initial state, and then the cycle for ever. An empty cycle: nothing need happen any more. */
export interface Lasso {
  readonly stem: readonly SystemEvent[];
  readonly cycle: readonly SystemEvent[];
}

/** A shortest path from a node to a step that is sought, over steps between members; that step is its last. */
function pathTo(
  graph: StateGraph,
  start: number,
  members: ReadonlySet<number>,
  isSought: (edge: Edge) => boolean,
): readonly Edge[] {
  const reached = new Map<number, Edge | null>([[start, null]]);
  for (const node of reached.keys()) {
    for (const edge of graph.edges(node)) {
      if (!members.has(edge.to)) continue;
      if (isSought(edge)) {
        const path = [edge];
        for (let at = reached.get(node); at; at = reached.get(at.from)) path.push(at);
        return path.reverse();
      }
      if (!reached.has(edge.to)) reached.set(edge.to, edge);
    }
  }
  throw new Error('a strongly connected component has a path to each of its steps');
}

/**
 * A cycle through a fair component that begins and ends at `home`: for each fair action it passes a state
 * in which the action is disabled, or takes it. Empty if none is enabled at `home`. The nearest open duty
 * is next each time, so the cycle is short, but not always the shortest.
 */
export function fairCycle(
  graph: StateGraph,
  home: number,
  members: ReadonlySet<number>,
): readonly SystemEvent[] {
  const owed = graph.enabled(home);
  const cycle: Edge[] = [];
  let at = home;
  const isAnswered = ({ to, action }: Edge): boolean => {
    if (owed.has(action)) return true;
    const enabled = graph.enabled(to);
    return [...owed].some((one) => !enabled.has(one));
  };
  while (owed.size > 0) {
    for (const edge of pathTo(graph, at, members, isAnswered)) {
      const enabled = graph.enabled(edge.to);
      for (const one of owed) if (one === edge.action || !enabled.has(one)) owed.delete(one);
      cycle.push(edge);
      at = edge.to;
    }
  }
  if (at !== home) cycle.push(...pathTo(graph, at, members, ({ to }) => to === home));
  return cycle.map(({ event }) => event);
}
