import type { MachineView } from '../system/index.ts';
import type { Claim } from './claim.ts';
import { filesAreRead, hasLeftovers, isBetweenBackups, isOver, isReported } from './situations.ts';

/** Causes that tell an operator to look for what was left. */
const telling = new Set<string>(['dismount-stuck', 'disk-left-over', 'management-service-restarted']);

const isStillConnected = (machine: MachineView): boolean =>
  machine.disks.some(({ context }) => context.copies.some(({ location }) => location !== 'file')) ||
  machine.controllers.some(({ context }) => context.connected.length > 0) ||
  machine.recoveries.some(({ at }) => at === 'stuck');

export const leftoversAreReported: Claim = {
  id: 'leftovers-are-reported',
  sentence:
    'Whatever faults happen, a virtual machine of which a copy is still mounted or connected when its only backup is over has failed, with a cause that tells of it.',
  covers: ['S11', 'S16'],
  applies: ({ options }) => options.backups === 1,
  kind: 'never',
  situation: () => (host, machine) =>
    isOver(host) &&
    isStillConnected(machine) &&
    !(machine.component.at === 'failed' && telling.has(machine.component.context.cause)),
  premises: {
    'a copy is left mounted in the host': (host, machine) =>
      isOver(host) && machine.recoveries.some(({ at }) => at === 'stuck'),
    'a recovery disk of unknown origin is there before the backup': (host, machine) =>
      isBetweenBackups(host) && machine.component.at === 'notAdded' && hasLeftovers(machine),
    'a copy is left connected to its machine': (host, machine) =>
      isOver(host) && machine.controllers.some(({ context }) => context.connected.length > 0),
  },
};

export const leftoversAreMet: Claim = {
  id: 'leftovers-are-met',
  sentence:
    'A backup that finds a copy left mounted or connected by an earlier one does not report the virtual machine as backed up online; it fails and names what is in the way.',
  covers: ['S11', 'S16'],
  // A recovery disk of unknown origin may turn up when the recovery of this backup is over.
  applies: ({ options }) => !options.faults.includes('F24'),
  kind: 'never',
  situation: () => (host, machine) =>
    filesAreRead(host) && hasLeftovers(machine) && isReported(machine, 'online'),
  premises: {
    'the next backup fails by what is left': (_, machine) =>
      hasLeftovers(machine) && isReported(machine, 'failed:disk-left-over'),
  },
};
