/** The argument that every fair run comes to rest, on systems small enough to see what is wrong with each. */

import { describe, expect, it } from 'vitest';
import { emit, setup } from 'xstate';
import type { Composition } from '../../src/composition/index.ts';
import { allButTheEnvironment, findStandstill } from '../../src/explore/index.ts';
import { actor, composed, explore, valuesOf } from './systems/support.ts';

const still = setup({}).createMachine({ id: 'still', initial: 'idle', states: { idle: {} } });

/** Works once, whatever the weather. */
const worker = setup({ delays: { work: 1 } }).createMachine({
  id: 'worker',
  initial: 'working',
  states: { working: { after: { work: 'finished' } }, finished: {} },
});

/** Storms come when they like, and pass. */
const weather = setup({ delays: { passing: 1 } }).createMachine({
  id: 'weather',
  initial: 'calm',
  states: { calm: { on: { STORM: 'storm' } }, storm: { after: { passing: 'calm' } } },
});

const loudWeather = setup({
  delays: { passing: 1 },
  actions: { warn: emit({ type: 'SIREN' }) },
}).createMachine({
  id: 'weather',
  initial: 'calm',
  states: {
    calm: { on: { STORM: { target: 'storm', actions: 'warn' } } },
    storm: { after: { passing: { target: 'calm', actions: 'warn' } } },
  },
});

/** Works in calm weather only: a storm that comes again and again puts it off for ever, fairly. */
const outdoorWorker = setup({ delays: { passing: 1, work: 1 } }).createMachine({
  id: 'worker',
  initial: 'working',
  states: {
    working: { on: { STORM: 'waiting' }, after: { work: 'finished' } },
    waiting: { after: { passing: 'working' } },
    finished: {},
  },
});

const storms = (role: string) => [{ role, message: { type: 'STORM' } }];

const question = (composition: Composition) => {
  const { product, result } = explore(composition);
  return {
    product,
    result,
    unit: 1,
    fairness: allButTheEnvironment,
    isRest: (hub: Parameters<typeof valuesOf>[0]) => valuesOf(hub, 'worker').every((at) => at === 'finished'),
    isEnd: (hub: Parameters<typeof valuesOf>[0]) => valuesOf(hub, 'worker').every((at) => at === 'finished'),
  };
};

const standstillOf = (parts: Parameters<typeof composed>[0]): string | null =>
  findStandstill(question(composed({ units: [{ name: 'unit', actors: [actor('unit', still)] }], ...parts })));

const unitOf = (chart: Parameters<typeof actor>[1]) => [{ name: 'unit', actors: [actor('unit', chart)] }];

describe('a hub that comes back to a state', () => {
  it('gets on all the same where what it must do stays within reach and leads away', () => {
    const hub = [actor('weather', weather), actor('worker', worker)];
    expect(standstillOf({ hub, environment: storms('weather') })).toBeNull();
  });

  it('need not get on where what it must do is out of reach in between', () => {
    const hub = [actor('worker', outdoorWorker)];
    expect(standstillOf({ hub, environment: storms('worker') })).toBe('the hub can come back to a state');
  });

  it('need not get on where units notice', () => {
    const listening = setup({}).createMachine({
      id: 'unit',
      initial: 'still',
      states: { still: { on: { SIREN: 'alarmed' } }, alarmed: { on: { SIREN: 'still' } } },
    });
    const wires = [{ from: 'weather', messages: ['SIREN'], to: 'unit', reach: 'units' as const }];
    const hub = [actor('weather', loudWeather), actor('worker', worker)];
    expect(standstillOf({ hub, units: unitOf(listening), wires, environment: storms('weather') })).toBe(
      'the hub can come back to a state',
    );
  });
});

describe('a unit', () => {
  const hub = [actor('worker', worker)];

  it('must not work for ever', () => {
    const restless = setup({ delays: { turn: 1 } }).createMachine({
      id: 'unit',
      initial: 'left',
      states: { left: { after: { turn: 'right' } }, right: { after: { turn: 'left' } } },
    });
    expect(standstillOf({ hub, units: unitOf(restless) })).toContain('a unit can repeat');
  });

  it('must not be kept from its work for ever by writes', () => {
    const written = setup({ delays: { work: 1 } }).createMachine({
      id: 'unit',
      initial: 'clean',
      states: {
        clean: { on: { WRITE: 'dirty' }, after: { work: 'done' } },
        dirty: { on: { WRITE: 'clean' } },
        done: {},
      },
    });
    const environment = [{ role: 'unit', message: { type: 'WRITE' } }];
    expect(standstillOf({ hub, units: unitOf(written), environment })).toContain('can put off');
  });

  it('that owes its answer must be able to give it', () => {
    const gathers = [{ from: 'unit', message: 'DONE', to: 'worker', as: 'ALL_DONE', field: 'failed' }];
    const waiting = setup({}).createMachine({
      id: 'worker',
      initial: 'waiting',
      states: { waiting: { on: { ALL_DONE: 'finished' } }, finished: {} },
    });
    const answering = setup({
      delays: { work: 1 },
      actions: { answer: emit({ type: 'DONE', failed: false }) },
    }).createMachine({
      id: 'unit',
      initial: 'working',
      states: { working: { after: { work: { target: 'done', actions: 'answer' } } }, done: {} },
    });
    const system = { hub: [actor('worker', waiting)], gathers };
    expect(standstillOf({ ...system, units: unitOf(answering) })).toBeNull();
    expect(standstillOf({ ...system, units: unitOf(still) })).toBe(
      'a unit owes its answer and has no fair step',
    );
  });
});
