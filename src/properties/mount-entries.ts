import type { HostView, MachineView } from '../system/index.ts';
import { anywhere, type Claim, isInGuest } from './claim.ts';
import type { Tally } from './observers/tally.ts';
import { isOnlineCandidate, isOver, isReported, isUndisturbed } from './situations.ts';

const entriesOf = (machine: MachineView): readonly number[] => (machine.observed.tally as Tally).entries;

const isCounted = (host: HostView, machine: MachineView): boolean =>
  isOver(host) && isOnlineCandidate(machine) && isReported(machine, 'online');

export const mountEntries: Claim = {
  id: 'mount-entries',
  sentence:
    'Before 2012 R2 a backup leaves at most one entry of plug and play on the host for each disk, and nothing takes it away: without faults, a virtual machine that is backed up online has left as many for each of its disks as backups were made; on 2012 R2 none is left.',
  covers: ['S9', 'S13', 'S17'],
  counts: ['F16'],
  applies: anywhere,
  kind: 'never',
  situation: (scope) => (host, machine) => {
    const { set } = host.vss.context;
    const entries = entriesOf(machine);
    if (isInGuest(scope)) return entries.some((count) => count > 0);
    return (
      entries.some((count) => count > set) ||
      (isUndisturbed(scope) && isCounted(host, machine) && entries.some((count) => count !== set))
    );
  },
  premises: {
    'a machine is backed up online': isCounted,
    'entries of two backups are left': (host, machine) =>
      isCounted(host, machine) && entriesOf(machine).some((count) => count === 2),
  },
};
