/**
 * Who hears whom, as data. This table is the whole of what lies between the charts; diagrams and
 * exports are drawn from it.
 *
 * A wire is a call, taken in the same step, unless it names a channel. Channels are what is asynchronous
 * in the world: VSS calls that are answered later, and VMBus between host and guest.
 */
import type { Channel, Gather, Wire } from '../composition/index.ts';

/** Where the copies of online virtual machines are recovered. */
export type RecoveryPlace = 'inHost' | 'inGuest';

const wire = (from: string, to: string, messages: readonly string[], rest: Partial<Wire> = {}): Wire => ({
  from,
  to,
  messages,
  ...rest,
});

/** What both releases of the protocol have in common. */
const common: readonly Wire[] = [
  // Backup application and host VSS.
  wire(
    'backup-application',
    'host-vss',
    [
      'GATHER_WRITER_METADATA',
      'PREPARE_FOR_BACKUP',
      'GATHER_WRITER_STATUS',
      'DO_SNAPSHOT_SET',
      'BACKUP_COMPLETE',
      'ABORT_BACKUP',
      // A crash is noticed behind the calls that were made before it.
      'REQUESTER_GONE',
    ],
    { channel: 'vss-calls' },
  ),
  wire('backup-application', 'host-vss', ['START_SNAPSHOT_SET', 'RELEASE_BACKUP_COMPONENTS']),
  wire(
    'host-vss',
    'backup-application',
    [
      'WRITER_METADATA_GATHERED',
      'BACKUP_PREPARED',
      'WRITER_STATUS_GATHERED',
      'SNAPSHOT_SET_CREATED',
      'SNAPSHOT_SET_FAILED',
      'BACKUP_COMPLETED',
      'BACKUP_ABORTED',
      'SESSION_ENDED',
    ],
    { channel: 'vss-results' },
  ),
  wire(
    'backup-application',
    'backup-component',
    ['ADD_COMPONENT', 'READ_FILES', 'SET_BACKUP_SUCCEEDED', 'BACKUP_FAILED'],
    { reach: 'units' },
  ),
  wire('backup-application', 'operator', ['BACKUP_STARTS', 'BACKUP_OVER'], { reach: 'units' }),

  // Host VSS and its writer.
  wire('host-vss', 'hyper-v-vss-writer', [
    'IDENTIFY',
    'PREPARE_BACKUP',
    'PREPARE_SNAPSHOT',
    'FREEZE',
    'THAW',
    'POST_SNAPSHOT',
    'COMPLETE_BACKUP',
    'BACKUP_SHUTDOWN',
    'ABORT',
    'QUERY_WRITER_STATUS',
  ]),
  wire('hyper-v-vss-writer', 'host-vss', ['WRITER_READY', 'WRITER_FAILED', 'WRITER_STATUS']),

  // Host VSS and the volumes that hold the virtual hard disks.
  wire(
    'host-vss',
    'virtual-hard-disk',
    ['HOLD_WRITES', 'TAKE_COPY', 'RELEASE_WRITES', 'MAKE_COPY_READ_ONLY', 'DELETE_COPY'],
    { reach: 'units' },
  ),

  // The writer and its coordinators.
  wire(
    'hyper-v-vss-writer',
    'vm-coordinator',
    [
      'IDENTIFY_VIRTUAL_MACHINE',
      'PREPARE_VIRTUAL_MACHINE',
      'RECOVER_VIRTUAL_MACHINE',
      'COMPLETE_VIRTUAL_MACHINE',
      'ABORT_VIRTUAL_MACHINE',
    ],
    { reach: 'units' },
  ),
  wire('hyper-v-vss-writer', 'vm-coordinator', ['MANAGEMENT_SERVICE_RESTARTED'], { reach: 'units' }),
  wire('hyper-v-vss-writer', 'vm-coordinator', ['RECOVER_FIRST_VIRTUAL_MACHINE'], {
    reach: 'firstUnit',
    as: 'RECOVER_VIRTUAL_MACHINE',
  }),
  wire('vm-coordinator', 'vm-coordinator', ['RECOVER_NEXT_VIRTUAL_MACHINE'], {
    reach: 'nextUnit',
    as: 'RECOVER_VIRTUAL_MACHINE',
  }),

  // A coordinator and its virtual machine.
  wire('vm-coordinator', 'backup-component', ['METHOD_CHOSEN', 'COMPONENT_FAILED']),
  wire('vm-coordinator', 'virtual-machine', ['QUERY_VIRTUAL_MACHINE', 'SAVE', 'RESUME']),
  wire('virtual-machine', 'vm-coordinator', ['VIRTUAL_MACHINE_IS', 'SAVED', 'NOT_SAVED', 'RESUMED']),
  wire('virtual-machine', 'guest-workload', [
    'GUEST_SUSPENDED',
    'GUEST_CONTINUES',
    'GUEST_STOPPED',
    'GUEST_STARTED',
  ]),
  wire('virtual-machine', 'guest-integration-service', ['GUEST_STOPPED', 'GUEST_STARTED']),
  wire('virtual-machine', 'guest-vss', ['GUEST_STOPPED', 'GUEST_STARTED']),
  wire('virtual-machine', 'linux-vss-driver', ['GUEST_STOPPED', 'GUEST_STARTED']),
  wire('virtual-machine', 'linux-vss-daemon', ['GUEST_STOPPED']),
  wire('virtual-machine', 'ide-controller', ['GUEST_STOPPED', 'GUEST_STARTED']),
  wire('virtual-machine', 'virtual-hard-disk', ['MARK_SAVED_POINT']),
  wire('virtual-machine', 'scsi-controller', ['GUEST_STOPPED', 'GUEST_STARTED', 'SCSI_CONTROLLERS_REMOVED']),
  wire('guest-integration-service', 'virtual-machine', ['BACKUP_SERVICE_LOST']),
  wire('linux-vss-driver', 'virtual-machine', ['BACKUP_SERVICE_LOST']),
  wire('virtual-machine', 'operator', ['REMOVAL_REFUSED', 'REMOVAL_DONE']),
  wire('operator', 'virtual-machine', ['SHUT_DOWN', 'START', 'REMOVE_SCSI_CONTROLLERS']),

  // Host and guest, over VMBus.
  wire('vm-coordinator', 'guest-integration-service', ['CREATE_GUEST_SHADOW_COPY', 'COMPLETE_GUEST_BACKUP'], {
    channel: 'vmbus-to-guest',
  }),
  wire(
    'guest-integration-service',
    'vm-coordinator',
    ['GUEST_SHADOW_COPY_CREATED', 'GUEST_SHADOW_COPY_FAILED', 'GUEST_BACKUP_COMPLETED'],
    { channel: 'vmbus-to-host' },
  ),

  // The driver of a Linux guest is asked and answers as the service of a Windows guest is.
  wire('vm-coordinator', 'linux-vss-driver', ['CREATE_GUEST_SHADOW_COPY', 'COMPLETE_GUEST_BACKUP'], {
    channel: 'vmbus-to-guest',
  }),
  wire(
    'linux-vss-driver',
    'vm-coordinator',
    ['GUEST_SHADOW_COPY_CREATED', 'GUEST_SHADOW_COPY_FAILED', 'GUEST_BACKUP_COMPLETED', 'NO_AUTO_RECOVERY'],
    { channel: 'vmbus-to-host' },
  ),

  // Inside the guest.
  wire('guest-integration-service', 'guest-vss', ['DO_GUEST_SNAPSHOT_SET', 'DELETE_GUEST_SNAPSHOT_SET']),
  wire('guest-vss', 'guest-integration-service', ['GUEST_SNAPSHOT_SET_CREATED', 'GUEST_SNAPSHOT_SET_FAILED']),
  wire('guest-vss', 'guest-workload', ['FREEZE_APPLICATIONS', 'THAW_APPLICATIONS']),
  wire('guest-workload', 'guest-vss', ['APPLICATIONS_FROZEN', 'APPLICATIONS_VETO']),
  // What is on the disks now is what the applications have brought to rest.
  wire('guest-workload', 'virtual-hard-disk', ['APPLICATIONS_FROZEN']),
  wire('guest-vss', 'virtual-hard-disk', ['TAKE_GUEST_SHADOW_COPY', 'DELETE_GUEST_SHADOW_COPY']),
  wire('guest-workload', 'virtual-hard-disk', ['WRITE'], { select: { field: 'disk' } }),
  wire('guest-workload', 'virtual-hard-disk', ['TRANSACTION_COMPLETED', 'KEEP_PREVIOUS_VERSION']),

  // Inside a Linux guest.
  wire('linux-vss-driver', 'linux-vss-daemon', [
    'ASK_DAEMON',
    'REFUSE_ANSWER',
    'DEVICE_CREATED',
    'DEVICE_GONE',
  ]),
  wire('linux-vss-daemon', 'linux-vss-driver', ['DAEMON_REGISTERED', 'DAEMON_ANSWERED', 'DEVICE_CLOSED']),
  wire('linux-vss-daemon', 'guest-workload', ['FILE_SYSTEMS_FROZEN', 'FILE_SYSTEMS_THAWED']),
  wire('linux-vss-daemon', 'virtual-hard-disk', ['FILE_SYSTEMS_FROZEN']),

  // The requester's record reads the copies.
  wire('backup-component', 'virtual-hard-disk', ['READ_COPY']),
];

