import type { Claim } from './claim.ts';
import { canBeHeldUp, hasFailedBy, isBetweenBackups } from './situations.ts';

export const everyBackupEnds: Claim = {
  id: 'every-backup-ends',
  sentence:
    'Every backup that was started ends on every fair run, whatever faults occur and however long guests go on writing; unless the driver of a Linux guest has lost a request, or a guest does not answer a host that waits without limit.',
  covers: ['S12'],
  // A guest that has lost a request never answers it: see linux-driver.ts.
  applies: (scope) => !canBeHeldUp(scope),
  kind: 'leads-to',
  situation: () => (host) => !isBetweenBackups(host),
  goal: isBetweenBackups,
  premises: {
    'a writer in the guest has vetoed': hasFailedBy('guest-writer-veto'),
    'a guest was frozen for too long': hasFailedBy('guest-freeze-timeout'),
    'a guest did not answer': hasFailedBy('guest-does-not-answer'),
    'a copy could not be brought back': hasFailedBy('recovery-failed'),
    'the host held writes for too long': hasFailedBy('host-shadow-copy-failed'),
  },
};
