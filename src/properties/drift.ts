import type { MachineView } from '../system/index.ts';
import type { Claim } from './claim.ts';
import { currentCopies } from './situations.ts';

const isWritten = ({ disks }: MachineView): boolean => disks.some(({ context }) => context.live.written);

export const drift: Claim = {
  id: 'drift',
  sentence:
    'Some run has, after host commit and before recovery, a copy that differs from the guest’s point: this is why copies must be recovered.',
  covers: ['S7'],
  applies: ({ options }) => options.backups === 1,
  kind: 'sometimes',
  situation: () => (host, machine) =>
    (host.vss.at === 'thawing' || host.vss.at === 'postSnapshot') &&
    machine.component.context.method === 'online' &&
    currentCopies(host, machine).some((copy) => copy?.content.written === true),
  premises: {
    'guests write at once': (_, machine) => !machine.workload.context.transactions && isWritten(machine),
    'guests write transactions, and a copy is taken in the middle of one': (_, machine) =>
      machine.disks.some(({ context }) => context.copies.some(({ content }) => !content.whole)),
    'one disk of a machine was written to since the point, and another was not': (_, machine) =>
      isWritten(machine) && machine.disks.some(({ context: { live } }) => live.point > 0 && !live.written),
  },
};
