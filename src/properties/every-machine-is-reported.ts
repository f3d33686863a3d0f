import type { HostView, MachineView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { sessionOf } from './observers/session.ts';
import { isBetweenBackups, isOver } from './situations.ts';

const hasFailed = ({ coordinator }: MachineView): boolean => coordinator.at.endsWith('.failed');

/** Its coordinator has given it up and the requester does not know; a record that is not added yet is of another backup. */
const isHushedUp = (machine: MachineView): boolean =>
  hasFailed(machine) && machine.component.at !== 'failed' && machine.component.at !== 'notAdded';

const isUnreported = (host: HostView, { component }: MachineView): boolean =>
  isOver(host) && component.at !== 'succeeded' && component.at !== 'failed';

const succeedsUnfinished = (host: HostView, { component }: MachineView): boolean =>
  isBetweenBackups(host) && component.at === 'succeeded' && sessionOf(host).calls !== 'completed';

export const everyMachineIsReported: Claim = {
  id: 'every-machine-is-reported',
  sentence:
    'In the end every virtual machine is reported, as backed up only if the backup was completed; and the failure of a virtual machine is set on its component as soon as its coordinator gives it up.',
  covers: ['S3', 'S12'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host, machine) =>
    isHushedUp(machine) || isUnreported(host, machine) || succeedsUnfinished(host, machine),
  premises: {
    'a coordinator has given up its virtual machine': (_, machine) => hasFailed(machine),
    'a virtual machine is reported as backed up': (host, machine) =>
      isOver(host) && machine.component.at === 'succeeded',
    'a backup whose files were stored is not completed': (host, machine) =>
      host.requester.at === 'crashed' && machine.component.at === 'succeeded',
  },
};
