/** States that are looked up together, so that the processor waits for memory only once for many of them. */
import { longer } from './memory.ts';
import { sourceOf } from './origins.ts';

/** So many are looked up together: enough to wait for memory at once, few enough to stay near. */
export const batchSize = 512;

/** States to be looked up together: their words, one state after the other, and their numbers afterwards. */
export class Batch {
  readonly words: number;
  count = 0;
  keys: Int32Array;
  numbers: Int32Array;
  /** Where each comes from. */
  origins: Int32Array;
  /** Their hashes, while they are looked up. */
  tags: Int32Array;

  /** Has room for so many; who adds more makes room for them. Most searches are small. */
  constructor(words: number, capacity = 2 ** 6) {
    this.words = words;
    this.keys = new Int32Array(words * capacity);
    this.numbers = new Int32Array(capacity);
    this.origins = new Int32Array(capacity);
    this.tags = new Int32Array(capacity);
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    const needed = this.count + more;
    if (needed <= this.numbers.length) return;
    const capacity = Math.max(needed, 2 * this.numbers.length);
    this.keys = longer(this.keys, this.words * capacity);
    this.numbers = longer(this.numbers, capacity);
    this.origins = longer(this.origins, capacity);
    this.tags = longer(this.tags, capacity);
  }
}

/** The state at a place of a list, by number. */
export type NumberAt = (place: number) => number;
/** The list of all states. */
export const itself: NumberAt = (place) => place;

/**
 * Calls `visit` for each source of a batch, the states at these places of a list, with the greatest number among its
 * successors, or -1.
 */
export function forEachSource(
  { count, numbers, origins }: Batch,
  first: number,
  end: number,
  numberAt: NumberAt,
  visit: (source: number, greatest: number) => void,
): void {
  let index = 0;
  for (let place = first; place < end; place++) {
    const source = numberAt(place);
    let greatest = -1;
    for (; index < count && sourceOf(origins[index] as number) === source; index++) {
      if ((numbers[index] as number) > greatest) greatest = numbers[index] as number;
    }
    visit(source, greatest);
  }
}
