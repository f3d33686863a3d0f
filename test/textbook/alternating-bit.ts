/**
 * The alternating bit protocol over media that lose: one message in each direction at most. The receiver
 * hands over the bit of each new message; handing over the same bit twice would be a duplicate.
 */
import { assign, emit, setup } from 'xstate';
import type { Composition } from '../../src/composition/index.ts';

type Bit = { readonly bit: number };

const sender = setup({
  types: {
    context: {} as Bit,
    events: {} as { type: 'TRANSMIT' } | ({ type: 'ACKNOWLEDGED' } & Bit),
    emitted: {} as { type: 'DATA' } & Bit,
  },
  guards: { isMine: ({ context, event }) => event.type === 'ACKNOWLEDGED' && event.bit === context.bit },
  actions: {
    transmit: emit(({ context }) => ({ type: 'DATA' as const, bit: context.bit })),
    flip: assign({ bit: ({ context }) => 1 - context.bit }),
  },
}).createMachine({
  id: 'sender',
  context: { bit: 0 },
  on: { TRANSMIT: { actions: 'transmit' }, ACKNOWLEDGED: [{ guard: 'isMine', actions: 'flip' }, {}] },
});

const receiver = (gullible: boolean) =>
  setup({
    types: {
      context: {} as Bit,
      events: {} as { type: 'ARRIVED' } & Bit,
      emitted: {} as ({ type: 'ACKNOWLEDGE' } & Bit) | ({ type: 'HAND_OVER' } & Bit),
    },
    guards: { isNew: ({ context, event }) => gullible || event.bit === context.bit },
    actions: {
      handOver: emit(({ event }) => ({ type: 'HAND_OVER' as const, bit: event.bit })),
      acknowledge: emit(({ event }) => ({ type: 'ACKNOWLEDGE' as const, bit: event.bit })),
      flip: assign({ bit: ({ event }) => 1 - event.bit }),
    },
  }).createMachine({
    id: 'receiver',
    context: { bit: 0 },
    on: {
      ARRIVED: [{ guard: 'isNew', actions: ['handOver', 'acknowledge', 'flip'] }, { actions: 'acknowledge' }],
    },
  });

/** Carries one message at a time; may lose it. */
const medium = setup({
  types: {
    context: {} as { readonly carried: number | null },
    events: {} as ({ type: 'CARRY' } & Bit) | { type: 'ARRIVE' } | { type: 'LOSE' },
    emitted: {} as { type: 'CARRIED' } & Bit,
  },
  guards: {
    isFree: ({ context }) => context.carried === null,
    isBusy: ({ context }) => context.carried !== null,
  },
  actions: {
    load: assign({ carried: ({ event }) => ('bit' in event ? event.bit : null) }),
    unload: assign({ carried: null }),
    deliver: emit(({ context }) => ({ type: 'CARRIED' as const, bit: context.carried ?? -1 })),
  },
}).createMachine({
  id: 'medium',
  context: { carried: null },
  on: {
    CARRY: [{ guard: 'isFree', actions: 'load' }, {}],
    ARRIVE: { guard: 'isBusy', actions: ['deliver', 'unload'] },
    LOSE: { guard: 'isBusy', actions: 'unload' },
  },
});

/** The user of the receiver: what comes must alternate. */
const user = setup({
  types: { context: {} as Bit, events: {} as { type: 'HAND_OVER' } & Bit },
  guards: { isExpected: ({ context, event }) => event.bit === context.bit },
  actions: { flip: assign({ bit: ({ context }) => 1 - context.bit }) },
}).createMachine({
  id: 'user',
  context: { bit: 0 },
  initial: 'content',
  states: {
    content: { on: { HAND_OVER: [{ guard: 'isExpected', actions: 'flip' }, { target: 'deceived' }] } },
    deceived: { on: { HAND_OVER: {} } },
  },
});

export function alternatingBit({ gullible = false } = {}): Composition {
  return {
    hub: { name: 'nobody', actors: [] },
    units: [
      {
        name: 'protocol',
        actors: [
          { role: 'sender', index: 0, chart: sender, input: undefined },
          { role: 'forth', index: 0, chart: medium, input: undefined },
          { role: 'receiver', index: 0, chart: receiver(gullible), input: undefined },
          { role: 'back', index: 0, chart: medium, input: undefined },
          { role: 'user', index: 0, chart: user, input: undefined },
        ],
      },
    ],
    wires: [
      { from: 'sender', messages: ['DATA'], to: 'forth', as: 'CARRY' },
      { from: 'forth', messages: ['CARRIED'], to: 'receiver', as: 'ARRIVED' },
      { from: 'receiver', messages: ['ACKNOWLEDGE'], to: 'back', as: 'CARRY' },
      { from: 'receiver', messages: ['HAND_OVER'], to: 'user' },
      { from: 'back', messages: ['CARRIED'], to: 'sender', as: 'ACKNOWLEDGED' },
    ],
    channels: [],
    gathers: [],
    environment: [
      { role: 'sender', message: { type: 'TRANSMIT' } },
      ...['forth', 'back'].flatMap((role) => ['ARRIVE', 'LOSE'].map((type) => ({ role, message: { type } }))),
    ],
    disabledDelays: new Set(),
    observers: [],
  };
}
