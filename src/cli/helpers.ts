/** Threads that help with one search, while there are more processors than searches. */
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../explore/index.ts';

/** The two halves of a round cost some 50 microseconds; expanding so many states takes some 200. */
const fewestStates = 1 << 10;

/** Starts so many threads; they end with the thread that starts them, and do not keep it alive. */
export function startHelpers(count: number): Helpers {
  const ready = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./helper.js', import.meta.url), { workerData: ready }),
  );
  for (const worker of workers) worker.unref();
  return {
    fewestStates,
    // One that is not ready yet would be waited for.
    ready: () => (Atomics.load(ready, 0) < count ? 0 : count),
    send: (task) => {
      for (const worker of workers) worker.postMessage(task);
    },
  };
}
