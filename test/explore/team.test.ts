/** Searches that several threads do together, held against a search by one thread. */
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { GroupView } from '../../src/composition/index.ts';
import { type Helpers, lengthTo, Product, type SearchResult, search } from '../../src/explore/index.ts';
import { counter, helpOnce } from '../../src/explore/rounds.ts';
import { partIn } from '../../src/explore/team.ts';
import { chosenScope, defaultTopology, scopeComposition } from '../../src/verify/index.ts';
import { compositionFrom, plans } from './systems/random.ts';
import { rollCall } from './systems/roll-call.ts';
import { valuesOf } from './systems/support.ts';
import { twoPhaseCommit } from './systems/two-phase-commit.ts';

/** By state, how far it is from the start. */
const distances = (result: SearchResult): ReadonlyMap<string, number> =>
  new Map(
    Array.from({ length: result.states }, (_, number) => [
      result.stateAt(number).join(),
      lengthTo(result, number),
    ]),
  );

const summary = ({ states, steps, depth, complete, stuck }: SearchResult) => ({
  states,
  steps,
  depth,
  complete,
  isStuck: stuck !== null,
});

describe('a search with a helper that does all of its work before the search does its own', () => {
  /** Does a round as soon as it is woken: what another thread does, if it is fast. */
  const eager = (part: typeof partIn): Helpers => {
    let helping: { readonly counts: Int32Array; readonly work: () => void } | null = null;
    vi.spyOn(Atomics, 'notify').mockImplementation((counts, place) => {
      try {
        if (place === counter.round && helping?.counts.buffer === counts.buffer)
          helpOnce(helping.counts, helping.work);
      } catch {
        // What a thread says is for whoever started it; the search must notice by itself.
      }
      return 1;
    });
    return {
      fewestStates: 1,
      ready: () => 1,
      send: (task) => {
        helping = { counts: task.counts, work: part(task, 1) };
      },
    };
  };
  afterEach(() => vi.restoreAllMocks());

  it('meets the states of a search alone at their distances', () => {
    const helpers = eager(partIn);
    fc.assert(
      fc.property(plans, (plan) => {
        const product = new Product(compositionFrom(plan));
        const isEnd = (hub: GroupView): boolean => valuesOf(hub, 'boss').includes('s1');
        const options = { isEnd, maxStates: 1_000 };
        const alone = search(product, options);
        fc.pre(alone.complete);
        const together = search(product, { ...options, helpers });
        expect(summary(together)).toEqual(summary(alone));
        expect(distances(together)).toEqual(distances(alone));
      }),
      { numRuns: 60 },
    );
  });

  it('has room for levels that grow fast', () => {
    const product = new Product(twoPhaseCommit(6));
    const together = search(product, { helpers: eager(partIn) });
    expect(summary(together)).toEqual(summary(search(product)));
  });

  it('makes room when open steps lead to more local states than there was room for', () => {
    const product = new Product(rollCall(9));
    const isEnd = (hub: GroupView): boolean => valuesOf(hub, 'asker').includes('asked');
    const alone = search(product, { isEnd });
    const together = search(product, { isEnd, helpers: eager(partIn) });
    expect(summary(together)).toEqual(summary(alone));
    expect(distances(together)).toEqual(distances(alone));
  });

  it('fails when the helper does', () => {
    const helpers = eager(() => () => {
      throw new Error('out of order');
    });
    expect(() => search(new Product(twoPhaseCommit(6)), { helpers })).toThrow('has failed');
  });
});

describe('a search with a helper in another thread', () => {
  const ready = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker;
  beforeAll(async () => {
    worker = new Worker(new URL('../../dist/src/cli/helper.js', import.meta.url), { workerData: ready });
    await vi.waitUntil(() => Atomics.load(ready, 0) === 1, { timeout: 60_000 });
  }, 90_000);
  afterAll(() => worker.terminate());
  const helpers = (): Helpers => ({
    fewestStates: 100,
    ready: () => 1,
    send: (task) => worker.postMessage(task),
  });

  it('meets the states and steps of a search alone, every time', () => {
    const product = new Product(twoPhaseCommit(7));
    const alone = summary(search(product, { isEnd: () => true }));
    for (let time = 0; time < 10; time++) {
      expect(summary(search(product, { isEnd: () => true, helpers: helpers() }))).toEqual(alone);
    }
  });

  it.each([1, 2])('keeps shortest paths, with states of %i words', (words) => {
    const machines = words === 1 ? 3 : 5;
    const maxStates = words === 1 ? 2 ** 28 : 60_000;
    const product = new Product(scopeComposition(chosenScope(defaultTopology('2012R2', machines, 1))));
    const alone = search(product, { maxStates });
    const together = search(product, { maxStates, helpers: helpers() });
    if (alone.complete) expect(summary(together)).toEqual(summary(alone));
    const far = distances(together);
    const expected = distances(alone);
    for (const [state, distance] of expected) {
      if (far.has(state)) expect(far.get(state)).toBe(distance);
    }
  });
});
