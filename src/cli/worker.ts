/** A thread that does jobs of a verification, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, type JobHooks, runJob } from '../verify/index.ts';

export interface Assignment {
  readonly number: number;
  readonly job: Job;
  readonly bounds: Pick<JobHooks, 'maxStates' | 'maxBytes'>;
}

const port = parentPort;
/** Not 0 when the work is to end. */
const cancelled = workerData as Int32Array;
port?.on('message', ({ number, job, bounds }: Assignment) => {
  try {
    const result = runJob(job, {
      ...bounds,
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
