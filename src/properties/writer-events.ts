import type { HostView } from '../system/index.ts';
import { anywhere, type Claim } from './claim.ts';
import { type Calls, sessionOf, type WriterEvents } from './observers/session.ts';

/** What the writer must have gone through when the requester has come so far. */
const doneFor: Readonly<Partial<Record<Calls, WriterEvents>>> = {
  prepared: 'prepareBackup',
  created: 'postSnapshot',
  closing: 'completeBackup',
  completed: 'none',
  aborted: 'none',
};

const isSkipped = (host: HostView): boolean => {
  const { calls, events } = sessionOf(host);
  const done = doneFor[calls];
  return done !== undefined && done !== events;
};

/** States of the writer in which host VSS can be, between two steps, in each of its states. */
const writerStates: Readonly<Record<string, readonly string[]>> = {
  idle: ['stable'],
  otherSetInProgress: ['stable'],
  setStarted: ['stable', 'failedAtPrepareBackup'],
  preparingSnapshot: ['preparingSnapshot'],
  holding: ['waitingForThaw', 'failedAtFreeze'],
  postSnapshot: ['recovering', 'restarting'],
  created: ['waitingForBackupComplete', 'failedAtPostSnapshot', 'stable'],
  completing: ['completing'],
  abortingSet: ['aborting'],
  abortingOnRequest: ['aborting'],
  abandoning: ['aborting'],
  aborted: ['stable'],
  finishingForNobody: ['preparingSnapshot', 'recovering', 'restarting', 'completing'],
};

const isElsewhere = ({ vss, writer }: HostView): boolean =>
  writerStates[vss.at]?.includes(writer.at) === false;

export const writerEvents: Claim = {
  id: 'writer-events',
  sentence:
    'The writer goes through the documented events in their order (Identify, PrepareBackup, PrepareSnapshot, Freeze, Thaw, PostSnapshot, BackupComplete, BackupShutdown; Abort in place of what is left), and through the states that belong to them; what the requester is told is done, the writer has done.',
  covers: ['S2', 'S6', 'S12'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host) => sessionOf(host).outOfOrder === 'event' || isSkipped(host) || isElsewhere(host),
  premises: {
    'the writer waits for Thaw': ({ writer }) => writer.at === 'waitingForThaw',
    'the writer waits for BackupComplete': ({ writer }) => writer.at === 'waitingForBackupComplete',
    'the writer has failed at PrepareForBackup': ({ writer }) => writer.at === 'failedAtPrepareBackup',
    'the writer has failed at Freeze': ({ writer }) => writer.at === 'failedAtFreeze',
    'the writer has failed at PostSnapshot': ({ writer }) => writer.at === 'failedAtPostSnapshot',
    'the service of the writer is restarted': ({ writer }) => writer.at === 'restarting',
    'a session is aborted': (host) => sessionOf(host).events === 'abort',
  },
};
