import type { Claim } from './claim.ts';
import { allIsOver, canBeHeldUp, isOver } from './situations.ts';

export const terminates: Claim = {
  id: 'terminates',
  sentence:
    'There is no deadlock, and from every state the end of the backup can be reached; unless the driver of a Linux guest has lost a request, or a guest does not answer a host that waits without limit.',
  covers: ['S12'],
  // A guest that has lost a request never answers it: see linux-driver.ts.
  applies: (scope) => !canBeHeldUp(scope),
  kind: 'ends',
  situation: () => () => false,
  premises: {
    'the end is reached': allIsOver,
    'it is reached although a guest hangs': (host, machine) => isOver(host) && machine.service?.at === 'hung',
  },
};
