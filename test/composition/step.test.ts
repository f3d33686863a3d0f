import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from 'xstate';
import {
  actorName,
  type CallOrder,
  enabledEvents,
  firstInFirstOut,
  groupsOf,
  initialState,
  LiveRun,
  type SystemState,
  snapshotKey,
  stateKey,
  step,
} from '../../src/composition/index.ts';
import { play } from '../../src/explore/index.ts';
import { topologies } from '../../src/fast-check/index.ts';
import { backupComposition } from '../../src/system/index.ts';
import { chosenScope, defaultTopology, randomNumbers, randomRun } from '../../src/verify/index.ts';

const pairOf = (call: Parameters<CallOrder>[0][number]): string =>
  JSON.stringify([call.from, call.group, actorName(call.actor)]);

/** The first call of a pair of actors may be chosen; later ones of the same pair must wait. */
const amongHeads =
  (choose: (heads: readonly number[]) => number): CallOrder =>
  (waiting) => {
    const pairs = waiting.map(pairOf);
    return choose(
      waiting.map((_, index) => index).filter((index) => pairs.indexOf(pairs[index] ?? '') === index),
    );
  };

const lastInFirstOut = amongHeads((heads) => heads.at(-1) ?? 0);

describe('a step', () => {
  it('has one result, in whatever order its calls are worked off', () => {
    fc.assert(
      fc.property(topologies({ maxMachines: 3 }), fc.nat(), (topology, seed) => {
        const composition = backupComposition(topology, { faults: ['F7', 'F14'] });
        const random = randomNumbers(seed);
        const inRandomOrder = amongHeads((heads) => heads[Math.floor(random() * heads.length)] ?? 0);
        let state: SystemState = initialState(composition);
        for (let count = 0; count < 80; count++) {
          const events = enabledEvents(composition, state);
          const event = events[Math.floor(random() * events.length)];
          if (event === undefined) break;
          const [plain, deep, shuffled] = [firstInFirstOut, lastInFirstOut, inRandomOrder].map((order) =>
            stateKey(step(composition, state, event, order).state),
          );
          expect(deep).toBe(plain);
          expect(shuffled).toBe(plain);
          state = step(composition, state, event).state;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuses an event that is not enabled', () => {
    const composition = backupComposition(defaultTopology('2012R2', 1, 1));
    const state = initialState(composition);
    expect(() => step(composition, state, { type: 'DELIVER', group: 0, channel: 'vss-calls' })).toThrow(
      RangeError,
    );
    expect(() =>
      step(composition, state, {
        type: 'ELAPSE',
        group: 0,
        actor: 'host-vss',
        delay: 'flushAndHold',
        state: 'hostVss.holding',
      }),
    ).toThrow('is not waiting for flushAndHold');
    expect(() => step(composition, state, { type: 'DELIVER', group: 7, channel: 'vss-calls' })).toThrow(
      RangeError,
    );
  });

  it('never lets a limit expire whose fault is not enabled', () => {
    fc.assert(
      fc.property(topologies({ maxMachines: 2 }), fc.nat(), (topology, seed) => {
        const { events } = randomRun(chosenScope(topology), seed);
        expect(events.filter((event) => event.type === 'ELAPSE' && event.delay.endsWith('Window'))).toEqual(
          [],
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('a live run with real XState actors', () => {
  it('is a path of the system actor', () => {
    fc.assert(
      fc.property(topologies({ maxMachines: 3 }), fc.nat(), (topology, seed) => {
        const composition = backupComposition(topology);
        const random = randomNumbers(seed);
        const clock = new SimulatedClock();
        const live = new LiveRun(composition, { clock: clock as never }).start();
        for (let count = 0; count < 400; count++) {
          const group = 1 + Math.floor(random() * composition.units.length);
          const workload = live.actor(group, 'guest-workload');
          if (random() < 0.2 && workload.getSnapshot().value === 'writing') {
            live.act(group, 'guest-workload', { type: 'WRITE_NOW' });
          }
          clock.increment(Math.floor(random() * 2_000));
        }
        const { steps, initial } = play(composition, live.events);
        const state = steps.at(-1)?.state ?? initial;
        groupsOf(composition).forEach(({ actors }, number) => {
          actors.forEach((actor, position) => {
            expect(snapshotKey(live.actor(number, actorName(actor)).getSnapshot())).toBe(
              snapshotKey(state.groups[number]?.actors[position] as never),
            );
          });
        });
        expect(live.actor(0, 'backup-application').getSnapshot().value).toBe('finished');
        live.stop();
      }),
      { numRuns: 40 },
    );
  });
});