/** Host releases 2008, 2008 R2 and 2012: each copy is mounted in the host. */
const recoveryInHost: readonly Wire[] = [
  wire('hyper-v-vss-writer', 'copy-recovery-in-host', ['MANAGEMENT_SERVICE_RESTARTED'], { reach: 'units' }),
  wire('vm-coordinator', 'copy-recovery-in-host', ['START_RECOVERY'], { select: { field: 'disk' } }),
  wire('copy-recovery-in-host', 'vm-coordinator', ['DISK_RECOVERED', 'DISK_RECOVERY_FAILED']),
  wire('copy-recovery-in-host', 'virtual-hard-disk', ['COPY_MOUNTED', 'REVERT_COPY', 'COPY_DISMOUNTED'], {
    select: { field: 'disk' },
  }),
  wire('virtual-hard-disk', 'copy-recovery-in-host', ['COPY_REVERTED', 'COPY_NOT_REVERTED'], {
    select: { field: 'disk' },
  }),
];

/** Host release 2012 R2: each copy is connected to its own running virtual machine. */
const recoveryInGuest: readonly Wire[] = [
  ...['copy-recovery-in-guest', 'scsi-controller'].map((to) =>
    wire('hyper-v-vss-writer', to, ['MANAGEMENT_SERVICE_RESTARTED'], { reach: 'units' }),
  ),
  wire('vm-coordinator', 'copy-recovery-in-guest', ['START_RECOVERY'], { select: { field: 'disk' } }),
  wire('copy-recovery-in-guest', 'vm-coordinator', ['DISK_RECOVERED', 'DISK_RECOVERY_FAILED']),
  wire('copy-recovery-in-guest', 'scsi-controller', ['HOT_ADD', 'HOT_REMOVE'], {
    select: { field: 'controller' },
  }),
  wire('copy-recovery-in-guest', 'ide-controller', ['HOT_ADD_OVER_IDE']),
  wire(
    'scsi-controller',
    'copy-recovery-in-guest',
    ['DISK_CONNECTED', 'DISK_DISCONNECTED', 'HOT_ADD_REFUSED'],
    { select: { field: 'disk' } },
  ),
  wire('scsi-controller', 'virtual-hard-disk', ['DISK_CONNECTED', 'DISK_DISCONNECTED'], {
    select: { field: 'disk' },
  }),
  wire('ide-controller', 'copy-recovery-in-guest', ['HOT_ADD_REFUSED'], { select: { field: 'disk' } }),
  // A disk that comes or goes is seen in the guest before anything the host says about it.
  wire('scsi-controller', 'guest-integration-service', ['DISK_CONNECTED', 'DISK_DISCONNECTED']),
  wire('copy-recovery-in-guest', 'guest-integration-service', ['AUTO_RECOVER'], {
    channel: 'vmbus-to-guest',
  }),
  wire('guest-integration-service', 'copy-recovery-in-guest', ['AUTO_RECOVERED', 'AUTO_RECOVER_FAILED'], {
    select: { field: 'disk' },
    channel: 'vmbus-to-host',
  }),
  wire('guest-integration-service', 'virtual-hard-disk', ['REVERT_COPY'], { select: { field: 'disk' } }),
  wire('virtual-hard-disk', 'guest-integration-service', ['COPY_REVERTED', 'COPY_NOT_REVERTED']),

  // A guest without auto-recovery is frozen for a recovery checkpoint.
  wire('linux-vss-driver', 'recovery-checkpoint', ['NO_AUTO_RECOVERY', 'GUEST_FROZEN'], {
    channel: 'vmbus-to-host',
  }),
  wire('recovery-checkpoint', 'linux-vss-driver', ['FREEZE_GUEST', 'THAW_GUEST'], {
    channel: 'vmbus-to-guest',
  }),
  wire('virtual-machine', 'recovery-checkpoint', ['GUEST_STOPPED']),
  wire('linux-vss-driver', 'recovery-checkpoint', ['BACKUP_SERVICE_LOST']),
  wire('recovery-checkpoint', 'vm-coordinator', ['CHECKPOINT_FAILED']),
  wire('vm-coordinator', 'recovery-checkpoint', ['COMPLETE_GUEST_BACKUP']),
  wire('recovery-checkpoint', 'virtual-hard-disk', [
    'CREATE_DIFFERENCING_DISK',
    'END_CHECKPOINT',
    'MERGE_DIFFERENCING_DISK',
  ]),
];

