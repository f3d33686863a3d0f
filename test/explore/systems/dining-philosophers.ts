/**
 * Dijkstra's dining philosophers: a philosopher takes one fork, then the other, eats, and puts both down.
 *
 * Fork i lies to the left of philosopher i and to the right of the one before. A fork that is taken
 * refuses, and the philosopher may ask again at any time.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type { Composition, GroupView } from '../../../src/composition/index.ts';
import { actor, composed, times, valuesOf } from './support.ts';

interface Request {
  readonly fork: number;
  readonly philosopher: number;
}
type ForkEvent = ({ type: 'TAKE' } & Request) | { type: 'PUT_DOWN'; readonly fork: number };
type Answer = { type: 'TAKEN' | 'REFUSED'; readonly philosopher: number };

const fork = setup({
  types: { events: {} as ForkEvent, emitted: {} as Answer },
  actions: {
    grant: emit(({ event }) => {
      assertEvent(event, 'TAKE');
      return { type: 'TAKEN' as const, philosopher: event.philosopher };
    }),
    refuse: emit(({ event }) => {
      assertEvent(event, 'TAKE');
      return { type: 'REFUSED' as const, philosopher: event.philosopher };
    }),
  },
}).createMachine({
  id: 'fork',
  initial: 'onTheTable',
  states: {
    onTheTable: { description: 'Whoever asks gets it.', on: { TAKE: { target: 'taken', actions: 'grant' } } },
    taken: {
      description: 'One philosopher has it.',
      on: { TAKE: { actions: 'refuse' }, PUT_DOWN: 'onTheTable' },
    },
  },
});

interface PhilosopherInput {
  readonly philosopher: number;
  /** The forks in the order in which they are taken. */
  readonly forks: readonly [number, number];
}

const philosopher = setup({
  types: {
    context: {} as PhilosopherInput & { readonly held: number },
    events: {} as Answer | { type: 'REACH_OUT' } | { type: 'FINISH' },
    emitted: {} as ForkEvent,
    input: {} as PhilosopherInput,
  },
  guards: { oneForkIsHeld: ({ context }) => context.held === 1 },
  actions: {
    askForNext: emit(({ context: { forks, held, philosopher: me } }) => ({
      type: 'TAKE' as const,
      fork: held === 0 ? forks[0] : forks[1],
      philosopher: me,
    })),
    hold: assign({ held: ({ context }) => context.held + 1 }),
    putDownFirst: emit(({ context }) => ({ type: 'PUT_DOWN' as const, fork: context.forks[0] })),
    putDownSecond: emit(({ context }) => ({ type: 'PUT_DOWN' as const, fork: context.forks[1] })),
    letGo: assign({ held: 0 }),
  },
}).createMachine({
  id: 'philosopher',
  context: ({ input }) => ({ ...input, held: 0 }),
  initial: 'thinking',
  states: {
    thinking: {
      description: 'No fork is held, or one while waiting for the other.',
      on: {
        REACH_OUT: { actions: 'askForNext' },
        TAKEN: [{ guard: 'oneForkIsHeld', target: 'eating', actions: 'hold' }, { actions: 'hold' }],
        REFUSED: { description: 'Another time, then.' },
      },
    },
    eating: {
      description: 'Both forks are held.',
      on: { FINISH: { target: 'thinking', actions: ['putDownFirst', 'putDownSecond', 'letGo'] } },
    },
  },
});

/** Asymmetric: the last philosopher takes the right fork first. */
export type DiningVariant = 'leftFirst' | 'asymmetric';

/** The forks of a philosopher in the order in which they are taken. */
export const forksOf = (seats: number, seat: number, variant: DiningVariant): readonly [number, number] =>
  variant === 'asymmetric' && seat === seats - 1 ? [(seat + 1) % seats, seat] : [seat, (seat + 1) % seats];

export const diningPhilosophers = (seats: number, variant: DiningVariant): Composition =>
  composed({
    hub: [
      ...times(seats, (seat) =>
        actor('philosopher', philosopher, { philosopher: seat, forks: forksOf(seats, seat, variant) }, seat),
      ),
      ...times(seats, (seat) => actor('fork', fork, undefined, seat)),
    ],
    wires: [
      { from: 'philosopher', messages: ['TAKE', 'PUT_DOWN'], to: 'fork', select: { field: 'fork' } },
      { from: 'fork', messages: ['TAKEN', 'REFUSED'], to: 'philosopher', select: { field: 'philosopher' } },
    ],
    environment: ['REACH_OUT', 'FINISH'].map((type) => ({ role: 'philosopher', message: { type } })),
  });

/** Every fork lies on the table: the dinner can begin anew. */
export const allForksFree = (hub: GroupView): boolean =>
  valuesOf(hub, 'fork').every((value) => value === 'onTheTable');

/** Neighbours eat at the same time, which needs the fork between them twice. */
export const neighboursEat = {
  id: 'neighbours eat',
  sought: ([hub]: readonly GroupView[]) => {
    const eating = valuesOf(hub as GroupView, 'philosopher').map((value) => value === 'eating');
    return eating.some((one, seat) => one && eating[(seat + 1) % eating.length] === true);
  },
};
