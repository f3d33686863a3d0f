import { anywhere, type Claim } from './claim.ts';

export const everyMessageIsTaken: Claim = {
  id: 'every-message-is-taken',
  sentence:
    'No message reaches an actor in a state that does not take it, every message has a wire, no channel overflows, and nobody answers twice.',
  covers: ['S3', 'S4'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host, machine) => host.problem !== null || machine.problem !== null,
  premises: {
    'a message was ignored by name': (host, machine) =>
      host.requester.at === 'finished' && machine.component.at === 'failed',
  },
};
