import { anywhere, type Claim } from './claim.ts';
import type { Custody } from './observers/custody.ts';

export const ownBackupOnly: Claim = {
  id: 'own-backup-only',
  sentence:
    'Recovery and hand-over touch only copies in the shadow copy set of their own backup, also when another backup went before.',
  covers: ['S8', 'S12'],
  applies: anywhere,
  kind: 'never',
  situation: () => (_, machine) => (machine.observed.custody as Custody).otherBackup,
  premises: {
    'a copy of an earlier backup is still there when one is handed over': (_, machine) =>
      machine.component.context.set > 1 &&
      machine.component.at === 'succeeded' &&
      machine.disks.some(({ context }) => context.copies.length > 1),
  },
};
