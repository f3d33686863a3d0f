/**
 * Other virtual machines, seen from one: they answer each request of the writer at any time, ready or
 * failed, and pass the turn on whenever they like.
 */
import { emit, setup } from 'xstate';
import type { ActorDefinition, Group } from '../composition/index.ts';

const others = setup({
  types: { emitted: {} as { type: 'VIRTUAL_MACHINE_ANSWERED'; failed: boolean } | { type: 'PASS_TURN' } },
  actions: {
    answerReady: emit({ type: 'VIRTUAL_MACHINE_ANSWERED', failed: false }),
    answerFailed: emit({ type: 'VIRTUAL_MACHINE_ANSWERED', failed: true }),
    passTurn: emit({ type: 'PASS_TURN' }),
  },
  delays: { othersAreReady: 1, othersFail: 1, othersPassTheTurn: 1 },
}).createMachine({
  id: 'others',
  initial: 'quiet',
  states: {
    quiet: {
      description: 'Nothing is owed.',
      on: {
        IDENTIFY_VIRTUAL_MACHINE: { description: 'Nothing to answer.' },
        PREPARE_VIRTUAL_MACHINE: 'owing',
        RECOVER_VIRTUAL_MACHINE: 'owing',
        COMPLETE_VIRTUAL_MACHINE: 'owing',
        ABORT_VIRTUAL_MACHINE: 'owing',
        GIVE_TURN: { actions: 'passTurn' },
      },
    },
    owing: {
      description: 'Some of them have not answered.',
      on: { GIVE_TURN: 'atTurn' },
      after: {
        othersAreReady: { target: 'quiet', actions: 'answerReady' },
        othersFail: { target: 'quiet', actions: 'answerFailed' },
      },
    },
    atTurn: {
      description: 'One of them recovers its copies.',
      after: { othersPassTheTurn: { target: 'owing', actions: 'passTurn' } },
    },
  },
});

/** A group that stands for any number of other virtual machines. */
export const othersGroup = (name: string): Group => {
  const actor: ActorDefinition = { role: 'vm-coordinator', index: 0, chart: others, input: {} };
  return { name, actors: [actor] };
};
