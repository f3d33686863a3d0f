import type { HostView, MachineView } from '../system/index.ts';
import { type Claim, isInGuest, isInHost } from './claim.ts';
import type { Tally } from './observers/tally.ts';
import { isReported, isUndisturbed } from './situations.ts';

const tallyOf = (machine: MachineView): Tally => machine.observed.tally as Tally;

/** PostSnapshot of the current backup is over. */
const isPostSnapshotOver = (host: HostView): boolean =>
  host.vss.at === 'created' || host.vss.at === 'completing' || host.requester.at === 'finished';

const isCounted = (host: HostView, machine: MachineView): boolean =>
  isPostSnapshotOver(host) && isReported(machine, 'online') && machine.disks.length > 0;

export const mounts2012: Claim = {
  id: 'mounts-2012',
  sentence:
    'Before 2012 R2 and without faults, the host mounts and dismounts in one backup as many copies as the virtual machines backed up online have disks.',
  covers: ['S9', 'S11', 'S13'],
  applies: (scope) => isInHost(scope) && isUndisturbed(scope),
  kind: 'never',
  situation: () => (host, machine) => {
    if (!isPostSnapshotOver(host)) return false;
    const { mounts, dismounts } = tallyOf(machine);
    const expected = machine.component.context.method === 'online' ? 1 : 0;
    // One for each disk of each machine: then the sum over all machines is the number of their disks.
    return isReported(machine, 'online') || expected === 0
      ? [...mounts, ...dismounts].some((count) => count !== expected)
      : false;
  },
  premises: { 'a machine with disks is backed up online': isCounted },
};

export const mounts2012R2: Claim = {
  id: 'mounts-2012r2',
  sentence: 'On 2012 R2 the host mounts and dismounts no copy at all.',
  covers: ['S13', 'S17'],
  applies: isInGuest,
  kind: 'never',
  situation: () => (_, machine) => {
    const { mounts, dismounts } = tallyOf(machine);
    return [...mounts, ...dismounts].some((count) => count !== 0);
  },
  premises: { 'a machine with disks is backed up online': isCounted },
};
