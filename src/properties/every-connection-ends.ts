import type { MachineView } from '../system/index.ts';
import type { Claim, Situation } from './claim.ts';
import { canBeHeldUp, isLeftOver } from './situations.ts';

const isCopyAt =
  (place: 'host' | 'machine'): Situation =>
  (_, { disks }) =>
    disks.some(({ context }) => context.copies.some(({ location }) => location === place));

/** A copy is a disk of the host or of the machine, or a controller still has it; those left over aside. */
const isConnected: Situation = (_, machine) =>
  machine.disks.some(
    ({ context }, disk) =>
      !isLeftOver(machine, disk) &&
      (context.copies.some(({ location }) => location !== 'file') ||
        machine.controllers.some((controller) =>
          controller.context.connected.some((copy) => copy.disk === disk),
        )),
  );

const isGivenUp = ({ recoveries }: MachineView): boolean =>
  recoveries.some(({ context }) => (context as { cause?: string }).cause === 'recovery-failed');

export const everyConnectionEnds: Claim = {
  id: 'every-connection-ends',
  sentence:
    'Every copy that is connected to its virtual machine or mounted in the host is disconnected or dismounted later, on every fair run, unless a dismount is stuck, the management service was restarted, the driver of a Linux guest has lost a request, or a guest does not answer a host that waits without limit.',
  covers: ['S11', 'S16'],
  // A guest that has lost a request never answers it: see linux-driver.ts.
  applies: (scope) => !canBeHeldUp(scope),
  kind: 'leads-to',
  situation: () => isConnected,
  goal: (host, machine) => !isConnected(host, machine),
  premises: {
    'a copy is mounted in the host': isCopyAt('host'),
    'a copy is connected to its machine': isCopyAt('machine'),
    'a connected or mounted copy could not be brought back': (host, machine) =>
      isConnected(host, machine) && isGivenUp(machine),
  },
};
