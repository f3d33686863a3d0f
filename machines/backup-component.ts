/**
 * The requester's record of one virtual machine: a component of the backup components document.
 *
 * It knows by which method the writer publishes the virtual machine, takes the failure that the writer
 * sets on it, reads the copies of its disks, and ends as succeeded or failed: this is what the backup
 * application reports.
 *
 * Source: win32 VSS documentation, overview-of-actual-backup-of-files.md (SetBackupSucceeded per
 * component); captions of components: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';

export type BackupComponentEvent =
  | M.MethodChosen
  | M.AddComponent
  | M.ComponentFailed
  | M.ReadFiles
  | M.SetBackupSucceeded
  | M.BackupFailed;

export type BackupComponentMessage = M.ReadCopy;

export interface BackupComponentContext {
  readonly method: M.BackupMethod | 'none';
  readonly cause: M.FailureCause | 'none';
  /** The shadow copy set that was read; 0 before. */
  readonly set: number;
}

export const backupComponent = setup({
  types: {
    context: {} as BackupComponentContext,
    events: {} as BackupComponentEvent,
    emitted: {} as BackupComponentMessage,
  },
  actions: {
    rememberMethod: assign(({ event }) => {
      assertEvent(event, 'METHOD_CHOSEN');
      return { method: event.method, cause: 'none' as const, set: 0 };
    }),
    rememberCause: assign({
      cause: ({ event }) => {
        assertEvent(event, 'COMPONENT_FAILED');
        return event.cause;
      },
    }),
    takeCommonCause: assign({
      cause: ({ event }) => {
        assertEvent(event, 'BACKUP_FAILED');
        return event.cause;
      },
    }),
    rememberSet: assign({
      set: ({ event }) => {
        assertEvent(event, 'READ_FILES');
        return event.set;
      },
    }),
    readCopies: emit(({ context }) => ({ type: 'READ_COPY' as const, set: context.set })),
  },
}).createMachine({
  id: 'backupComponent',
  context: { method: 'none', cause: 'none', set: 0 },
  initial: 'notAdded',
  states: {
    notAdded: {
      description: 'The backup does not include the virtual machine yet.',
      on: {
        METHOD_CHOSEN: { actions: 'rememberMethod' },
        ADD_COMPONENT: 'added',
        BACKUP_FAILED: { target: 'failed', actions: 'takeCommonCause' },
      },
    },
    added: {
      description: 'AddComponent was called.',
      on: {
        COMPONENT_FAILED: { target: 'failed', actions: 'rememberCause' },
        READ_FILES: { target: 'read', actions: ['rememberSet', 'readCopies'] },
        BACKUP_FAILED: { target: 'failed', actions: 'takeCommonCause' },
      },
    },
    read: {
      description: 'The copies of its disks were read.',
      on: { SET_BACKUP_SUCCEEDED: 'succeeded' },
    },
    succeeded: {
      description: 'Reported as backed up (SetBackupSucceeded).',
      on: {
        METHOD_CHOSEN: { target: 'notAdded', actions: 'rememberMethod' },
        BACKUP_FAILED: {
          description: 'Its files were stored, but BackupComplete was not reached.',
          target: 'failed',
          actions: 'takeCommonCause',
        },
      },
    },
    failed: {
      description: 'Reported as failed, with its cause.',
      on: {
        READ_FILES: { description: 'The rest of the backup goes on without it.' },
        SET_BACKUP_SUCCEEDED: { description: 'This is said of the others.' },
        BACKUP_FAILED: { description: 'It has a cause of its own.' },
        METHOD_CHOSEN: { target: 'notAdded', actions: 'rememberMethod' },
      },
    },
  },
});
