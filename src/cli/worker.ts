/** A thread that does jobs of a verification, one after the other. */
import { parentPort } from 'node:worker_threads';
import { type Job, type JobHooks, runJob } from '../verify/index.ts';

export interface Assignment {
  readonly number: number;
  readonly job: Job;
  readonly bounds: Pick<JobHooks, 'maxStates' | 'maxBytes'>;
}

const port = parentPort;
port?.on('message', ({ number, job, bounds }: Assignment) => {
  try {
    const result = runJob(job, {
      ...bounds,
      onProgress: (progress) => port.postMessage({ kind: 'progress', progress }),
    });
    port.postMessage({ kind: 'done', number, result });
  } catch (error) {
    port.postMessage({
      kind: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
