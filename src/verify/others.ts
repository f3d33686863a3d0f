/**
 * Other virtual machines, seen from one: they answer each request of the writer at any time, ready or, where
 * some of them may, failed. Where machines recover one at a time they pass the request on when they have
 * answered; where the service that asks is restarted meanwhile, they answer unasked and pass nothing on.
 */
import { assign, emit, enqueueActions, setup } from 'xstate';
import type { ActorDefinition, Group } from '../composition/index.ts';

export interface OthersInput {
  /** Whether machines recover one at a time. */
  readonly passesOn: boolean;
  /** Whether one of them may fail. */
  readonly mayFail: boolean;
}

const others = setup({
  types: {
    context: {} as OthersInput & {
      readonly set: number;
      /** They have answered the request to recover. */
      readonly recovered: boolean;
    },
    events: {} as
      | { type: 'IDENTIFY_VIRTUAL_MACHINE' }
      | { type: 'PREPARE_VIRTUAL_MACHINE' }
      | { type: 'RECOVER_VIRTUAL_MACHINE'; set: number }
      | { type: 'COMPLETE_VIRTUAL_MACHINE' }
      | { type: 'ABORT_VIRTUAL_MACHINE' }
      | { type: 'MANAGEMENT_SERVICE_RESTARTED' },
    emitted: {} as
      | { type: 'VIRTUAL_MACHINE_ANSWERED'; failed: boolean }
      | { type: 'RECOVER_NEXT_VIRTUAL_MACHINE'; set: number },
    input: {} as OthersInput,
  },
  guards: {
    someMayFail: ({ context }) => context.mayFail,
    areNotAskedYet: ({ context }) => context.passesOn && !context.recovered,
  },
  actions: {
    rememberSet: assign({ set: ({ event }) => ('set' in event ? event.set : 0) }),
    forgetSet: assign({ set: 0 }),
    noteRecovered: assign({ recovered: ({ context }) => context.passesOn && context.set > 0 }),
    beginAnew: assign({ recovered: false }),
    answerReady: emit({ type: 'VIRTUAL_MACHINE_ANSWERED', failed: false }),
    answerFailed: emit({ type: 'VIRTUAL_MACHINE_ANSWERED', failed: true }),
    passOn: enqueueActions(({ context, enqueue }) => {
      if (context.passesOn && context.set > 0) {
        enqueue.emit({ type: 'RECOVER_NEXT_VIRTUAL_MACHINE', set: context.set });
      }
    }),
  },
  delays: { othersAreReady: 1, othersFail: 1 },
}).createMachine({
  id: 'others',
  context: ({ input }) => ({ ...input, set: 0, recovered: false }),
  initial: 'quiet',
  states: {
    quiet: {
      description: 'Nothing is owed.',
      on: {
        IDENTIFY_VIRTUAL_MACHINE: { description: 'Nothing to answer.' },
        PREPARE_VIRTUAL_MACHINE: { target: 'owing', actions: 'beginAnew' },
        RECOVER_VIRTUAL_MACHINE: { target: 'owing', actions: 'rememberSet' },
        COMPLETE_VIRTUAL_MACHINE: { target: 'owing', actions: 'beginAnew' },
        ABORT_VIRTUAL_MACHINE: { target: 'owing', actions: 'beginAnew' },
        MANAGEMENT_SERVICE_RESTARTED: [
          { guard: 'areNotAskedYet', target: 'owing' },
          { description: 'They have answered already, or are asked all at once.' },
        ],
      },
    },
    owing: {
      description: 'Some of them have not answered.',
      on: { MANAGEMENT_SERVICE_RESTARTED: { actions: 'forgetSet' } },
      after: {
        othersAreReady: { target: 'quiet', actions: ['answerReady', 'passOn', 'noteRecovered', 'forgetSet'] },
        othersFail: [
          {
            guard: 'someMayFail',
            target: 'quiet',
            actions: ['answerFailed', 'passOn', 'noteRecovered', 'forgetSet'],
          },
          { target: 'quiet', actions: ['answerReady', 'passOn', 'noteRecovered', 'forgetSet'] },
        ],
      },
    },
  },
});

/** A group that stands for any number of other virtual machines. */
export const othersGroup = (name: string, input: OthersInput): Group => {
  const actor: ActorDefinition = { role: 'vm-coordinator', index: 0, chart: others, input };
  return { name, actors: [actor] };
};

export const isOthers = ({ actors }: Group): boolean => actors[0]?.chart === others;
