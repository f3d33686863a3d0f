/** A thread that helps with the search of another one. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { help, type Task } from '../explore/index.ts';

const port = parentPort as MessagePort;
port.on('message', (task: Task) => help(task, () => receiveMessageOnPort(port)?.message));
/** How many threads are ready. */
Atomics.add(workerData as Int32Array, 0, 1);
