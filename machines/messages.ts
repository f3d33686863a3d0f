/**
 * The message vocabulary: what every actor can say, grouped by who says it to whom.
 *
 * `disk` counts the disks of one virtual machine from 0, `controller` its SCSI controllers from 0,
 * `set` the shadow copy sets of the host from 1. A message never names a virtual machine: the wiring
 * decides whose actors it reaches.
 */

/** How the writer publishes a virtual machine (win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md). */
export type BackupMethod = 'online' | 'savedState' | 'offline';

/** Why the backup of one virtual machine failed; which faults lead to which, and what an operator sees of them, is in the catalogue of faults. */
export type FailureCause =
  | 'no-scsi-controller'
  | 'no-free-slot'
  | 'guest-writer-veto'
  | 'guest-freeze-timeout'
  | 'guest-hold-timeout'
  | 'guest-daemon-timeout'
  | 'guest-does-not-answer'
  | 'file-system-freeze-failed'
  | 'checkpoint-not-created'
  | 'differencing-disk-locked'
  | 'backup-service-stopped'
  | 'vmbus-channel-lost'
  | 'virtual-machine-stopped'
  | 'volume-not-in-set'
  | 'mount-failed'
  | 'dismount-stuck'
  | 'disk-did-not-arrive'
  | 'disk-left-over'
  | 'guest-shadow-copy-gone'
  | 'recovery-failed'
  | 'integration-components-too-old'
  | 'host-shadow-copy-failed'
  | 'host-freeze-timeout'
  | 'writer-out-of-resources'
  | 'shadow-storage-full'
  | 'snapshot-set-in-progress'
  | 'requester-crashed'
  | 'management-service-restarted'
  | 'another-virtual-machine-failed';

/* Backup application -> host VSS: asynchronous calls (answered later) and immediate ones. */
export type GatherWriterMetadata = { type: 'GATHER_WRITER_METADATA' };
export type StartSnapshotSet = { type: 'START_SNAPSHOT_SET' };
export type PrepareForBackup = { type: 'PREPARE_FOR_BACKUP' };
export type GatherWriterStatus = { type: 'GATHER_WRITER_STATUS' };
export type DoSnapshotSet = { type: 'DO_SNAPSHOT_SET' };
export type BackupComplete = { type: 'BACKUP_COMPLETE' };
export type AbortBackup = { type: 'ABORT_BACKUP' };
export type ReleaseBackupComponents = { type: 'RELEASE_BACKUP_COMPONENTS' };

/* Host VSS -> backup application. */
export type WriterMetadataGathered = { type: 'WRITER_METADATA_GATHERED' };
export type BackupPrepared = { type: 'BACKUP_PREPARED' };
/** Of a writer that has failed, with what it failed by. */
export type WriterStatusGathered =
  | { type: 'WRITER_STATUS_GATHERED'; failed: false }
  | { type: 'WRITER_STATUS_GATHERED'; failed: true; cause: FailureCause };
export type SnapshotSetCreated = { type: 'SNAPSHOT_SET_CREATED'; set: number };
export type SnapshotSetFailed = { type: 'SNAPSHOT_SET_FAILED'; cause: FailureCause };
export type BackupCompleted = { type: 'BACKUP_COMPLETED' };
export type BackupAborted = { type: 'BACKUP_ABORTED' };

/* A requester that crashes: VSS hears of it behind all its calls, and has cleaned up before it is started again. */
export type RequesterGone = { type: 'REQUESTER_GONE' };
export type SessionEnded = { type: 'SESSION_ENDED' };

/* Backup application -> its record of one virtual machine. */
export type AddComponent = { type: 'ADD_COMPONENT' };
export type ReadFiles = { type: 'READ_FILES'; set: number };
export type SetBackupSucceeded = { type: 'SET_BACKUP_SUCCEEDED' };
/** `cause` is why machines that did not fail themselves are not in the backup. */
export type BackupFailed = { type: 'BACKUP_FAILED'; cause: FailureCause };

/* Backup application -> operators: the host is theirs between two backups. */
export type BackupStarts = { type: 'BACKUP_STARTS' };
export type BackupOver = { type: 'BACKUP_OVER' };

