import type { MachineView } from '../system/index.ts';
import { anywhere, type Claim, type Situation } from './claim.ts';

const isCopyAt =
  (place: 'host' | 'machine'): Situation =>
  (_, { disks }) =>
    disks.some(({ context }) => context.copies.some(({ location }) => location === place));

/** A copy is a disk of the host or of the machine, or a controller still has it. */
const isConnected: Situation = (host, machine) =>
  isCopyAt('host')(host, machine) ||
  isCopyAt('machine')(host, machine) ||
  machine.controllers.some(({ context }) => context.connected.length > 0);

const isGivenUp = ({ recoveries }: MachineView): boolean =>
  recoveries.some(({ context }) => (context as { cause?: string }).cause === 'recovery-failed');

export const everyConnectionEnds: Claim = {
  id: 'every-connection-ends',
  sentence:
    'Every copy that is connected to its virtual machine or mounted in the host is disconnected or dismounted later, on every fair run.',
  covers: ['S11', 'S16'],
  applies: anywhere,
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
