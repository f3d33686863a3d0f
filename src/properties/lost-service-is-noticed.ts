import type { MachineView } from '../system/index.ts';
import { anywhere, type Claim, type Situation } from './claim.ts';

const isGone = ({ service }: MachineView): boolean => service?.at === 'notRunning';

/** The guest runs on, and its service does not. */
const wasLost = (given: MachineView): boolean =>
  given.machine.at === 'running' && given.initially.serviceRuns && isGone(given);

const lostBy =
  (gone: NonNullable<MachineView['service']>['context']['gone'], ...during: readonly string[]): Situation =>
  (_, given) =>
    wasLost(given) && given.service?.context.gone === gone && during.includes(given.coordinator.at);

const before = ['idle', 'online.selected'];
const creating = 'online.creatingGuestShadowCopy';
const kept = 'online.confirmed';

export const lostServiceIsNoticed: Claim = {
  id: 'lost-service-is-noticed',
  sentence:
    'The host knows at once that the backup service of a running Windows guest has stopped or cannot be reached, and only then takes it for lost; a service that does not run at first never answers.',
  covers: ['S4'],
  applies: anywhere,
  kind: 'never',
  situation: () => (_, given) =>
    given.service !== null &&
    (wasLost(given) !== (given.machine.context.serviceLost && given.machine.at === 'running') ||
      (!given.initially.serviceRuns && !isGone(given))),
  premises: {
    'the service is stopped before a backup': lostBy('backup-service-stopped', ...before),
    'the service is stopped while the guest makes its shadow copy': lostBy(
      'backup-service-stopped',
      creating,
    ),
    'the service is stopped while the guest keeps its shadow copy': lostBy('backup-service-stopped', kept),
    'the channel is lost before a backup': lostBy('vmbus-channel-lost', ...before),
    'the channel is lost while the guest makes its shadow copy': lostBy('vmbus-channel-lost', creating),
    'the channel is lost while the guest keeps its shadow copy': lostBy('vmbus-channel-lost', kept),
  },
};
