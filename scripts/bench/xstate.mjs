/**
 * XState's own path generator over the system actor of one of the systems that are measured; its number is the
 * argument. A process of its own, so that it can be stopped.
 */
import { getShortestPaths } from 'xstate/graph';
import { stateKey, systemLogic } from '../../dist/src/composition/index.js';
import { scopeComposition } from '../../dist/src/verify/index.js';
import { measured } from './scopes.mjs';
import { processorTime } from './time.mjs';

const logic = systemLogic(scopeComposition(measured[Number(process.argv[2])].scope));
const elapsed = processorTime();
const paths = getShortestPaths(logic, {
  events: (snapshot) => [...logic.enabled(snapshot)],
  serializeState: (snapshot) => stateKey(snapshot.context),
  limit: Number.POSITIVE_INFINITY,
});
process.stdout.write(JSON.stringify({ states: paths.length, seconds: elapsed() }));
