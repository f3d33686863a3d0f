import type { MachineView } from '../system/index.ts';
import { type Claim, isInGuest } from './claim.ts';

const isLeft = ({ checkpoint }: MachineView): boolean => checkpoint?.at === 'leftOver';

export const differencingDisksAreKnown: Claim = {
  id: 'differencing-disks-are-known',
  sentence:
    'On 2012 R2 the host loses no differencing disk of a Linux guest: as long as writes go to one, its checkpoint is in use, being merged or left over, also when a merge fails and when the next backup begins before it is over.',
  covers: ['S8'],
  applies: isInGuest,
  kind: 'never',
  situation: () => (_, machine) =>
    machine.checkpoint !== null &&
    machine.disks.some(({ context }) => context.differencing !== machine.checkpoint?.context.disks),
  premises: {
    'differencing disks are merged': (_, { checkpoint }) => checkpoint?.at === 'merging',
    'they are left over': (_, machine) => isLeft(machine),
  },
};
