/**
 * The set of states that were met: exact, open addressing over typed arrays. States are packed into a
 * few 32-bit words and numbered in the order of their first meeting.
 */

/** How local states are packed: word and shift of each group, without straddling. */
export interface Packing {
  readonly words: number;
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly mask: Int32Array;
}

/** A packing that gives every group the bits that it needs. */
export function packingFor(bits: readonly number[]): Packing {
  const word = new Int32Array(bits.length);
  const shift = new Int32Array(bits.length);
  const mask = new Int32Array(bits.length);
  const free: number[] = [];
  bits.forEach((width, group) => {
    let place = free.findIndex((left) => left >= width);
    if (place < 0) {
      place = free.length;
      free.push(32);
    }
    word[group] = place;
    shift[group] = 32 - (free[place] as number);
    mask[group] = width === 32 ? -1 : (1 << width) - 1;
    free[place] = (free[place] as number) - width;
  });
  return { words: Math.max(1, free.length), word, shift, mask };
}

export class Visited {
  readonly words: number;
  size = 0;
  #keys: Int32Array;
  #slots: Int32Array;

  constructor(words: number, capacity = 1 << 8) {
    this.words = words;
    this.#keys = new Int32Array(words * capacity);
    // A power of two, so that a mask finds the slot.
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity))).fill(-1);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#keys.byteLength + this.#slots.byteLength;
  }

  /** The packed words of a state, for reading only. */
  get keys(): Int32Array {
    return this.#keys;
  }

  /** The number of a state that is met for the first time, or -1 - number of a known one. */
  add(key: Int32Array): number {
    if (this.size * this.words >= this.#keys.length) this.#grow();
    const { words } = this;
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash(key, 0, words) & mask;
    for (;;) {
      const found = slots[slot] as number;
      if (found === -1) {
        const number = this.size++;
        const at = number * words;
        for (let word = 0; word < words; word++) keys[at + word] = key[word] as number;
        slots[slot] = number;
        return number;
      }
      const at = found * words;
      let word = 0;
      while (word < words && keys[at + word] === key[word]) word++;
      if (word === words) return -1 - found;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const keys = new Int32Array(2 * this.#keys.length);
    keys.set(this.#keys);
    this.#keys = keys;
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = hash(keys, number * this.words, this.words) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function hash(key: Int32Array, start: number, words: number): number {
  let mixed = 0;
  for (let word = 0; word < words; word++) {
    mixed = Math.imul(mixed ^ (key[start + word] as number), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  mixed = Math.imul(mixed, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
