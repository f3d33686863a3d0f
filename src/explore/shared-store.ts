/**
 * The table of states, added to by several threads at once.
 *
 * A slot is claimed by writing a hash into it, if it is still free; the number follows. Numbers are given out for
 * a whole batch at once, so they have no gaps. Which state has which number depends on how threads take turns.
 */
import type { Batch } from './batch.ts';
import { counter } from './rounds.ts';
import { hash } from './slots.ts';
import type { StateArrays } from './visited.ts';

/** Places of what the threads count together. */
export const place = {
  /** How many states are stored, and how many would be if all that are looked up were new. */
  stored: counter.own,
  promised: counter.own + 1,
  /** For what else is counted, from here on. */
  own: counter.own + 2,
} as const;

/** The number of a state that another thread is just storing: new, so greater than any that is expanded. */
const beingStored = 2 ** 31 - 1;

/** Adds batches to states that other threads add to. */
export class SharedStore {
  readonly #states: StateArrays;
  readonly #counts: Int32Array;
  readonly #batch: Batch;
  /** Places in the batch that are still to be looked up. */
  #open = new Int32Array(0);
  /** Places in the batch of new states, and their slots. */
  #claimed = new Int32Array(0);
  #slots = new Int32Array(0);

  constructor(states: StateArrays, batch: Batch, counts: Int32Array) {
    this.#states = states;
    this.#batch = batch;
    this.#counts = counts;
  }

  /** False, and nothing is added, if there might not be room for all. */
  addAll(): boolean {
    const counts = this.#counts;
    const states = this.#states;
    const { count, keys, tags, numbers, words } = this.#batch;
    const promised = Atomics.add(counts, place.promised, count) + count;
    if (promised > states.origins.length) {
      Atomics.sub(counts, place.promised, count);
      return false;
    }
    if (this.#open.length < count) {
      this.#open = new Int32Array(2 * count);
      this.#claimed = new Int32Array(2 * count);
      this.#slots = new Int32Array(2 * count);
    }
    const open = this.#open;
    const { slots } = states;
    const mask = slots.length / 2 - 1;
    for (let index = 0; index < count; index++) {
      const tag = hash(keys, index * words, words);
      tags[index] = tag;
      numbers[index] = slots[2 * (tag & mask)] as number;
      open[index] = index;
    }
    let isNew = 0;
    for (let left = count; left > 0; ) {
      const round = this.#lookUp(left);
      isNew += round.isNew;
      left = round.open;
    }
    Atomics.sub(counts, place.promised, count - isNew);
    return true;
  }

  /** Looks up what is open, and stores what is new; what another thread is just storing may stay open. */
  #lookUp(count: number): { readonly isNew: number; readonly open: number } {
    const { slots } = this.#states;
    const { words, tags, numbers } = this.#batch;
    const mask = slots.length / 2 - 1;
    const left = this.#open;
    const claimed = this.#claimed;
    const claimedSlots = this.#slots;
    let isNew = 0;
    let open = 0;
    for (let at = 0; at < count; at++) {
      const index = left[at] as number;
      const tag = tags[index] as number;
      for (let slot = tag & mask; ; slot = (slot + 1) & mask) {
        let found = Atomics.load(slots, 2 * slot);
        if (found === 0 && slots[2 * slot + 1] === 0) {
          found = Atomics.compareExchange(slots, 2 * slot, 0, tag);
          if (found === 0) {
            claimed[isNew] = index;
            claimedSlots[isNew++] = slot;
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
          else left[open++] = index;
          break;
        }
      }
    }
    this.#storeClaimed(isNew);
    return { isNew, open };
  }

  #storeClaimed(isNew: number): void {
    const { words, keys: wanted, origins: from, numbers } = this.#batch;
    const { keys, origins, slots } = this.#states;
    const claimed = this.#claimed;
    const claimedSlots = this.#slots;
    const first = Atomics.add(this.#counts, place.stored, isNew);
    for (let at = 0; at < isNew; at++) {
      const index = claimed[at] as number;
      const number = first + at;
      for (let word = 0; word < words; word++) {
        keys[number * words + word] = wanted[index * words + word] as number;
      }
      origins[number] = from[index] as number;
      numbers[index] = number;
      const slot = 2 * (claimedSlots[at] as number) + 1;
      // Who finds a state of one word needs its words no more, so they need not be there before its number.
      if (words === 1) slots[slot] = number + 1;
      else Atomics.store(slots, slot, number + 1);
    }
  }

  #holds(number: number, index: number): boolean {
    const { keys } = this.#states;
    const { words, keys: wanted } = this.#batch;
    for (let word = 0; word < words; word++) {
      if (keys[number * words + word] !== wanted[index * words + word]) return false;
    }
    return true;
  }
}
