/**
 * One thread, and two, on one of the systems that are measured; its number is the first argument, how many runs of each
 * the second. A process of its own: what was measured before is not in its way.
 *
 * Two threads that wait for each other cannot be timed by the processor's clock, so this is time on the wall, of both
 * one and two threads; other work disturbs it.
 */
import { startHelpers } from '../../dist/src/cli/helpers.js';
import { Product, search } from '../../dist/src/explore/index.js';
import { scopeComposition } from '../../dist/src/verify/index.js';
import { measured, searchOptions } from './scopes.mjs';
import { fastestOf } from './time.mjs';

const [number, runs] = process.argv.slice(2).map(Number);
const { scope } = measured[number];
const options = searchOptions(scope);
const product = new Product(scopeComposition(scope));
search(product, options).release();
const helpers = startHelpers(1);
/** Searches that have helpers are given memory that those before them have used: so is one thread that could have help. */
const nobody = { ready: () => 0, fewestStates: Number.POSITIVE_INFINITY, send: () => undefined };
while (helpers.ready() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
const timed = (more) => {
  const start = performance.now();
  const { states, bytes, release } = search(product, { ...options, ...more });
  const seconds = (performance.now() - start) / 1000;
  release();
  return { states, seconds, bytesPerState: bytes / states };
};
const alone = [];
const aloneInUsedMemory = [];
const together = [];
// In turns: a computer that is slower for a while is so for both.
for (let run = 0; run < runs; run++) {
  alone.push(timed({}));
  aloneInUsedMemory.push(timed({ helpers: nobody }));
  together.push(timed({ helpers }));
}
const result = {
  ...fastestOf(together),
  secondsAlone: fastestOf(alone).seconds,
  secondsAloneInUsedMemory: fastestOf(aloneInUsedMemory).seconds,
};
process.stdout.write(JSON.stringify(result), () => process.exit());
