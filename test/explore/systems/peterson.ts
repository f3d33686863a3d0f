/**
 * Peterson's algorithm for two processes: a flag each, and whose turn it is.
 *
 * A process does one thing at a time, at any time: write its flag, write the turn, or look at the other's
 * flag and the turn together.
 */
import { assign, emit, setup } from 'xstate';
import type { Composition, GroupView } from '../../../src/composition/index.ts';
import { actor, composed, times, valuesOf } from './support.ts';

interface Me {
  readonly process: number;
}
type Access = { readonly type: 'RAISE_FLAG' | 'LOWER_FLAG' | 'GIVE_TURN' | 'LOOK' } & Me;
type Answer = { readonly type: 'GO' | 'WAIT' } & Me;

const memory = setup({
  types: {
    context: {} as { readonly flags: readonly boolean[]; readonly turn: number | null },
    events: {} as Access,
    emitted: {} as Answer,
    input: {} as { readonly turn: number | null },
  },
  guards: {
    isFree: ({ context: { flags, turn }, event: { process } }) =>
      flags[1 - process] === false || turn === process,
  },
  actions: {
    raise: assign({
      flags: ({ context, event }) => context.flags.map((flag, process) => process === event.process || flag),
    }),
    lower: assign({
      flags: ({ context, event }) => context.flags.map((flag, process) => process !== event.process && flag),
    }),
    giveTurn: assign({ turn: ({ event }) => 1 - event.process }),
    letGo: emit(({ event }) => ({ type: 'GO' as const, process: event.process })),
    letWait: emit(({ event }) => ({ type: 'WAIT' as const, process: event.process })),
  },
}).createMachine({
  id: 'memory',
  context: ({ input }) => ({ flags: [false, false], turn: input.turn }),
  initial: 'shared',
  states: {
    shared: {
      description: 'Every access is atomic.',
      on: {
        RAISE_FLAG: { actions: 'raise' },
        LOWER_FLAG: { actions: 'lower' },
        GIVE_TURN: { actions: 'giveTurn' },
        LOOK: [{ guard: 'isFree', actions: 'letGo' }, { actions: 'letWait' }],
      },
    },
  },
});

type Write = 'RAISE_FLAG' | 'GIVE_TURN';

interface ProcessInput extends Me {
  /** What is written before waiting, in order. */
  readonly writes: readonly Write[];
}

const process = setup({
  types: {
    context: {} as ProcessInput & { readonly written: number },
    events: {} as Answer,
    emitted: {} as Access,
    input: {} as ProcessInput,
  },
  guards: { isLastWrite: ({ context }) => context.written + 1 === context.writes.length },
  actions: {
    write: emit(({ context: { process: me, writes, written } }) => ({
      type: writes[written] as Write,
      process: me,
    })),
    count: assign({ written: ({ context }) => context.written + 1 }),
    look: emit(({ context }) => ({ type: 'LOOK' as const, process: context.process })),
    lowerFlag: emit(({ context }) => ({ type: 'LOWER_FLAG' as const, process: context.process })),
    forget: assign({ written: 0 }),
  },
  delays: { anyTime: 1 },
}).createMachine({
  id: 'process',
  context: ({ input }) => ({ ...input, written: 0 }),
  initial: 'outside',
  states: {
    outside: {
      description: 'About to write what it must write before it waits.',
      after: {
        anyTime: [
          { guard: 'isLastWrite', target: 'waiting', actions: ['write', 'count'] },
          { target: 'outside', reenter: true, actions: ['write', 'count'] },
        ],
      },
    },
    waiting: {
      description: 'Looks at the memory again and again.',
      after: { anyTime: { target: 'waiting', reenter: true, actions: 'look' } },
      on: { GO: 'inside', WAIT: { description: 'It is the turn of the other.' } },
    },
    inside: {
      description: 'The critical section.',
      after: { anyTime: { target: 'outside', actions: ['lowerFlag', 'forget'] } },
    },
  },
});

/** Swapped: the turn is given before the flag is raised. Turnless: there are only flags. */
export type PetersonVariant = 'faithful' | 'swapped' | 'turnless';

const writes: Readonly<Record<PetersonVariant, readonly Write[]>> = {
  faithful: ['RAISE_FLAG', 'GIVE_TURN'],
  swapped: ['GIVE_TURN', 'RAISE_FLAG'],
  turnless: ['RAISE_FLAG'],
};

export const peterson = (variant: PetersonVariant = 'faithful'): Composition =>
  composed({
    hub: [
      actor('memory', memory, { turn: variant === 'turnless' ? null : 0 }),
      ...times(2, (index) => actor('process', process, { process: index, writes: writes[variant] }, index)),
    ],
    wires: [
      { from: 'process', messages: ['RAISE_FLAG', 'LOWER_FLAG', 'GIVE_TURN', 'LOOK'], to: 'memory' },
      { from: 'memory', messages: ['GO', 'WAIT'], to: 'process', select: { field: 'process' } },
    ],
  });

export const bothInside = {
  id: 'both inside',
  sought: ([hub]: readonly GroupView[]) =>
    valuesOf(hub as GroupView, 'process').every((value) => value === 'inside'),
};

export const isSomebodyInside = (hub: GroupView): boolean => valuesOf(hub, 'process').includes('inside');
