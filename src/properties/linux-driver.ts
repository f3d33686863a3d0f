/** What oddities of the backup service in a Linux guest lead to. */
import type { HostView, MachineView } from '../system/index.ts';
import { type Claim, isInGuest } from './claim.ts';
import { isLeftFrozen, isReported } from './situations.ts';

const lacksDaemon = ({ daemon }: MachineView): boolean => daemon?.at === 'notRunning';

const isReadyWithoutDaemon = (machine: MachineView): boolean =>
  machine.driver?.at === 'ready' && lacksDaemon(machine);

/** It waits for an answer that nobody will give. */
const waitsForNobody = (machine: MachineView): boolean =>
  machine.driver?.at.startsWith('userspaceRequest') === true && lacksDaemon(machine);

export const readyWithoutDaemon: Claim = {
  id: 'ready-without-daemon',
  sentence:
    'A driver of a Linux guest that counts as ready although its daemon is gone does no harm: nothing is waited for that the daemon would have to do; the machine fails at once, as it would if the driver did not count as ready.',
  covers: ['S4'],
  applies: isInGuest,
  kind: 'never',
  situation: () => (_, machine) => waitsForNobody(machine),
  premises: {
    'a driver is ready without its daemon': (_, machine) => isReadyWithoutDaemon(machine),
    'the machine fails by it': (_, machine) =>
      isReadyWithoutDaemon(machine) && isReported(machine, 'failed:backup-service-stopped'),
  },
};

/** A request was received and can be neither handed on nor answered. */
const hasLostRequest = ({ driver }: MachineView): boolean => driver?.at === 'hostMessageReceived';

const isHeldUp = ({ vss }: HostView): boolean =>
  vss.at === 'preparingSnapshot' || vss.at === 'finishingForNobody';

export const requestLost: Claim = {
  id: 'request-lost',
  sentence:
    'A request that the driver of a Linux guest has no memory for holds up the backup of all machines: while it is lost the host does not get beyond PrepareForSnapshot, for which no limit is documented, and a guest that was to be thawed stays frozen.',
  covers: ['S4', 'S6'],
  applies: ({ hostRelease, options }) => hostRelease === '2012R2' && options.faults.includes('F41'),
  kind: 'never',
  situation: () => (host, machine) => hasLostRequest(machine) && !isHeldUp(host),
  premises: {
    'a request is lost': (_, machine) => hasLostRequest(machine),
    'the request to thaw is lost': (_, machine) =>
      hasLostRequest(machine) && machine.workload.at === 'blocked',
  },
};

export const leftFrozen: Claim = {
  id: 'left-frozen',
  sentence:
    'Some run leaves the file systems of a Linux guest frozen when its backup has failed: its daemon was ended while it had them frozen.',
  covers: ['S5'],
  applies: ({ hostRelease, options }) => hostRelease === '2012R2' && options.faults.includes('F36'),
  kind: 'sometimes',
  situation: () => (_, machine) =>
    isLeftFrozen(machine) && isReported(machine, 'failed:backup-service-stopped'),
  premises: {},
};
