import type { HostView, MachineView } from '../system/index.ts';
import { anywhere, type Claim, type ClaimScope } from './claim.ts';
import { sessionOf } from './observers/session.ts';
import { isLeftFrozen, isLeftOver, isLinux, isOver, isReported, isUnanswered } from './situations.ts';

/** Nobody can drop the shadow copy of a guest that is down, or does not answer. */
const isBeyondReach = (machine: MachineView): boolean =>
  machine.guestVss?.at === 'leftInDisk' || isUnanswered(machine);

/** Differencing disks are merged after the backup, or are left over. */
const isDealtWith = ({ checkpoint }: MachineView): boolean =>
  checkpoint?.at === 'merging' || checkpoint?.at === 'leftOver';

const leftOver = (given: MachineView): boolean => {
  const { disks, controllers, recoveries, workload, machine } = given;
  return (
    disks.some(
      ({ context }, disk) =>
        (context.guestShadowCopy !== null && !isBeyondReach(given)) ||
        (context.base !== null && !isUnanswered(given)) ||
        (context.differencing && !isDealtWith(given) && !isUnanswered(given)) ||
        (!isLeftOver(given, disk) && context.copies.some(({ location }) => location !== 'file')),
    ) ||
    controllers.some(({ context }) => context.connected.some(({ disk }) => !isLeftOver(given, disk))) ||
    recoveries.some(({ at }, disk) => at !== 'idle' && !isLeftOver(given, disk)) ||
    (workload.at === 'frozen' && !isUnanswered(given)) ||
    (workload.at === 'blocked' && !isLeftFrozen(given) && !isUnanswered(given)) ||
    machine.at === 'saving' ||
    machine.at === 'saved' ||
    machine.at === 'resuming'
  );
};

/** Another requester may have its own set by then; a machine may be published for a backup that went no further. */
const isUnfinished = (host: HostView, { coordinator }: MachineView): boolean =>
  (host.vss.at !== 'idle' && host.vss.at !== 'otherSetInProgress') ||
  (sessionOf(host).events === 'none' && coordinator.at !== 'idle');

/** Without another requester there is none that could have a set in progress. */
const isBusyForNobody = ({ options }: ClaimScope, { vss }: HostView): boolean =>
  vss.at === 'otherSetInProgress' && !options.faults.includes('F29');

export const cleanEnd: Claim = {
  id: 'clean-end',
  sentence:
    'Whenever a set was aborted every coordinator is at rest; at the end host VSS is, too, no copy is mounted or connected, no guest is frozen, no guest’s shadow copy is left, every differencing disk is merged or being merged, and no virtual machine stays saved by the backup; unless a fault has left it (a dismount that is stuck, a management service that was restarted, a guest that went down or has not answered yet, a daemon that was ended while its guest was frozen, a merge that failed).',
  covers: ['S1', 'S11', 'S16'],
  applies: anywhere,
  kind: 'never',
  situation: (scope) => (host, machine) =>
    (host.vss.at === 'aborted' && machine.coordinator.at !== 'idle') ||
    (isOver(host) && (leftOver(machine) || isUnfinished(host, machine) || isBusyForNobody(scope, host))),
  premises: {
    'it ends with a machine backed up online': (host, machine) =>
      isOver(host) && isReported(machine, 'online') && machine.disks.length > 0,
    'it ends while differencing disks are merged': (host, machine) =>
      isOver(host) && isLinux(machine) && machine.checkpoint?.at === 'merging',
    'it ends with a machine that was saved': (host, machine) => isOver(host) && isReported(machine, 'saved'),
    'it ends after an abort': (host, machine) =>
      isOver(host) && host.vss.context.set > 0 && machine.component.at === 'failed',
  },
};
