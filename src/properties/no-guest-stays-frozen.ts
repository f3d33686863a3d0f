import type { MachineView } from '../system/index.ts';
import type { Claim } from './claim.ts';
import { canBeHeldUp, hasFailedBy, isLeftFrozen } from './situations.ts';

const isHeldBack = ({ workload }: MachineView): boolean =>
  workload.at === 'comingToRest' || workload.at === 'frozen' || workload.at === 'blocked';

export const noGuestStaysFrozen: Claim = {
  id: 'no-guest-stays-frozen',
  sentence:
    'Whenever the applications of a guest come to rest or are frozen, or the file systems below them are, they go on writing later, on every fair run; unless the daemon of a Linux guest was ended while it had them frozen.',
  covers: ['S5'],
  // A driver that loses the request to thaw never thaws: see linux-driver.ts.
  applies: (scope) => !canBeHeldUp(scope),
  kind: 'leads-to',
  situation: () => (_, machine) => isHeldBack(machine),
  goal: (_, machine) => !isHeldBack(machine) || isLeftFrozen(machine),
  premises: {
    'they are frozen': (_, { workload }) => workload.at === 'frozen',
    'file systems are frozen below them': (_, { workload }) => workload.at === 'blocked',
    'one of them has vetoed': hasFailedBy('guest-writer-veto'),
    'they were frozen for too long': hasFailedBy('guest-freeze-timeout'),
  },
};
