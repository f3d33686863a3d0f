/** How the numbers of a global state, one a group, are packed into a few 32-bit words. */

/** Word and place of each group; no group straddles two words. */
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
