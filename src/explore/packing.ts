/** How the numbers of a global state, one a group, are packed into a few 32-bit words. */

/**
 * Word and place of each group: a word is a number in which each of its groups is one digit, with a base of
 * its own. Whole bits would leave too much of a word unused.
 */
export interface Packing {
  readonly words: number;
  readonly word: Int32Array;
  /** What a word grows by when a group's number grows by one. */
  readonly weight: Float64Array;
  /** How many numbers a group has. */
  readonly base: Float64Array;
}

const wordSize = 2 ** 32;

/** A packing that gives every group as many numbers as it needs; at most 2^32 each. */
export function packingFor(bases: readonly number[]): Packing {
  const word = new Int32Array(bases.length);
  const weight = new Float64Array(bases.length);
  const taken: number[] = [];
  bases.forEach((base, group) => {
    let place = taken.findIndex((size) => size * base <= wordSize);
    if (place < 0) {
      place = taken.length;
      taken.push(1);
    }
    word[group] = place;
    weight[group] = taken[place] as number;
    taken[place] = (taken[place] as number) * base;
  });
  return { words: Math.max(1, taken.length), word, weight, base: Float64Array.from(bases) };
}

/** Writes packed states, from one number to before another, in a packing that has room for the same local states. */
export function packedAnew(
  before: Int32Array,
  first: number,
  end: number,
  from: Packing,
  to: Packing,
  into: Int32Array,
): void {
  for (let group = 0; group < from.word.length; group++) {
    const weight = from.weight[group] as number;
    const base = from.base[group] as number;
    const newWeight = to.weight[group] as number;
    const word = from.word[group] as number;
    const newWord = to.word[group] as number;
    for (let state = first; state < end; state++) {
      const seat = digit(before[state * from.words + word] as number, weight, base);
      const place = state * to.words + newWord;
      into[place] = ((into[place] as number) + seat * newWeight) | 0;
    }
  }
}

/** The number of one group in a word. Quotients of numbers below 2^32 are exact when they are cut off. */
export function digit(packed: number, weight: number, base: number): number {
  const quotient = Math.floor((packed >>> 0) / weight);
  return quotient - base * Math.floor(quotient / base);
}
