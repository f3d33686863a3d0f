/**
 * Some states of one distance that several threads expand together, over shared memory.
 *
 * Threads claim a few states at a time, expand them by the rows that are known, and add what they find to one
 * table. What rows leave open is put off: the thread that asks XState does it afterwards. So all that
 * the others need is numbers.
 *
 * A slot is claimed by writing a hash into it, if it is still free; the number follows. Numbers are given out for
 * a whole batch at once, so they have no gaps. Which state has which number depends on how threads take turns.
 */
import { type Beyond, JointRows, type RowArrays } from './joint-rows.ts';
import { moverOf } from './origins.ts';
import type { Packing } from './packing.ts';
import { Batch, forEachSource, hash, type StateArrays } from './visited.ts';

export interface Level {
  readonly packing: Packing;
  readonly rows: RowArrays;
  readonly states: StateArrays;
  /** The states to expand, by number: from this one to before that. */
  readonly first: number;
  readonly end: number;
  /** By state of the level: 0, `putOff` or `isSummit`. */
  readonly marks: Uint8Array;
  /** See `counter`. */
  readonly counters: Int32Array;
}

/** Places of what threads count together. */
export const counter = {
  /** The first state that nobody has claimed. */
  claimed: 0,
  /** How many states are stored, and how many would be if all that are looked up were new. */
  stored: 1,
  promised: 2,
  /** Steps of states that were expanded. */
  steps: 3,
  /** Threads that have done their part. */
  finished: 4,
  /** Twice as many as have begun to help, and 1 more as soon as nobody need begin any more. */
  begun: 6,
  /** Threads that could not do it. */
  failed: 5,
} as const;
export const counters = 7;

/** The state is still to be expanded. */
export const putOff = 1;
/** None of the successors that were looked up has a greater number. */
export const isSummit = 2;

/** States that a thread claims at once: enough look-ups to wait for memory together. */
const claim = 256;

/** Thrown where rows leave something open. */
const notKnown = new Error('not in the rows');
const nothingBeyond: Beyond = {
  workOut: () => {
    throw notKnown;
  },
  settle: () => {
    throw notKnown;
  },
};

/** The number of a state that another thread is just storing: new, so greater than any that is expanded. */
const beingStored = 2 ** 31 - 1;

/** Does a part of a level, as one of several threads. */
export function expandLevel(level: Level, rows = new JointRows(level.packing, level.rows)): void {
  const { words } = level.packing;
  const { states, first, end, marks, counters: counts } = level;
  const batch = new Batch(words, 4 * claim);
  const store = new Store(level, batch);
  for (;;) {
    const from = Atomics.add(counts, counter.claimed, claim);
    if (from >= end) break;
    const to = Math.min(end, from + claim);
    let steps = 0;
    batch.count = 0;
    for (let number = from; number < to; number++) {
      try {
        const mover = moverOf(states.origins[number] as number);
        steps += rows.expand(states.keys, number * words, number, mover, batch, nothingBeyond);
      } catch (error) {
        if (error !== notKnown) throw error;
        marks[number - first] = putOff;
      }
    }
    if (!store.addAll()) {
      marks.fill(putOff, from - first, to - first);
      break;
    }
    Atomics.add(counts, counter.steps, steps);
    forEachSource(batch, from, to, (number, greatest) => {
      if (greatest <= number && marks[number - first] === 0) marks[number - first] = isSummit;
    });
  }
}

/** Does a part of a level that another thread has begun, unless that has done all of it, and says when it is done. */
export function help(level: Level): void {
  if ((Atomics.add(level.counters, counter.begun, 2) & 1) === 1) return;
  try {
    expandLevel(level);
  } catch (error) {
    Atomics.add(level.counters, counter.failed, 1);
    throw error;
  } finally {
    Atomics.add(level.counters, counter.finished, 1);
    Atomics.notify(level.counters, counter.finished);
  }
}

/**
 * Waits for those who have begun to help; nobody else will begin.
 * @throws Error if one of them has failed.
 */
