/** Two who count, and one who asks both once and remembers what they say: a local state for every two counts. */
import { assign, emit, setup } from 'xstate';
import type { Composition } from '../../../src/composition/index.ts';
import { actor, composed, times } from './support.ts';

export function rollCall(most: number): Composition {
  const asker = setup({
    types: {
      context: {} as { said: readonly number[] },
      events: {} as { type: 'ASK' } | { type: 'HERE'; count: number },
      emitted: {} as { type: 'CALL' },
    },
    actions: {
      call: emit({ type: 'CALL' }),
      remember: assign({
        said: ({ context, event }) => (event.type === 'HERE' ? [...context.said, event.count] : context.said),
      }),
    },
  }).createMachine({
    id: 'asker',
    context: { said: [] },
    initial: 'idle',
    on: { HERE: { actions: 'remember' } },
    states: { idle: { on: { ASK: { target: 'asked', actions: 'call' } } }, asked: { on: { ASK: {} } } },
  });
  const counter = setup({
    types: {
      context: {} as { count: number },
      events: {} as { type: 'TICK' } | { type: 'CALL' },
      emitted: {} as { type: 'HERE'; count: number },
    },
    actions: {
      tick: assign({ count: ({ context }) => Math.min(most, context.count + 1) }),
      answer: emit(({ context }) => ({ type: 'HERE' as const, count: context.count })),
    },
  }).createMachine({
    id: 'counter',
    context: { count: 0 },
    on: { TICK: { actions: 'tick' }, CALL: { actions: 'answer' } },
  });
  return composed({
    hub: [actor('asker', asker)],
    units: times(2, (unit) => ({ name: `unit${unit}`, actors: [actor('counter', counter)] })),
    wires: [
      { from: 'asker', messages: ['CALL'], to: 'counter', reach: 'units' },
      { from: 'counter', messages: ['HERE'], to: 'asker', reach: 'hub' },
    ],
    environment: [
      { role: 'asker', message: { type: 'ASK' } },
      { role: 'counter', message: { type: 'TICK' } },
    ],
  });
}
