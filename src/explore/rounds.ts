/**
 * Work that several threads do together, in rounds: in each round they claim one part after another until
 * none is left. The thread that asks for it does parts too, and does not wait for one that has not begun by then.
 */

/** Places of what threads count together. */
export const counter = {
  /** The round, as below. */
  round: 0,
  /** What is to be done is numbered: the first that nobody has claimed, and the first after all of it. */
  claimed: 1,
  end: 2,
  /** Threads that have done their part of the round. */
  finished: 3,
  /** Threads that could not do it. */
  failed: 4,
  /** The number of the task that is being done. */
  task: 5,
  /** Threads that have been sent a task so far, besides the one that leads. */
  threads: 6,
  /** From here on, what the work itself counts. */
  own: 7,
} as const;

/**
 * A round is one number, so that who joins knows what he joins: which round it is, times 256, twice as many threads as
 * have joined it, and 1 more where nobody can join any more. There is room for 127 threads, and for more rounds than
 * there can be states of a search.
 */
const oneRound = 2 ** 8;
const oneThread = 2;
const closed = 1;
/** There are no more rounds; closed too. */
const over = -1;

const isOpen = (round: number): boolean => (round & closed) === 0;
const numberOf = (round: number): number => Math.floor(round / oneRound);
const threadsOf = (round: number): number => (round % oneRound) >> 1;

export function makeCounters(own: number): Int32Array {
  const counts = new Int32Array(new SharedArrayBuffer((counter.own + own) * Int32Array.BYTES_PER_ELEMENT));
  counts[counter.round] = closed;
  return counts;
}

/** Claims one part of this size after another, until none is left or one cannot be done. */
export function doParts(
  counts: Int32Array,
  size: number,
  doPart: (from: number, end: number) => boolean,
): void {
  const end = counts[counter.end] as number;
  for (;;) {
    const from = Atomics.add(counts, counter.claimed, size);
    if (from >= end || !doPart(from, Math.min(end, from + size))) return;
  }
}

/**
 * Does one round together with all who help: work from `first` to before `end`. What comes before the number that is
 * returned was claimed.
 * @throws Error if one of the others has failed.
 */
export function lead(counts: Int32Array, first: number, end: number, work: () => void): number {
  counts[counter.claimed] = first;
  counts[counter.end] = end;
  counts[counter.finished] = 0;
  const round = (numberOf(counts[counter.round] as number) + 1) * oneRound;
  Atomics.store(counts, counter.round, round);
  Atomics.notify(counts, counter.round);
  work();
  const helping = threadsOf(Atomics.or(counts, counter.round, closed));
  for (let done = 0; done < helping; done = Atomics.load(counts, counter.finished)) {
    awaitChange(counts, counter.finished, done);
  }
  if (counts[counter.failed] !== 0) throw new Error('a thread that helped has failed');
  return Math.min(end, counts[counter.claimed] as number);
}

/** Lets those go who help. */
export function endRounds(counts: Int32Array): void {
  Atomics.store(counts, counter.round, over);
  Atomics.notify(counts, counter.round);
}

/** Helps with every round until they are over. */
export function follow(counts: Int32Array, work: () => void): void {
  let done: number | null = null;
  for (let round = Atomics.load(counts, counter.round); round !== over; ) {
    if (isOpen(round) && numberOf(round) !== done) {
      done = helpOnce(counts, work);
    } else {
      awaitChange(counts, counter.round, round);
    }
    round = Atomics.load(counts, counter.round);
  }
}

/** Helps with a round and says which it was, or null if nobody can join it any more. */
export function helpOnce(counts: Int32Array, work: () => void): number | null {
  const joined = join(counts);
  if (joined === null) return null;
  try {
    work();
  } catch (error) {
    Atomics.add(counts, counter.failed, 1);
    throw error;
  } finally {
    Atomics.add(counts, counter.finished, 1);
    Atomics.notify(counts, counter.finished);
  }
  return joined;
}

function join(counts: Int32Array): number | null {
  for (let round = Atomics.load(counts, counter.round); isOpen(round); ) {
    const found = Atomics.compareExchange(counts, counter.round, round, round + oneThread);
    if (found === round) return numberOf(round);
    round = found;
  }
  return null;
}

/** Some half a millisecond: to be woken takes longer where processors are virtual, and most changes come sooner. */
const patience = 1 << 19;

function awaitChange(counts: Int32Array, place: number, value: number): void {
  for (let time = 0; time < patience; time++) if (Atomics.load(counts, place) !== value) return;
  Atomics.wait(counts, place, value);
}
