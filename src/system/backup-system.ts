import { type LiveOptions, LiveRun, type SystemLogic, systemLogic } from '../composition/index.ts';
import { backupComposition } from './backup-composition.ts';
import type { ModelOptions } from './options.ts';
import { checkedTopology } from './topology.ts';

/**
 * The system actor of a topology: the backup application, host VSS, the Hyper-V VSS writer and every
 * virtual machine with its guest, as one pure XState actor logic.
 *
 * @param topology In the form of a topology file; see `topologyJsonSchema`.
 * @throws TopologyError if the topology breaks its schema or the limits of Hyper-V.
 * @throws ChartMismatchError if a chart in `options.charts` does not fit its role.
 */
export const createBackupSystem = (topology: unknown, options: Partial<ModelOptions> = {}): SystemLogic =>
  systemLogic(backupComposition(checkedTopology(topology), options));

/**
 * The same wiring with real XState actors, ready to be started.
 * @throws TopologyError, ChartMismatchError as `createBackupSystem`.
 */
export const createLiveBackup = (
  topology: unknown,
  options: Partial<ModelOptions> = {},
  live: LiveOptions = {},
): LiveRun => new LiveRun(backupComposition(checkedTopology(topology), options), live);
