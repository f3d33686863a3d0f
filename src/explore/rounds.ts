/**
 * Work that several threads do together, in rounds: in each round they claim one part after another until
 * none is left. The thread that asks for it does parts too, and does not wait for one that has not begun by then.
 */

/** Places of what threads count together. */
export const counter = {
  /** Which round it is, from 1 on; `over` after the last one. */
  round: 0,
  /** What is to be done is numbered: the first that nobody has claimed, and the first after all of it. */
  claimed: 1,
  end: 2,
  /** Twice as many threads as have begun the round, and 1 more as soon as nobody need begin any more. */
  begun: 3,
  /** Threads that have done their part of the round. */
  finished: 4,
  /** Threads that could not do it. */
  failed: 5,
  /** From here on, what the work itself counts. */
  own: 6,
} as const;

const over = -1;

export const makeCounters = (own: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer((counter.own + own) * Int32Array.BYTES_PER_ELEMENT));

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
  Atomics.store(counts, counter.begun, 0);
  Atomics.add(counts, counter.round, 1);
  Atomics.notify(counts, counter.round);
  work();
  const helping = Atomics.or(counts, counter.begun, 1) >> 1;
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
  for (let round = Atomics.load(counts, counter.round); round !== over; ) {
    if (round > 0) helpOnce(counts, work);
    awaitChange(counts, counter.round, round);
    round = Atomics.load(counts, counter.round);
  }
}

/** Helps with a round, unless all of it is done, and says when that is finished. */
export function helpOnce(counts: Int32Array, work: () => void): void {
  if ((Atomics.add(counts, counter.begun, 2) & 1) === 1) return;
  try {
    work();
  } catch (error) {
    Atomics.add(counts, counter.failed, 1);
    throw error;
  } finally {
    Atomics.add(counts, counter.finished, 1);
    Atomics.notify(counts, counter.finished);
  }
}

/** Some ten microseconds: to be woken takes longer, and most changes come sooner. */
const patience = 1 << 12;

function awaitChange(counts: Int32Array, place: number, value: number): void {
  for (let time = 0; time < patience; time++) if (Atomics.load(counts, place) !== value) return;
  Atomics.wait(counts, place, value);
}
