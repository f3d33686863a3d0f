/** What becomes of a backup whose guest does not answer. */
import type { HostView, MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { filesAreRead, isReported, isUnanswered } from './situations.ts';

const countsOnGuest = new Set([
  'online.creatingGuestShadowCopy',
  'online.confirmed',
  'online.recovering',
  'online.recovered',
]);

export const unansweredIsGivenUp: Claim = {
  id: 'unanswered-is-given-up',
  sentence:
    'A virtual machine whose guest has not answered within the limit of the host is not reported as backed up online as long as the answer is owed; an answer that comes late makes nothing of it.',
  covers: ['S6'],
  applies: anywhere,
  kind: 'never',
  situation: () => (_, machine) => isUnanswered(machine) && countsOnGuest.has(machine.coordinator.at),
  premises: {
    'a machine fails as its guest does not answer': (host, machine) =>
      filesAreRead(host) && isUnanswered(machine) && isReported(machine, 'failed:guest-does-not-answer'),
    'the guest makes its shadow copy too late': (_, machine) =>
      isUnanswered(machine) && machine.disks.some(({ context }) => context.guestShadowCopy !== null),
    'the next backup finds the answer still owed': (host, machine) =>
      host.vss.context.set > 1 && isUnanswered(machine) && machine.coordinator.at === 'online.selected',
  },
};

const isHeldUp = ({ vss }: HostView): boolean =>
  vss.at === 'preparingSnapshot' || vss.at === 'finishingForNobody';

/** It was asked for its shadow copy, and hangs. */
const isWaitedFor = ({ coordinator, service }: MachineView): boolean =>
  coordinator.at === 'online.creatingGuestShadowCopy' && service?.at === 'hung';

export const hungGuestHoldsUp: Claim = {
  id: 'hung-guest-holds-up',
  sentence:
    'Where the host waits without limit, a guest that is asked for its shadow copy and never answers holds up the backup of all machines: the host does not get beyond PrepareForSnapshot.',
  covers: ['S6'],
  applies: ({ options }) =>
    options.faults.includes('F46') && (!options.faults.includes('F45') || options.guestReplyLimit === 'none'),
  kind: 'never',
  situation: () => (host, machine) => isWaitedFor(machine) && !isHeldUp(host),
  premises: { 'a guest that is asked hangs': (_, machine) => isWaitedFor(machine) },
};
