/**
 * The catalogue of faults: what can go wrong, how it shows, what is left and what to do next.
 *
 * Each is switched on by its number, never implicitly. Those that come with the make-up of a virtual machine
 * are switched on by its topology.
 */
import { delays, type FailureCause } from '../../../machines/index.ts';
import type { EnvironmentAction } from '../../composition/index.ts';
import type { FaultEntry } from './fault.ts';
import { faultsOfRecovery } from './of-recovery.ts';
import { faultsOfTheGuest } from './of-the-guest.ts';
import { faultsOfTheHost } from './of-the-host.ts';

export * from './error-codes.ts';
export type { FaultEntry, Happening, LoggedEvent } from './fault.ts';

/** Faults that can be switched on. */
export const switchableFaults = [
  'F7',
  'F8',
  'F13',
  'F14',
  'F15',
  'F18',
  'F19',
  'F20',
  'F23',
  'F24',
  'F25',
  'F26',
  'F27',
  'F28',
  'F29',
  'F30',
  'F31',
  'F32',
  'F33',
  'F34',
  'F35',
  'F36',
  'F37',
  'F38',
  'F39',
  'F40',
  'F41',
  'F43',
  'F44',
  'F45',
  'F46',
] as const;

export type Fault = (typeof switchableFaults)[number];

/** After such a fault a backup may never end. */
const holdsUp = new Set<Fault>(['F41', 'F46']);

/** What `all` faults are: those with which every backup ends; the others are switched on by their numbers. */
export const allFaults: readonly Fault[] = switchableFaults.filter((fault) => !holdsUp.has(fault));

const numberOf = ({ id }: FaultEntry): number => Number(id.slice(1));

/** Every fault of the catalogue, by number; also those that are not modelled, with the reason. */
export const faultCatalogue: readonly FaultEntry[] = [
  ...faultsOfTheGuest,
  ...faultsOfRecovery,
  ...faultsOfTheHost,
].sort((one, other) => numberOf(one) - numberOf(other));

/**
 * The entry of a fault.
 * @throws RangeError if there is none.
 */
export function faultEntry(id: string): FaultEntry {
  const entry = faultCatalogue.find((one) => one.id === id);
  if (entry === undefined) {
    throw new RangeError(
      `there is no fault '${id}'; there are ${faultCatalogue.map((one) => one.id).join(', ')}`,
    );
  }
  return entry;
}

/** What the world can do when a fault is switched on. */
export function actionsOf(fault: Fault): readonly EnvironmentAction[] {
  const { happening } = faultEntry(fault);
  return happening.kind === 'message' ? happening.actions : [];
}

/** The limits that expire when a fault is switched on. */
export const limitsOf = (fault: Fault): readonly string[] =>
  Object.entries(delays)
    .filter(([, delay]) => 'fault' in delay && delay.fault === fault)
    .map(([name]) => name);

/** Whether one of these faults can lead to this cause; causes that no fault names need none. */
export const canCause = (faults: readonly Fault[], cause: FailureCause): boolean =>
  faults.some((fault) => faultEntry(fault).causes.includes(cause));