export function awaitHelp({ counters: counts }: Level): void {
  const helping = Atomics.or(counts, counter.begun, 1) >> 1;
  for (let done = 0; done < helping; done = Atomics.load(counts, counter.finished)) {
    Atomics.wait(counts, counter.finished, done);
  }
  if (counts[counter.failed] !== 0) throw new Error('a thread that helped has failed');
}

/** Adds batches to states that other threads add to. */
class Store {
  readonly #level: Level;
  readonly #batch: Batch;
  /** Places in the batch that are still to be looked up. */
  #open = new Int32Array(0);
  /** Places in the batch of new states, and their slots. */
  #claimed = new Int32Array(0);
  #slots = new Int32Array(0);

  constructor(level: Level, batch: Batch) {
    this.#level = level;
    this.#batch = batch;
  }

  /** False, and nothing is added, if there might not be room for all. */
  addAll(): boolean {
    const { counters: counts, states } = this.#level;
    const { count, keys, tags, numbers, words } = this.#batch;
    const promised = Atomics.add(counts, counter.promised, count) + count;
    if (promised > states.origins.length) {
      Atomics.sub(counts, counter.promised, count);
      return false;
    }
    if (this.#open.length < count) {
      this.#open = new Int32Array(2 * count);
      this.#claimed = new Int32Array(2 * count);
      this.#slots = new Int32Array(2 * count);
    }
    const mask = states.slots.length / 2 - 1;
    for (let index = 0; index < count; index++) {
      const tag = hash(keys, index * words, words);
      tags[index] = tag;
      numbers[index] = states.slots[2 * (tag & mask)] as number;
      this.#open[index] = index;
    }
    let isNew = 0;
    for (let open = count; open > 0; ) {
      const round = this.#lookUp(open);
      isNew += round.isNew;
      open = round.open;
    }
    Atomics.sub(counts, counter.promised, count - isNew);
    return true;
  }

  /** Looks up what is open, and stores what is new; what another thread is just storing may stay open. */
  #lookUp(count: number): { readonly isNew: number; readonly open: number } {
    const { slots } = this.#level.states;
    const { words, tags, numbers } = this.#batch;
    const mask = slots.length / 2 - 1;
    let isNew = 0;
    let open = 0;
    for (let place = 0; place < count; place++) {
      const index = this.#open[place] as number;
      const tag = tags[index] as number;
      for (let slot = tag & mask; ; slot = (slot + 1) & mask) {
        let found = Atomics.load(slots, 2 * slot);
        if (found === 0 && slots[2 * slot + 1] === 0) {
          found = Atomics.compareExchange(slots, 2 * slot, 0, tag);
          if (found === 0) {
            this.#claimed[isNew] = index;
            this.#slots[isNew++] = slot;
            break;
          }
        }
        if (found !== tag) continue;
        const number = Atomics.load(slots, 2 * slot + 1) - 1;
        if (number >= 0 && (words === 1 || this.#holds(number, index))) {
          numbers[index] = number;
          break;
        }
        if (number < 0) {
          // Where equal hashes are not equal states, its words must be waited for.
          if (words === 1) numbers[index] = beingStored;
          else this.#open[open++] = index;
          break;
        }
      }
    }
    this.#storeClaimed(isNew);
    return { isNew, open };
  }

  #storeClaimed(isNew: number): void {
    const { counters: counts, states } = this.#level;
    const { words, keys, origins, numbers } = this.#batch;
    const first = Atomics.add(counts, counter.stored, isNew);
    for (let place = 0; place < isNew; place++) {
      const index = this.#claimed[place] as number;
      const number = first + place;
      for (let word = 0; word < words; word++) {
        states.keys[number * words + word] = keys[index * words + word] as number;
      }
      states.origins[number] = origins[index] as number;
      numbers[index] = number;
      Atomics.store(states.slots, 2 * (this.#slots[place] as number) + 1, number + 1);
    }
  }

  #holds(number: number, index: number): boolean {
    const { keys } = this.#level.states;
    const { words, keys: wanted } = this.#batch;
    for (let word = 0; word < words; word++) {
      if (keys[number * words + word] !== wanted[index * words + word]) return false;
    }
    return true;
  }
}
