/**
 * Two-phase commit after Lamport's TwoPhase.tla: the messages are a set that only grows, and receiving
 * leaves a message where it is.
 *
 * A unit is one resource manager with its 'prepared' message; what the transaction manager has noted of
 * it is kept with that message. The decision is posted to every unit, and received when the world says so.
 */
import { assign, emit, setup } from 'xstate';
import type { Composition, GroupView } from '../../../src/composition/index.ts';
import { actor, composed, times, valuesOf } from './support.ts';

type Decision = { type: 'COMMIT' } | { type: 'ABORT' };

interface TransactionManagerInput {
  /** Prepared messages that are noted before it may commit. */
  readonly needed: number;
  readonly mayAbort: boolean;
}

const transactionManager = setup({
  types: {
    context: {} as TransactionManagerInput & { readonly noted: number },
    events: {} as { type: 'NOTED' } | { type: 'DECIDE_TO_COMMIT' } | { type: 'DECIDE_TO_ABORT' },
    emitted: {} as Decision,
    input: {} as TransactionManagerInput,
  },
  guards: {
    enoughArePrepared: ({ context }) => context.noted >= context.needed,
    mayAbort: ({ context }) => context.mayAbort,
  },
  actions: {
    count: assign({ noted: ({ context }) => context.noted + 1 }),
    postCommit: emit({ type: 'COMMIT' }),
    postAbort: emit({ type: 'ABORT' }),
  },
}).createMachine({
  id: 'transactionManager',
  context: ({ input }) => ({ ...input, noted: 0 }),
  initial: 'undecided',
  states: {
    undecided: {
      description: 'Prepared messages are noted until it decides.',
      on: {
        NOTED: { actions: 'count' },
        DECIDE_TO_COMMIT: { guard: 'enoughArePrepared', target: 'committed', actions: 'postCommit' },
        DECIDE_TO_ABORT: { guard: 'mayAbort', target: 'aborted', actions: 'postAbort' },
      },
    },
    committed: { description: 'The commit message is posted.' },
    aborted: { description: 'The abort message is posted.' },
  },
});

const resourceManager = setup({
  types: {
    context: {} as { readonly posted: 'nothing' | 'commit' | 'abort' },
    events: {} as Decision | { type: 'PREPARE' } | { type: 'GIVE_UP' } | { type: 'RECEIVE' },
    emitted: {} as { type: 'PREPARED' },
  },
  guards: {
    commitIsPosted: ({ context }) => context.posted === 'commit',
    abortIsPosted: ({ context }) => context.posted === 'abort',
  },
  actions: {
    seeCommit: assign({ posted: 'commit' as const }),
    seeAbort: assign({ posted: 'abort' as const }),
    postPrepared: emit({ type: 'PREPARED' }),
  },
}).createMachine({
  id: 'resourceManager',
  context: { posted: 'nothing' },
  initial: 'working',
  on: {
    COMMIT: { actions: 'seeCommit' },
    ABORT: { actions: 'seeAbort' },
    RECEIVE: [
      { guard: 'commitIsPosted', target: '.committed' },
      { guard: 'abortIsPosted', target: '.aborted' },
    ],
  },
  states: {
    working: {
      description: 'It may still give up on its own.',
      on: { PREPARE: { target: 'prepared', actions: 'postPrepared' }, GIVE_UP: 'aborted' },
    },
    prepared: { description: 'It has left the decision to the transaction manager.' },
    committed: { description: 'Its part of the transaction is done.' },
    aborted: { description: 'Its part of the transaction is undone.' },
  },
});

const preparedMessage = setup({
  types: {
    context: {} as { readonly isOpen: boolean },
    events: {} as Decision | { type: 'PREPARED' } | { type: 'NOTE' },
    emitted: {} as { type: 'NOTED' },
  },
  guards: { isOpen: ({ context }) => context.isOpen },
  actions: { close: assign({ isOpen: false }), tellManager: emit({ type: 'NOTED' }) },
}).createMachine({
  id: 'preparedMessage',
  context: { isOpen: true },
  initial: 'absent',
  on: { COMMIT: { actions: 'close' }, ABORT: { actions: 'close' } },
  states: {
    absent: { description: 'The resource manager has not prepared.', on: { PREPARED: 'posted' } },
    posted: {
      description: 'The transaction manager may note it while it is undecided.',
      on: { NOTE: { guard: 'isOpen', target: 'noted', actions: 'tellManager' } },
    },
    noted: { description: 'The transaction manager knows.' },
  },
});

/** Hasty: one prepared resource manager is enough to commit. Patient: it never decides to abort. */
export type TwoPhaseVariant = 'faithful' | 'hasty' | 'patient';

export function twoPhaseCommit(managers: number, variant: TwoPhaseVariant = 'faithful'): Composition {
  const input = { needed: variant === 'hasty' ? 1 : managers, mayAbort: variant !== 'patient' };
  const decisions = ['COMMIT', 'ABORT'];
  return composed({
    hub: [actor('transaction-manager', transactionManager, input)],
    units: times(managers, (index) => ({
      name: `manager ${index}`,
      actors: [actor('resource-manager', resourceManager), actor('prepared-message', preparedMessage)],
    })),
    wires: [
      { from: 'resource-manager', messages: ['PREPARED'], to: 'prepared-message' },
      { from: 'prepared-message', messages: ['NOTED'], to: 'transaction-manager', reach: 'hub' },
      { from: 'transaction-manager', messages: decisions, to: 'resource-manager', reach: 'units' },
      { from: 'transaction-manager', messages: decisions, to: 'prepared-message', reach: 'units' },
    ],
    environment: [
      ...['PREPARE', 'GIVE_UP', 'RECEIVE'].map((type) => ({ role: 'resource-manager', message: { type } })),
      { role: 'prepared-message', message: { type: 'NOTE' } },
      ...['DECIDE_TO_COMMIT', 'DECIDE_TO_ABORT'].map((type) => ({
        role: 'transaction-manager',
        message: { type },
      })),
    ],
  });
}

export const disagreement = {
  id: 'disagreement',
  sought: (groups: readonly GroupView[]) => {
    const outcomes = groups.flatMap((group) => valuesOf(group, 'resource-manager'));
    return outcomes.includes('committed') && outcomes.includes('aborted');
  },
};

export const isDecided = (hub: GroupView): boolean =>
  !valuesOf(hub, 'transaction-manager').includes('undecided');
