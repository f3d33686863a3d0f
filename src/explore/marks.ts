/**
 * What threads note of the states of a round, a byte for each. A thread writes to bytes of its own: a processor waits when
 * it writes next to where another one does.
 */

/** So many states are expanded in one round: what is found of them stays in the caches of the processors. */
export const mostInRound = 1 << 14;

/** What is noted of a state. */
export const mark = {
  /** It was expanded, and no successor has a greater number. */
  none: 0,
  /** One of the successors that were looked up has a greater number. */
  higher: 1,
  /** It is still to be expanded. */
  putOff: 2,
} as const;

/** Marks of so many threads, which they share. */
export const sharedMarks = (threads: number): Uint8Array =>
  new Uint8Array(new SharedArrayBuffer(threads * mostInRound));

/** The marks of one thread. */
export const marksOf = (marks: Uint8Array, thread: number): Uint8Array =>
  marks.subarray(thread * mostInRound, (thread + 1) * mostInRound);

/** Nothing is noted of so many states by any thread. */
export function clearMarks(marks: Uint8Array, states: number): void {
  for (let first = 0; first < marks.length; first += mostInRound) marks.fill(0, first, first + states);
}

/** Takes together what all threads have noted of so many states. */
export function mergeMarks(marks: Uint8Array, states: number, into: Uint8Array): void {
  const to = new Int32Array(into.buffer, 0, Math.ceil(states / Int32Array.BYTES_PER_ELEMENT));
  to.fill(0);
  for (let first = 0; first < marks.length; first += mostInRound) {
    const from = new Int32Array(marks.buffer, first, to.length);
    for (let word = 0; word < to.length; word++) to[word] = (to[word] as number) | (from[word] as number);
  }
}

/**
 * Of which of so many states, from the first on, just this is noted, in order; written to `into`, of which the part in use is
 * returned. Four are looked at together: it is said of few.
 */
export function statesWith(
  noted: number,
  marks: Uint8Array,
  first: number,
  states: number,
  into: Int32Array,
): Int32Array {
  let count = 0;
  const fours = new Int32Array(marks.buffer, marks.byteOffset, Math.ceil(states / 4));
  for (let place = 0; place < fours.length; place++) {
    if (!hasZero((fours[place] as number) ^ (noted * ones))) continue;
    const end = Math.min(4 * place + 4, states);
    for (let state = 4 * place; state < end; state++) {
      if (marks[state] === noted) into[count++] = first + state;
    }
  }
  return into.subarray(0, count);
}

const ones = 0x01010101;
const highest = 0x80808080;
/** Whether one of four bytes is 0: a highest bit that was not set is set by taking one away only from there on. */
const hasZero = (bytes: number): boolean => ((bytes - ones) & ~bytes & highest) !== 0;
