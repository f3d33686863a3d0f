/** From a topology to the composition that models its backup. */

import { delays } from '../../machines/index.ts';
import type { ActorDefinition, Budget, Composition, EnvironmentAction, Group } from '../composition/index.ts';
import { chartsWith, type Role } from './charts.ts';
import { actionsOf, type Fault, limitsOf } from './faults/index.ts';
import { type MachineTraits, recoveryPlaceOf, traitsOf } from './machine-traits.ts';
import { type ModelOptions, optionsFor } from './options.ts';
import type { Topology } from './topology.ts';
import { channelsFor, gathers, type RecoveryPlace, wiresOf } from './wiring.ts';

type Add = (role: Role, input?: unknown, index?: number) => ActorDefinition;

/** What runs in a guest for its backup, and what the host has beside it. */
function guestActors(
  { guest, state, connected, autoRecovers }: MachineTraits,
  place: RecoveryPlace,
  add: Add,
): ActorDefinition[] {
  const running = state === 'running';
  if (guest === 'windows') {
    return [
      add('guest-integration-service', { running: running && connected, autoRecovers }),
      add('guest-vss'),
    ];
  }
  const supported = place === 'inGuest';
  return [
    add('linux-vss-driver', { running, daemon: connected, supported }),
    add('linux-vss-daemon', { installed: connected, device: running && supported }),
    ...(supported ? [add('recovery-checkpoint')] : []),
  ];
}

/** What recovers copies, and what they are connected to; a Linux guest has none recovered, so nothing asks for it. */
function recoveryActors(
  { guest, state, ide, disks, freeSlots }: MachineTraits,
  place: RecoveryPlace,
  add: Add,
): ActorDefinition[] {
  if (guest === 'linux') return [];
  return [
    ...Array.from({ length: disks }, (_, disk) =>
      place === 'inHost'
        ? add('copy-recovery-in-host', { disk }, disk)
        : add('copy-recovery-in-guest', { disk, controllers: freeSlots.length, ide }, disk),
    ),
    ...freeSlots.map((free, controller) => add('scsi-controller', { freeSlots: free }, controller)),
    ...(ide ? [add('ide-controller', { running: state === 'running' })] : []),
  ];
}

/** Whether a machine without a SCSI controller is refused before its guest is asked. */
const refusesWithoutScsi = (
  { guest }: MachineTraits,
  place: RecoveryPlace,
  { controllerCheck, linuxControllerCheck }: ModelOptions,
): boolean =>
  place === 'inGuest' &&
  (guest === 'linux' ? linuxControllerCheck === 'applies' : controllerCheck === 'whenPreparing');

function virtualMachineGroup(
  name: string,
  traits: MachineTraits,
  place: RecoveryPlace,
  options: ModelOptions,
  add: Add,
): Group {
  const { guest, state, eligible, disks, freeSlots } = traits;
  const running = state === 'running';
  const scsi = freeSlots.length > 0;
  return {
    name,
    actors: [
      add('vm-coordinator', {
        eligible,
        disks,
        diskOrder: options.diskOrder,
        virtualMachineOrder: options.virtualMachineOrder,
        refusesWithoutScsi: refusesWithoutScsi(traits, place, options),
        replyLimit: guest === 'windows',
      }),
      add('backup-component'),
      add('virtual-machine', { state, scsi, interference: options.operatorDuringBackup }),
      ...(options.operatorRemovesScsi && running && scsi ? [add('operator')] : []),
      ...guestActors(traits, place, add),
      add('guest-workload', { running, disks, transactions: options.transactions }),
      ...Array.from({ length: disks }, (_, disk) => add('virtual-hard-disk', { disk }, disk)),
      ...recoveryActors(traits, place, add),
    ],
  };
}

function environmentOf(options: ModelOptions): readonly EnvironmentAction[] {
  return [
    { role: 'guest-workload', message: { type: 'WRITE_NOW' } },
    ...(options.previousVersions
      ? [{ role: 'guest-workload', message: { type: 'TAKE_PREVIOUS_VERSION' } }]
      : []),
    ...options.faults.flatMap(actionsOf),
  ];
}

/** Every fault that happens is charged: what the world does, and limits that expire. */
const budgetOf = (faults: readonly Fault[], steps: number): Budget => ({
  steps,
  messages: new Set(faults.flatMap(actionsOf).map(({ message }) => message.type)),
  delays: new Set(faults.flatMap(limitsOf)),
});

const mostDisks = ({ virtualMachines }: Topology): number =>
  virtualMachines.reduce((most, { disks }) => Math.max(most, disks.length), 0);

/** The options of a topology file, then those of the caller, over the defaults of the release. */
export const optionsOf = (topology: Topology, chosen: Partial<ModelOptions>): ModelOptions =>
  optionsFor(topology.hostRelease, { ...topology.options, ...chosen } as Partial<ModelOptions>);

/**
 * The composition of a topology: the hub is the host, each unit a virtual machine with its guest.
 * @throws ChartMismatchError if a chart in `options.charts` does not fit its role.
 */
export function backupComposition(topology: Topology, chosen: Partial<ModelOptions> = {}): Composition {
  const options = optionsOf(topology, chosen);
  const charts = chartsWith(options.charts);
  const add: Add = (role, input, index = 0) => ({ role, index, chart: charts[role], input });
  return {
    hub: {
      name: 'host',
      actors: [
        add('backup-application', { backups: options.backups }),
        add('host-vss', { persistent: options.persistentShadowCopies }),
        add('hyper-v-vss-writer', {
          failureScope: options.failureScope,
          virtualMachineOrder: options.virtualMachineOrder,
        }),
      ],
    },
    units: topology.virtualMachines.map((machine) =>
      virtualMachineGroup(
        machine.name,
        traitsOf(machine, topology.hostRelease, options),
        recoveryPlaceOf(topology.hostRelease),
        options,
        add,
      ),
    ),
    wires: options.rewire(wiresOf[recoveryPlaceOf(topology.hostRelease)]),
    channels: channelsFor(mostDisks(topology), {
      ofRequester: options.faults.includes('F30'),
      ofRecovery: options.faults.some((fault) => fault === 'F31' || fault === 'F45'),
    }),
    gathers,
    environment: environmentOf(options),
    disabledDelays: new Set(
      Object.entries(delays)
        .filter(
          ([, delay]) => 'fault' in delay && !(options.faults as readonly string[]).includes(delay.fault),
        )
        .map(([name]) => name)
        .concat(options.guestReplyLimit === 'none' ? ['guestReplyLimit'] : []),
    ),
    ...(options.faultBudget === null ? {} : { budget: budgetOf(options.faults, options.faultBudget) }),
    observers: options.observers,
  };
}
