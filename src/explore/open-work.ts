/**
 * Steps that rows leave open, worked off by one thread while others look up what was found. Their successors are looked up
 * afterwards.
 */
import { Batch, batchSize } from './batch.ts';
import type { JointSteps } from './joint-steps.ts';
import { forEachOpenStep } from './open-steps.ts';
import { originOf, sourceOf } from './origins.ts';
import type { BegunStep } from './product.ts';
import type { Visited } from './visited.ts';

export class OpenWork {
  /** The states that the steps begin in, and the steps. */
  readonly #sources: number[] = [];
  readonly #begun: BegunStep[] = [];
  #done = 0;
  /** The successors, as many in each batch as are looked up together. */
  #batches: Batch[] = [];
  #filled = 0;
  /** How many of the steps change something. */
  taken = 0;

  /** Takes the place of what was there before. A step has its number until rows are made anew, so it is looked for at once. */
  begin(openSteps: Int32Array, steps: JointSteps): void {
    this.#sources.length = 0;
    this.#begun.length = 0;
    this.#done = 0;
    this.#filled = 0;
    this.taken = 0;
    forEachOpenStep(openSteps, (source, step) => {
      this.#sources.push(source);
      this.#begun.push(steps.begun(step));
    });
  }

  get isDone(): boolean {
    return this.#done === this.#begun.length;
  }

  /** Works off what is left. @throws PackingOverflow; what was worked off until then can be looked up. */
  workOff(steps: JointSteps, { keys, words }: Visited): void {
    for (; !this.isDone; this.#done++) {
      const source = this.#sources[this.#done] as number;
      const batch = this.#batchFor(words);
      const place = batch.count * words;
      const begun = this.#begun[this.#done] as BegunStep;
      if (!steps.settleBegun(keys, source * words, begun, batch.keys, place)) continue;
      batch.origins[batch.count++] = originOf(source, 0);
      this.taken++;
    }
  }

  /** Looks up the successors, and adds to a set the states of which one has a greater number. */
  lookUp(visited: Visited, climbing: Set<number>): void {
    for (const batch of this.#batches.slice(0, this.#filled)) {
      visited.addAll(batch);
      for (let index = 0; index < batch.count; index++) {
        const source = sourceOf(batch.origins[index] as number);
        if ((batch.numbers[index] as number) > source) climbing.add(source);
      }
    }
    this.#filled = 0;
  }

  /** A batch that has room for one more. */
  #batchFor(words: number): Batch {
    const last = this.#batches[this.#filled - 1];
    if (last !== undefined && last.count < batchSize) return last;
    if (this.#batches[0]?.words !== words) this.#batches = [];
    const next = this.#batches[this.#filled] ?? new Batch(words, batchSize);
    next.count = 0;
    this.#batches[this.#filled++] = next;
    return next;
  }
}
