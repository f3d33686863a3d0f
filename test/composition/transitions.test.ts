import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { Chart, transitionNames } from '../../src/composition/index.ts';

const door = setup({
  guards: { isLocked: () => false },
  delays: { swing: 1_000 },
}).createMachine({
  id: 'door',
  initial: 'deciding',
  states: {
    deciding: { always: 'shut' },
    shut: {
      on: {
        PUSH: [{ guard: 'isLocked', target: 'shut' }, { target: 'swinging' }],
        KNOCK: { description: 'Nobody hears it.' },
      },
    },
    swinging: { after: { swing: 'checking' } },
    checking: { always: [{ guard: 'isLocked', target: 'shut' }, { target: 'shut' }] },
  },
});

describe('the transitions of a chart', () => {
  it('are named by state, cause and branch', () => {
    expect([...transitionNames(door).values()].sort()).toEqual([
      'door.checking always 1',
      'door.checking always 2',
      'door.deciding always',
      'door.shut KNOCK',
      'door.shut PUSH 1',
      'door.shut PUSH 2',
      'door.swinging after swing',
    ]);
  });

  it('are told of each reaction, eventless ones and those into the first state included', () => {
    const chart = new Chart(door, undefined);
    expect(chart.initial.taken).toEqual(['door.deciding always']);
    const pushed = chart.react(chart.initial.snapshot, { type: 'PUSH' });
    expect(pushed?.taken).toEqual(['door.shut PUSH 2']);
    const [swing] = pushed === null ? [] : chart.pendingDelays(pushed.snapshot);
    const swung = pushed && chart.react(pushed.snapshot, { type: swing?.event ?? '' });
    expect(swung?.taken).toEqual(['door.swinging after swing', 'door.checking always 2']);
  });

  it('are told where nothing but the taking happens', () => {
    const chart = new Chart(door, undefined);
    expect(chart.react(chart.initial.snapshot, { type: 'KNOCK' })?.taken).toEqual(['door.shut KNOCK']);
  });
});
