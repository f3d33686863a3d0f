/**
 * Steps that rows leave open, noted by the threads that come across them for the one that can work them off: by thread, how
 * many there are, then the state and the number of each.
 */

/** Room for the open steps of one thread in a round; a state for which there is none is put off as a whole. */
const room = 1 << 14;
const width = 1 + 2 * room;

/** Open steps of so many threads, which they share. */
export const sharedOpenSteps = (threads: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(threads * width * Int32Array.BYTES_PER_ELEMENT));

/** No thread has noted any. */
export function clearOpenSteps(steps: Int32Array): void {
  for (let first = 0; first < steps.length; first += width) steps[first] = 0;
}

export function forEachOpenStep(steps: Int32Array, visit: (state: number, step: number) => void): void {
  for (let first = 0; first < steps.length; first += width) {
    for (let index = 0; index < (steps[first] as number); index++) {
      visit(steps[first + 1 + 2 * index] as number, steps[first + 2 + 2 * index] as number);
    }
  }
}

/** What one thread notes. */
export class OpenSteps {
  readonly #steps: Int32Array;
  readonly #first: number;
  count = 0;

  constructor(steps: Int32Array, thread: number) {
    this.#steps = steps;
    this.#first = thread * width;
  }

  /** False if there is no room. */
  add(state: number, step: number): boolean {
    if (this.count === room) return false;
    this.#steps[this.#first + 1 + 2 * this.count] = state;
    this.#steps[this.#first + 2 + 2 * this.count] = step;
    this.count++;
    return true;
  }

  /** Lets the others see how many there are. */
  end(): void {
    this.#steps[this.#first] = this.count;
  }
}
