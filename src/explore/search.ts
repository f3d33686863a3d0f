/**
 * Exhaustive breadth-first search over all interleavings of a composition.
 *
 * Every state is visited once and checked once; the first state that shows something is at the end of a
 * shortest path to it. A search that a bound ended says so: it is never complete.
 */
import type { GroupView } from '../composition/index.ts';
import { type Check, CheckMemory, memoryOf, type PairMemo, viewOf, type WholeCheck } from './checks.ts';
import type { GroupTable } from './group-table.ts';
import type { Product } from './product.ts';
import { type Packing, packingFor, Visited } from './visited.ts';

export interface SearchOptions {
  readonly checks?: readonly Check[];
  readonly wholeChecks?: readonly WholeCheck[];
  /** Whether everything that was to happen has happened, seen from the hub. */
  readonly isEnd?: (hub: GroupView) => boolean;
  /** In which states, seen from the hub, local states are collected. Default: at the ends. */
  readonly collectAt?: (hub: GroupView) => boolean;
  /** Stop as soon as these checks have all found something. */
  readonly stopAt?: readonly string[];
  /** The search ends when it has met more states than this. */
  readonly maxStates?: number;
  /** The search ends when storing states takes more bytes than this. */
  readonly maxBytes?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Asked from time to time; true ends the search. */
  readonly isCancelled?: () => boolean;
}

export interface Progress {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly queue: number;
  readonly bytes: number;
}

export interface SearchResult extends Progress {
  /** Every reachable state was visited. */
  readonly complete: boolean;
  /** By check, the number of the first state in which it found something. */
  readonly found: ReadonlyMap<string, number>;
  /** The number of a state from which no end can be reached; null if there is none or it is unknown. */
  readonly stuck: number | null;
  /** By group, the local states that were collected. */
  readonly collected: readonly ReadonlySet<number>[];
  /** Local states of every group, by number of state; written to `into` where it is given. */
  stateAt(number: number, into?: Int32Array): Int32Array;
  /** The number of a state that was visited. */
  numberOf(state: Int32Array): number;
  parentOf(number: number): number;
}

const none: readonly never[] = [];
const defaultMaxStates = 2 ** 28;
const progressInterval = 1 << 15;
const initialCapacity = 1 << 8;

/** A table met more local states than its bits can number: the search starts again with more. */
class PackingOverflow extends Error {}

const bitsOf = (table: GroupTable): number =>
  Math.min(31, Math.max(6, Math.ceil(Math.log2(2 * Math.max(1, table.size)))));

export function search(product: Product, options: SearchOptions = {}): SearchResult {
  for (;;) {
    try {
      return new Search(product, options, packingFor(product.tables.map(bitsOf))).run();
    } catch (error) {
      if (!(error instanceof PackingOverflow)) throw error;
    }
  }
}

class Search {
  readonly #product: Product;
  readonly #options: SearchOptions;
  readonly #packing: Packing;
  readonly #width: number;
  readonly #visited: Visited;
  readonly #checks: readonly Check[];
  readonly #memory: CheckMemory;
  readonly #memos: readonly PairMemo[];
  #seen = new Uint8Array(64);
  readonly #key: Int32Array;
  #parents = new Int32Array(initialCapacity);
  /** The greatest successor of each state, for the question whether an end can be reached. */
  #onward = new Int32Array(initialCapacity);
  #ends = new Uint8Array(initialCapacity);
  readonly #hubs = new Map<number, { readonly isEnd: boolean; readonly isCollected: boolean }>();
  readonly #collected: Set<number>[];
  readonly #found = new Map<string, number>();
  #steps = 0;

