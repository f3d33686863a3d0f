/** What a search looks for on its way, and what it has found. */
import type { GroupView } from '../composition/index.ts';
import { type Check, CheckMemory, memoryOf, type PairMemo, viewOf, type WholeCheck } from './checks.ts';
import type { GroupTable } from './group-table.ts';
import type { Product } from './product.ts';

export interface Watched {
  readonly checks?: readonly Check[];
  readonly wholeChecks?: readonly WholeCheck[];
  /** In which states, seen from the hub, local states are collected. */
  readonly collectAt?: ((hub: GroupView) => boolean) | undefined;
  /** There is no more to look for as soon as these checks have all found something. */
  readonly stopAt?: readonly string[];
}

const none: readonly never[] = [];

export class Watch {
  /** By check, the number of the first state in which it found something. */
  readonly found = new Map<string, number>();
  /** By group, the local states that were collected. */
  readonly collected: readonly Set<number>[];
  readonly #product: Product;
  readonly #watched: Watched;
  readonly #checks: readonly Check[];
  readonly #memory: CheckMemory;
  readonly #memos: readonly PairMemo[];
  /** Sets of findings that were noted. */
  readonly #seen = new Set<number>();

  constructor(product: Product, watched: Watched) {
    this.#product = product;
    this.#watched = watched;
    this.#checks = watched.checks ?? none;
    // Without checks there is nothing to remember, and nothing that should keep tables alive.
    this.#memory = this.#checks.length === 0 ? new CheckMemory() : memoryOf(this.#checks);
    this.#memos = product.tables.map((table) => this.#memory.pair(this.#hubTable, table, this.#checks));
    this.collected = product.tables.map(() => new Set<number>());
  }

  get #hubTable(): GroupTable {
    return this.#product.tables[0] as GroupTable;
  }

  get isSatisfied(): boolean {
    const { stopAt } = this.#watched;
    return stopAt !== undefined && stopAt.length > 0 && stopAt.every((id) => this.found.has(id));
  }

  /** A pair of local states is met for the first time, in the state with this number. */
  meetPair(hub: number, group: number, local: number, number: number): void {
    if (group > 0 && this.#checks.length > 0) {
      this.#note((this.#memos[group] as PairMemo).finding(hub, local), number);
    }
    if (this.#watched.collectAt?.(viewOf(this.#hubTable, hub)) === true) {
      (this.collected[group] as Set<number>).add(local);
    }
  }

  /** Looks at a state as a whole. */
  meetState(state: Int32Array, number: number): void {
    for (const { id, sought } of this.#watched.wholeChecks ?? none) {
      if (this.found.has(id)) continue;
      const views = this.#product.tables.map((table, group) => viewOf(table, state[group] as number));
      if (sought(views)) this.found.set(id, number);
    }
  }

  #note(finding: number, number: number): void {
    if (finding === 0 || this.#seen.has(finding)) return;
    this.#seen.add(finding);
    for (const index of this.#memory.findings.values[finding] ?? none) {
      const { id } = this.#checks[index] as Check;
      if (!this.found.has(id)) this.found.set(id, number);
    }
  }
}
