/**
 * Two-phase commit after Lamport's TwoPhase: messages are never taken away, so each resource manager's
 * mail is an actor that remembers them.
 */
import { assign, emit, setup } from 'xstate';
import type { Composition, Group } from '../../src/composition/index.ts';

const transactionManager = setup({
  types: {
    context: {} as { readonly expected: number; readonly prepared: readonly number[] },
    events: {} as
      | { type: 'PREPARED'; manager: number }
      | { type: 'DECIDE_COMMIT' }
      | { type: 'DECIDE_ABORT' },
    emitted: {} as { type: 'COMMIT' } | { type: 'ABORT' },
    input: {} as { readonly expected: number },
  },
  guards: {
    allArePrepared: ({ context }) => context.prepared.length === context.expected,
    isNew: ({ context, event }) => event.type === 'PREPARED' && !context.prepared.includes(event.manager),
  },
  actions: {
    note: assign({
      prepared: ({ context, event }) =>
        event.type === 'PREPARED' ? [...context.prepared, event.manager].sort() : context.prepared,
    }),
    commit: emit({ type: 'COMMIT' }),
    abort: emit({ type: 'ABORT' }),
  },
}).createMachine({
  id: 'transactionManager',
  context: ({ input }) => ({ expected: input.expected, prepared: [] }),
  initial: 'init',
  states: {
    init: {
      on: {
        PREPARED: [{ guard: 'isNew', actions: 'note' }, {}],
        DECIDE_COMMIT: { guard: 'allArePrepared', target: 'committed', actions: 'commit' },
        DECIDE_ABORT: { target: 'aborted', actions: 'abort' },
      },
    },
    committed: { on: { PREPARED: {} } },
    aborted: { on: { PREPARED: {} } },
  },
});

const mail = setup({
  types: {
    context: {} as { readonly manager: number; readonly prepared: boolean; readonly decision: string },
    events: {} as { type: 'SAY_PREPARED' | 'COMMIT' | 'ABORT' | 'BRING_PREPARED' | 'BRING_DECISION' },
    emitted: {} as { type: 'PREPARED'; manager: number } | { type: 'MUST_COMMIT' } | { type: 'MUST_ABORT' },
    input: {} as { readonly manager: number },
  },
  guards: {
    isPrepared: ({ context }) => context.prepared,
    isCommit: ({ context }) => context.decision === 'commit',
    isAbort: ({ context }) => context.decision === 'abort',
  },
  actions: {
    keepPrepared: assign({ prepared: true }),
    keepCommit: assign({ decision: 'commit' }),
    keepAbort: assign({ decision: 'abort' }),
    bringPrepared: emit(({ context }) => ({ type: 'PREPARED' as const, manager: context.manager })),
    bringCommit: emit({ type: 'MUST_COMMIT' }),
    bringAbort: emit({ type: 'MUST_ABORT' }),
  },
}).createMachine({
  id: 'mail',
  context: ({ input }) => ({ manager: input.manager, prepared: false, decision: 'none' }),
  on: {
    SAY_PREPARED: { actions: 'keepPrepared' },
    COMMIT: { actions: 'keepCommit' },
    ABORT: { actions: 'keepAbort' },
    BRING_PREPARED: { guard: 'isPrepared', actions: 'bringPrepared' },
    BRING_DECISION: [
      { guard: 'isCommit', actions: 'bringCommit' },
      { guard: 'isAbort', actions: 'bringAbort' },
    ],
  },
});

const resourceManager = (hasty: boolean) =>
  setup({
    types: {
      events: {} as { type: 'PREPARE' | 'CHOOSE_TO_ABORT' | 'MUST_COMMIT' | 'MUST_ABORT' },
      emitted: {} as { type: 'SAY_PREPARED' },
    },
    actions: { sayPrepared: emit({ type: 'SAY_PREPARED' }) },
  }).createMachine({
    id: 'resourceManager',
    initial: 'working',
    on: { MUST_COMMIT: '.committed', MUST_ABORT: '.aborted' },
    states: {
      working: {
        on: { PREPARE: { target: 'prepared', actions: 'sayPrepared' }, CHOOSE_TO_ABORT: 'aborted' },
      },
      // The hasty one breaks the protocol: it changes its mind after having promised.
      prepared: { on: hasty ? { CHOOSE_TO_ABORT: 'aborted' } : {} },
      committed: {},
      aborted: {},
    },
  });

export function twoPhaseCommit(managers: number, { hasty = false } = {}): Composition {
  const manager = resourceManager(hasty);
  const unit = (index: number): Group => ({
    name: `manager ${index}`,
    actors: [
      { role: 'manager', index: 0, chart: manager, input: undefined },
      { role: 'mail', index: 0, chart: mail, input: { manager: index } },
    ],
  });
  return {
    hub: {
      name: 'transaction manager',
      actors: [
        { role: 'transaction-manager', index: 0, chart: transactionManager, input: { expected: managers } },
      ],
    },
    units: Array.from({ length: managers }, (_, index) => unit(index)),
    wires: [
      { from: 'manager', messages: ['SAY_PREPARED'], to: 'mail' },
      { from: 'mail', messages: ['PREPARED'], to: 'transaction-manager', reach: 'hub' },
      { from: 'transaction-manager', messages: ['COMMIT', 'ABORT'], to: 'mail', reach: 'units' },
      { from: 'mail', messages: ['MUST_COMMIT', 'MUST_ABORT'], to: 'manager' },
    ],
    channels: [],
    gathers: [],
    environment: [
      ...['DECIDE_COMMIT', 'DECIDE_ABORT'].map((type) => ({
        role: 'transaction-manager',
        message: { type },
      })),
      ...['PREPARE', 'CHOOSE_TO_ABORT'].map((type) => ({ role: 'manager', message: { type } })),
      ...['BRING_PREPARED', 'BRING_DECISION'].map((type) => ({ role: 'mail', message: { type } })),
    ],
    disabledDelays: new Set(),
    observers: [],
  };
}
