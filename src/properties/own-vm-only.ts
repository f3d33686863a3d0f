import type { MachineView } from '../system/index.ts';
import { anywhere, type Claim, isInGuest } from './claim.ts';
import type { Custody } from './observers/custody.ts';
import { isLeftOver } from './situations.ts';

const located = ({ disks }: MachineView, location: 'host' | 'machine'): readonly number[] =>
  disks.flatMap(({ context }, disk) =>
    context.copies.some((copy) => copy.location === location) ? [disk] : [],
  );

const connectedOverScsi = ({ controllers }: MachineView): readonly number[] =>
  controllers.flatMap(({ context }) => context.connected.map(({ disk }) => disk));

export const ownVmOnly: Claim = {
  id: 'own-vm-only',
  sentence:
    'On 2012 R2 a copy is connected only to the virtual machine that it was copied from, running at that moment unless the copy is left over, over SCSI, and is never mounted in the host; before, it is never connected to a virtual machine.',
  covers: ['S9', 'S14', 'S18'],
  applies: anywhere,
  kind: 'never',
  situation: (scope) => (_, machine) => {
    const connected = located(machine, 'machine');
    if (!isInGuest(scope)) return connected.length > 0 || connectedOverScsi(machine).length > 0;
    const overScsi = connectedOverScsi(machine);
    return (
      (machine.observed.custody as Custody).otherMachine ||
      located(machine, 'host').length > 0 ||
      connected.some((disk) => !overScsi.includes(disk)) ||
      (overScsi.some((disk) => !isLeftOver(machine, disk)) && machine.machine.at !== 'running')
    );
  },
  premises: {
    'a copy is connected or mounted': (_, machine) =>
      located(machine, 'machine').length + located(machine, 'host').length > 0,
  },
};
