/**
 * What threads have found in a round and nobody has looked up yet: states and where they come from, by the thread that
 * found them and by the stretch of slots in which they are to be looked up.
 */
import { Batch } from './batch.ts';
import type { Memory } from './memory.ts';
import { hash } from './slots.ts';

/** The slots are divided into so many stretches for each thread, so that one that is late can leave some to others. */
const stretchesOfThread = 2;

/** Findings as arrays, which threads share. */
export interface FindingArrays {
  readonly words: number;
  readonly threads: number;
  /** How many stretches there are: 2, 4, 8, ... */
  readonly stretches: number;
  /** How much room there is for each thread and stretch. */
  readonly room: number;
  /** By thread and stretch, one after the other, the words of a state and its origin. */
  readonly entries: Int32Array;
  /** By thread and stretch, how many there are. */
  readonly counts: Int32Array;
  /** By stretch, whether a thread looks it up. */
  readonly claims: Int32Array;
}

export function emptyFindings(words: number, threads: number, room: number, memory: Memory): FindingArrays {
  const stretches = 2 ** Math.ceil(Math.log2(stretchesOfThread * threads));
  return {
    words,
    threads,
    stretches,
    room,
    entries: memory.take(threads * stretches * room * (words + 1)),
    counts: memory.allocate(threads * stretches),
    claims: memory.allocate(stretches),
  };
}

/** The place of the first entry of a thread in a stretch. */
export const firstEntry = (
  { words, stretches, room }: FindingArrays,
  thread: number,
  stretch: number,
): number => (thread * stretches + stretch) * room * (words + 1);

export const countFindings = ({ counts }: FindingArrays): number =>
  counts.reduce((sum, count) => sum + count, 0);

/** Everything that is written down, to be looked up by one thread. */
export function readFindings(arrays: FindingArrays): Batch {
  const { words, threads, stretches, counts, entries } = arrays;
  const batch = new Batch(words, countFindings(arrays));
  for (let thread = 0; thread < threads; thread++) {
    for (let stretch = 0; stretch < stretches; stretch++) {
      const first = firstEntry(arrays, thread, stretch);
      for (let entry = 0; entry < (counts[thread * stretches + stretch] as number); entry++) {
        const place = first + entry * (words + 1);
        batch.keys.set(entries.subarray(place, place + words), batch.count * words);
        batch.origins[batch.count++] = entries[place + words] as number;
      }
    }
  }
  return batch;
}

/** How far a hash is shifted to give its stretch. */
const stretchShift = ({ stretches }: FindingArrays): number => Math.clz32(stretches - 1);

/** Writes down what one thread finds. */
export class Finder {
  readonly #arrays: FindingArrays;
  readonly #thread: number;
  /** By stretch, how many there are, and where the next is to be written. */
  readonly #counts: Int32Array;
  #most = 0;

  constructor(arrays: FindingArrays, thread: number) {
    this.#arrays = arrays;
    this.#thread = thread;
    this.#counts = new Int32Array(arrays.stretches);
  }

  /** Writes over what was written down before. */
  begin(): void {
    this.#counts.fill(0);
    this.#most = 0;
  }

  /** Whether so many more have room, wherever they belong. */
  hasRoom(more: number): boolean {
    return this.#most + more <= this.#arrays.room;
  }

  add({ count, keys, origins, words }: Batch): void {
    const arrays = this.#arrays;
    const { entries } = arrays;
    const counts = this.#counts;
    const shift = stretchShift(arrays);
    const first = firstEntry(arrays, this.#thread, 0);
    const next = firstEntry(arrays, 0, 1);
    for (let index = 0; index < count; index++) {
      const stretch = hash(keys, index * words, words) >>> shift;
      const number = counts[stretch] as number;
      counts[stretch] = number + 1;
      const place = first + stretch * next + number * (words + 1);
      for (let word = 0; word < words; word++) entries[place + word] = keys[index * words + word] as number;
      entries[place + words] = origins[index] as number;
    }
    this.#most = Math.max(...counts);
  }

  /** Lets the others see how many there are. */
  end(): void {
    const { counts, stretches } = this.#arrays;
    counts.set(this.#counts, this.#thread * stretches);
  }
}
