/**
 * The set of states that were met: exact, open addressing over typed arrays. States are packed into a
 * few 32-bit words and numbered in the order of their first meeting.
 */

import { sourceOf } from './origins.ts';

/** So many are looked up together: enough to wait for memory at once, few enough to stay near. */
export const batchSize = 512;

/** States to be looked up together: their words, one state after the other, and their numbers afterwards. */
export class Batch {
  readonly words: number;
  count = 0;
  keys: Int32Array;
  numbers: Int32Array;
  /** Where each comes from. */
  origins: Int32Array;
  /** Their hashes, while they are looked up. */
  tags: Int32Array;

  constructor(words: number, capacity: number) {
    this.words = words;
    this.keys = new Int32Array(words * capacity);
    this.numbers = new Int32Array(capacity);
    this.origins = new Int32Array(capacity);
    this.tags = new Int32Array(capacity);
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    const needed = this.count + more;
    if (needed <= this.numbers.length) return;
    const capacity = Math.max(needed, 2 * this.numbers.length);
    this.keys = longer(this.keys, this.words * capacity);
    this.numbers = longer(this.numbers, capacity);
    this.origins = longer(this.origins, capacity);
    this.tags = longer(this.tags, capacity);
  }
}

/** Calls `visit` for each source of a batch, from `first` on, with the greatest number among its successors, or -1. */
export function forEachSource(
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

/** Makes arrays of so many zeros. */
export type Allocate = (length: number) => Int32Array;

export const ownMemory: Allocate = (length) => new Int32Array(length);

/** Memory that other threads can be given. */
export const sharedMemory: Allocate = (length) =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

/** The same numbers in a longer array, in memory of the same kind. */
export function longer(array: Int32Array, length: number, rest = 0): Int32Array {
  const isOwn = array.buffer instanceof ArrayBuffer;
  const copy = (isOwn ? ownMemory : sharedMemory)(length);
  copy.set(array);
  if (rest !== 0) copy.fill(rest, array.length);
  return copy;
}

/** Of 4 slots, so many are taken at most. */
const fullness = 3;

/** What is stored of states. */
export interface StateArrays {
  /** By number, the packed words. */
  readonly keys: Int32Array;
  /** By number, where it was met first. */
  readonly origins: Int32Array;
  /**
   * Two for each slot: the hash of a state, and its number plus 1, or 0 where the slot is free. Different
   * states of one word have different hashes, so that nothing else need be looked at.
   */
  readonly slots: Int32Array;
}

export class Visited {
  readonly words: number;
  size = 0;
  #keys: Int32Array;
  #origins: Int32Array;
  #slots: Int32Array;
  readonly #allocate: Allocate;

  constructor(words: number, capacity = 1 << 8, allocate = ownMemory) {
    this.words = words;
    this.#allocate = allocate;
    this.#keys = allocate(words * capacity);
    this.#origins = allocate(capacity);
    this.#slots = allocate(2 * slotsFor(capacity));
  }

  /** All that is stored, for threads that add to it together; `size` must be set by who lets them. */
  get arrays(): StateArrays {
    return { keys: this.#keys, origins: this.#origins, slots: this.#slots };
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#keys.byteLength + this.#origins.byteLength + this.#slots.byteLength;
  }

  /** The packed words of all states, for reading only. */
  get keys(): Int32Array {
    return this.#keys;
  }

  /** Where each state was met first, for reading only. */
  get origins(): Int32Array {
    return this.#origins;
  }

  /** The number of a state that is met for the first time, or -1 - number of a known one. */
  add(key: Int32Array, origin = 0): number {
    const before = this.size;
    const batch = new Batch(this.words, 1);
    batch.keys.set(key);
    batch.origins[0] = origin;
    batch.count = 1;
    this.addAll(batch);
    const number = batch.numbers[0] as number;
    return number === before ? number : -1 - number;
  }

  /** The number of a known state, or -1. */
  find(key: Int32Array): number {
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    const tag = hash(key, 0, this.words);
    for (let slot = tag & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[2 * slot + 1] as number) - 1;
      if (number < 0 || (slots[2 * slot] === tag && this.#holds(number, key, 0))) return number;
    }
  }

  /**
   * Looks up a batch, and numbers what is new in it in the order of the batch.
   *
   * A look-up takes as long as a cache miss. A loop that only touches the slots lets the processor wait for
   * many of them at once.
   */
  addAll(batch: Batch): void {
    const { words } = this;
    const { count, keys: wanted, numbers, origins: from, tags } = batch;
    this.reserve(count);
    const keys = this.#keys;
    const origins = this.#origins;
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    for (let index = 0; index < count; index++) {
      const tag = hash(wanted, index * words, words);
      tags[index] = tag;
      numbers[index] = slots[2 * (tag & mask)] as number;
    }
    let { size } = this;
    for (let index = 0; index < count; index++) {
      const at = index * words;
      const tag = tags[index] as number;
      for (let slot = tag & mask; ; slot = (slot + 1) & mask) {
        const number = (slots[2 * slot + 1] as number) - 1;
        if (number < 0) {
          for (let word = 0; word < words; word++) keys[size * words + word] = wanted[at + word] as number;
          origins[size] = from[index] as number;
          numbers[index] = size++;
          slots[2 * slot] = tag;
          slots[2 * slot + 1] = size;
          break;
        }
        if (slots[2 * slot] === tag && (words === 1 || this.#holds(number, wanted, at))) {
          numbers[index] = number;
          break;
        }
      }
    }
    this.size = size;
  }

  #holds(number: number, key: Int32Array, at: number): boolean {
    const { words } = this;
    const keys = this.#keys;
    for (let word = 0; word < words; word++) {
      if (keys[number * words + word] !== key[at + word]) return false;
    }
    return true;
  }

  /** Makes room for so many more states. */
  reserve(more: number): void {
    const { words } = this;
    const needed = this.size + more;
    if (needed > this.#origins.length) {
      const capacity = Math.max(needed, Math.ceil(1.5 * this.size));
      this.#keys = longer(this.#keys, words * capacity);
      this.#origins = longer(this.#origins, capacity);
    }
    const old = this.#slots;
    if (4 * needed <= (fullness * old.length) / 2) return;
    const slots = this.#allocate(2 * slotsFor(needed));
    const mask = slots.length / 2 - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue;
      const tag = old[from] as number;
      let slot = tag & mask;
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = tag;
      slots[2 * slot + 1] = old[from + 1] as number;
    }
    this.#slots = slots;
  }
}

/** A power of two, so that a mask finds the slot. */
const slotsFor = (capacity: number): number => 2 ** Math.ceil(Math.log2((4 * capacity) / fullness));

/** 32 bits of the words of a state: of one word, a different number for each; of several, never 0. */
export function hash(key: Int32Array, start: number, words: number): number {
  let mixed = mix(key[start] as number);
  for (let word = 1; word < words; word++) mixed = mix(mixed ^ (key[start + word] as number));
  return mixed === 0 && words > 1 ? 1 : mixed;
}

/** Maps 32 bits to 32 bits, one to one. */
function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x9e3779b1);
  return once ^ (once >>> 15);
}
