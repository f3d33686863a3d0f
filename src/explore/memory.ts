/** Arrays of numbers, of this thread alone or shared with others. */

/** Makes arrays of so many zeros. */
export type Allocate = (length: number) => Int32Array;

export const ownMemory: Allocate = (length) => new Int32Array(length);

/** So many times as long shared memory can become where it is; room that is not used is addresses and no memory. */
const room = 16;

/** Shared memory that can grow, which the types of this language level do not have. */
interface Growable extends SharedArrayBuffer {
  readonly maxByteLength: number;
  grow(bytes: number): void;
}
type GrowableBuffer = new (bytes: number, options: { readonly maxByteLength: number }) => Growable;

/** Memory that other threads can be given. */
export function sharedMemory(length: number): Int32Array {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  // Named here and not above: pages in a browser may have no shared memory, and need none.
  const Buffer = SharedArrayBuffer as unknown as GrowableBuffer;
  // An array that follows the length of its buffer is a hundred times as slow as one with a length of its own.
  return new Int32Array(new Buffer(bytes, { maxByteLength: room * bytes }), 0, length);
}

/** The same numbers in a longer array, in memory of the same kind; shared memory stays where it is, if it has room. */
export function longer(array: Int32Array, length: number, rest = 0): Int32Array {
  const { buffer } = array;
  const isOwn = buffer instanceof ArrayBuffer;
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  if (!isOwn && bytes <= (buffer as Growable).maxByteLength) {
    if (bytes > buffer.byteLength) (buffer as Growable).grow(bytes);
    const grown = new Int32Array(buffer, 0, length);
    if (rest !== 0) grown.fill(rest, array.length);
    return grown;
  }
  const copy = (isOwn ? ownMemory : sharedMemory)(length);
  copy.set(array);
  if (rest !== 0) copy.fill(rest, array.length);
  return copy;
}
