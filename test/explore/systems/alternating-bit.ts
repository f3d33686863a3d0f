/**
 * The alternating bit protocol (Bartlett, Scantlebury, Wilkinson) over two lines that lose and double.
 *
 * Items are numbered, so that a user can tell whether they come in order and once. A line holds a few
 * frames in order; what is put on a full line is lost.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type { Composition, GroupView } from '../../../src/composition/index.ts';
import { actor, composed, valuesOf } from './support.ts';

interface Frame {
  readonly bit: number;
  readonly item: number;
}
type FrameEvent = { type: 'FRAME' } & Frame;
type AcknowledgementEvent = { type: 'ACKNOWLEDGEMENT'; readonly bit: number };

interface SenderInput {
  readonly items: number;
  readonly resends: boolean;
}

const sender = setup({
  types: {
    context: {} as SenderInput & { readonly item: number; readonly sent: boolean },
    events: {} as AcknowledgementEvent | { type: 'SEND' },
    emitted: {} as FrameEvent,
    input: {} as SenderInput,
  },
  guards: {
    maySend: ({ context }) => context.resends || !context.sent,
    isForThisItem: ({ context, event }) => {
      assertEvent(event, 'ACKNOWLEDGEMENT');
      return event.bit === context.item % 2;
    },
    isForTheLastItem: ({ context, event }) => {
      assertEvent(event, 'ACKNOWLEDGEMENT');
      return event.bit === context.item % 2 && context.item + 1 === context.items;
    },
  },
  actions: {
    send: emit(({ context: { item } }) => ({ type: 'FRAME' as const, bit: item % 2, item })),
    noteSent: assign(({ context }) => ({ sent: !context.resends })),
    turnToNext: assign(({ context }) => ({ item: context.item + 1, sent: false })),
  },
}).createMachine({
  id: 'sender',
  context: ({ input }) => ({ ...input, item: 0, sent: false }),
  initial: 'sending',
  states: {
    sending: {
      description: 'An item is sent until it is acknowledged.',
      on: {
        SEND: { guard: 'maySend', actions: ['send', 'noteSent'] },
        ACKNOWLEDGEMENT: [
          { guard: 'isForTheLastItem', target: 'done' },
          { guard: 'isForThisItem', actions: 'turnToNext' },
          { description: 'It is for the item before.' },
        ],
      },
    },
    done: {
      description: 'All items are acknowledged.',
      on: { ACKNOWLEDGEMENT: { description: 'All are acknowledged already.' } },
    },
  },
});

const receiver = setup({
  types: {
    context: {} as { readonly checksBit: boolean; readonly bit: number },
    events: {} as FrameEvent,
    emitted: {} as AcknowledgementEvent | { type: 'HAND_OVER'; readonly item: number },
    input: {} as { readonly checksBit: boolean },
  },
  guards: {
    isNew: ({ context, event }) => !context.checksBit || event.bit === context.bit,
  },
  actions: {
    acknowledge: emit(({ event }) => ({ type: 'ACKNOWLEDGEMENT' as const, bit: event.bit })),
    handOver: emit(({ event }) => ({ type: 'HAND_OVER' as const, item: event.item })),
    alternate: assign({ bit: ({ context }) => 1 - context.bit }),
  },
}).createMachine({
  id: 'receiver',
  context: ({ input }) => ({ checksBit: input.checksBit, bit: 0 }),
  initial: 'receiving',
  states: {
    receiving: {
      description: 'Every frame is acknowledged, a new one is handed over too.',
      on: {
        FRAME: [
          { guard: 'isNew', actions: ['acknowledge', 'handOver', 'alternate'] },
          { actions: 'acknowledge' },
        ],
      },
    },
  },
});

const user = setup({
  types: {
    context: {} as { readonly received: number },
    events: {} as { type: 'HAND_OVER'; readonly item: number },
  },
  guards: { isNext: ({ context, event }) => event.item === context.received },
  actions: { count: assign({ received: ({ context }) => context.received + 1 }) },
}).createMachine({
  id: 'user',
  context: { received: 0 },
  initial: 'content',
  states: {
    content: {
      description: 'Items came once and in order.',
      on: { HAND_OVER: [{ guard: 'isNext', actions: 'count' }, { target: 'deceived' }] },
    },
    deceived: {
      description: 'An item came twice, or before its turn.',
      on: { HAND_OVER: { description: 'It does not matter any more.' } },
    },
  },
});

type LineEvent = FrameEvent | AcknowledgementEvent;
type Disturbance = { type: 'PASS_ON' } | { type: 'LOSE' } | { type: 'DOUBLE' };

interface LineInput {
  readonly capacity: number;
}

const line = setup({
  types: {
    context: {} as LineInput & { readonly queue: readonly LineEvent[] },
    events: {} as LineEvent | Disturbance,
    emitted: {} as LineEvent,
    input: {} as LineInput,
  },
  guards: {
    hasRoom: ({ context }) => context.queue.length < context.capacity,
    isBusy: ({ context }) => context.queue.length > 0,
    isBusyAndHasRoom: ({ context }) => context.queue.length > 0 && context.queue.length < context.capacity,
  },
  actions: {
    append: assign({
      queue: ({ context, event }) => {
        assertEvent(event, ['FRAME', 'ACKNOWLEDGEMENT']);
        return [...context.queue, event];
      },
    }),
    passOn: emit(({ context }) => context.queue[0] as LineEvent),
    dropFirst: assign({ queue: ({ context }) => context.queue.slice(1) }),
    doubleFirst: assign({ queue: ({ context }) => [...context.queue.slice(0, 1), ...context.queue] }),
  },
}).createMachine({
  id: 'line',
  context: ({ input }) => ({ ...input, queue: [] }),
  initial: 'open',
  states: {
    open: {
      description: 'Frames are under way.',
      on: {
        FRAME: [{ guard: 'hasRoom', actions: 'append' }, { description: 'It is lost.' }],
        ACKNOWLEDGEMENT: [{ guard: 'hasRoom', actions: 'append' }, { description: 'It is lost.' }],
        PASS_ON: { guard: 'isBusy', actions: ['passOn', 'dropFirst'] },
        LOSE: { guard: 'isBusy', actions: 'dropFirst' },
        DOUBLE: { guard: 'isBusyAndHasRoom', actions: 'doubleFirst' },
      },
    },
  },
});

/** Bitless: the receiver takes every frame as new. Unrepeated: a frame is sent once. */
export type AlternatingBitVariant = 'faithful' | 'bitless' | 'unrepeated';

