import type { MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';

const beingMade = new Set(['preparing', 'freezing', 'committing', 'thawing']);
const keeping = new Set(['inBackup', 'recovering', 'reverting', 'hung']);
const making = new Set(['creatingShadowCopy', 'hung']);

/** Guest VSS makes a set that nobody waits for, or keeps one that nobody holds. */
const isOrphaned = ({ guestVss, service }: MachineView): boolean =>
  guestVss !== null &&
  service !== null &&
  ((beingMade.has(guestVss.at) && !making.has(service.at)) ||
    (guestVss.at === 'created' && !keeping.has(service.at)));

export const guestSetHasItsRequester: Claim = {
  id: 'guest-set-has-its-requester',
  sentence:
    'VSS in a guest makes and keeps a shadow copy set only for a backup service that is there and wants it: a set whose guest goes down or whose service goes away is given up at once.',
  covers: ['S5'],
  applies: anywhere,
  kind: 'never',
  situation: () => (_, machine) => isOrphaned(machine),
  premises: {
    'a set is made': (_, { guestVss }) => guestVss !== null && beingMade.has(guestVss.at),
    'a set is kept': (_, { guestVss }) => guestVss?.at === 'created',
    'a set is deleted while it is kept, because its storage cannot grow': (_, { guestVss, service }) =>
      guestVss?.at === 'lost' && service?.at === 'inBackup',
    'a set is given up because its service is gone': (_, { guestVss, service, machine }) =>
      machine.at === 'running' &&
      guestVss?.at === 'idle' &&
      service?.at === 'notRunning' &&
      service.context.gone === 'vmbus-channel-lost',
  },
};
