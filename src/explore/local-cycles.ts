/**
 * Which steps may lie on a cycle of global states, by each group's own states.
 *
 * On a cycle every group comes back to the local state that it has left. Where none of the steps and
 * reactions that a table knows lead back, a step is on no cycle; so most steps need not be followed when cycles are
 * looked for.
 */
import { forEachComponent } from './components.ts';
import type { GroupTable } from './group-table.ts';
import type { Product } from './product.ts';

/** By local state, the number of its component. */
function componentsOf(table: GroupTable): Int32Array {
  const { size } = table;
  const components = new Int32Array(size);
  let count = 0;
  const graph = {
    size,
    has: () => true,
    successors: (local: number, into: number[]) => {
      for (const { next } of [...table.knownSteps(local), ...table.knownReactions(local)]) into.push(next);
    },
  };
  forEachComponent(graph, (locals) => {
    for (const local of locals) components[local] = count;
    count++;
  });
  return components;
}

export class LocalCycles {
  readonly #components: readonly Int32Array[];

  /** The product was searched: its tables know all steps and reactions of the states that were met. */
  constructor(product: Product) {
    const byTable = new Map(product.tables.map((table) => [table, componentsOf(table)]));
    this.#components = product.tables.map((table) => byTable.get(table) as Int32Array);
  }

  /** Whether a group that goes from one local state to another may come back. */
  mayReturn(group: number, from: number, to: number): boolean {
    const components = this.#components[group] as Int32Array;
    return components[from] === components[to];
  }
}
