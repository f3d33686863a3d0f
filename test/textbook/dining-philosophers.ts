/** Dining philosophers: each takes one fork, then the other, eats, and puts both down. */
import { assign, emit, setup } from 'xstate';
import type { Composition } from '../../src/composition/index.ts';

const table = setup({
  types: {
    context: {} as { readonly taken: readonly boolean[] },
    events: {} as
      | { type: 'TAKE'; fork: number; philosopher: number }
      | { type: 'PUT_DOWN'; forks: readonly number[] },
    emitted: {} as { type: 'TAKEN'; philosopher: number },
    input: {} as { readonly forks: number },
  },
  guards: { isFree: ({ context, event }) => event.type === 'TAKE' && context.taken[event.fork] === false },
  actions: {
    take: assign({
      taken: ({ context, event }) =>
        context.taken.map((taken, fork) => taken || (event.type === 'TAKE' && event.fork === fork)),
    }),
    putDown: assign({
      taken: ({ context, event }) =>
        context.taken.map(
          (taken, fork) => taken && !(event.type === 'PUT_DOWN' && event.forks.includes(fork)),
        ),
    }),
    give: emit(({ event }) => ({
      type: 'TAKEN' as const,
      philosopher: event.type === 'TAKE' ? event.philosopher : -1,
    })),
  },
}).createMachine({
  id: 'table',
  context: ({ input }) => ({ taken: Array.from({ length: input.forks }, () => false) }),
  on: { TAKE: [{ guard: 'isFree', actions: ['take', 'give'] }, {}], PUT_DOWN: { actions: 'putDown' } },
});

const philosopher = setup({
  types: {
    context: {} as { readonly number: number; readonly forks: readonly [number, number] },
    events: {} as { type: 'REACH' | 'FINISH' } | { type: 'TAKEN' },
    emitted: {} as
      | { type: 'TAKE'; fork: number; philosopher: number }
      | { type: 'PUT_DOWN'; forks: readonly number[] },
    input: {} as { readonly number: number; readonly forks: readonly [number, number] },
  },
  actions: {
    takeFirst: emit(({ context }) => ({
      type: 'TAKE' as const,
      fork: context.forks[0],
      philosopher: context.number,
    })),
    takeSecond: emit(({ context }) => ({
      type: 'TAKE' as const,
      fork: context.forks[1],
      philosopher: context.number,
    })),
    putDown: emit(({ context }) => ({ type: 'PUT_DOWN' as const, forks: context.forks })),
  },
}).createMachine({
  id: 'philosopher',
  context: ({ input }) => ({ ...input }),
  initial: 'thinking',
  states: {
    thinking: { on: { REACH: { actions: 'takeFirst' }, TAKEN: 'holdingOne' } },
    holdingOne: { on: { REACH: { actions: 'takeSecond' }, TAKEN: 'eating' } },
    eating: { on: { FINISH: { target: 'thinking', actions: 'putDown' } } },
  },
});

/** `lefty`: the last philosopher takes the forks in the other order, which rules the deadlock out. */
export function diningPhilosophers(count: number, { lefty = false } = {}): Composition {
  const forksOf = (number: number): readonly [number, number] => {
    const [left, right] = [number, (number + 1) % count];
    return lefty && number === count - 1 ? [right, left] : [left, right];
  };
  return {
    hub: { name: 'table', actors: [{ role: 'table', index: 0, chart: table, input: { forks: count } }] },
    units: Array.from({ length: count }, (_, number) => ({
      name: `philosopher ${number}`,
      actors: [
        { role: 'philosopher', index: number, chart: philosopher, input: { number, forks: forksOf(number) } },
      ],
    })),
    wires: [
      { from: 'philosopher', messages: ['TAKE', 'PUT_DOWN'], to: 'table', reach: 'hub' },
      {
        from: 'table',
        messages: ['TAKEN'],
        to: 'philosopher',
        reach: 'units',
        select: { field: 'philosopher' },
      },
    ],
    channels: [],
    gathers: [],
    environment: ['REACH', 'FINISH'].map((type) => ({ role: 'philosopher', message: { type } })),
    disabledDelays: new Set(),
    observers: [],
  };
}
