/** From a topology to the composition that models its backup. */

import { delays } from '../../machines/index.ts';
import type { ActorDefinition, Budget, Composition, EnvironmentAction, Group } from '../composition/index.ts';
import { chartsWith, type Role } from './charts.ts';
import { actionsOf, type Fault, limitsOf } from './faults/index.ts';
import { type ModelOptions, optionsFor } from './options.ts';
import type { HostRelease, Topology, VirtualMachineTopology } from './topology.ts';
import { channelsFor, gathers, type RecoveryPlace, wiresOf } from './wiring.ts';

/** From 2012 R2 on copies are recovered in the guest, before that in the host. */
export const recoveryPlaceOf = (hostRelease: HostRelease): RecoveryPlace =>
  hostRelease === '2012R2' ? 'inGuest' : 'inHost';

/** Slots of one SCSI controller (locations 0 to 63). */
export const scsiSlots = 64;

/** A Linux guest takes part from 2012 R2 on; its driver does not load on earlier hosts. */
const guestTakesPart = ({ guest }: VirtualMachineTopology, hostRelease: HostRelease): boolean =>
  guest === 'windows' || recoveryPlaceOf(hostRelease) === 'inGuest';

type Connecting = Pick<ModelOptions, 'olderComponents'>;

/**
 * The backup service runs in the guest and speaks a version of the protocol in which the host answers. The driver of a
 * Linux guest speaks one version only; one that is older than that is as good as none.
 */
const isConnected = (
  { backupServiceRunning, integrationComponents, guest }: VirtualMachineTopology,
  { olderComponents }: Connecting,
): boolean =>
  backupServiceRunning &&
  (integrationComponents === 'current' || (guest === 'windows' && olderComponents === 'connected'));

/** Every condition for an online backup; most are about a guest that runs. */
export const isEligible = (
  machine: VirtualMachineTopology,
  hostRelease: HostRelease,
  connecting: Connecting,
): boolean =>
  guestTakesPart(machine, hostRelease) &&
  machine.running &&
  isConnected(machine, connecting) &&
  machine.snapshotFilesOnDiskVolume &&
  machine.basicDisksOnly &&
  machine.fileSystemsSupportShadowCopies &&
  machine.shadowStorageOnSameVolume &&
  machine.clusterResourceOnline &&
  !machine.scopedSnapshots;

/** Free slots of each SCSI controller; more than there can be copies make no difference. */
export const freeSlots = (machine: VirtualMachineTopology): readonly number[] =>
  Array.from({ length: machine.scsiControllers }, (_, controller) => {
    const used = machine.disks.filter(
      ({ controllerType, controllerNumber }) => controllerType === 'SCSI' && controllerNumber === controller,
    ).length;
    return Math.min(scsiSlots - used, machine.disks.length);
  });

type Add = (role: Role, input?: unknown, index?: number) => ActorDefinition;

/** What runs in a guest for its backup, and what the host has beside it. */
function guestActors(
  machine: VirtualMachineTopology,
  hostRelease: HostRelease,
  options: ModelOptions,
  add: Add,
): ActorDefinition[] {
  const { running, guest, integrationComponents } = machine;
  const place = recoveryPlaceOf(hostRelease);
  const service = isConnected(machine, options);
  if (guest === 'windows') {
    // Where the machine is not fit for an online backup, or the host recovers, nobody asks it to recover.
    const isAsked = place === 'inGuest' && isEligible(machine, hostRelease, options);
    const autoRecovers = !isAsked || integrationComponents === 'current';
    return [
      add('guest-integration-service', { running: running && service, autoRecovers }),
      add('guest-vss'),
    ];
  }
  const supported = place === 'inGuest';
  return [
    add('linux-vss-driver', { running, daemon: service, supported }),
    add('linux-vss-daemon', { installed: service, device: running && supported }),
    ...(supported ? [add('recovery-checkpoint')] : []),
  ];
}

/** What recovers copies, and what they are connected to; a Linux guest has none recovered, so nothing asks for it. */
function recoveryActors(machine: VirtualMachineTopology, place: RecoveryPlace, add: Add): ActorDefinition[] {
  const { guest, running, vmGeneration, disks } = machine;
  if (guest === 'linux') return [];
  const slots = freeSlots(machine);
  const ide = vmGeneration === 1;
  return [
    ...disks.map((_, disk) =>
      place === 'inHost'
        ? add('copy-recovery-in-host', { disk }, disk)
        : add('copy-recovery-in-guest', { disk, controllers: slots.length, ide }, disk),
    ),
    ...slots.map((free, controller) => add('scsi-controller', { freeSlots: free }, controller)),
    ...(ide ? [add('ide-controller', { running })] : []),
  ];
}

/** Whether a machine without a SCSI controller is refused before its guest is asked. */
const refusesWithoutScsi = (
  { guest }: VirtualMachineTopology,
  place: RecoveryPlace,
  { controllerCheck, linuxControllerCheck }: ModelOptions,
): boolean =>
  place === 'inGuest' &&
  (guest === 'linux' ? linuxControllerCheck === 'applies' : controllerCheck === 'whenPreparing');

function virtualMachineGroup(
  machine: VirtualMachineTopology,
  hostRelease: HostRelease,
  options: ModelOptions,
  add: Add,
): Group {
  const place = recoveryPlaceOf(hostRelease);
  const { running } = machine;
  const disks = machine.disks.length;
  const scsi = machine.scsiControllers > 0;
  return {
    name: machine.name,
    actors: [
      add('vm-coordinator', {
        eligible: isEligible(machine, hostRelease, options),
        disks,
        diskOrder: options.diskOrder,
        virtualMachineOrder: options.virtualMachineOrder,
        refusesWithoutScsi: refusesWithoutScsi(machine, place, options),
        replyLimit: machine.guest === 'windows',
      }),
      add('backup-component'),
      add('virtual-machine', {
        state: running ? 'running' : machine.savedState ? 'savedByOperator' : 'off',
        scsi,
        interference: options.operatorDuringBackup,
      }),
      ...(options.operatorRemovesScsi && running && scsi ? [add('operator')] : []),
      ...guestActors(machine, hostRelease, options, add),
      add('guest-workload', { running, disks, transactions: options.transactions }),
      ...machine.disks.map((_, disk) => add('virtual-hard-disk', { disk }, disk)),
      ...recoveryActors(machine, place, add),
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
      virtualMachineGroup(machine, topology.hostRelease, options, add),
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
