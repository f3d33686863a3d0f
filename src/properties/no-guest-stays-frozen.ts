import type { MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { hasFailedBy } from './situations.ts';

const isHeldBack = ({ workload }: MachineView): boolean =>
  workload.at === 'comingToRest' || workload.at === 'frozen';

export const noGuestStaysFrozen: Claim = {
  id: 'no-guest-stays-frozen',
  sentence:
    'Whenever the applications of a guest come to rest or are frozen, they go on writing later, on every fair run.',
  covers: ['S5'],
  applies: anywhere,
  kind: 'leads-to',
  situation: () => (_, machine) => isHeldBack(machine),
  goal: (_, machine) => !isHeldBack(machine),
  premises: {
    'they are frozen': (_, { workload }) => workload.at === 'frozen',
    'one of them has vetoed': hasFailedBy('guest-writer-veto'),
    'they were frozen for too long': hasFailedBy('guest-freeze-timeout'),
  },
};
