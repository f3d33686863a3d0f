/**
 * Strongly connected components of a directed graph, after Tarjan, without recursion: a graph of states is
 * as deep as its longest path.
 */

/** A graph over the numbers from 0 to `size` - 1. */
export interface Digraph {
  readonly size: number;
  /** Whether the node takes part; edges to others are left out. */
  has(node: number): boolean;
  /** Adds the successors of a node to a list. */
  successors(node: number, into: number[]): void;
}

const unvisited = -1;

/** Calls `visit` with the nodes of every component, each component after those that it leads to. */
export function forEachComponent(graph: Digraph, visit: (nodes: readonly number[]) => void): void {
  const { size } = graph;
  // When a node was met; the least such number that it reaches among open nodes; `size` when it is closed.
  const low = new Int32Array(size).fill(unvisited);
  const met = new Int32Array(size);
  const open: number[] = [];
  const path: number[] = [];
  /** Successors of all nodes on the path that are still to be looked at; where those of each begin. */
  const pending: number[] = [];
  const begins: number[] = [];
  let time = 0;
  const enter = (node: number): void => {
    met[node] = time;
    low[node] = time++;
    open.push(node);
    path.push(node);
    begins.push(pending.length);
    graph.successors(node, pending);
  };
  for (let root = 0; root < size; root++) {
    if (low[root] !== unvisited || !graph.has(root)) continue;
    enter(root);
    while (path.length > 0) {
      const node = path.at(-1) as number;
      if (pending.length > (begins.at(-1) as number)) {
        const next = pending.pop() as number;
        if (!graph.has(next)) continue;
        if (low[next] === unvisited) enter(next);
        else if ((low[next] as number) < (low[node] as number)) low[node] = low[next] as number;
        continue;
      }
      path.pop();
      begins.pop();
      const above = path.at(-1);
      if (above !== undefined && (low[node] as number) < (low[above] as number)) {
        low[above] = low[node] as number;
      }
      if (low[node] !== met[node]) continue;
      const nodes = open.splice(open.lastIndexOf(node));
      for (const one of nodes) low[one] = size;
      visit(nodes);
    }
  }
}
