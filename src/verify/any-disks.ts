/**
 * Other machines with any number of disks: a coordinator alone, to which everything behind it may say anything that
 * it takes, is simulated by the others.
 *
 * The rest of a machine reaches host and writer through its coordinator only, so the coordinator so left to itself can
 * do all that a machine with so many disks can. How many disks there are it knows as a count that it compares with
 * one; see docs/proof.md for what follows, and for what does not.
 */
import type { FailureCause } from '../../machines/index.ts';
import type { Composition, EnvironmentAction, Group, Message } from '../composition/index.ts';
import { Passed, Product, simulate, TableStore, TableUnit, UnitPair } from '../explore/index.ts';
import { othersGroup } from './others.ts';

/** A cause like any other, and the two that a coordinator does not replace by a later one. */
const causes: readonly FailureCause[] = ['recovery-failed', 'dismount-stuck', 'disk-left-over'];

const truths = [false, true];

/** Everything that a coordinator may hear from within its machine. */
export const fromWithin: readonly Message[] = [
  ...truths.flatMap((running) =>
    truths.flatMap((scsi) =>
      truths.map((serviceLost) => ({ type: 'VIRTUAL_MACHINE_IS', running, scsi, serviceLost })),
    ),
  ),
  { type: 'SAVED' },
  { type: 'NOT_SAVED' },
  { type: 'RESUMED' },
  { type: 'GUEST_SHADOW_COPY_CREATED' },
  ...causes.map((cause) => ({ type: 'GUEST_SHADOW_COPY_FAILED', cause })),
  { type: 'NO_AUTO_RECOVERY' },
  ...causes.map((cause) => ({ type: 'CHECKPOINT_FAILED', cause })),
  { type: 'GUEST_BACKUP_COMPLETED' },
  { type: 'DISK_RECOVERED', disk: 0 },
  ...causes.map((cause) => ({ type: 'DISK_RECOVERY_FAILED', disk: 0, cause })),
  { type: 'LEAVE_OUT_VOLUME' },
];

const role = 'vm-coordinator';

/** The machine of a composition with so many disks, of which only the coordinator is there. */
function loneCoordinator(machine: Group, disks: number, eligible: boolean): Group {
  const coordinator = machine.actors.find((actor) => actor.role === role);
  if (coordinator === undefined) throw new RangeError(`${machine.name} has no coordinator`);
  const input = { ...(coordinator.input as object), disks, eligible };
  return { name: `${disks} disks`, actors: [{ ...coordinator, input }] };
}

/** What it says to its machine goes to nobody, and it may hear anything. */
function leftToItself(composition: Composition): Composition {
  const environment: readonly EnvironmentAction[] = fromWithin.map((message) => ({ role, message }));
  return {
    ...composition,
    wires: composition.wires.map(({ channel, ...wire }) =>
      wire.from === role || channel === undefined ? wire : { ...wire, channel },
    ),
    environment: [
      ...composition.environment.filter(({ message }) => message.type !== 'LEAVE_OUT_VOLUME'),
      ...environment,
    ],
  };
}

/** Why others that may fail do not stand for machines with so many disks; null where they do. */
export function anyDisks(
  composition: Composition,
  passesOn: boolean,
  numbers: readonly number[],
): { readonly positions: number; readonly failure: string | null } {
  const [machine] = composition.units;
  if (machine === undefined) throw new RangeError('there is no machine');
  const alone = leftToItself(composition);
  const others = othersGroup('others', { passesOn, mayFail: true });
  let positions = 0;
  for (const disks of numbers) {
    for (const eligible of truths) {
      const units = [loneCoordinator(machine, disks, eligible), others];
      const { tables } = new Product({ ...alone, units }, new TableStore());
      const [hub, table, othersTable] = tables as readonly [
        Product['tables'][number],
        Product['tables'][number],
        Product['tables'][number],
      ];
      const passed = new Passed();
      const concrete = new TableUnit(hub, table, passed);
      const abstract = new TableUnit(hub, othersTable, passed);
      const beside = new UnitPair(abstract, concrete, passed);
      for (const before of passesOn ? [{}, { before: abstract }] : [{}]) {
        for (const one of [concrete, beside]) {
          const { positions: played, failure } = simulate({ hub, concrete: one, abstract, ...before });
          positions += played;
          if (failure !== null) return { positions, failure };
        }
      }
    }
  }
  return { positions, failure: null };
}
