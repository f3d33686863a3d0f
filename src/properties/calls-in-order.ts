import type { HostView } from '../system/index.ts';
import { anywhere, type Claim, type Situation } from './claim.ts';
import { type Calls, sessionOf } from './observers/session.ts';
import { isOver } from './situations.ts';

const crashesIn =
  (...calls: readonly Calls[]): Situation =>
  (host) =>
    host.requester.at === 'crashed' && calls.includes(sessionOf(host).calls);

/** It makes more backups than it was asked for, or ends with fewer. */
const isMiscounted = ({ requester, vss }: HostView, backups: number): boolean =>
  requester.context.backupsLeft < 0 ||
  vss.context.set + requester.context.backupsLeft > backups ||
  (requester.at === 'finished' && requester.context.backupsLeft > 0);

export const callsInOrder: Claim = {
  id: 'calls-in-order',
  sentence:
    'The requester makes every backup that it is asked for and no more, each with its calls in the documented order: writer metadata, a set, PrepareForBackup, DoSnapshotSet and BackupComplete, with the writers’ status after each of the three, and AbortBackup in their place once something has failed; then it lets go.',
  covers: ['S3', 'S12'],
  applies: anywhere,
  kind: 'never',
  situation:
    ({ options }) =>
    (host) =>
      sessionOf(host).outOfOrder === 'call' || isMiscounted(host, options.backups),
  premises: {
    'a backup is completed': (host) => isOver(host) && sessionOf(host).calls === 'completed',
    'a backup is aborted': (host) => isOver(host) && sessionOf(host).calls === 'aborted',
    'a backup is refused': (host) => isOver(host) && sessionOf(host).calls === 'refused',
    'it crashes before it has the writers’ metadata': (host, machine) =>
      crashesIn('none', 'metadata')(host, machine) && machine.component.at === 'notAdded',
    'it crashes in PrepareForBackup': crashesIn('started'),
    'it crashes before DoSnapshotSet': crashesIn('prepared'),
    'it crashes in DoSnapshotSet': (host) =>
      host.requester.at === 'crashed' && host.vss.at === 'preparingSnapshot',
    'it crashes after DoSnapshotSet': crashesIn('created'),
    'it crashes in BackupComplete': (host) => host.requester.at === 'crashed' && host.vss.at === 'completing',
    'it crashes after BackupComplete': crashesIn('closing'),
  },
};
