/** The states of a finished search as a graph; steps are worked out again from the tables when asked for. */
import type { GroupView, SystemEvent } from '../composition/index.ts';
import { viewOf } from './checks.ts';
import { FairActions, type Fairness } from './fairness.ts';
import type { GroupTable } from './group-table.ts';
import { LocalCycles } from './local-cycles.ts';
import type { Product } from './product.ts';
import type { SearchResult } from './search.ts';

/** One step that changes the state. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  /** The number of its fair action, or -1. */
  readonly action: number;
  readonly event: SystemEvent;
}

export class StateGraph {
  readonly size: number;
  readonly #product: Product;
  readonly #result: SearchResult;
  readonly #actions: FairActions;
  readonly #cycles: LocalCycles;
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  /** @throws RangeError if the search is not complete: steps would lead out of the graph. */
  constructor(product: Product, result: SearchResult, fairness: Fairness) {
    if (!result.complete) throw new RangeError('the search did not visit every state');
    this.size = result.states;
    this.#product = product;
    this.#result = result;
    this.#actions = new FairActions(product, fairness);
    this.#cycles = new LocalCycles(product);
    this.#from = new Int32Array(product.width);
    this.#to = new Int32Array(product.width);
  }

  /**
   * Calls `visit` for every step that changes the state, in a fixed order: where it leads to, its fair
   * action or -1, and its group with its place there. `visit` must not ask for steps itself.
   */
  steps(
    number: number,
    visit: (to: number, action: number, group: number, local: number, step: number) => void,
  ): void {
    const product = this.#product;
    const from = this.#result.stateAt(number, this.#from);
    const to = this.#to;
    for (let group = 0; group < product.width; group++) {
      const local = from[group] as number;
      const steps = (product.tables[group] as GroupTable).packedSteps(local);
      for (let step = 0; 2 * step < steps.length; step++) {
        to.set(from);
        to[group] = steps[2 * step] as number;
        const outgoing = steps[2 * step + 1] as number;
        if (outgoing !== 0 && !product.settle(to, group, outgoing)) continue;
        const next = this.#result.numberOf(to);
        if (next !== number) visit(next, this.#actions.of(group, local, step), group, local, step);
      }
    }
  }

  /**
   * Calls `visit` for every step that may lie on a cycle, with where it leads to, and says whether a fair
   * action can change the state.
   */
  stepsOnCycles(number: number, visit: (to: number) => void): boolean {
    const product = this.#product;
    const from = this.#result.stateAt(number, this.#from);
    const to = this.#to;
    let mustMove = false;
    for (let group = 0; group < product.width; group++) {
      const local = from[group] as number;
      const steps = (product.tables[group] as GroupTable).packedSteps(local);
      for (let step = 0; 2 * step < steps.length; step++) {
        const next = steps[2 * step] as number;
        const outgoing = steps[2 * step + 1] as number;
        if (product.isRefused(from, group, outgoing)) continue;
        const isFair = this.#actions.of(group, local, step) >= 0;
        if (!this.#cycles.mayReturn(group, local, next)) {
          mustMove ||= isFair;
          continue;
        }
        to.set(from);
        to[group] = next;
        if (outgoing !== 0) product.settle(to, group, outgoing);
        const after = this.#result.numberOf(to);
        if (after === number) continue;
        mustMove ||= isFair;
        if (to.every((state, other) => this.#cycles.mayReturn(other, from[other] as number, state))) {
          visit(after);
        }
      }
    }
    return mustMove;
  }

  edges(from: number): readonly Edge[] {
    const edges: Edge[] = [];
    this.steps(from, (to, action, group, local, step) => {
      const taken = this.#product.steps(group, local)[step] as ReturnType<Product['steps']>[number];
      edges.push({ from, to, action, event: this.#product.event(group, taken) });
    });
    return edges;
  }

  /** The fair actions that can change the state. */
  enabled(number: number): Set<number> {
    const actions = new Set<number>();
    this.steps(number, (_, action) => {
      if (action >= 0) actions.add(action);
    });
    return actions;
  }

  views(number: number): readonly GroupView[] {
    const state = this.#result.stateAt(number, this.#from);
    return this.#product.tables.map((table, group) => viewOf(table, state[group] as number));
  }
}
