/**
 * The set of states that were met: exact, open addressing over typed arrays. States are packed into a
 * few 32-bit words and numbered in the order of their first meeting.
 */

/** States to be looked up together: their words, one state after the other, and their numbers afterwards. */
export class Batch {
  readonly words: number;
  count = 0;
  keys: Int32Array;
  numbers: Int32Array;
  /** The number of the state that each comes from. */
  sources: Int32Array;

  constructor(words: number, capacity: number) {
    this.words = words;
    this.keys = new Int32Array(words * capacity);
    this.numbers = new Int32Array(capacity);
    this.sources = new Int32Array(capacity);
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    const needed = this.count + more;
    if (needed <= this.numbers.length) return;
    const capacity = Math.max(needed, 2 * this.numbers.length);
    this.keys = longer(this.keys, this.words * capacity);
    this.numbers = longer(this.numbers, capacity);
    this.sources = longer(this.sources, capacity);
  }
}

/** The same numbers in a longer array. */
export function longer(array: Int32Array, length: number, rest = 0): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(array);
  if (rest !== 0) copy.fill(rest, array.length);
  return copy;
}

const free = -1;

export class Visited {
  readonly words: number;
  size = 0;
  #keys: Int32Array;
  #slots: Int32Array;
  #homes = new Int32Array(0);

  constructor(words: number, capacity = 1 << 8) {
    this.words = words;
    this.#keys = new Int32Array(words * capacity);
    // A power of two, so that a mask finds the slot.
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity))).fill(free);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#keys.byteLength + this.#slots.byteLength;
  }

  /** The packed words of all states, for reading only. */
  get keys(): Int32Array {
    return this.#keys;
  }

  /** The number of a state that is met for the first time, or -1 - number of a known one. */
  add(key: Int32Array): number {
    this.#reserve(1);
    const before = this.size;
    const number = this.#place(key, 0, hash(key, 0, this.words));
    return number === before ? number : -1 - number;
  }

  /** The number of a known state, or -1. */
  find(key: Int32Array): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(key, 0, this.words) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] as number;
      if (number === free || this.#holds(number, key, 0)) return number;
    }
  }

  /**
   * Looks up a batch, and numbers what is new in it in the order of the batch.
   *
   * A look-up takes as long as two cache misses, for the slot and for the state that it names. A loop that
   * only touches the slots lets the processor wait for many of them at once.
   */
  addAll(batch: Batch): void {
    const { words } = this;
    const { count, keys: wanted, numbers } = batch;
    this.#reserve(count);
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    if (this.#homes.length < count) this.#homes = new Int32Array(numbers.length);
    const homes = this.#homes;
    for (let index = 0; index < count; index++) {
      const home =
        words === 1
          ? mix(wanted[index] as number)
          : words === 2
            ? mix(mix(wanted[2 * index] as number) ^ (wanted[2 * index + 1] as number))
            : hash(wanted, index * words, words);
      homes[index] = home & mask;
      numbers[index] = slots[home & mask] as number;
    }
    let { size } = this;
    for (let index = 0; index < count; index++) {
      const at = index * words;
      const first = wanted[at] as number;
      const second = words === 2 ? (wanted[at + 1] as number) : 0;
      for (let slot = homes[index] as number; ; slot = (slot + 1) & mask) {
        const number = slots[slot] as number;
        if (number === free) {
          for (let word = 0; word < words; word++) keys[size * words + word] = wanted[at + word] as number;
          numbers[index] = size;
          slots[slot] = size++;
          break;
        }
        const known = number * words;
        if (
          keys[known] === first &&
          (words === 1 || (words === 2 ? keys[known + 1] === second : this.#holds(number, wanted, at)))
        ) {
          numbers[index] = number;
          break;
        }
      }
    }
    this.size = size;
  }

  /** The number of a state, known or new; there is room for it. */
  #place(key: Int32Array, at: number, home: number): number {
    const { words } = this;
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = home & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] as number;
      if (number === free) {
        const added = this.size++;
        for (let word = 0; word < words; word++) keys[added * words + word] = key[at + word] as number;
        slots[slot] = added;
        return added;
      }
      if (this.#holds(number, key, at)) return number;
    }
  }

  #holds(number: number, key: Int32Array, at: number): boolean {
    const { words } = this;
    const keys = this.#keys;
    for (let word = 0; word < words; word++) {
      if (keys[number * words + word] !== key[at + word]) return false;
    }
    return true;
  }

  /** Makes room for so many more states; at most half of all slots are taken. */
  #reserve(more: number): void {
    const { words } = this;
    const needed = this.size + more;
    if (needed * words > this.#keys.length) {
      this.#keys = longer(this.#keys, words * Math.max(needed, Math.ceil(1.5 * this.size)));
    }
    if (2 * needed <= this.#slots.length) return;
    const keys = this.#keys;
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * needed + 1))).fill(free);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = hash(keys, number * words, words) & mask;
      while (slots[slot] !== free) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function hash(key: Int32Array, start: number, words: number): number {
  let mixed = 0;
  for (let word = 0; word < words; word++) mixed = mix(mixed ^ (key[start + word] as number));
  return mixed;
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x9e3779b1);
  return once ^ (once >>> 15);
}