  constructor(product: Product, options: SearchOptions, packing: Packing) {
    this.#product = product;
    this.#options = options;
    this.#packing = packing;
    this.#width = product.width;
    this.#visited = new Visited(packing.words);
    this.#checks = options.checks ?? none;
    // Without checks there is nothing to remember, and nothing that should keep tables alive.
    this.#memory = this.#checks.length === 0 ? new CheckMemory() : memoryOf(this.#checks);
    this.#memos = product.tables
      .slice(1)
      .map((table) => this.#memory.pair(product.tables[0] as GroupTable, table, this.#checks));
    this.#key = new Int32Array(packing.words);
    this.#collected = product.tables.map(() => new Set<number>());
  }

  run(): SearchResult {
    const {
      maxStates = defaultMaxStates,
      maxBytes = Number.POSITIVE_INFINITY,
      onProgress,
      isCancelled,
    } = this.#options;
    const width = this.#width;
    const product = this.#product;
    const state = new Int32Array(width);
    const next = new Int32Array(width);
    this.#visit(state, -1, -1);
    let levelEnd = 1;
    let depth = 0;
    let current = 0;
    let complete = true;
    for (; current < this.#visited.size; current++) {
      if (current === levelEnd) {
        depth++;
        levelEnd = this.#visited.size;
      }
      if ((current & (progressInterval - 1)) === 0 && current > 0) {
        onProgress?.(this.#progress(depth, current));
        if (isCancelled?.() === true) complete = false;
      }
      if (this.#visited.size > maxStates || this.#bytes() > maxBytes || this.#isSatisfied()) complete = false;
      if (!complete) break;
      this.#unpack(current, state);
      let onward = -1;
      for (let group = 0; group < width; group++) {
        const steps = (product.tables[group] as GroupTable).packedSteps(state[group] as number);
        for (let at = 0; at < steps.length; at += 2) {
          next.set(state);
          next[group] = steps[at] as number;
          const outgoing = steps[at + 1] as number;
          if (outgoing !== 0 && !product.settle(next, group, outgoing)) continue;
          const number = this.#visit(next, current, outgoing === 0 && group > 0 ? group : -1);
          if (number === current) continue;
          this.#steps++;
          if (number > onward) onward = number;
        }
      }
      this.#onward[current] = onward;
    }
    return {
      ...this.#progress(depth, current),
      complete,
      found: this.#found,
      stuck: complete && this.#options.isEnd !== undefined ? this.#findStuck() : null,
      collected: this.#collected,
      stateAt: (number, into = new Int32Array(width)) => {
        this.#unpack(number, into);
        return into;
      },
      numberOf: (state) => this.#visit(state, -1, -1),
      parentOf: (number) => this.#parents[number] as number,
    };
  }

  #bytes(): number {
    return this.#visited.bytes + this.#parents.byteLength + this.#onward.byteLength + this.#ends.byteLength;
  }

  #progress(depth: number, current: number): Progress {
    const { size } = this.#visited;
    return { states: size, steps: this.#steps, depth, queue: size - current, bytes: this.#bytes() };
  }

  #isSatisfied(): boolean {
    const { stopAt } = this.#options;
    return stopAt !== undefined && stopAt.length > 0 && stopAt.every((id) => this.#found.has(id));
  }

  /** The number of a state; a new one is checked. `changed` is the only unit that differs from the parent, or -1. */
  #visit(state: Int32Array, parent: number, changed: number): number {
    const { word, shift, mask } = this.#packing;
    const key = this.#key;
    key.fill(0);
    for (let group = 0; group < this.#width; group++) {
      const local = state[group] as number;
      if ((local & ~(mask[group] as number)) !== 0) throw new PackingOverflow();
      key[word[group] as number] =
        (key[word[group] as number] as number) | (local << (shift[group] as number));
    }
    const number = this.#visited.add(key);
    if (number < 0) return -1 - number;
    if (number >= this.#parents.length) this.#grow();
    this.#parents[number] = parent;
    this.#check(state, number, changed);
    return number;
  }

  #check(state: Int32Array, number: number, changed: number): void {
    const hub = state[0] as number;
    if (this.#checks.length === 0) {
      // Nothing is looked for in pairs.
    } else if (changed > 0) {
      this.#note((this.#memos[changed - 1] as PairMemo).finding(hub, state[changed] as number), number);
    } else {
      for (let group = 1; group < this.#width; group++) {
        this.#note((this.#memos[group - 1] as PairMemo).finding(hub, state[group] as number), number);
      }
    }
    for (const { id, sought } of this.#options.wholeChecks ?? none) {
      if (!this.#found.has(id) && sought(this.#views(state))) this.#found.set(id, number);
    }
    const { isEnd, isCollected } = this.#hub(hub);
    if (isEnd) this.#ends[number] = 1;
    if (!isCollected) return;
    for (let group = 0; group < this.#width; group++) {
      (this.#collected[group] as Set<number>).add(state[group] as number);
    }
  }

  #note(finding: number, number: number): void {
    if (finding === 0 || this.#seen[finding] === 1) return;
    if (finding >= this.#seen.length) {
      const longer = new Uint8Array(2 * finding);
      longer.set(this.#seen);
      this.#seen = longer;
    }
    this.#seen[finding] = 1;
    for (const index of this.#memory.findings.sets[finding] ?? none) {
      const { id } = this.#checks[index] as Check;
      if (!this.#found.has(id)) this.#found.set(id, number);
    }
  }

  #views(state: Int32Array): readonly GroupView[] {
    return this.#product.tables.map((table, group) => viewOf(table, state[group] as number));
  }

  #hub(hub: number) {
    let known = this.#hubs.get(hub);
    if (known === undefined) {
      const { isEnd, collectAt = isEnd } = this.#options;
      const view = viewOf(this.#product.tables[0] as GroupTable, hub);
      known = { isEnd: isEnd?.(view) ?? false, isCollected: collectAt?.(view) ?? false };
      this.#hubs.set(hub, known);
    }
    return known;
  }

  /**
   * A state reaches an end if its greatest successor does; successors are mostly greater than their
   * state, so one pass from the last state to the first settles nearly all. The rest is settled by
   * asking for all successors until nothing changes.
   */
  #findStuck(): number | null {
    const size = this.#visited.size;
    const reaches = this.#ends.slice(0, size);
    const open: number[] = [];
    for (let number = size - 1; number >= 0; number--) {
      if (reaches[number] === 1) continue;
      const onward = this.#onward[number] as number;
      if (onward > number && reaches[onward] === 1) reaches[number] = 1;
      else open.push(number);
    }
    let unsettled = open;
    for (let before = -1; before !== unsettled.length; ) {
      before = unsettled.length;
      unsettled = unsettled.filter((number) => {
        if (!this.#successors(number).some((successor) => reaches[successor] === 1)) return true;
        reaches[number] = 1;
        return false;
      });
    }
    // Numbers fall from first to last: the last is nearest to the start. A deadlock says more than that.
    const deadlocks = unsettled.filter((number) => this.#successors(number).every((next) => next === number));
    return deadlocks.at(-1) ?? unsettled.at(-1) ?? null;
  }

  #successors(number: number): readonly number[] {
    const state = new Int32Array(this.#width);
    this.#unpack(number, state);
    const successors: number[] = [];
    for (let group = 0; group < this.#width; group++) {
      for (const { next, outgoing } of this.#product.steps(group, state[group] as number)) {
        const after = state.slice();
        after[group] = next;
        if (outgoing !== 0 && !this.#product.settle(after, group, outgoing)) continue;
        successors.push(this.#visit(after, number, -1));
      }
    }
    return successors;
  }

  #unpack(number: number, into: Int32Array): void {
    const { word, shift, mask, words } = this.#packing;
    const keys = this.#visited.keys;
    const at = number * words;
    for (let group = 0; group < this.#width; group++) {
      into[group] =
        ((keys[at + (word[group] as number)] as number) >>> (shift[group] as number)) &
        (mask[group] as number);
    }
  }

  #grow(): void {
    const larger = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const length = 2 * this.#parents.length;
    this.#parents = larger(this.#parents, new Int32Array(length));
    this.#onward = larger(this.#onward, new Int32Array(length));
    this.#ends = larger(this.#ends, new Uint8Array(length));
  }
}
