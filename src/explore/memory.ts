/** Arrays of numbers, of this thread alone or shared with others. */

export interface Memory {
  /** An array of so many zeros. */
  allocate(length: number): Int32Array;
  /** An array of so many numbers, for who writes them before reading any. */
  take(length: number): Int32Array;
  /** Takes back an array that nobody uses any more. */
  release(array: Int32Array): void;
}

export const ownMemory: Memory = {
  allocate: (length) => new Int32Array(length),
  take: (length) => new Int32Array(length),
  release: () => undefined,
};

/** Memory that is kept for those who come next is at most so much. */
const mostKept = 2 ** 28;
/** Memory is not given to who needs much less. */
const mostUnused = 8;

// Named in here: pages in a browser may have no shared memory, and need none.
const newArray = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

/**
 * Memory that other threads can be given. What is released is given out again: an engine frees shared memory only after
 * each thread has collected its garbage, and to touch new memory takes longer than to search.
 */
export class SharedMemory implements Memory {
  /** What was released, the smallest first. */
  readonly #kept: ArrayBufferLike[] = [];
  #bytes = 0;

  allocate(length: number): Int32Array {
    return this.#used(length)?.fill(0) ?? newArray(length);
  }

  take(length: number): Int32Array {
    return this.#used(length) ?? newArray(length);
  }

  release({ buffer }: Int32Array): void {
    if (buffer.byteLength === 0 || this.#bytes + buffer.byteLength > mostKept) return;
    const place = this.#kept.findIndex(({ byteLength }) => byteLength >= buffer.byteLength);
    this.#kept.splice(place < 0 ? this.#kept.length : place, 0, buffer);
    this.#bytes += buffer.byteLength;
  }

  /** An array that was released, with whatever is in it; undefined where none fits. */
  #used(length: number): Int32Array | undefined {
    const bytes = length * Int32Array.BYTES_PER_ELEMENT;
    const place = this.#kept.findIndex(({ byteLength }) => byteLength >= bytes);
    const found = this.#kept[place];
    if (found === undefined || found.byteLength > mostUnused * bytes) return undefined;
    this.#kept.splice(place, 1);
    this.#bytes -= found.byteLength;
    return new Int32Array(found, 0, length);
  }
}

/** The same numbers in a longer array, in place of the one before; what follows is for who writes it before reading it. */
export function roomier(array: Int32Array, length: number, memory: Memory): Int32Array {
  const copy = memory.take(length);
  copy.set(array);
  memory.release(array);
  return copy;
}

/** The same numbers in a longer array, in place of the one before, and then the same number again and again. */
export const longer = (array: Int32Array, length: number, rest = 0, memory = ownMemory): Int32Array =>
  roomier(array, length, memory).fill(rest, array.length);
