/**
 * The set of states that were met: exact. States are packed into a few 32-bit words and numbered in the order of
 * their first meeting.
 */
import { Batch } from './batch.ts';
import { type Allocate, longer, ownMemory } from './memory.ts';
import { type Move, moveAll } from './moves.ts';
import type { Packing } from './packing.ts';
import { hash, shiftFor } from './slots.ts';

/** Of 4 slots, so many are taken at most. */
const fullness = 3;

/** What is stored of states. */
export interface StateArrays {
  /** By number, the packed words. */
  readonly keys: Int32Array;
  /** By number, where it was met first. */
  readonly origins: Int32Array;
  /** See slots.ts. */
  readonly slots: Int32Array;
}

/** Where states are stored, and who moves them to where there is more room. */
export interface Storage {
  readonly allocate: Allocate;
  readonly move: (move: Move) => void;
}

export const ownStorage: Storage = { allocate: ownMemory, move: moveAll };

export class Visited {
  readonly words: number;
  size = 0;
  #keys: Int32Array;
  #origins: Int32Array;
  #slots: Int32Array;
  readonly #storage: Storage;

  constructor(words: number, capacity = 1 << 8, storage = ownStorage) {
    const { allocate } = storage;
    this.words = words;
    this.#storage = storage;
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
    const shift = shiftFor(slots);
    const tag = hash(key, 0, this.words);
    for (let slot = tag >>> shift; ; slot = (slot + 1) & mask) {
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
    const shift = shiftFor(slots);
    for (let index = 0; index < count; index++) {
      const tag = hash(wanted, index * words, words);
      tags[index] = tag;
      numbers[index] = slots[2 * (tag >>> shift)] as number;
    }
    let { size } = this;
    for (let index = 0; index < count; index++) {
      const at = index * words;
      const tag = tags[index] as number;
      for (let slot = tag >>> shift; ; slot = (slot + 1) & mask) {
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

  /** The same states, with the same numbers, in another packing. */
  packedAnew(from: Packing, to: Packing): Visited {
    const anew = new Visited(to.words, 0, this.#storage);
    const { allocate, move } = this.#storage;
    anew.size = this.size;
    anew.#keys = allocate(to.words * this.#origins.length);
    anew.#origins = this.#origins;
    anew.#slots = allocate(this.#slots.length);
    const { size: states } = this;
    move({
      kind: 'to other words',
      states,
      from,
      to,
      before: this.#keys,
      keys: anew.#keys,
      slots: anew.#slots,
    });
    return anew;
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
    const before = this.#slots;
    if (4 * needed <= (fullness * before.length) / 2) return;
    this.#slots = this.#storage.allocate(2 * slotsFor(needed));
    this.#storage.move({ kind: 'to more slots', before, slots: this.#slots });
  }
}

/** A power of two, so that the first bits of a hash are the slot. */
const slotsFor = (capacity: number): number => 2 ** Math.ceil(Math.log2((4 * capacity) / fullness));