/* Host VSS -> Hyper-V VSS writer: the writer events. */
export type Identify = { type: 'IDENTIFY' };
export type PrepareBackup = { type: 'PREPARE_BACKUP' };
export type PrepareSnapshot = { type: 'PREPARE_SNAPSHOT' };
export type Freeze = { type: 'FREEZE' };
export type Thaw = { type: 'THAW' };
export type PostSnapshot = { type: 'POST_SNAPSHOT'; set: number };
export type CompleteBackup = { type: 'COMPLETE_BACKUP' };
export type BackupShutdown = { type: 'BACKUP_SHUTDOWN' };
export type Abort = { type: 'ABORT' };
export type QueryWriterStatus = { type: 'QUERY_WRITER_STATUS' };

/* Hyper-V VSS writer -> host VSS. */
export type WriterReady = { type: 'WRITER_READY' };
export type WriterFailed = { type: 'WRITER_FAILED'; cause: FailureCause };
export type WriterStatus = { type: 'WRITER_STATUS'; failed: boolean };

/* Hyper-V VSS writer -> the coordinators of its virtual machines, and their common answer. */
export type IdentifyVirtualMachine = { type: 'IDENTIFY_VIRTUAL_MACHINE' };
export type PrepareVirtualMachine = { type: 'PREPARE_VIRTUAL_MACHINE' };
export type RecoverVirtualMachine = { type: 'RECOVER_VIRTUAL_MACHINE'; set: number };
export type CompleteVirtualMachine = { type: 'COMPLETE_VIRTUAL_MACHINE' };
export type AbortVirtualMachine = { type: 'ABORT_VIRTUAL_MACHINE' };
export type VirtualMachineAnswered = { type: 'VIRTUAL_MACHINE_ANSWERED'; failed: boolean };
export type VirtualMachinesAnswered = { type: 'VIRTUAL_MACHINES_ANSWERED'; failed: boolean };
/* Where virtual machines recover one at a time: to the first, and from each to the next. */
export type RecoverFirstVirtualMachine = { type: 'RECOVER_FIRST_VIRTUAL_MACHINE'; set: number };
export type RecoverNextVirtualMachine = { type: 'RECOVER_NEXT_VIRTUAL_MACHINE'; set: number };

/** Hyper-V VSS writer -> coordinators and recoveries: the service that hosts them all was restarted. */
export type ManagementServiceRestarted = { type: 'MANAGEMENT_SERVICE_RESTARTED' };

/* Coordinator -> the requester's record of its virtual machine. */
export type MethodChosen = { type: 'METHOD_CHOSEN'; method: BackupMethod };
export type ComponentFailed = { type: 'COMPONENT_FAILED'; cause: FailureCause };

/* Coordinator <-> virtual machine. */
export type QueryVirtualMachine = { type: 'QUERY_VIRTUAL_MACHINE' };
export type VirtualMachineIs = {
  type: 'VIRTUAL_MACHINE_IS';
  running: boolean;
  scsi: boolean;
  /** The backup service stopped answering since the guest was started. */
  serviceLost: boolean;
};
export type Save = { type: 'SAVE' };
export type Saved = { type: 'SAVED' };
/** There is nothing to save: the virtual machine does not run here any more. */
export type NotSaved = { type: 'NOT_SAVED' };
export type Resume = { type: 'RESUME' };
export type Resumed = { type: 'RESUMED' };

/* Virtual machine -> what runs in it and what it is made of. */
export type GuestSuspended = { type: 'GUEST_SUSPENDED' };
export type GuestContinues = { type: 'GUEST_CONTINUES' };
export type GuestStopped = { type: 'GUEST_STOPPED' };
export type GuestStarted = { type: 'GUEST_STARTED' };
export type MarkSavedPoint = { type: 'MARK_SAVED_POINT' };
export type ScsiControllersRemoved = { type: 'SCSI_CONTROLLERS_REMOVED' };

/* Operator <-> virtual machine. */
export type ShutDown = { type: 'SHUT_DOWN' };
export type Start = { type: 'START' };
export type RemoveScsiControllers = { type: 'REMOVE_SCSI_CONTROLLERS' };
export type RemovalRefused = { type: 'REMOVAL_REFUSED' };
export type RemovalDone = { type: 'REMOVAL_DONE' };