export const alternatingBit = (
  items: number,
  capacity: number,
  variant: AlternatingBitVariant = 'faithful',
): Composition =>
  composed({
    hub: [
      actor('sender', sender, { items, resends: variant !== 'unrepeated' }),
      actor('frame-line', line, { capacity }),
      actor('receiver', receiver, { checksBit: variant !== 'bitless' }),
      actor('acknowledgement-line', line, { capacity }),
      actor('user', user),
    ],
    wires: [
      { from: 'sender', messages: ['FRAME'], to: 'frame-line' },
      { from: 'frame-line', messages: ['FRAME'], to: 'receiver' },
      { from: 'receiver', messages: ['ACKNOWLEDGEMENT'], to: 'acknowledgement-line' },
      { from: 'acknowledgement-line', messages: ['ACKNOWLEDGEMENT'], to: 'sender' },
      { from: 'receiver', messages: ['HAND_OVER'], to: 'user' },
    ],
    environment: [
      { role: 'sender', message: { type: 'SEND' } },
      ...['frame-line', 'acknowledgement-line'].flatMap((role) =>
        ['PASS_ON', 'LOSE', 'DOUBLE'].map((type) => ({ role, message: { type } })),
      ),
    ],
  });

export const deception = {
  id: 'deception',
  sought: (groups: readonly GroupView[]) =>
    groups.some((group) => valuesOf(group, 'user').includes('deceived')),
};

export const isAllAcknowledged = (hub: GroupView): boolean => valuesOf(hub, 'sender').includes('done');
