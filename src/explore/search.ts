/**
 * Exhaustive breadth-first search over all interleavings of a composition.
 *
 * States are packed, their successors are found by adding numbers to them, and looked up in batches.
 * Every state is visited once and checked once; the first state that shows something is at the end of a
 * shortest path to it. A search that a bound ended says so: it is never complete.
 */
import type { GroupView } from '../composition/index.ts';
import { type Check, CheckMemory, memoryOf, type PairMemo, viewOf, type WholeCheck } from './checks.ts';
import { nearestDeadEnd } from './dead-ends.ts';
import type { GroupTable } from './group-table.ts';
import { JointSteps } from './joint-steps.ts';
import { mostStates, moverOf, originOf, sourceOf } from './origins.ts';
import type { Product } from './product.ts';
import { PackingOverflow } from './seats.ts';
import { Batch, Visited } from './visited.ts';

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
const progressInterval = 1 << 15;
/** Successors that are looked up together: enough to wait for memory at once, few enough to stay near. */
const batchSize = 512;

export function search(product: Product, options: SearchOptions = {}): SearchResult {
  return new Search(product, options).run();
}

class Search {
  readonly #product: Product;
  readonly #options: SearchOptions;
  readonly #steps: JointSteps;
  readonly #checks: readonly Check[];
  readonly #memory: CheckMemory;
  readonly #memos: readonly PairMemo[];
  readonly #seen = new Set<number>();
  readonly #found = new Map<string, number>();
  readonly #collected: Set<number>[];
  readonly #state: Int32Array;
  #visited: Visited;
  #batch: Batch;
  /** States with no greater number among the successors that were looked up; kept where ends are asked for. */
  #summits: number[] = [];
  #taken = 0;
  /** States below this number have been expanded. */
  #current = 0;

