/** One line on the terminal that says how far the work is; nothing where nobody watches. */
import type { PoolProgress } from './pool.ts';

const compact = new Intl.NumberFormat('en', { maximumFractionDigits: 1, notation: 'compact' });

/** How deep the searches under way are, how much they have still to do, and what they hold. */
function underWay(searches: PoolProgress['searches']): string {
  if (searches.length === 0) return '';
  const sum = (of: (one: (typeof searches)[number]) => number): number =>
    searches.reduce((total, one) => total + of(one), 0);
  const depth = Math.max(...searches.map((one) => one.depth));
  const megabytes = sum(({ bytes }) => bytes) / 2 ** 20;
  return `; depth ${depth}, queue ${compact.format(sum(({ queue }) => queue))}, ${megabytes.toFixed(0)} MiB`;
}

export class StatusLine {
  readonly #start = performance.now();
  readonly #label: string;
  #last = '';

  constructor(label: string) {
    this.#label = label;
  }

  update({ done, jobs, states, searches }: PoolProgress): void {
    const seconds = (performance.now() - this.#start) / 1000;
    this.#last = `${this.#label}: ${done} of ${jobs} jobs, ${compact.format(states)} states, ${compact.format(states / Math.max(seconds, 0.001))} states/s, ${seconds.toFixed(1)} s${underWay(searches)}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${this.#last}`);
  }

  /** Leaves the last figures on the screen. */
  end(): void {
    if (process.stderr.isTTY && this.#last !== '') process.stderr.write('\n');
  }
}
