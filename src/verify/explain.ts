/** A fault as people would tell it: a shortest run in which it happens, what is seen of it and what is left. */

import type { FailureCause } from '../../machines/index.ts';
import type { Composition, GroupView, SystemEvent } from '../composition/index.ts';
import { eventsTo, Product, play, search } from '../explore/index.ts';
import { isOver, type Struck, type Tally } from '../properties/index.ts';
import {
  allFaults,
  codeOfCause,
  type ErrorCode,
  errorCodes,
  type Fault,
  type FaultEntry,
  faultEntry,
  type HostRelease,
  hostView,
  type MachineView,
  machineView,
  outcomeOf,
  recoveryPlaceOf,
  switchableFaults,
  type Topology,
  type VirtualMachineTopology,
  writerStateAt,
} from '../system/index.ts';
import { scopeComposition } from './explore-scope.ts';
import { type ToldStep, tell } from './narrative.ts';
import { canStrike, chosenScope, defaultTopology, type Scope } from './scopes/index.ts';

export interface FaultExplained {
  readonly fault: FaultEntry;
  /** Null where the fault is not modelled. */
  readonly run: {
    readonly scope: Scope;
    readonly events: readonly SystemEvent[];
    readonly steps: readonly ToldStep[];
    /** States of the writer on the way, as `vssadmin list writers` shows them. */
    readonly writerStates: readonly string[];
    /** What is reported of the virtual machine. */
    readonly outcome: string;
    readonly error: ErrorCode | null;
    /** What virtual machine, disks, copies and recoveries are like at the end, by name. */
    readonly end: readonly string[];
  } | null;
}

/** Entries of plug and play that mounts have left on the host, by disk. */
const entriesOf = ({ observed }: MachineView): readonly number[] => (observed.tally as Tally).entries;

const isSwitchable = (id: string): id is Fault => (switchableFaults as readonly string[]).includes(id);

/** The smallest system in which a fault can happen. */
function scopeOf({ id, releases, happening }: FaultEntry, hostRelease?: HostRelease): Scope | null {
  if (happening.kind === 'notModelled') return null;
  const release = hostRelease ?? (releases === 'earlier' ? '2012' : '2012R2');
  const topology = defaultTopology(release, 1, 1);
  const withMachine = (change: Partial<VirtualMachineTopology>): Topology => ({
    ...topology,
    virtualMachines: topology.virtualMachines.map((machine) => ({ ...machine, ...change })),
  });
  const isOfLinux = isSwitchable(id) && !canStrike({ topology, options: { faults: [id] } });
  const changed =
    happening.kind === 'topology'
      ? withMachine(happening.change)
      : withMachine(isOfLinux ? { guest: 'linux' } : {});
  return chosenScope(changed, {
    failureScope: recoveryPlaceOf(release) === 'inGuest' ? 'perVm' : 'all',
    ...(isSwitchable(id) ? { faults: [id], faultBudget: 1 } : {}),
    // It takes two to see that something grows.
    ...(happening.kind === 'always' ? { backups: 2 } : {}),
  });
}

/**
 * A shortest run to the end in which the fault has had its effect; where it holds up the backup, to where no end can
 * be reached any more.
 */
function shortestRun(fault: FaultEntry, composition: Composition): readonly SystemEvent[] | null {
  const product = new Product(composition);
  const isEnd = (hub: GroupView): boolean => isOver(hostView(hub));
  if (isSwitchable(fault.id) && !allFaults.includes(fault.id)) {
    const result = search(product, { isEnd });
    return result.stuck === null ? null : eventsTo(product, result, result.stuck);
  }
  const hasShown = (machine: MachineView): boolean => {
    if (fault.happening.kind === 'topology') return outcomeOf(machine) !== null;
    if (fault.happening.kind === 'always') return entriesOf(machine).every((count) => count > 1);
    // A fault that fails nothing shows in that it has struck.
    if (fault.causes.length === 0) return (machine.observed.struck as Struck).byFault;
    return fault.causes.some((cause) => outcomeOf(machine) === `failed:${cause}`);
  };
  const result = search(product, {
    checks: [{ id: 'it shows', sought: (hub, unit) => isEnd(hub) && hasShown(machineView(unit)) }],
    stopAt: ['it shows'],
  });
  const found = result.found.get('it shows');
  return found === undefined ? null : eventsTo(product, result, found);
}

/**
 * What there is to say about a fault.
 * @throws RangeError if there is no such fault, or it cannot happen on this release.
 */
export function explainFault(id: string, hostRelease?: HostRelease): FaultExplained {
  const fault = faultEntry(id);
  const scope = scopeOf(fault, hostRelease);
  if (scope === null) return { fault, run: null };
  const composition = scopeComposition(scope);
  const events = shortestRun(fault, composition);
  if (events === null) throw new RangeError(`${id} cannot happen on ${scope.topology.hostRelease}`);
  const { steps } = play(composition, events);
  const hosts = steps.map(({ state }) =>
    hostView({
      group: composition.hub,
      state: state.groups[0] as (typeof state.groups)[number],
      observers: [],
    }),
  );
  const seen = hosts.flatMap(({ writer }) => writerStateAt(writer.at) ?? []);
  const writerStates = seen
    .filter((state, index) => state !== seen[index - 1])
    .map(({ number, name }) => `[${number}] ${name}`);
  const last = steps.at(-1)?.state.groups[1];
  const machine = machineView({
    group: composition.units[0] as Composition['hub'],
    state: last as NonNullable<typeof last>,
    observers: composition.observers,
  });
  const outcome = outcomeOf(machine) ?? 'nothing';
  const name = outcome.startsWith('failed:')
    ? codeOfCause[outcome.slice('failed:'.length) as FailureCause]
    : null;
  return {
    fault,
    run: {
      scope,
      events,
      steps: tell(composition, events),
      writerStates,
      outcome,
      error: name === null ? null : errorCodes[name],
      end: [
        `${machine.name}: ${machine.machine.at}`,
        ...machine.disks.map(
          ({ context }, disk) =>
            `disk ${disk + 1}: guest’s shadow copy ${context.guestShadowCopy === null ? 'gone' : 'still inside'}, ${
              context.copies.length === 0
                ? 'no copy on the host'
                : context.copies.map(({ set, location }) => `copy of set ${set}: ${location}`).join(', ')
            }`,
        ),
        ...(machine.driver === null
          ? []
          : [`driver: ${machine.driver.at}, file systems: ${machine.workload.at}`]),
        ...(machine.checkpoint === null ? [] : [`recovery checkpoint: ${machine.checkpoint.at}`]),
        ...(recoveryPlaceOf(scope.topology.hostRelease) === 'inGuest'
          ? []
          : [
              `entries of plug and play on the host: ${entriesOf(machine).reduce((sum, count) => sum + count, 0)}`,
            ]),
        ...machine.recoveries.map(({ at }, disk) => `recovery of disk ${disk + 1}: ${at}`),
        ...machine.controllers.map(
          ({ context }, controller) =>
            `SCSI controller ${controller}: ${context.connected.length} copies connected`,
        ),
      ],
    },
  };
}