  constructor(product: Product, options: SearchOptions) {
    this.#product = product;
    this.#options = options;
    this.#steps = new JointSteps(product, (hub, group, local) => this.#meetPair(hub, group, local));
    this.#checks = options.checks ?? none;
    // Without checks there is nothing to remember, and nothing that should keep tables alive.
    this.#memory = this.#checks.length === 0 ? new CheckMemory() : memoryOf(this.#checks);
    this.#memos = product.tables.map((table) =>
      this.#memory.pair(product.tables[0] as GroupTable, table, this.#checks),
    );
    this.#collected = product.tables.map(() => new Set<number>());
    this.#state = new Int32Array(product.width);
    this.#visited = new Visited(this.#steps.packing.words);
    this.#batch = new Batch(this.#steps.packing.words, batchSize);
  }

  run(): SearchResult {
    const { maxStates = mostStates, maxBytes = Number.POSITIVE_INFINITY } = this.#options;
    this.#visited.add(this.#pack(new Int32Array(this.#product.width)), originOf(0, 0));
    let levelEnd = 1;
    let depth = 0;
    let told = 0;
    let complete = true;
    while (complete && this.#current < this.#visited.size) {
      if (this.#current === levelEnd) {
        depth++;
        levelEnd = this.#visited.size;
      }
      this.#advance(levelEnd);
      if (this.#current - told >= progressInterval) {
        told = this.#current;
        this.#options.onProgress?.(this.#progress(depth));
        if (this.#options.isCancelled?.() === true) complete = false;
      }
      if (this.#visited.size > maxStates || this.#bytes() > maxBytes || this.#isSatisfied()) complete = false;
    }
    if (!complete) this.#checkQueue();
    return {
      ...this.#progress(depth),
      complete,
      found: this.#found,
      stuck: complete && this.#options.isEnd !== undefined ? this.#findStuck() : null,
      collected: this.#collected,
      stateAt: (number, into = new Int32Array(this.#product.width)) => this.#unpack(number, into),
      numberOf: (state) => this.#visited.find(this.#pack(state)),
      parentOf: (number) => (number === 0 ? -1 : sourceOf(this.#visited.origins[number] as number)),
    };
  }

  /** Expands states of one level until the batch is full, and looks up their successors. */
  #advance(levelEnd: number): void {
    const batch = this.#batch;
    const first = this.#current;
    batch.count = 0;
    try {
      while (this.#current < levelEnd && batch.count < batchSize) {
        this.#expand(this.#current, batch);
        this.#current++;
      }
    } catch (error) {
      if (!(error instanceof PackingOverflow)) throw error;
      this.#lookUp(first);
      this.#repack();
      return;
    }
    this.#lookUp(first);
  }

  #expand(number: number, batch: Batch): void {
    const { words, keys } = this.#visited;
    const mover = moverOf(this.#visited.origins[number] as number);
    this.#taken += this.#steps.expand(keys, number * words, number, mover, batch);
    if (this.#options.wholeChecks !== undefined) this.#checkWhole(number);
  }

  /** Looks up the successors of the states from `first` up to the current one. */
  #lookUp(first: number): void {
    const batch = this.#batch;
    this.#visited.addAll(batch);
    if (this.#options.isEnd === undefined) return;
    forEachSource(batch, first, this.#current, (number, greatest) => {
      if (greatest <= number) this.#summits.push(number);
    });
  }

  /** Packs all states anew; they keep their numbers. */
  #repack(): void {
    const before = this.#steps.packing;
    const { keys, origins, size } = this.#visited;
    this.#steps.repack();
    const { words } = this.#steps.packing;
    const visited = new Visited(words, size);
    const batch = new Batch(words, batchSize);
    const state = this.#state;
    for (let number = 0; number < size; ) {
      for (batch.count = 0; batch.count < batchSize && number < size; batch.count++, number++) {
        this.#steps.seats.unpack(keys, number * before.words, state, before);
        this.#steps.seats.pack(state, batch.keys, batch.count * words);
        batch.origins[batch.count] = origins[number] as number;
      }
      visited.addAll(batch);
    }
    this.#visited = visited;
    this.#batch = batch;
  }

  #pack(state: Int32Array): Int32Array {
    const key = new Int32Array(this.#steps.packing.words);
    this.#steps.seats.pack(state, key);
    return key;
  }

  #unpack(number: number, into: Int32Array): Int32Array {
    const { keys, words } = this.#visited;
    this.#steps.seats.unpack(keys, number * words, into);
    return into;
  }

  #bytes(): number {
    return this.#visited.bytes;
  }

  #progress(depth: number): Progress {
    const { size } = this.#visited;
    return { states: size, steps: this.#taken, depth, queue: size - this.#current, bytes: this.#bytes() };
  }

  #isSatisfied(): boolean {
    const { stopAt } = this.#options;
    return stopAt !== undefined && stopAt.length > 0 && stopAt.every((id) => this.#found.has(id));
  }

  /** The first state with a pair is the one that is being expanded; states are expanded in order. */
  #meetPair(hub: number, group: number, local: number, number = this.#current): void {
    if (group > 0 && this.#checks.length > 0) {
      this.#note((this.#memos[group] as PairMemo).finding(hub, local), number);
    }
    const { isEnd, collectAt = isEnd } = this.#options;
    if (collectAt?.(this.#hubView(hub)) === true) (this.#collected[group] as Set<number>).add(local);
  }

  /** Checks the states that a search that ended early has met and not expanded. */
  #checkQueue(): void {
    const state = this.#state;
    for (let number = this.#current; number < this.#visited.size; number++) {
      this.#unpack(number, state);
      state.forEach((local, group) => {
        this.#meetPair(state[0] as number, group, local, number);
      });
      this.#checkWhole(number);
    }
  }

  #checkWhole(number: number): void {
    for (const { id, sought } of this.#options.wholeChecks ?? none) {
      if (!this.#found.has(id) && sought(this.#views(number))) this.#found.set(id, number);
    }
  }

  #note(finding: number, number: number): void {
    if (finding === 0 || this.#seen.has(finding)) return;
    this.#seen.add(finding);
    for (const index of this.#memory.findings.sets[finding] ?? none) {
      const { id } = this.#checks[index] as Check;
      if (!this.#found.has(id)) this.#found.set(id, number);
    }
  }

  #views(number: number): readonly GroupView[] {
    const state = this.#unpack(number, new Int32Array(this.#product.width));
    return this.#product.tables.map((table, group) => viewOf(table, state[group] as number));
  }

  #hubView(hub: number): GroupView {
    return viewOf(this.#product.tables[0] as GroupTable, hub);
  }

  #findStuck(): number | null {
    const ends = new Map<number, boolean>();
    const isEnd = (number: number): boolean => {
      const hub = this.#unpack(number, this.#state)[0] as number;
      const known = ends.get(hub) ?? this.#options.isEnd?.(this.#hubView(hub)) === true;
      ends.set(hub, known);
      return known;
    };
    const summits = this.#trueSummits().filter((number) => !isEnd(number));
    return nearestDeadEnd(
      { size: this.#visited.size, isEnd, successors: (number) => this.#successors(number) },
      summits,
    );
  }

  /** Those summits that are left when all their successors are looked up. */
  #trueSummits(): readonly number[] {
    const { keys, words } = this.#visited;
    const batch = this.#batch;
    const candidates = this.#summits;
    const summits: number[] = [];
    for (let at = 0; at < candidates.length; ) {
      const first = at;
      for (batch.count = 0; at < candidates.length && batch.count < batchSize; at++) {
        const number = candidates[at] as number;
        this.#steps.expand(keys, number * words, at, 0, batch);
      }
      this.#visited.addAll(batch);
      forEachSource(batch, first, at, (index, greatest) => {
        const number = candidates[index] as number;
        if (greatest <= number) summits.push(number);
      });
    }
    return summits;
  }

  #successors(number: number): readonly number[] {
    const { keys, words } = this.#visited;
    const batch = this.#batch;
    batch.count = 0;
    this.#steps.expand(keys, number * words, number, 0, batch);
    this.#visited.addAll(batch);
    return [...batch.numbers.subarray(0, batch.count)];
  }
}

/** Calls `visit` for each source of a batch, from `first` on, with the greatest number among its successors, or -1. */
function forEachSource(
  { count, numbers, origins }: Batch,
  first: number,
  end: number,
  visit: (source: number, greatest: number) => void,
): void {
  let index = 0;
  for (let source = first; source < end; source++) {
    let greatest = -1;
    for (; index < count && sourceOf(origins[index] as number) === source; index++) {
      if ((numbers[index] as number) > greatest) greatest = numbers[index] as number;
    }
    visit(source, greatest);
  }
}
