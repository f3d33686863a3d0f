/** Arrays of numbers, of this thread alone or shared with others. */

/** Makes arrays of so many zeros. */
export type Allocate = (length: number) => Int32Array;

export const ownMemory: Allocate = (length) => new Int32Array(length);

/** Memory that other threads can be given. */
export const sharedMemory: Allocate = (length) =>
  // Named here and not above: pages in a browser may have no shared memory, and need none.
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

/** The same numbers in a longer array, in memory of the same kind. */
export function longer(array: Int32Array, length: number, rest = 0): Int32Array {
  const allocate = array.buffer instanceof ArrayBuffer ? ownMemory : sharedMemory;
  const copy = allocate(length);
  copy.set(array);
  if (rest !== 0) copy.fill(rest, array.length);
  return copy;
}
