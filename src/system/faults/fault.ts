/** The form of an entry in the catalogue of faults. */
import type { FailureCause } from '../../../machines/index.ts';
import type { EnvironmentAction } from '../../composition/index.ts';
import type { VirtualMachineTopology } from '../topology.ts';

/** How a fault comes about in the model. */
export type Happening =
  /** The world does something to an actor. */
  | { readonly kind: 'message'; readonly actions: readonly EnvironmentAction[] }
  /** A limit expires: the delays that name the fault (machines/time.ts). */
  | { readonly kind: 'limit' }
  /** The virtual machine is made up so; nothing has to happen. */
  | { readonly kind: 'topology'; readonly change: Partial<VirtualMachineTopology> }
  /** Every backup of its releases brings it about. */
  | { readonly kind: 'always' }
  | { readonly kind: 'notModelled'; readonly why: string };

/** An event in a log; ids mean something together with their source and the release only. */
export interface LoggedEvent {
  readonly log: string;
  readonly ids: readonly number[];
  readonly where: 'host' | 'guest';
}

export interface FaultEntry {
  /** Its number: F1, F2, … */
  readonly id: string;
  readonly sentence: string;
  /** Host releases: `earlier` are 2008, 2008 R2 and 2012. */
  readonly releases: 'all' | 'earlier' | '2012R2';
  /** Whom it strikes, in words. */
  readonly strikes: string;
  /** What one occurrence can fail: one virtual machine, or the backup of all. */
  readonly reach: 'virtualMachine' | 'host';
  readonly happening: Happening;
  /** Causes of failure that need it, or another fault that names them too. */
  readonly causes: readonly FailureCause[];
  /** What an operator finds in the logs. */
  readonly events: readonly LoggedEvent[];
  /** What an operator sees besides. */
  readonly seen: string;
  /** What is left of it after the backup. */
  readonly left: string;
  /** What to do next. */
  readonly next: string;
  readonly source: string;
}

/** The world says these messages to actors of these roles. */
export const says = (...pairs: readonly (readonly [role: string, type: string])[]): Happening => ({
  kind: 'message',
  actions: pairs.map(([role, type]) => ({ role, message: { type } })),
});

export const on = (where: LoggedEvent['where'], log: string, ...ids: readonly number[]): LoggedEvent => ({
  log,
  ids,
  where,
});
