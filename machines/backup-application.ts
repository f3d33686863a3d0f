/**
 * The backup application on the host: the VSS requester.
 *
 * It asks for all virtual machines at once and makes its calls in the documented order. Calls that do
 * not cause a writer event (CreateVssBackupComponents, InitializeForBackup, SetContext, SetBackupState,
 * AddToSnapshotSet, SaveAsXML) have no state of their own. After an abort the backup components object
 * is released, never resumed. It may crash in the middle of a backup; started again, it reports that one
 * as failed.
 *
 * Source: win32 VSS documentation, overview-of-backup-initialization.md, overview-of-pre-backup-tasks.md,
 * overview-of-actual-backup-of-files.md, overview-of-backup-termination.md, aborting-vss-operations.md, handling-backupshutdown-events.md.
 * Inferred: an application that has crashed makes no other backup before VSS has cleaned up after it.
 * Abstracted: StartSnapshotSet is told as refused by the answer to the next call; one snapshot set holds every volume; which bytes are copied where.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type BackupApplicationEvent =
  | M.WriterMetadataGathered
  | M.BackupPrepared
  | M.WriterStatusGathered
  | M.SnapshotSetCreated
  | M.SnapshotSetFailed
  | M.BackupCompleted
  | M.BackupAborted
  | M.SessionEnded
  | M.Crash;

export type BackupApplicationMessage =
  | M.GatherWriterMetadata
  | M.StartSnapshotSet
  | M.PrepareForBackup
  | M.GatherWriterStatus
  | M.DoSnapshotSet
  | M.BackupComplete
  | M.AbortBackup
  | M.ReleaseBackupComponents
  | M.RequesterGone
  | M.AddComponent
  | M.ReadFiles
  | M.SetBackupSucceeded
  | M.BackupFailed
  | M.BackupStarts
  | M.BackupOver;

export interface BackupApplicationInput {
  /** How many backups it makes, one after the other. */
  readonly backups: number;
}

export interface BackupApplicationContext {
  readonly backupsLeft: number;
  /** The shadow copy set that it was given; 0 before. */
  readonly set: number;
  /** Why the shadow copy set or its writer failed, where one did. */
  readonly cause: M.FailureCause;
}

