/** What can be chosen about the model, apart from the topology; every default is said here once. */
import type { Observer, Wire } from '../composition/index.ts';
import type { ChartReplacements } from './charts.ts';
import type { Fault } from './faults/index.ts';
import type { HostRelease } from './topology.ts';

export interface ModelOptions {
  /** Whether one failed virtual machine fails the backup of all. Default: `all` before 2012 R2, `perVm` on it. */
  readonly failureScope: 'all' | 'perVm';
  /** When a missing SCSI controller is noticed. Default: when a copy is to be connected. */
  readonly controllerCheck: 'whenConnecting' | 'whenPreparing';
  /**
   * Whether a machine with a Linux guest is refused without a SCSI controller, although no copy is connected to it.
   * Default: `applies`.
   */
  readonly linuxControllerCheck: 'applies' | 'spared';
  /**
   * Whether the backup service of a Windows guest whose integration components are older than its host connects to the
   * host all the same. Default: `notConnected`.
   */
  readonly olderComponents: 'notConnected' | 'connected';
  /** Whether the host waits for an answer of a guest only for some time, or without limit. Default: `some`. */
  readonly guestReplyLimit: 'some' | 'none';
  /** Whether virtual machines recover their copies at the same time. Default: `parallel`. */
  readonly virtualMachineOrder: 'parallel' | 'oneAtATime';
  /** Whether the copies of one virtual machine recover one after the other. Default: `sequence`. */
  readonly diskOrder: 'sequence' | 'parallel';
  /** Whether the position inside a transaction is tracked. Default: no. */
  readonly transactions: boolean;
  /** How many backups are made, one after the other. Default: 1. */
  readonly backups: number;
  /** Whether shadow copies outlive their backup. Default: no. */
  readonly persistentShadowCopies: boolean;
  /** Whether operators remove SCSI controllers between two backups. Default: no. */
  readonly operatorRemovesScsi: boolean;
  /** Whether guests make shadow copies of their own ("previous versions") at any time. Default: no. */
  readonly previousVersions: boolean;
  /** Whether operators can stop, save or move a virtual machine that a backup holds. Default: `allowed`. */
  readonly operatorDuringBackup: 'allowed' | 'refused';
  /** Faults that may happen, by their numbers in the catalogue. Default: none. */
  readonly faults: readonly Fault[];
  /** How many faults may happen in one run, all of them together; null: any number. Default: null. */
  readonly faultBudget: number | null;
  /** Charts in place of the reference charts. Default: none. */
  readonly charts: ChartReplacements;
  /** A change to the wiring. Default: none. */
  readonly rewire: (wires: readonly Wire[]) => readonly Wire[];
  /** What watches each virtual machine. Default: nothing. */
  readonly observers: readonly Observer[];
}

const unchanged: ModelOptions['rewire'] = (wires) => wires;

/** The options in force for a host release. */
export const optionsFor = (hostRelease: HostRelease, chosen: Partial<ModelOptions>): ModelOptions => ({
  failureScope: hostRelease === '2012R2' ? 'perVm' : 'all',
  controllerCheck: 'whenConnecting',
  linuxControllerCheck: 'applies',
  olderComponents: 'notConnected',
  guestReplyLimit: 'some',
  virtualMachineOrder: 'parallel',
  diskOrder: 'sequence',
  transactions: false,
  backups: 1,
  persistentShadowCopies: false,
  operatorRemovesScsi: false,
  previousVersions: false,
  operatorDuringBackup: 'allowed',
  faults: [],
  faultBudget: null,
  charts: {},
  rewire: unchanged,
  observers: [],
  ...chosen,
});
