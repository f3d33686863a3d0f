import type { MachineView } from '../system/index.ts';
import type { Claim, Situation } from './claim.ts';
import type { Attempts } from './observers/attempts.ts';
import { filesAreRead, hasLeftovers, isReported } from './situations.ts';

const isTriedAgain = ({ observed }: MachineView): boolean =>
  (observed.attempts as Attempts).before === 'passing';

const endsAs =
  (outcome: string): Situation =>
  (host, machine) =>
    filesAreRead(host) && isTriedAgain(machine) && isReported(machine, outcome);

export const retrySucceeds: Claim = {
  id: 'retry-succeeds',
  sentence:
    'When the backup of a virtual machine has failed by an error after which it is advised to try again, the next backup of it does not fail, unless a copy is left over that has to be removed first, the guest does not answer, or another fault strikes.',
  covers: ['S12'],
  // With one fault in a run nothing strikes the second backup once the first has failed; nor does an operator.
  applies: ({ options: { backups, faultBudget, operatorRemovesScsi } }) =>
    backups > 1 && faultBudget === 1 && !operatorRemovesScsi,
  kind: 'never',
  situation: () => (_, machine) =>
    isTriedAgain(machine) &&
    machine.component.at === 'failed' &&
    !isReported(machine, 'failed:guest-does-not-answer') &&
    !hasLeftovers(machine),
  premises: {
    'the next backup is made online': endsAs('online'),
    'the next backup saves the machine': endsAs('saved'),
    'the next backup finds the machine off': endsAs('offline'),
    'a copy that is left over fails the next backup': (_, machine) =>
      isTriedAgain(machine) && isReported(machine, 'failed:disk-left-over'),
  },
};
