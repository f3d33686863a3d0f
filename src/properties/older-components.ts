import { type Claim, isInGuest } from './claim.ts';
import { filesAreRead, isReported, isTooOldToRecover } from './situations.ts';

const cause = 'failed:integration-components-too-old';

export const olderComponentsFail: Claim = {
  id: 'older-components-fail',
  sentence:
    'On 2012 R2, where integration components that are older than their host connect to it all the same, a virtual machine with such components and a disk is never reported as backed up online: its copies cannot be brought back; they are blamed only for such a machine.',
  covers: ['S15'],
  applies: (scope) => isInGuest(scope) && scope.options.olderComponents === 'connected',
  kind: 'never',
  situation: () => (host, machine) =>
    (isTooOldToRecover(machine) &&
      machine.disks.length > 0 &&
      filesAreRead(host) &&
      isReported(machine, 'online')) ||
    (isReported(machine, cause) && !isTooOldToRecover(machine)),
  premises: {
    'a machine with older components fails for them': (_, machine) => isReported(machine, cause),
    'a machine without disks ends online with older components': (host, machine) =>
      isTooOldToRecover(machine) && filesAreRead(host) && isReported(machine, 'online'),
  },
};