/* Host <-> guest, over VMBus. Names follow the guest protocol (linux include/uapi/linux/hyperv.h, VSS_OP_*). */
export type CreateGuestShadowCopy = { type: 'CREATE_GUEST_SHADOW_COPY' };
export type GuestShadowCopyCreated = { type: 'GUEST_SHADOW_COPY_CREATED' };
export type GuestShadowCopyFailed = { type: 'GUEST_SHADOW_COPY_FAILED'; cause: FailureCause };
export type AutoRecover = { type: 'AUTO_RECOVER'; disk: number; set: number };
export type AutoRecovered = { type: 'AUTO_RECOVERED'; disk: number };
export type AutoRecoverFailed = { type: 'AUTO_RECOVER_FAILED'; disk: number; cause: FailureCause };
export type CompleteGuestBackup = { type: 'COMPLETE_GUEST_BACKUP' };
export type GuestBackupCompleted = { type: 'GUEST_BACKUP_COMPLETED' };
/** The host notices that the backup service of a running guest is gone; not said over VMBus, which may be gone too. */
export type BackupServiceLost = { type: 'BACKUP_SERVICE_LOST' };

/* Host <-> Linux guest, over VMBus: the requests that lie between CREATE_GUEST_SHADOW_COPY and its answer. */
/** The guest is ready for a hot backup, but recovers nothing afterwards (VSS_HBU_NO_AUTO_RECOVERY). */
export type NoAutoRecovery = { type: 'NO_AUTO_RECOVERY' };
export type FreezeGuest = { type: 'FREEZE_GUEST' };
export type GuestFrozen = { type: 'GUEST_FROZEN' };
/** Answered by GUEST_SHADOW_COPY_CREATED: the guest has done its part. */
export type ThawGuest = { type: 'THAW_GUEST' };
/** Recovery checkpoint -> coordinator. */
export type CheckpointFailed = { type: 'CHECKPOINT_FAILED'; cause: FailureCause };

/* Inside a Linux guest: driver <-> daemon, over a character device; daemon -> what runs in the guest and its disks. */
export type DaemonOperation = 'hotBackup' | 'freeze' | 'thaw';
export type DeviceCreated = { type: 'DEVICE_CREATED' };
export type DeviceGone = { type: 'DEVICE_GONE' };
export type DaemonRegistered = { type: 'DAEMON_REGISTERED' };
export type DeviceClosed = { type: 'DEVICE_CLOSED' };
export type AskDaemon = { type: 'ASK_DAEMON'; operation: DaemonOperation };
export type DaemonAnswered = { type: 'DAEMON_ANSWERED'; failed: boolean };
/** The answer comes too late (EINVAL). */
export type RefuseAnswer = { type: 'REFUSE_ANSWER' };
export type FileSystemsFrozen = { type: 'FILE_SYSTEMS_FROZEN' };
export type FileSystemsThawed = { type: 'FILE_SYSTEMS_THAWED' };

/* Inside the guest: integration service <-> guest VSS <-> applications. */
export type DoGuestSnapshotSet = { type: 'DO_GUEST_SNAPSHOT_SET' };
export type GuestSnapshotSetCreated = { type: 'GUEST_SNAPSHOT_SET_CREATED' };
export type GuestSnapshotSetFailed = { type: 'GUEST_SNAPSHOT_SET_FAILED'; cause: FailureCause };
export type DeleteGuestSnapshotSet = { type: 'DELETE_GUEST_SNAPSHOT_SET' };
export type FreezeApplications = { type: 'FREEZE_APPLICATIONS' };
export type ApplicationsFrozen = { type: 'APPLICATIONS_FROZEN' };
export type ApplicationsVeto = { type: 'APPLICATIONS_VETO' };
export type ThawApplications = { type: 'THAW_APPLICATIONS' };

