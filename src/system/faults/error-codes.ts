/**
 * Error codes of VSS, with their values and whether it helps to try again.
 *
 * Source: sdk-api vsbackup, IVssBackupComponents::DoSnapshotSet and IVssBackupComponents::GetWriterStatus;
 * values: vss.h and vswriter.h.
 */
import type { FailureCause } from '../../../machines/index.ts';

export interface ErrorCode {
  readonly name: string;
  readonly value: string;
  readonly retry: string;
}

/** What the documentation advises for errors that pass. */
const later = 'wait ten minutes and try again, three times at most';
const afterwards = 'try again when the other backup is over';
const useless = 'it will happen again until its cause is removed';

const code = (name: string, value: string, retry: string): ErrorCode => ({ name, value, retry });

export const errorCodes = {
  badState: code('VSS_E_BAD_STATE', '0x80042301', useless),
  holdWritesTimeout: code('VSS_E_HOLD_WRITES_TIMEOUT', '0x80042314', later),
  setInProgress: code('VSS_E_SNAPSHOT_SET_IN_PROGRESS', '0x80042316', afterwards),
  writerNotResponding: code('VSS_E_WRITER_NOT_RESPONDING', '0x80042319', later),
  insufficientStorage: code('VSS_E_INSUFFICIENT_STORAGE', '0x8004231F', useless),
  partialFailure: code('VSS_E_WRITERERROR_PARTIAL_FAILURE', '0x80042336', later),
  inconsistentSnapshot: code('VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT', '0x800423F0', useless),
  outOfResources: code('VSS_E_WRITERERROR_OUTOFRESOURCES', '0x800423F1', later),
  writerTimeout: code('VSS_E_WRITERERROR_TIMEOUT', '0x800423F2', later),
  writerRetryable: code('VSS_E_WRITERERROR_RETRYABLE', '0x800423F3', later),
  writerNonRetryable: code('VSS_E_WRITERERROR_NONRETRYABLE', '0x800423F4', useless),
  recoveryFailed: code('VSS_E_WRITERERROR_RECOVERY_FAILED', '0x800423F5', later),
  missingDisk: code('VSS_E_MISSING_DISK', '0x800423F8', later),
  autoRecoveryFailed: code('VSS_E_AUTORECOVERY_FAILED', '0x800423FB', useless),
} as const satisfies Record<string, ErrorCode>;

export type ErrorName = keyof typeof errorCodes;

/**
 * What SetWriterFailure, or VSS itself, reports for a cause; null where the requester is not told anything.
 * Inferred where no source names a code for the cause: the code whose documented meaning fits.
 */
export const codeOfCause: Readonly<Record<FailureCause, ErrorName | null>> = {
  'no-scsi-controller': 'writerNonRetryable',
  'no-free-slot': 'writerNonRetryable',
  'guest-writer-veto': 'writerRetryable',
  'guest-freeze-timeout': 'writerTimeout',
  'guest-hold-timeout': 'writerTimeout',
  'guest-daemon-timeout': 'writerTimeout',
  'guest-does-not-answer': 'writerTimeout',
  'file-system-freeze-failed': 'writerRetryable',
  'checkpoint-not-created': 'writerNonRetryable',
  'differencing-disk-locked': 'writerRetryable',
  'backup-service-stopped': 'writerNonRetryable',
  'vmbus-channel-lost': 'writerRetryable',
  'virtual-machine-stopped': 'writerRetryable',
  'volume-not-in-set': 'inconsistentSnapshot',
  'mount-failed': 'recoveryFailed',
  'dismount-stuck': 'recoveryFailed',
  'disk-did-not-arrive': 'missingDisk',
  'disk-left-over': 'autoRecoveryFailed',
  'guest-shadow-copy-gone': 'recoveryFailed',
  'recovery-failed': 'recoveryFailed',
  'integration-components-too-old': 'writerNonRetryable',
  'host-shadow-copy-failed': 'holdWritesTimeout',
  'host-freeze-timeout': 'writerTimeout',
  'writer-out-of-resources': 'outOfResources',
  'shadow-storage-full': 'insufficientStorage',
  'snapshot-set-in-progress': 'setInProgress',
  'requester-crashed': null,
  'management-service-restarted': 'writerNotResponding',
  'another-virtual-machine-failed': 'partialFailure',
};

/** Whether the error that is reported for a cause is one of those that pass: trying again later helps. */
export function helpsToTryAgain(cause: FailureCause): boolean {
  const name = codeOfCause[cause];
  return name !== null && errorCodes[name].retry === later;
}
