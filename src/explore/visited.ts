/**
 * The set of states that were met: exact. States are packed into a few 32-bit words and numbered in the order of
 * their first meeting.
 */
import { Batch } from './batch.ts';
import { type Memory, ownMemory, roomier } from './memory.ts';
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
  readonly memory: Memory;
  readonly move: (move: Move) => void;
}

export const ownStorage: Storage = { memory: ownMemory, move: moveAll };

/**
 * Hashes a batch and touches the first slot of each state. A look-up takes as long as a cache miss; a loop that only
 * touches the slots lets the processor wait for many of them at once.
 */
function touchAll({ count, words, keys, numbers, tags }: Batch, slots: Int32Array): void {
  const shift = shiftFor(slots);
  for (let index = 0; index < count; index++) {
    const tag = hash(keys, index * words, words);
    tags[index] = tag;
    numbers[index] = slots[2 * (tag >>> shift)] as number;
  }
}

function holds(keys: Int32Array, number: number, wanted: Int32Array, at: number, words: number): boolean {
  for (let word = 0; word < words; word++)
    if (keys[number * words + word] !== wanted[at + word]) return false;
  return true;
}

/** Looks up a batch; the number of a state that was not met is -1. */
export function findAll(batch: Batch, { keys, slots }: StateArrays): void {
  const { words, count, keys: wanted, numbers, tags } = batch;
  const mask = slots.length / 2 - 1;
  const shift = shiftFor(slots);
  touchAll(batch, slots);
  for (let index = 0; index < count; index++) {
    const tag = tags[index] as number;
    for (let slot = tag >>> shift; ; slot = (slot + 1) & mask) {
      const number = (slots[2 * slot + 1] as number) - 1;
      const isOther =
        slots[2 * slot] !== tag || (words > 1 && !holds(keys, number, wanted, index * words, words));
      if (number >= 0 && isOther) continue;
      numbers[index] = number;
      break;
    }
  }
}

export class Visited {
  readonly words: number;
  size = 0;
  #keys: Int32Array;
  #origins: Int32Array;
  #slots: Int32Array;
  readonly #storage: Storage;

  constructor(words: number, capacity = 1 << 8, storage = ownStorage) {
    const { memory } = storage;
    this.words = words;
    this.#storage = storage;
    this.#keys = memory.allocate(words * capacity);
    this.#origins = memory.allocate(capacity);
    this.#slots = memory.allocate(2 * slotsFor(capacity));
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
    const batch = new Batch(this.words, 1);
    batch.keys.set(key);
    batch.count = 1;
    findAll(batch, this.arrays);
    return batch.numbers[0] as number;
  }

  /** Looks up a batch, and numbers what is new in it in the order of the batch. */
  addAll(batch: Batch): void {
    const { words } = this;
    const { count, keys: wanted, numbers, origins: from, tags } = batch;
    this.reserve(count);
    const keys = this.#keys;
    const origins = this.#origins;
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    const shift = shiftFor(slots);
    touchAll(batch, slots);
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
        if (slots[2 * slot] === tag && (words === 1 || holds(keys, number, wanted, at, words))) {
          numbers[index] = number;
          break;
        }
      }
    }
    this.size = size;
  }

  /** Gives back the memory of all states. */
  release(): void {
    const { memory } = this.#storage;
    for (const array of Object.values(this.arrays)) memory.release(array);
    // What was given back once must not be given back again.
    this.#keys = memory.allocate(0);
    this.#origins = memory.allocate(0);
    this.#slots = memory.allocate(0);
  }

  /** The same states, with the same numbers, in another packing; they are there only, from then on. */
  packedAnew(from: Packing, to: Packing): Visited {
    const anew = new Visited(to.words, 0, this.#storage);
    const { memory, move } = this.#storage;
    anew.size = this.size;
    anew.#keys = memory.allocate(to.words * this.#origins.length);
    anew.#origins = this.#origins;
    anew.#slots = memory.allocate(this.#slots.length);
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
    memory.release(this.#keys);
    memory.release(this.#slots);
    return anew;
  }

  /** Makes room for so many more states. */
  reserve(more: number): void {
    const { words } = this;
    const { memory, move } = this.#storage;
    const needed = this.size + more;
    if (needed > this.#origins.length) {
      const capacity = Math.max(needed, Math.ceil(1.5 * this.size));
      this.#keys = roomier(this.#keys, words * capacity, memory);
      this.#origins = roomier(this.#origins, capacity, memory);
    }
    const before = this.#slots;
    if (4 * needed <= (fullness * before.length) / 2) return;
    this.#slots = memory.take(2 * slotsFor(needed));
    move({ kind: 'to more slots', before, slots: this.#slots });
    memory.release(before);
  }
}

/** A power of two, so that the first bits of a hash are the slot. */
const slotsFor = (capacity: number): number => 2 ** Math.ceil(Math.log2((4 * capacity) / fullness));