export const backupApplication = setup({
  types: {
    context: {} as BackupApplicationContext,
    events: {} as BackupApplicationEvent,
    emitted: {} as BackupApplicationMessage,
    input: {} as BackupApplicationInput,
  },
  guards: {
    writerFailed: ({ event }) => event.type === 'WRITER_STATUS_GATHERED' && event.failed,
    anotherBackupIsDue: ({ context }) => context.backupsLeft > 0,
  },
  actions: {
    announceBackup: emit({ type: 'BACKUP_STARTS' }),
    announceEnd: emit({ type: 'BACKUP_OVER' }),
    gatherWriterMetadata: emit({ type: 'GATHER_WRITER_METADATA' }),
    addComponents: emit({ type: 'ADD_COMPONENT' }),
    startSnapshotSet: emit({ type: 'START_SNAPSHOT_SET' }),
    prepareForBackup: emit({ type: 'PREPARE_FOR_BACKUP' }),
    gatherWriterStatus: emit({ type: 'GATHER_WRITER_STATUS' }),
    doSnapshotSet: emit({ type: 'DO_SNAPSHOT_SET' }),
    readFiles: emit(({ context }) => ({ type: 'READ_FILES' as const, set: context.set })),
    setBackupSucceeded: emit({ type: 'SET_BACKUP_SUCCEEDED' }),
    completeBackup: emit({ type: 'BACKUP_COMPLETE' }),
    abortBackup: emit({ type: 'ABORT_BACKUP' }),
    reportFailure: emit(({ context }) => ({ type: 'BACKUP_FAILED' as const, cause: context.cause })),
    rememberCause: assign({
      cause: ({ event }) => {
        assertEvent(event, ['SNAPSHOT_SET_FAILED', 'WRITER_STATUS_GATHERED']);
        return event.type === 'WRITER_STATUS_GATHERED' && !event.failed
          ? 'another-virtual-machine-failed'
          : event.cause;
      },
    }),
    releaseBackupComponents: emit({ type: 'RELEASE_BACKUP_COMPONENTS' }),
    countBackup: assign({
      backupsLeft: ({ context }) => context.backupsLeft - 1,
      cause: 'another-virtual-machine-failed',
    }),
    vanish: emit({ type: 'REQUESTER_GONE' }),
    blameCrash: assign({ cause: 'requester-crashed' }),
    rememberSet: assign({
      set: ({ event }) => {
        assertEvent(event, 'SNAPSHOT_SET_CREATED');
        return event.set;
      },
    }),
  },
  delays: pick('untilNextBackup', 'fileCopy'),
}).createMachine({
  id: 'backupApplication',
  context: ({ input }) => ({ backupsLeft: input.backups, set: 0, cause: 'another-virtual-machine-failed' }),
  initial: 'idle',
  states: {
    idle: {
      description: 'No backup is under way.',
      after: {
        untilNextBackup: { target: 'gatheringMetadata', actions: ['countBackup', 'announceBackup'] },
      },
    },
    gatheringMetadata: {
      description: 'GatherWriterMetadata is under way: every writer identifies itself.',
      entry: 'gatherWriterMetadata',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        WRITER_METADATA_GATHERED: {
          target: 'preparingBackup',
          actions: ['addComponents', 'startSnapshotSet'],
        },
      },
    },
    preparingBackup: {
      description: 'PrepareForBackup is under way; a component was added for every virtual machine.',
      entry: 'prepareForBackup',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        BACKUP_PREPARED: 'checkingPreparation',
        SNAPSHOT_SET_FAILED: {
          description: 'Another requester has a set in progress: there is nothing to abort.',
          target: 'releasing',
          actions: ['rememberCause', 'reportFailure'],
        },
      },
    },
    checkingPreparation: {
      description: 'GatherWriterStatus after PrepareForBackup.',
      entry: 'gatherWriterStatus',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        WRITER_STATUS_GATHERED: [
          { guard: 'writerFailed', target: 'aborting', actions: 'rememberCause' },
          { target: 'creatingShadowCopies' },
        ],
      },
    },
    creatingShadowCopies: {
      description: 'DoSnapshotSet is under way.',
      entry: 'doSnapshotSet',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        SNAPSHOT_SET_CREATED: { target: 'checkingShadowCopies', actions: 'rememberSet' },
        SNAPSHOT_SET_FAILED: { target: 'aborting', actions: 'rememberCause' },
      },
    },
    checkingShadowCopies: {
      description: 'GatherWriterStatus after DoSnapshotSet.',
      entry: 'gatherWriterStatus',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        WRITER_STATUS_GATHERED: [
          { guard: 'writerFailed', target: 'aborting', actions: 'rememberCause' },
          { target: 'copyingFiles' },
        ],
      },
    },
    copyingFiles: {
      description: 'The files of the shadow copy set are read and stored.',
      on: { CRASH: { target: 'crashed', actions: 'vanish' } },
      after: { fileCopy: { target: 'completing', actions: ['readFiles', 'setBackupSucceeded'] } },
    },
    completing: {
      description: 'BackupComplete is under way.',
      entry: 'completeBackup',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        BACKUP_COMPLETED: 'checkingCompletion',
      },
    },
    checkingCompletion: {
      description: 'GatherWriterStatus closes the writer session.',
      entry: 'gatherWriterStatus',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        WRITER_STATUS_GATHERED: { target: 'releasing', actions: 'releaseBackupComponents' },
      },
    },
    aborting: {
      description: 'AbortBackup is under way.',
      entry: 'abortBackup',
      on: {
        CRASH: { target: 'crashed', actions: 'vanish' },
        BACKUP_ABORTED: { target: 'releasing', actions: ['reportFailure', 'releaseBackupComponents'] },
      },
    },
    crashed: {
      description: 'The process is gone; whatever VSS still answers, nobody hears.',
      on: {
        WRITER_METADATA_GATHERED: { description: 'Nobody hears.' },
        BACKUP_PREPARED: { description: 'Nobody hears.' },
        WRITER_STATUS_GATHERED: { description: 'Nobody hears.' },
        SNAPSHOT_SET_CREATED: { description: 'Nobody hears.' },
        SNAPSHOT_SET_FAILED: { description: 'Nobody hears.' },
        BACKUP_COMPLETED: { description: 'Nobody hears.' },
        BACKUP_ABORTED: { description: 'Nobody hears.' },
        SESSION_ENDED: { target: 'releasing', actions: ['blameCrash', 'reportFailure'] },
      },
    },
    releasing: {
      description: 'The backup components object is gone.',
      always: [
        { guard: 'anotherBackupIsDue', target: 'idle', actions: 'announceEnd' },
        { target: 'finished' },
      ],
    },
    finished: { description: 'All backups were made or aborted.' },
  },
});
