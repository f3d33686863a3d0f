/** Whether an end can be reached from every state. */

/** What is asked of a finished search, by numbers of states. */
export interface Numbered {
  readonly size: number;
  isEnd(state: number): boolean;
  /** The states that its steps lead to, itself left out; the array is not used any more. */
  successors(state: number): Int32Array;
}

/**
 * A state from which no end can be reached, or null: the nearest deadlock, or else the nearest state.
 *
 * Most steps lead to states with greater numbers. From a state with such a step, steps to ever greater
 * numbers lead to a state without one: a summit. So ends can be reached from everywhere if they can be
 * reached from every summit.
 */
export function nearestDeadEnd(graph: Numbered, summits: Iterable<number>): number | null {
  const reaching = new Set<number>();
  for (const summit of summits) {
    if (!reachesEnd(graph, summit, reaching)) return nearest(graph);
  }
  return null;
}

/** Walks from a state until an end is found, or a state that is known to reach one. */
function reachesEnd(graph: Numbered, from: number, reaching: Set<number>): boolean {
  const before = new Map<number, number>([[from, -1]]);
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (reaching.has(state) || graph.isEnd(state)) {
      for (let at: number = state; at >= 0; at = before.get(at) as number) reaching.add(at);
      return true;
    }
    // The greatest is on top: it is the most likely to be near an end.
    for (const next of graph.successors(state).sort()) {
      if (before.has(next)) continue;
      before.set(next, state);
      open.push(next);
    }
  }
  return false;
}

/** The nearest, by the set of all states that reach an end. */
function nearest(graph: Numbered): number | null {
  const reaches = new Uint8Array(graph.size);
  let unsettled = Array.from({ length: graph.size }, (_, index) => graph.size - 1 - index);
  for (let before = -1; before !== unsettled.length; ) {
    before = unsettled.length;
    unsettled = unsettled.filter((state) => {
      if (!graph.isEnd(state) && !graph.successors(state).some((next) => reaches[next] === 1)) return true;
      reaches[state] = 1;
      return false;
    });
  }
  // Numbers fall from first to last: the last is nearest to the start. A deadlock says more than that.
  return unsettled.findLast((state) => graph.successors(state).length === 0) ?? unsettled.at(-1) ?? null;
}
