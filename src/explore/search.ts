/**
 * Exhaustive breadth-first search over all interleavings of a composition.
 *
 * States are packed, their successors are found by adding numbers to them, and looked up in batches.
 * Every state is visited once and checked once; the first state that shows something is at the end of a
 * shortest path to it. A search that a bound ended says so: it is never complete.
 */
import type { GroupView } from '../composition/index.ts';
import { ascender, partOfAscent, withoutAscending } from './ascent.ts';
import { Batch, batchSize, forEachSource, itself, type NumberAt } from './batch.ts';
import { type Check, viewOf, type WholeCheck } from './checks.ts';
import type { GroupTable } from './group-table.ts';
import { JointSteps } from './joint-steps.ts';
import { NumberSet } from './number-set.ts';
import { OpenWork } from './open-work.ts';
import { mostStates, moverOf, originOf, sourceOf } from './origins.ts';
import type { Product } from './product.ts';
import { PackingOverflow } from './seats.ts';
import { stuckState } from './stuck.ts';
import { type Helpers, Team } from './team.ts';
import { ownStorage, type Storage, Visited } from './visited.ts';
import { Watch } from './watch.ts';

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
  /** Threads that help where many states have the same distance. Which of several shortest paths is found depends on them. */
  readonly helpers?: Helpers;
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
  /** Gives the memory of the states to searches that come; nothing can be asked of states afterwards. */
  release(): void;
}

const progressInterval = 1 << 15;

export function search(product: Product, options: SearchOptions = {}): SearchResult {
  const one = new Search(product, options);
  try {
    return one.run();
  } finally {
    one.end();
  }
}

class Search {
  readonly #product: Product;
  readonly #options: SearchOptions;
  readonly #storage: Storage;
  readonly #steps: JointSteps;
  readonly #watch: Watch;
  /** Null where no other threads help. */
  readonly #team: Team | null;
  readonly #state: Int32Array;
  #visited: Visited;
  #batch: Batch;
  /** States with no greater number among the successors that were looked up; kept where ends are asked for. */
  readonly #summits = new NumberSet();
  readonly #openWork = new OpenWork();
  #taken = 0;
  /** The state that is being expanded; between rounds and batches, all below it have been. */
  #current = 0;

