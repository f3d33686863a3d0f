/**
 * Looks up what all threads have found in one stretch of slots. As no other thread works in it then, that takes
 * neither locks nor waiting; only the numbers of new states are given out to all, for many at a time.
 */
import { batchSize } from './batch.ts';
import { type FindingArrays, firstEntry } from './findings.ts';
import { mark } from './marks.ts';
import { sourceOf } from './origins.ts';
import { hash, shiftFor } from './slots.ts';
import type { StateArrays } from './visited.ts';

/** What is counted of the look-ups. */
export interface Tally {
  /** Gives out so many numbers, and says which is the first. */
  numbers(count: number): number;
  /** By state of the round, what is noted of it; see marks.ts. */
  readonly marks: Uint8Array;
}

export class StretchStore {
  readonly #states: StateArrays;
  readonly #findings: FindingArrays;
  readonly #tally: Tally;
  /** Of those that are looked up together: their hashes, and the first slots, which are touched. */
  readonly #tags = new Int32Array(batchSize);
  readonly #touched = new Int32Array(batchSize);
  /** Which of them are new and the slots that they have taken, and which are left. */
  readonly #isNew = new Int32Array(batchSize);
  readonly #taken = new Int32Array(batchSize);
  readonly #left = new Int32Array(batchSize);

  constructor(states: StateArrays, findings: FindingArrays, tally: Tally) {
    this.#states = states;
    this.#findings = findings;
    this.#tally = tally;
  }

  /**
   * Looks up what one thread has found in a stretch, from states of a round that begins with `firstSource`. What would
   * need a slot beyond the stretch is left where it was found, moved to the front.
   */
  lookUp(thread: number, stretch: number, firstSource: number): void {
    const { words, stretches, counts, entries } = this.#findings;
    const place = thread * stretches + stretch;
    const count = counts[place] as number;
    const first = firstEntry(this.#findings, thread, stretch);
    const width = words + 1;
    let left = 0;
    for (let from = 0; from < count; from += batchSize) {
      const at = first + from * width;
      const more = this.#lookUpSome(at, Math.min(batchSize, count - from), stretch, firstSource);
      for (let index = 0; index < more; index++) {
        const entry = at + (this.#left[index] as number) * width;
        entries.copyWithin(first + left++ * width, entry, entry + width);
      }
    }
    counts[place] = left;
  }

  /** Says how many are left. */
  #lookUpSome(at: number, count: number, stretch: number, firstSource: number): number {
    const { words, entries, stretches } = this.#findings;
    const { slots } = this.#states;
    const { marks } = this.#tally;
    const tags = this.#tags;
    const touched = this.#touched;
    const width = words + 1;
    const shift = shiftFor(slots);
    const end = ((stretch + 1) * (slots.length / 2)) / stretches;
    for (let index = 0; index < count; index++) {
      const tag = hash(entries, at + index * width, words);
      tags[index] = tag;
      touched[index] = slots[2 * (tag >>> shift)] as number;
    }
    let isNew = 0;
    let left = 0;
    for (let index = 0; index < count; index++) {
      const tag = tags[index] as number;
      const entry = at + index * width;
      const source = sourceOf(entries[entry + words] as number);
      let slot = tag >>> shift;
      while (slot < end && slots[2 * slot + 1] !== 0) {
        if (slots[2 * slot] === tag && (words === 1 || this.#holds(slots[2 * slot + 1] as number, at, entry)))
          break;
        slot++;
      }
      if (slot === end) {
        this.#left[left++] = index;
        continue;
      }
      const number = slots[2 * slot + 1] as number;
      if (number === 0) {
        slots[2 * slot] = tag;
        slots[2 * slot + 1] = -1 - index;
        this.#isNew[isNew] = index;
        this.#taken[isNew++] = slot;
      }
      if (number <= 0 || number - 1 > source) marks[source - firstSource] = mark.higher;
    }
    this.#number(at, isNew);
    return left;
  }

  /** Whether a slot with this number is of the state of an entry; -1 - index is that of another entry. */
  #holds(number: number, at: number, entry: number): boolean {
    const { words, entries } = this.#findings;
    const { keys } = this.#states;
    const isStored = number > 0;
    const other = isStored ? (number - 1) * words : at + (-1 - number) * (words + 1);
    const others = isStored ? keys : entries;
    for (let word = 0; word < words; word++) if (others[other + word] !== entries[entry + word]) return false;
    return true;
  }

  /** Stores what is new, now that it is known how much that is. */
  #number(at: number, count: number): void {
    const { words, entries } = this.#findings;
    const { keys, origins, slots } = this.#states;
    const isNew = this.#isNew;
    const taken = this.#taken;
    const first = this.#tally.numbers(count);
    for (let index = 0; index < count; index++) {
      const entry = at + (isNew[index] as number) * (words + 1);
      const number = first + index;
      for (let word = 0; word < words; word++) keys[number * words + word] = entries[entry + word] as number;
      origins[number] = entries[entry + words] as number;
      slots[2 * (taken[index] as number) + 1] = number + 1;
    }
  }
}
