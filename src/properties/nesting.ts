import type { HostView, MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { currentCopies, isLeftFrozen, isLeftOver, isUnanswered } from './situations.ts';

const guestIsFrozen = (machine: MachineView): boolean => {
  const { workload, guestVss } = machine;
  if (workload.at === 'blocked') return !isLeftFrozen(machine);
  return workload.at === 'frozen' || guestVss?.at === 'committing' || guestVss?.at === 'thawing';
};

const givenUp = new Set(['abortingSet', 'abortingOnRequest', 'finishingForNobody', 'abandoning']);

const isAborting = ({ vss }: HostView): boolean => givenUp.has(vss.at);

const recovers = (machine: MachineView): boolean =>
  machine.recoveries.some(({ at }, disk) => at !== 'idle' && !isLeftOver(machine, disk));

const needsADisk = new Set(['recovering', 'disconnecting', 'mounted', 'dismounting']);

/** It is being recovered, or taken away again, and is nobody's disk. */
const worksOnAFile = (host: HostView, machine: MachineView): boolean => {
  const copies = currentCopies(host, machine);
  return machine.recoveries.some(({ at }, disk) => needsADisk.has(at) && copies[disk]?.location === 'file');
};

/** The guest is at a copy that it does not see as a disk; one that hangs is at nothing. */
const worksOnWhatIsNotThere = ({ service }: MachineView): boolean =>
  service?.at !== 'hung' &&
  service?.context.wanted.some(({ disk }) => !service.context.arrived.includes(disk)) === true;

/** It is connected, and its volumes have not come up in the guest. */
const isKeptAway = ({ service, disks }: MachineView): boolean =>
  service?.at === 'inBackup' &&
  disks.some(
    ({ context }, disk) =>
      context.copies.some(({ location }) => location === 'machine') &&
      !service.context.arrived.includes(disk),
  );

const isReadOnly = new Set(['created', 'completing', 'released']);

export const nesting: Claim = {
  id: 'nesting',
  sentence:
    'Unless the set is aborted, what it had is left over, or the guest was given up for not answering, the guest’s freeze and thaw lie inside the host’s PrepareForSnapshot; recovery, and every copy being a disk of anybody’s, lie inside PostSnapshot, after commit and before the copy turns read-only; a copy is recovered only while it is connected to its virtual machine and seen in the guest, or mounted in the host.',
  covers: ['S5', 'S6', 'S7', 'S8', 'S9', 'S11', 'S14', 'S16'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host, machine) => {
    if (worksOnAFile(host, machine) || worksOnWhatIsNotThere(machine)) return true;
    if (isAborting(host)) return false;
    if (guestIsFrozen(machine) && !isUnanswered(machine) && host.vss.at !== 'preparingSnapshot') return true;
    const copies = currentCopies(host, machine);
    if (recovers(machine) && (host.vss.at !== 'postSnapshot' || copies.some((copy) => copy === undefined))) {
      return true;
    }
    if (
      copies.some(
        (copy, disk) => copy !== undefined && copy.location !== 'file' && !isLeftOver(machine, disk),
      ) &&
      host.vss.at !== 'postSnapshot'
    ) {
      return true;
    }
    return isReadOnly.has(host.vss.at) && copies.some((copy) => copy?.writable === true);
  },
  premises: {
    'a guest is frozen inside PrepareForSnapshot': (host, machine) =>
      guestIsFrozen(machine) && host.vss.at === 'preparingSnapshot',
    'a copy is recovered inside PostSnapshot': (host, machine) =>
      recovers(machine) &&
      host.vss.at === 'postSnapshot' &&
      currentCopies(host, machine).some((copy) => copy?.location !== 'file'),
    'a connected copy is not seen in the guest': (_, machine) => isKeptAway(machine),
    'copies are read-only afterwards': (host, machine) =>
      host.vss.at === 'created' && currentCopies(host, machine).some((copy) => copy?.writable === false),
  },
};