  constructor(product: Product, options: SearchOptions) {
    this.#product = product;
    this.#options = options;
    // What concerns a whole state is asked of each state when it is expanded, by the thread that can ask.
    const { helpers, wholeChecks } = options;
    this.#team = helpers === undefined || wholeChecks !== undefined ? null : new Team(helpers);
    this.#storage = this.#team === null ? ownStorage : this.#team.storage;
    this.#watch = new Watch(product, { ...options, collectAt: options.collectAt ?? options.isEnd });
    // The first state with a pair is the one that is being expanded; states are expanded in order.
    this.#steps = new JointSteps(
      product,
      (hub, group, local) => this.#watch.meetPair(hub, group, local, this.#current),
      this.#storage.memory,
    );
    this.#state = new Int32Array(product.width);
    this.#visited = new Visited(this.#steps.packing.words, undefined, this.#storage);
    this.#batch = new Batch(this.#steps.packing.words);
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
      if (this.#team?.isWorth(levelEnd - this.#current)) this.#advanceTogether(this.#team, levelEnd);
      else this.#current = this.#advance(this.#current, levelEnd, itself);
      if (this.#current - told >= progressInterval) {
        told = this.#current;
        this.#options.onProgress?.(this.#progress(depth));
        if (this.#options.isCancelled?.() === true) complete = false;
      }
      if (this.#visited.size > maxStates || this.#visited.bytes > maxBytes || this.#watch.isSatisfied)
        complete = false;
    }
    if (!complete) this.#watchQueue();
    return {
      ...this.#progress(depth),
      complete,
      found: this.#watch.found,
      stuck: complete && this.#options.isEnd !== undefined ? this.#findStuck() : null,
      collected: this.#watch.collected,
      stateAt: (number, into = new Int32Array(this.#product.width)) => this.#unpack(number, into),
      numberOf: (state) => this.#visited.find(this.#pack(state)),
      parentOf: (number) => (number === 0 ? -1 : sourceOf(this.#visited.origins[number] as number)),
      release: () => this.#visited.release(),
    };
  }

  /** The threads that helped are free. */
  end(): void {
    this.#steps.rows.release();
    this.#team?.end();
  }

  /** Expands states of one level together with other threads. */
  #advanceTogether(team: Team, levelEnd: number): void {
    const { claimed, steps, highest, putOff } = team.expand(
      this.#steps.rows,
      this.#visited,
      this.#current,
      levelEnd,
      (openSteps, missing) => this.#workAhead(openSteps, missing),
    );
    this.#taken += steps;
    const climbing = this.#endOpenWork();
    for (const number of highest) if (!climbing.has(number)) this.#summits.add(number);
    const numberAt = (place: number): number => putOff[place] as number;
    for (let place = 0; place < putOff.length; ) place = this.#advance(place, putOff.length, numberAt);
    this.#current = claimed;
  }

  /** While others look up: works off the steps that were left open, and works out the rows that are missing of some states. */
  #workAhead(openSteps: Int32Array, missing: Int32Array): void {
    const { keys, words } = this.#visited;
    this.#openWork.begin(openSteps, this.#steps);
    try {
      this.#openWork.workOff(this.#steps, this.#visited);
      for (const number of missing) {
        this.#current = number;
        this.#steps.prepare(keys, number * words);
      }
    } catch (error) {
      // To make room, nobody else may look up.
      if (!(error instanceof PackingOverflow)) throw error;
    }
  }

  /** Looks up what open steps lead to, and says which states come to one with a greater number by them. */
  #endOpenWork(): ReadonlySet<number> {
    const climbing = new Set<number>();
    this.#openWork.lookUp(this.#visited, climbing);
    while (!this.#openWork.isDone) {
      this.#makeRoom();
      try {
        this.#openWork.workOff(this.#steps, this.#visited);
      } catch (error) {
        if (!(error instanceof PackingOverflow)) throw error;
      }
      this.#openWork.lookUp(this.#visited, climbing);
    }
    this.#taken += this.#openWork.taken;
    return climbing;
  }

  /**
   * Expands the states at some places of a list, until the batch is full, and looks up their successors. Returns the place
   * of the first that it has not expanded.
   */
  #advance(first: number, end: number, numberAt: NumberAt): number {
    const batch = this.#batch;
    batch.count = 0;
    let place = first;
    try {
      for (; place < end && batch.count < batchSize; place++) {
        this.#current = numberAt(place);
        this.#expand(this.#current, batch);
      }
    } catch (error) {
      if (!(error instanceof PackingOverflow)) throw error;
      this.#lookUp(first, place, numberAt);
      this.#makeRoom();
      return place;
    }
    this.#lookUp(first, place, numberAt);
    return place;
  }

  #expand(number: number, batch: Batch): void {
    const { words, keys } = this.#visited;
    const mover = moverOf(this.#visited.origins[number] as number);
    this.#taken += this.#steps.expand(keys, number * words, number, mover, batch);
    if (this.#options.wholeChecks !== undefined) {
      this.#watch.meetState(this.#unpack(number, new Int32Array(this.#product.width)), number);
    }
  }

  /** Looks up the successors of the states at some places of a list. */
  #lookUp(first: number, end: number, numberAt: NumberAt): void {
    this.#visited.addAll(this.#batch);
    if (this.#options.isEnd === undefined) return;
    forEachSource(this.#batch, first, end, numberAt, (number, greatest) => {
      if (greatest <= number) this.#summits.add(number);
    });
  }

  /** Makes room for more local states. If all states are packed anew for it, they keep their numbers. */
  #makeRoom(): void {
    const before = this.#steps.packing;
    this.#steps.makeRoom();
    if (this.#steps.packing === before) return;
    this.#visited = this.#visited.packedAnew(before, this.#steps.packing);
    this.#batch = new Batch(this.#visited.words);
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

  #progress(depth: number): Progress {
    const { size } = this.#visited;
    return {
      states: size,
      steps: this.#taken,
      depth,
      queue: size - this.#current,
      bytes: this.#visited.bytes,
    };
  }

  /** Looks at the states that a search that ended early has met and not expanded. */
  #watchQueue(): void {
    const state = this.#state;
    for (let number = this.#current; number < this.#visited.size; number++) {
      this.#unpack(number, state);
      state.forEach((local, group) => {
        this.#watch.meetPair(state[0] as number, group, local, number);
      });
      this.#watch.meetState(state, number);
    }
  }

  /** States without a greater successor. */
  #highest(): Int32Array {
    const { memory } = this.#storage;
    const { arrays: states } = this.#visited;
    const candidates = this.#summits.toArray(memory);
    let left = candidates;
    if (this.#team?.isWorth(candidates.length)) {
      this.#team.ascend(this.#steps.rows, this.#visited, candidates);
      left = withoutAscending(candidates);
    }
    const ascend = ascender({ states, candidates: left }, this.#steps.rows, this.#steps);
    for (let from = 0; from < left.length; from += partOfAscent) {
      ascend(from, Math.min(from + partOfAscent, left.length));
    }
    const highest = withoutAscending(left).slice();
    memory.release(candidates);
    return highest;
  }

  #findStuck(): number | null {
    const ends = new Map<number, boolean>();
    const isEnd = (number: number): boolean => {
      const hub = this.#unpack(number, this.#state)[0] as number;
      const view = viewOf(this.#product.tables[0] as GroupTable, hub);
      const known = ends.get(hub) ?? this.#options.isEnd?.(view) === true;
      ends.set(hub, known);
      return known;
    };
    return stuckState({
      steps: this.#steps,
      visited: this.#visited,
      summits: this.#highest(),
      isEnd,
    });
  }
}
