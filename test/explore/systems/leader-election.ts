/**
 * Leader election in a ring after Chang and Roberts: greater numbers travel on, smaller ones are
 * dropped, and whose number comes back is the leader.
 *
 * Each unit is one process with the channel that leads to its neighbour.
 */
import { assertEvent, emit, setup } from 'xstate';
import type { Composition, GroupView } from '../../../src/composition/index.ts';
import { actor, composed, valuesOf } from './support.ts';

type Candidacy = { type: 'CANDIDACY'; readonly number: number };

interface ProcessInput {
  readonly number: number;
  /** A process that sleeps deeply is not woken by what it receives, and loses it. */
  readonly sleepsDeeply: boolean;
}

const process = setup({
  types: {
    context: {} as ProcessInput,
    events: {} as Candidacy | { type: 'WAKE_UP' },
    emitted: {} as Candidacy | { type: 'ELECTED' },
    input: {} as ProcessInput,
  },
  guards: {
    sleepsDeeply: ({ context }) => context.sleepsDeeply,
    isGreater: ({ context, event }) => {
      assertEvent(event, 'CANDIDACY');
      return event.number > context.number;
    },
    isOwn: ({ context, event }) => {
      assertEvent(event, 'CANDIDACY');
      return event.number === context.number;
    },
  },
  actions: {
    standForElection: emit(({ context }) => ({ type: 'CANDIDACY' as const, number: context.number })),
    passOn: emit(({ event }) => {
      assertEvent(event, 'CANDIDACY');
      return { type: 'CANDIDACY' as const, number: event.number };
    }),
    announce: emit({ type: 'ELECTED' }),
  },
}).createMachine({
  id: 'process',
  context: ({ input }) => input,
  initial: 'asleep',
  states: {
    asleep: {
      description: 'It has not heard of the election.',
      on: {
        WAKE_UP: { target: 'candidate', actions: 'standForElection' },
        CANDIDACY: [
          { guard: 'sleepsDeeply', description: 'It does not hear.' },
          { guard: 'isGreater', target: 'passive', actions: 'passOn' },
          { target: 'candidate', actions: 'standForElection' },
        ],
      },
    },
    candidate: {
      description: 'Its own number is under way.',
      on: {
        CANDIDACY: [
          { guard: 'isGreater', target: 'passive', actions: 'passOn' },
          { guard: 'isOwn', target: 'leader', actions: 'announce' },
          { description: 'A smaller number is dropped.' },
        ],
      },
    },
    passive: {
      description: 'A greater number has gone past.',
      on: {
        CANDIDACY: [
          { guard: 'isGreater', actions: 'passOn' },
          { description: 'A number that is not greater is dropped.' },
        ],
      },
    },
    leader: {
      description: 'Its own number has come back.',
      on: { CANDIDACY: { description: 'The election is over.' } },
    },
  },
});

const registrar = setup({ types: { events: {} as { type: 'ELECTED' } } }).createMachine({
  id: 'registrar',
  initial: 'nobody',
  states: {
    nobody: { description: 'No leader is known.', on: { ELECTED: 'one' } },
    one: { description: 'There is a leader.', on: { ELECTED: 'several' } },
    several: {
      description: 'More than one calls itself the leader.',
      on: { ELECTED: { description: 'It is more than one already.' } },
    },
  },
});

/** A ring of processes that have these numbers, in its order. */
export const leaderElection = (numbers: readonly number[], sleepsDeeply = false): Composition =>
  composed({
    hub: [actor('registrar', registrar)],
    units: numbers.map((number, index) => ({
      name: `process ${index}`,
      actors: [actor('process', process, { number, sleepsDeeply })],
    })),
    wires: [
      { from: 'process', messages: ['CANDIDACY'], to: 'process', reach: 'neighbour', channel: 'next' },
      { from: 'process', messages: ['ELECTED'], to: 'registrar', reach: 'hub' },
    ],
    channels: [{ name: 'next', capacity: numbers.length }],
    environment: [{ role: 'process', message: { type: 'WAKE_UP' } }],
  });

export const severalLeaders = {
  id: 'several leaders',
  sought: ([hub]: readonly GroupView[]) => valuesOf(hub as GroupView, 'registrar').includes('several'),
};

/** A leader whose number is not the greatest. */
export const wrongLeader = {
  id: 'wrong leader',
  sought: (groups: readonly GroupView[]) => {
    const processes = groups.slice(1).flatMap(({ state }) => state.actors);
    const numberOf = ({ context }: (typeof processes)[number]) => (context as ProcessInput).number;
    const greatest = Math.max(...processes.map(numberOf));
    return processes.some((one) => one.value === 'leader' && numberOf(one) < greatest);
  },
};

export const isElected = (hub: GroupView): boolean => valuesOf(hub, 'registrar').includes('one');