/* Environment -> guest applications. */
export type WriteNow = { type: 'WRITE_NOW' };
export type VetoFreeze = { type: 'VETO_FREEZE' };
export type TakePreviousVersion = { type: 'TAKE_PREVIOUS_VERSION' };
/* Environment -> whoever a fault strikes; the catalogue of faults says which is which. */
/** Whoever reverts a copy: the attempt fails. */
export type FailRevert = { type: 'FAIL_REVERT' };
export type Crash = { type: 'CRASH' };
export type OtherRequesterStarts = { type: 'OTHER_REQUESTER_STARTS' };
export type FillShadowStorage = { type: 'FILL_SHADOW_STORAGE' };
export type RunOutOfResources = { type: 'RUN_OUT_OF_RESOURCES' };
export type RestartManagementService = { type: 'RESTART_MANAGEMENT_SERVICE' };
export type LeaveOutVolume = { type: 'LEAVE_OUT_VOLUME' };
export type FailMount = { type: 'FAIL_MOUNT' };
export type JamDismount = { type: 'JAM_DISMOUNT' };
export type KeepDiskAway = { type: 'KEEP_DISK_AWAY' };
export type LeaveRecoveryDisk = { type: 'LEAVE_RECOVERY_DISK' };
export type TakeSlot = { type: 'TAKE_SLOT' };
export type FillGuestShadowStorage = { type: 'FILL_GUEST_SHADOW_STORAGE' };
export type StopBackupService = { type: 'STOP_BACKUP_SERVICE' };
/** The backup service is there, and answers nothing any more. */
export type Hang = { type: 'HANG' };
export type LoseChannel = { type: 'LOSE_CHANNEL' };
export type FailFreeze = { type: 'FAIL_FREEZE' };
export type RunOutOfMemory = { type: 'RUN_OUT_OF_MEMORY' };
export type FailCheckpoint = { type: 'FAIL_CHECKPOINT' };
export type LockDifferencingDisk = { type: 'LOCK_DIFFERENCING_DISK' };
export type KeepCheckpoint = { type: 'KEEP_CHECKPOINT' };
export type FailMerge = { type: 'FAIL_MERGE' };
export type ShutDownFromInside = { type: 'SHUT_DOWN_FROM_INSIDE' };
export type TurnOff = { type: 'TURN_OFF' };
export type SaveForOperator = { type: 'SAVE_FOR_OPERATOR' };
export type MoveAway = { type: 'MOVE_AWAY' };
export type StartAgain = { type: 'START_AGAIN' };

/* Guest -> virtual hard disks. */
/** `disk` is left out when all disks are written at once. */
export type Write = { type: 'WRITE'; disk?: number; transaction: 'whole' | 'part' };
export type TransactionCompleted = { type: 'TRANSACTION_COMPLETED' };
export type TakeGuestShadowCopy = { type: 'TAKE_GUEST_SHADOW_COPY' };
export type DeleteGuestShadowCopy = { type: 'DELETE_GUEST_SHADOW_COPY' };
export type KeepPreviousVersion = { type: 'KEEP_PREVIOUS_VERSION' };

/* Recovery checkpoint -> virtual hard disks. */
export type CreateDifferencingDisk = { type: 'CREATE_DIFFERENCING_DISK' };
export type EndCheckpoint = { type: 'END_CHECKPOINT' };
export type MergeDifferencingDisk = { type: 'MERGE_DIFFERENCING_DISK' };

/* Host VSS -> virtual hard disks on its volumes. */
export type HoldWrites = { type: 'HOLD_WRITES' };
export type TakeCopy = { type: 'TAKE_COPY'; set: number };
export type ReleaseWrites = { type: 'RELEASE_WRITES' };
export type MakeCopyReadOnly = { type: 'MAKE_COPY_READ_ONLY'; set: number };
export type DeleteCopy = { type: 'DELETE_COPY'; set: number };

/* Recovery of one copy. `disk` is left out when all disks start at once. */
export type StartRecovery = { type: 'START_RECOVERY'; disk?: number; set: number };
export type DiskRecovered = { type: 'DISK_RECOVERED'; disk: number };
export type DiskRecoveryFailed = { type: 'DISK_RECOVERY_FAILED'; disk: number; cause: FailureCause };
export type RevertCopy = { type: 'REVERT_COPY'; disk: number; set: number };
export type CopyReverted = { type: 'COPY_REVERTED'; disk: number };
export type CopyNotReverted = { type: 'COPY_NOT_REVERTED'; disk: number };
/* Recovery in the host -> the copy that it mounts. */
export type CopyMounted = { type: 'COPY_MOUNTED'; disk: number; set: number };
export type CopyDismounted = { type: 'COPY_DISMOUNTED'; disk: number; set: number };
/** The requester's record reads the copies of its virtual machine. */
export type ReadCopy = { type: 'READ_COPY'; set: number };

/* Recovery in the guest <-> the controllers of the virtual machine. */
export type HotAdd = { type: 'HOT_ADD'; controller: number; disk: number; set: number };
export type HotAddOverIde = { type: 'HOT_ADD_OVER_IDE'; disk: number; set: number };
export type HotAddRefused = {
  type: 'HOT_ADD_REFUSED';
  disk: number;
  reason: 'removed' | 'noFreeSlot' | 'notHotPluggable' | 'machineOff';
};
export type HotRemove = { type: 'HOT_REMOVE'; controller: number; disk: number; set: number };
export type DiskConnected = { type: 'DISK_CONNECTED'; disk: number; set: number };
export type DiskDisconnected = { type: 'DISK_DISCONNECTED'; disk: number; set: number };
