/** Arrays of numbers, of this thread alone or shared with others. */

export interface Memory {
  /** An array of so many zeros. */
  allocate(length: number): Int32Array;
  /** Takes back an array that nobody uses any more. */
  release(array: Int32Array): void;
}

export const ownMemory: Memory = {
  allocate: (length) => new Int32Array(length),
  release: () => undefined,
};

/** Memory that is kept for those who come next is at most so much. */
const mostKept = 2 ** 28;
/** Memory is not given to who needs much less. */
const mostUnused = 8;

/**
 * Memory that other threads can be given. What is released is given out again: an engine frees shared memory only after
 * each thread has collected its garbage, and to touch new memory takes longer than to search.
 */
export class SharedMemory implements Memory {
  /** What was released, the smallest first. */
  readonly #kept: ArrayBufferLike[] = [];
  #bytes = 0;

  allocate(length: number): Int32Array {
    const bytes = length * Int32Array.BYTES_PER_ELEMENT;
    const place = this.#kept.findIndex(({ byteLength }) => byteLength >= bytes);
    const found = this.#kept[place];
    // Named here and not above: pages in a browser may have no shared memory, and need none.
    if (found === undefined || found.byteLength > mostUnused * bytes) {
      return new Int32Array(new SharedArrayBuffer(bytes));
    }
    this.#kept.splice(place, 1);
    this.#bytes -= found.byteLength;
    return new Int32Array(found, 0, length).fill(0);
  }

  release({ buffer }: Int32Array): void {
    if (buffer.byteLength === 0 || this.#bytes + buffer.byteLength > mostKept) return;
    const place = this.#kept.findIndex(({ byteLength }) => byteLength >= buffer.byteLength);
    this.#kept.splice(place < 0 ? this.#kept.length : place, 0, buffer);
    this.#bytes += buffer.byteLength;
  }
}

/** The same numbers in a longer array, in place of the one before. */
export function longer(array: Int32Array, length: number, rest = 0, memory = ownMemory): Int32Array {
  const copy = memory.allocate(length);
  copy.set(array);
  if (rest !== 0) copy.fill(rest, array.length);
  memory.release(array);
  return copy;
}
