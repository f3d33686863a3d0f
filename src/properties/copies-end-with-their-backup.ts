import { copiesOf, type HostView, type MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { isBetweenBackups } from './situations.ts';

const keepsCopies = (host: HostView): boolean => host.vss.context.persistent;

const hasCopies = ({ disks }: MachineView): boolean => disks.some(({ context }) => context.copies.length > 0);

const lacksItsCopies = (machine: MachineView): boolean =>
  machine.component.at === 'succeeded' &&
  copiesOf(machine, machine.component.context.set).some((copy) => copy === undefined);

export const copiesEndWithTheirBackup: Claim = {
  id: 'copies-end-with-their-backup',
  sentence:
    'When a backup is over, whichever way, none of its copies is left in a shadow copy of the host; persistent ones stay where it succeeded.',
  covers: ['S2'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host, machine) =>
    isBetweenBackups(host) && (keepsCopies(host) ? lacksItsCopies(machine) : hasCopies(machine)),
  premises: {
    'persistent copies are kept': (host, machine) => isBetweenBackups(host) && hasCopies(machine),
    'a backup is over that keeps no copies': (host, machine) =>
      isBetweenBackups(host) && !keepsCopies(host) && machine.component.at === 'succeeded',
    'a set is given up that keeps no copies': (host, machine) =>
      isBetweenBackups(host) && !keepsCopies(host) && machine.component.at === 'failed',
  },
};
