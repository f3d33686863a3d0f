/**
 * VSS on the host: its service and the system provider (VSSVC, Volsnap).
 *
 * It turns the requester's calls into writer events and, inside DoSnapshotSet, goes through prepare,
 * freeze, flush and hold, commit, thaw and post-snapshot. All volumes are copied at one instant, while
 * their writes are held. A copy can be written until post-snapshot is over (auto-recovery), then it is
 * read-only. What a writer fails at before the copies exist ends the set; what it fails at before or after that,
 * the requester learns when it asks for the status of the writers.
 *
 * Source: win32 VSS documentation, shadow-copy-creation-for-providers.md, the-shadow-copy-creation-process.md,
 * aborting-vss-operations.md, handling-backupshutdown-events.md, writer-errors-and-vetoes.md; sdk-api
 * vss/ne-vss-vss_snapshot_state.md, vsbackup/nf-vsbackup-ivssbackupcomponents-dosnapshotset.md (no code of its is a
 * writer’s).
 * Inferred: a set whose requester is gone is aborted before BackupShutdown; PostSnapshot lies between PreFinalCommitSnapshots and PostFinalCommitSnapshots.
 * Abstracted: the provider's own calls; several writers are the one that matters here; of another requester only that
 * its set is in progress.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type HostVssEvent =
  | M.GatherWriterMetadata
  | M.StartSnapshotSet
  | M.PrepareForBackup
  | M.GatherWriterStatus
  | M.DoSnapshotSet
  | M.BackupComplete
  | M.AbortBackup
  | M.ReleaseBackupComponents
  | M.RequesterGone
  | M.OtherRequesterStarts
  | M.FillShadowStorage
  | M.WriterReady
  | M.WriterFailed
  | M.WriterStatus;

export type HostVssMessage =
  | M.WriterMetadataGathered
  | M.BackupPrepared
  | M.WriterStatusGathered
  | M.SnapshotSetCreated
  | M.SnapshotSetFailed
  | M.BackupCompleted
  | M.BackupAborted
  | M.SessionEnded
  | M.Identify
  | M.PrepareBackup
  | M.PrepareSnapshot
  | M.Freeze
  | M.Thaw
  | M.PostSnapshot
  | M.CompleteBackup
  | M.BackupShutdown
  | M.Abort
  | M.QueryWriterStatus
  | M.HoldWrites
  | M.TakeCopy
  | M.ReleaseWrites
  | M.MakeCopyReadOnly
  | M.DeleteCopy;

export interface HostVssInput {
  /** Copies outlive the requester's backup components object (VSS_VOLSNAP_ATTR_PERSISTENT). */
  readonly persistent: boolean;
}

export interface HostVssContext {
  /** The latest shadow copy set; sets count from 1. */
  readonly set: number;
  readonly persistent: boolean;
  /** Why the set failed, if it does now. */
  readonly cause: M.FailureCause;
}

