/** A thread that helps with the search of another one. */
import { parentPort, workerData } from 'node:worker_threads';
import { help, type Task } from '../explore/index.ts';

parentPort?.on('message', (task: Task) => help(task));
/** How many threads are ready. */
Atomics.add(workerData as Int32Array, 0, 1);
