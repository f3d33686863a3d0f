import type { MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { isLeftOver, isOver, isReported } from './situations.ts';

/** Nobody can drop the shadow copy of a guest that is down. */
const isGuestDown = ({ guestVss }: MachineView): boolean => guestVss.at === 'leftInDisk';

const leftOver = (given: MachineView): boolean => {
  const { disks, controllers, recoveries, workload, machine } = given;
  return (
    disks.some(
      ({ context }, disk) =>
        (context.guestShadowCopy !== null && !isGuestDown(given)) ||
        (!isLeftOver(given, disk) && context.copies.some(({ location }) => location !== 'file')),
    ) ||
    controllers.some(({ context }) => context.connected.some(({ disk }) => !isLeftOver(given, disk))) ||
    recoveries.some(({ at }, disk) => at !== 'idle' && !isLeftOver(given, disk)) ||
    workload.at === 'frozen' ||
    machine.at === 'saving' ||
    machine.at === 'saved' ||
    machine.at === 'resuming'
  );
};

export const cleanEnd: Claim = {
  id: 'clean-end',
  sentence:
    'At the end no copy is mounted or connected, no guest is frozen, no guest’s shadow copy is left, and no virtual machine stays saved by the backup; unless a fault has left it (a dismount that is stuck, a management service that was restarted, a guest that went down).',
  covers: ['S1', 'S11', 'S16'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host, machine) => isOver(host) && leftOver(machine),
  premises: {
    'it ends with a machine backed up online': (host, machine) =>
      isOver(host) && isReported(machine, 'online') && machine.disks.length > 0,
    'it ends with a machine that was saved': (host, machine) => isOver(host) && isReported(machine, 'saved'),
    'it ends after an abort': (host, machine) =>
      isOver(host) && host.vss.context.set > 0 && machine.component.at === 'failed',
  },
};
