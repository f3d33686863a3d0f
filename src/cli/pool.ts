/** Jobs on as many threads as help; results keep the order of the jobs. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Progress } from '../explore/index.ts';
import { type Job, type JobHooks, type JobResult, keptBetween } from '../verify/index.ts';
import type { Assignment, ThreadData } from './worker.ts';

export interface PoolProgress {
  readonly done: number;
  readonly jobs: number;
  /** States of finished jobs and of those under way. */
  readonly states: number;
  /** The searches under way; none where only small jobs are. */
  readonly searches: readonly Progress[];
}

export interface PoolOptions extends Pick<JobHooks, 'maxStates' | 'maxBytes'> {
  readonly onProgress: (progress: PoolProgress) => void;
  /** Ends the work early: searches stop, and what they covered is returned. */
  readonly signal: AbortSignal;
}

/**
 * Tables are made of many short-lived objects; with the platform's default a quarter of the time goes into
 * collecting them.
 */
const maxYoungGenerationSizeMb = 64;

/**
 * How long after an interruption a job may take: a search stops at once, and then looks through what it has covered,
 * some ten million states at most; others do not stop.
 */
const graceMilliseconds = { search: 30_000, other: 1_000 };

type Reply =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly number: number; readonly result: JobResult }
  | { readonly kind: 'failed'; readonly message: string };

const statesOf = (result: JobResult): number =>
  result.kind === 'explored'
    ? result.explored.reduce((sum, one) => sum + one.result.states, 0)
    : result.kind === 'random'
      ? 0
      : result.kind === 'beside'
        ? result.report.states
        : (result.kind === 'disks' ? result.inductions : result.results).reduce(
            (sum, one) => sum + one.states,
            0,
          );

/** Hands out jobs in their order, those first to a thread for which it has kept something. */
class Queue {
  readonly #pending: { readonly number: number; readonly job: Job; readonly kept: string | null }[];
  readonly #keptBy = new Map<string, unknown>();

  constructor(jobs: readonly Job[]) {
    this.#pending = jobs.map((job, number) => ({ number, job, kept: keptBetween(job) }));
  }

  next(thread: unknown): Pick<Assignment, 'number' | 'job'> | undefined {
    const ownerOf = ({ kept }: { readonly kept: string | null }) =>
      kept === null ? undefined : this.#keptBy.get(kept);
    const first = (owner: unknown): number => this.#pending.findIndex((one) => ownerOf(one) === owner);
    const place = [first(thread), first(undefined), 0].find((one) => one >= 0) ?? 0;
    const [chosen] = this.#pending.splice(place, 1);
    if (chosen === undefined) return undefined;
    if (chosen.kept !== null && ownerOf(chosen) === undefined) this.#keptBy.set(chosen.kept, thread);
    return { number: chosen.number, job: chosen.job };
  }
}

/** How many threads help with these jobs. */
export const threadsFor = (jobs: readonly Job[]): number =>
  Math.max(1, Math.min(jobs.length, availableParallelism()));

/** Results by number of job; jobs that were not finished are missing. */
export async function runJobs(
  jobs: readonly Job[],
  options: PoolOptions,
): Promise<readonly (JobResult | undefined)[]> {
  const results: (JobResult | undefined)[] = jobs.map(() => undefined);
  const threads = threadsFor(jobs);
  // Where there are more processors than jobs, each search has help.
  const helpers = Math.floor(availableParallelism() / threads) - 1;
  const underWay = new Map<Worker, Progress>();
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const queue = new Queue(jobs);
  let finished = 0;
  let states = 0;
  const report = (): void =>
    options.onProgress({
      done: finished,
      jobs: jobs.length,
      states: [...underWay.values()].reduce((sum, one) => sum + one.states, states),
      searches: [...underWay.values()],
    });
  const workers: Worker[] = [];
  const assign = (worker: Worker): boolean => {
    const next = options.signal.aborted ? undefined : queue.next(worker);
    if (next === undefined) return false;
    const { maxStates, maxBytes } = options;
    const assignment: Assignment = {
      ...next,
      bounds: {
        ...(maxStates === undefined ? {} : { maxStates }),
        ...(maxBytes === undefined ? {} : { maxBytes }),
      },
    };
    worker.postMessage(assignment);
    return true;
  };
  const thread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.js', import.meta.url), {
        workerData: { cancelled, helpers } satisfies ThreadData,
        resourceLimits: { maxYoungGenerationSizeMb },
      });
      workers.push(worker);
      options.signal.addEventListener('abort', () => {
        Atomics.store(cancelled, 0, 1);
        setTimeout(resolve, graceMilliseconds[underWay.has(worker) ? 'search' : 'other']).unref();
      });
      worker.on('error', reject);
      worker.on('message', (reply: Reply) => {
        if (reply.kind === 'failed') {
          reject(new Error(reply.message));
          return;
        }
        if (reply.kind === 'progress') {
          underWay.set(worker, reply.progress);
          report();
          return;
        }
        results[reply.number] = reply.result;
        finished++;
        states += statesOf(reply.result);
        underWay.delete(worker);
        report();
        if (!assign(worker)) resolve();
      });
      if (!assign(worker)) resolve();
    });
  try {
    await Promise.all(Array.from({ length: threads }, thread));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
