import type { MachineView } from '../system/index.ts';
import { type Claim, isInGuest, type Situation } from './claim.ts';
import { isDown } from './situations.ts';

const daemonRuns = ({ daemon }: MachineView): boolean => daemon?.at.startsWith('registered') === true;

/** A guest that runs, on a host that its driver supports, with its channel. */
const isThere = (given: MachineView): boolean =>
  given.driver?.context.supported === true && !isDown(given) && !given.machine.context.serviceLost;

const lostDuring =
  (...during: readonly string[]): Situation =>
  (_, given) =>
    given.driver !== null &&
    given.machine.at === 'running' &&
    given.machine.context.serviceLost &&
    during.includes(given.coordinator.at);

const tooSlowTo =
  (step: 'none' | 'awaitingFreeze' | 'awaitingEnd'): Situation =>
  (_, { checkpoint, coordinator }) =>
    checkpoint?.at === step && coordinator.context.cause === 'guest-daemon-timeout';

export const driverKnowsItsDaemon: Claim = {
  id: 'driver-knows-its-daemon',
  sentence:
    'The driver of a Linux guest has its device open exactly while its daemon runs, is there exactly while the guest runs and its channel is not lost, and keeps no request but one that it has no memory for.',
  covers: ['S4'],
  applies: isInGuest,
  kind: 'never',
  situation: () => (_, given) => {
    const { driver } = given;
    if (driver === null) return false;
    const { open, operation } = driver.context;
    return (
      open !== daemonRuns(given) ||
      (driver.at === 'deviceDying') === isThere(given) ||
      (driver.at === 'deviceInit' && open) ||
      (driver.at === 'hostMessageReceived') !== (operation !== 'none')
    );
  },
  premises: {
    'the daemon is ended while it is at a request': (_, { driver, coordinator, checkpoint }) =>
      driver?.at === 'deviceInit' &&
      coordinator.at === 'online.creatingGuestShadowCopy' &&
      checkpoint?.at === 'awaitingFreeze',
    'the channel is lost before a backup': lostDuring('idle', 'online.selected'),
    'the channel is lost while the guest is asked': lostDuring('online.creatingGuestShadowCopy'),
    'the channel is lost when the guest has answered': lostDuring('online.confirmed'),
    'the daemon is too slow to say that it is there': tooSlowTo('none'),
    'the daemon is too slow to freeze': tooSlowTo('awaitingFreeze'),
    'the daemon is too slow to thaw': tooSlowTo('awaitingEnd'),
  },
};
