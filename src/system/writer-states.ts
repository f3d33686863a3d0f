/**
 * The states of a VSS writer, as `vssadmin list writers` numbers them, and where the Hyper-V writer of the
 * model is in them.
 *
 * Source: sdk-api vss/ne-vss-vss_writer_state.md; numbers: vss.h.
 */
export interface WriterState {
  readonly number: number;
  readonly name: string;
  /** States of the chart that stand for it. */
  readonly at: readonly string[];
  /** Why the model does not come to it, where it does not. */
  readonly unreachable?: string;
}

const restore = 'restore is not modelled';
const noWork = 'no failure of the Hyper-V writer is known there';

export const writerStates: readonly WriterState[] = [
  { number: 0, name: 'VSS_WS_UNKNOWN', at: [], unreachable: 'it stands for no state' },
  { number: 1, name: 'VSS_WS_STABLE', at: ['stable', 'preparingSnapshot', 'completing', 'aborting'] },
  { number: 2, name: 'VSS_WS_WAITING_FOR_FREEZE', at: ['waitingForFreeze'] },
  { number: 3, name: 'VSS_WS_WAITING_FOR_THAW', at: ['waitingForThaw'] },
  {
    number: 4,
    name: 'VSS_WS_WAITING_FOR_POST_SNAPSHOT',
    at: ['waitingForPostSnapshot', 'recovering', 'restarting'],
  },
  { number: 5, name: 'VSS_WS_WAITING_FOR_BACKUP_COMPLETE', at: ['waitingForBackupComplete'] },
  { number: 6, name: 'VSS_WS_FAILED_AT_IDENTIFY', at: [], unreachable: noWork },
  { number: 7, name: 'VSS_WS_FAILED_AT_PREPARE_BACKUP', at: ['failedAtPrepareBackup'] },
  { number: 8, name: 'VSS_WS_FAILED_AT_PREPARE_SNAPSHOT', at: ['failedAtPrepareSnapshot'] },
  { number: 9, name: 'VSS_WS_FAILED_AT_FREEZE', at: ['failedAtFreeze'] },
  { number: 10, name: 'VSS_WS_FAILED_AT_THAW', at: [], unreachable: noWork },
  { number: 11, name: 'VSS_WS_FAILED_AT_POST_SNAPSHOT', at: ['failedAtPostSnapshot'] },
  { number: 12, name: 'VSS_WS_FAILED_AT_BACKUP_COMPLETE', at: [], unreachable: noWork },
  { number: 13, name: 'VSS_WS_FAILED_AT_PRE_RESTORE', at: [], unreachable: restore },
  { number: 14, name: 'VSS_WS_FAILED_AT_POST_RESTORE', at: [], unreachable: restore },
  { number: 15, name: 'VSS_WS_FAILED_AT_BACKUPSHUTDOWN', at: [], unreachable: noWork },
];

/** The state in which an operator finds the writer when the chart is there. */
export const writerStateAt = (at: string): WriterState | undefined =>
  writerStates.find((state) => state.at.includes(at));