/** The wires of a host release, by where copies are recovered. */
export const wiresOf: Readonly<Record<RecoveryPlace, readonly Wire[]>> = {
  inHost: [...common, ...recoveryInHost],
  inGuest: [...common, ...recoveryInGuest],
};

/** What may be under way besides one request and its answer. */
export interface Stragglers {
  /** The requester may crash: its end comes behind a call, the end of its session behind a result. */
  readonly ofRequester: boolean;
  /** The host may give up on copies and end the guest's part behind the requests for them. */
  readonly ofRecovery: boolean;
}

/**
 * A requester waits for each asynchronous VSS call before the next, so one message is under way at most.
 * VMBus carries at most one request for every disk of the virtual machine. Faults leave one more behind.
 */
export const channelsFor = (disks: number, { ofRequester, ofRecovery }: Stragglers): readonly Channel[] => {
  const vss = ofRequester ? 2 : 1;
  const vmbus = Math.max(1, disks) + (ofRecovery ? 1 : 0);
  return [
    { name: 'vss-calls', capacity: vss },
    { name: 'vss-results', capacity: vss },
    { name: 'vmbus-to-guest', capacity: vmbus },
    { name: 'vmbus-to-host', capacity: vmbus },
  ];
};

/** The writer is told once, when every coordinator has answered. */
export const gathers: readonly Gather[] = [
  {
    from: 'vm-coordinator',
    message: 'VIRTUAL_MACHINE_ANSWERED',
    to: 'hyper-v-vss-writer',
    as: 'VIRTUAL_MACHINES_ANSWERED',
    field: 'failed',
  },
];
