import type { MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { isOver, isReported } from './situations.ts';

const leftOver = ({ disks, controllers, recoveries, workload, machine }: MachineView): boolean =>
  disks.some(
    ({ context }) =>
      context.guestShadowCopy !== null || context.copies.some(({ location }) => location !== 'file'),
  ) ||
  controllers.some(({ context }) => context.connected.length > 0) ||
  recoveries.some(({ at }) => at !== 'idle') ||
  workload.at === 'frozen' ||
  machine.at === 'saving' ||
  machine.at === 'saved' ||
  machine.at === 'resuming';

export const cleanEnd: Claim = {
  id: 'clean-end',
  sentence:
    'At the end no copy is mounted or connected, no guest is frozen, no guest’s shadow copy is left, and no virtual machine stays saved by the backup.',
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
