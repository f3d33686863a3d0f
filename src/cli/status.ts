/** One line on the terminal that says how far the work is; nothing where nobody watches. */
import type { PoolProgress } from './pool.ts';

const compact = new Intl.NumberFormat('en', { maximumFractionDigits: 1, notation: 'compact' });

export class StatusLine {
  readonly #start = performance.now();
  readonly #label: string;
  #last = '';

  constructor(label: string) {
    this.#label = label;
  }

  update({ done, jobs, states }: PoolProgress): void {
    const seconds = (performance.now() - this.#start) / 1000;
    this.#last = `${this.#label}: ${done} of ${jobs} jobs, ${compact.format(states)} states, ${compact.format(states / Math.max(seconds, 0.001))} states/s, ${seconds.toFixed(1)} s`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${this.#last}`);
  }

  /** Leaves the last figures on the screen. */
  end(): void {
    if (process.stderr.isTTY && this.#last !== '') process.stderr.write('\n');
  }
}
