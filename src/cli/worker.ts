/** A thread that does jobs of a verification, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, type JobHooks, runJob } from '../verify/index.ts';
import { startHelpers } from './helpers.ts';

export interface Assignment {
  readonly number: number;
  readonly job: Job;
  readonly bounds: Pick<JobHooks, 'maxStates' | 'maxBytes'>;
}

/** What a thread is started with. */
export interface ThreadData {
  /** Not 0 when the work is to end. */
  readonly cancelled: Int32Array;
  /** Threads that it may start to help it. */
  readonly helpers: number;
}

const port = parentPort;
const { cancelled, helpers: count } = (workerData ?? {}) as ThreadData;
const helpers = count > 0 ? { helpers: startHelpers(count) } : {};
port?.on('message', ({ number, job, bounds }: Assignment) => {
  try {
    const result = runJob(job, {
      ...bounds,
      ...helpers,
      onProgress: (progress) => port.postMessage({ kind: 'progress', progress }),
      isCancelled: () => Atomics.load(cancelled, 0) !== 0,
    });
    port.postMessage({ kind: 'done', number, result });
  } catch (error) {
    port.postMessage({
      kind: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