export const hostVss = setup({
  types: {
    context: {} as HostVssContext,
    events: {} as HostVssEvent,
    emitted: {} as HostVssMessage,
    input: {} as HostVssInput,
  },
  guards: { copiesArePersistent: ({ context }) => context.persistent },
  actions: {
    identify: emit({ type: 'IDENTIFY' }),
    reportMetadata: emit({ type: 'WRITER_METADATA_GATHERED' }),
    nameNewSet: assign({ set: ({ context }) => context.set + 1 }),
    prepareBackup: emit({ type: 'PREPARE_BACKUP' }),
    reportPrepared: emit({ type: 'BACKUP_PREPARED' }),
    queryWriter: emit({ type: 'QUERY_WRITER_STATUS' }),
    reportStatus: emit(({ context, event }) => {
      assertEvent(event, 'WRITER_STATUS');
      return event.failed
        ? { type: 'WRITER_STATUS_GATHERED' as const, failed: true as const, cause: context.cause }
        : { type: 'WRITER_STATUS_GATHERED' as const, failed: false as const };
    }),
    prepareSnapshot: emit({ type: 'PREPARE_SNAPSHOT' }),
    freeze: emit({ type: 'FREEZE' }),
    holdWrites: emit({ type: 'HOLD_WRITES' }),
    takeCopies: emit(({ context }) => ({ type: 'TAKE_COPY' as const, set: context.set })),
    releaseWrites: emit({ type: 'RELEASE_WRITES' }),
    thaw: emit({ type: 'THAW' }),
    postSnapshot: emit(({ context }) => ({ type: 'POST_SNAPSHOT' as const, set: context.set })),
    makeCopiesReadOnly: emit(({ context }) => ({ type: 'MAKE_COPY_READ_ONLY' as const, set: context.set })),
    reportCreated: emit(({ context }) => ({ type: 'SNAPSHOT_SET_CREATED' as const, set: context.set })),
    reportFailed: emit(({ context }) => ({ type: 'SNAPSHOT_SET_FAILED' as const, cause: context.cause })),
    blameHold: assign({ cause: 'host-shadow-copy-failed' }),
    blameStorage: assign({ cause: 'shadow-storage-full' }),
    blameNobody: assign({ cause: 'another-virtual-machine-failed' }),
    takeCauseOfWriter: assign({
      cause: ({ event }) => {
        assertEvent(event, 'WRITER_FAILED');
        return event.cause;
      },
    }),
    reportSetInProgress: emit({ type: 'SNAPSHOT_SET_FAILED', cause: 'snapshot-set-in-progress' }),
    reportSessionEnded: emit({ type: 'SESSION_ENDED' }),
    completeBackup: emit({ type: 'COMPLETE_BACKUP' }),
    reportCompleted: emit({ type: 'BACKUP_COMPLETED' }),
    abort: emit({ type: 'ABORT' }),
    reportAborted: emit({ type: 'BACKUP_ABORTED' }),
    deleteCopies: emit(({ context }) => ({ type: 'DELETE_COPY' as const, set: context.set })),
    shutDownWriters: emit({ type: 'BACKUP_SHUTDOWN' }),
  },
  delays: pick('flushAndHold', 'holdWindow', 'otherSet'),
}).createMachine({
  id: 'hostVss',
  context: ({ input }) => ({ set: 0, persistent: input.persistent, cause: 'another-virtual-machine-failed' }),
  initial: 'idle',
  states: {
    idle: {
      description: 'No shadow copy set is being made.',
      on: {
        GATHER_WRITER_METADATA: { target: 'identifying', actions: 'identify' },
        START_SNAPSHOT_SET: { target: 'setStarted', actions: ['nameNewSet', 'blameNobody'] },
        REQUESTER_GONE: { actions: 'reportSessionEnded' },
        OTHER_REQUESTER_STARTS: 'otherSetInProgress',
      },
    },
    otherSetInProgress: {
      description: 'Another requester is between StartSnapshotSet and the end of DoSnapshotSet.',
      on: {
        GATHER_WRITER_METADATA: { actions: 'identify' },
        WRITER_READY: { actions: 'reportMetadata' },
        START_SNAPSHOT_SET: 'refusing',
        REQUESTER_GONE: { actions: 'reportSessionEnded' },
      },
      after: { otherSet: 'idle' },
    },
    refusing: {
      description: 'StartSnapshotSet has failed (VSS_E_SNAPSHOT_SET_IN_PROGRESS).',
      on: {
        PREPARE_FOR_BACKUP: { target: 'otherSetInProgress', actions: 'reportSetInProgress' },
      },
    },
    identifying: {
      description: 'The writers describe themselves.',
      on: { WRITER_READY: { target: 'idle', actions: 'reportMetadata' } },
    },
    setStarted: {
      description: 'StartSnapshotSet was called; volumes are added (VSS_SS_PREPARING).',
      on: {
        PREPARE_FOR_BACKUP: { target: 'preparingBackup', actions: 'prepareBackup' },
        GATHER_WRITER_STATUS: { actions: 'queryWriter' },
        WRITER_STATUS: { actions: 'reportStatus' },
        DO_SNAPSHOT_SET: { target: 'preparingSnapshot', actions: 'prepareSnapshot' },
        ABORT_BACKUP: { target: 'abortingOnRequest', actions: 'abort' },
        REQUESTER_GONE: { target: 'abandoning', actions: 'abort' },
      },
    },
    preparingBackup: {
      description: 'The writers handle PrepareForBackup.',
      on: {
        WRITER_READY: { target: 'setStarted', actions: 'reportPrepared' },
        WRITER_FAILED: {
          description: 'The call succeeds; the status of the writer tells.',
          target: 'setStarted',
          actions: ['takeCauseOfWriter', 'reportPrepared'],
        },
      },
    },
    preparingSnapshot: {
      description:
        'The writers handle PrepareForSnapshot; no limit is documented here (VSS_SS_PROCESSING_PREPARE).',
      on: {
        WRITER_READY: { target: 'freezing', actions: 'freeze' },
        WRITER_FAILED: { target: 'abortingSet', actions: ['takeCauseOfWriter', 'abort'] },
        REQUESTER_GONE: 'finishingForNobody',
      },
    },
    freezing: {
      description: 'The writers handle Freeze (VSS_SS_PREPARED).',
      on: { WRITER_READY: { target: 'holding', actions: 'holdWrites' } },
    },
    holding: {
      description:
        'Volumes are flushed and their writes held; then all are copied at once (VSS_SS_PROCESSING_COMMIT).',
      on: {
        FILL_SHADOW_STORAGE: { target: 'abortingSet', actions: ['releaseWrites', 'blameStorage', 'abort'] },
        REQUESTER_GONE: { target: 'abandoning', actions: ['releaseWrites', 'abort'] },
      },
      after: {
        flushAndHold: { target: 'thawing', actions: ['takeCopies', 'releaseWrites', 'thaw'] },
        holdWindow: { target: 'abortingSet', actions: ['releaseWrites', 'blameHold', 'abort'] },
      },
    },
    thawing: {
      description: 'The copies exist, writes flow again, the writers handle Thaw (VSS_SS_POSTCOMMITTED).',
      on: {
        WRITER_READY: { target: 'postSnapshot', actions: 'postSnapshot' },
        WRITER_FAILED: { target: 'abortingSet', actions: ['takeCauseOfWriter', 'abort'] },
      },
    },
    postSnapshot: {
      description:
        'The writers handle PostSnapshot: copies can still be written (VSS_SS_PROCESSING_PREFINALCOMMIT).',
      on: {
        WRITER_READY: { target: 'created', actions: ['makeCopiesReadOnly', 'reportCreated'] },
        WRITER_FAILED: {
          description: 'The set was created all the same; the status of the writer tells.',
          target: 'created',
          actions: ['takeCauseOfWriter', 'makeCopiesReadOnly', 'reportCreated'],
        },
        REQUESTER_GONE: 'finishingForNobody',
      },
    },
    created: {
      description: 'The shadow copy set can be read (VSS_SS_CREATED).',
      on: {
        GATHER_WRITER_STATUS: { actions: 'queryWriter' },
        WRITER_STATUS: { actions: 'reportStatus' },
        BACKUP_COMPLETE: { target: 'completing', actions: 'completeBackup' },
        ABORT_BACKUP: { target: 'abortingOnRequest', actions: 'abort' },
        RELEASE_BACKUP_COMPONENTS: 'released',
        REQUESTER_GONE: { target: 'abandoning', actions: 'abort' },
      },
    },
    completing: {
      description: 'The writers handle BackupComplete.',
      on: {
        WRITER_READY: { target: 'created', actions: 'reportCompleted' },
        REQUESTER_GONE: 'finishingForNobody',
      },
    },
    abortingSet: {
      description: 'The set failed: the writers handle Abort (VSS_SS_ABORTED).',
      on: {
        WRITER_READY: { target: 'aborted', actions: 'reportFailed' },
        REQUESTER_GONE: 'abandoning',
      },
    },
    abortingOnRequest: {
      description: 'The requester called AbortBackup: the writers handle Abort, maybe not their first.',
      on: {
        WRITER_READY: { target: 'aborted', actions: 'reportAborted' },
        REQUESTER_GONE: 'abandoning',
      },
    },
    aborted: {
      description: 'Nothing of the set will be used (VSS_SS_ABORTED).',
      on: {
        ABORT_BACKUP: { target: 'abortingOnRequest', actions: 'abort' },
        RELEASE_BACKUP_COMPONENTS: { target: 'idle', actions: ['deleteCopies', 'shutDownWriters'] },
        REQUESTER_GONE: {
          target: 'idle',
          actions: ['deleteCopies', 'shutDownWriters', 'reportSessionEnded'],
        },
      },
    },
    finishingForNobody: {
      description: 'The requester is gone; the writers finish what they are at, then all is undone.',
      on: {
        WRITER_READY: { target: 'abandoning', actions: 'abort' },
        WRITER_FAILED: { target: 'abandoning', actions: 'abort' },
      },
    },
    abandoning: {
      description:
        'The requester is gone: the writers handle Abort, then BackupShutdown without BackupComplete.',
      on: {
        WRITER_READY: {
          target: 'idle',
          actions: ['deleteCopies', 'shutDownWriters', 'reportSessionEnded'],
        },
      },
    },
    released: {
      description: 'The requester let go of the set: copies that are not persistent end (VSS_SS_DELETED).',
      always: [
        { guard: 'copiesArePersistent', target: 'idle', actions: 'shutDownWriters' },
        { target: 'idle', actions: ['deleteCopies', 'shutDownWriters'] },
      ],
    },
  },
});
