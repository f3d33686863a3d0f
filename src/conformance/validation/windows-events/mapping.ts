/**
 * What events in the logs of Windows mean to the model.
 *
 * Ids are stable neither between providers nor between releases: an event is known by its provider, its id
 * and the release of the host. Events for which no public source was found are not in this table.
 */
import { type Fault, type HostRelease, type Role, switchableFaults } from '../../../system/index.ts';

/** What an event shows of the model: an actor takes a message, or a wait of it is over. */
export type Shown =
  | { readonly role: Role; readonly takes: string; readonly fields?: Readonly<Record<string, unknown>> }
  | { readonly role: Role; readonly elapsed: string };

export interface EventMeaning {
  readonly provider: string;
  readonly ids: readonly number[];
  readonly where: 'host' | 'guest';
  /** Host releases in which the ids mean this. Default: all. */
  readonly releases?: 'beforeR2' | '2012R2';
  /** In words. */
  readonly says: string;
  /** Any of these; empty where the model has nothing for it. */
  readonly shows: readonly Shown[];
  /** Faults of the catalogue that it gives evidence of. */
  readonly faults: readonly Fault[];
  readonly source: string;
}

const vmicres = 'message file vmicres.dll (libyal/winevt-kb), Windows 6.2 and 6.3';
const vssvc = 'message file vssvc.exe (libyal/winevt-kb); ids are the low 16 bits';
const volsnap = 'message file volsnap.sys (libyal/winevt-kb)';
const vhdmp = 'message file vhdmp.sys (libyal/winevt-kb), Windows 6.1 on';
const blbevents = 'message file blbevents.dll (libyal/winevt-kb)';

const takes = (role: Role, type: string, fields?: Readonly<Record<string, unknown>>): Shown => ({
  role,
  takes: type,
  ...(fields === undefined ? {} : { fields }),
});
const over = (role: Role, elapsed: string): Shown => ({ role, elapsed });

const meaning = (
  where: EventMeaning['where'],
  provider: string,
  ids: readonly number[],
  says: string,
  shows: readonly Shown[],
  faults: readonly Fault[],
  source: string,
  releases?: EventMeaning['releases'],
): EventMeaning => ({
  where,
  provider,
  ids,
  says,
  shows,
  faults,
  source,
  ...(releases === undefined ? {} : { releases }),
});

const guestFailed = takes('guest-integration-service', 'GUEST_SNAPSHOT_SET_FAILED');
const guestFaults: readonly Fault[] = ['F7', 'F8', 'F35', 'F36', 'F37'];
const diskAway = takes('guest-integration-service', 'KEEP_DISK_AWAY');
const ends = [
  takes('backup-application', 'BACKUP_ABORTED'),
  takes('backup-application', 'SNAPSHOT_SET_FAILED'),
];

export const eventMeanings: readonly EventMeaning[] = [
  // The requester, where it is Windows Server Backup. Which call begins and ends a run is inferred.
  meaning(
    'host',
    'Microsoft-Windows-Backup',
    [1],
    'the backup started',
    [takes('host-vss', 'GATHER_WRITER_METADATA')],
    [],
    blbevents,
  ),
  meaning(
    'host',
    'Microsoft-Windows-Backup',
    [4, 14],
    'the backup finished',
    [takes('backup-application', 'BACKUP_COMPLETED')],
    [],
    blbevents,
  ),
  meaning('host', 'Microsoft-Windows-Backup', [5, 9], 'the backup failed', ends, switchableFaults, blbevents),

  // The host's VSS and its kernel.
  meaning(
    'host',
    'VSS',
    [12349],
    'a writer took too long in Freeze',
    [over('host-vss', 'hostFreezeWindow')],
    ['F38'],
    vssvc,
  ),
  meaning(
    'host',
    'VSS',
    [12297, 12298],
    'writes could not be flushed or held',
    [over('host-vss', 'holdWindow')],
    ['F18'],
    vssvc,
  ),
  meaning(
    'host',
    'volsnap',
    [8, 9],
    'flush and hold timed out',
    [over('host-vss', 'holdWindow')],
    ['F18'],
    volsnap,
  ),
  meaning(
    'host',
    'volsnap',
    [23, 25],
    'there was not enough space for shadow copies',
    [takes('host-vss', 'FILL_SHADOW_STORAGE')],
    ['F19'],
    volsnap,
  ),

  // Copies that the host mounts.
  meaning(
    'host',
    'Microsoft-Windows-VHDMP',
    [1],
    'a virtual hard disk came online',
    [takes('virtual-hard-disk', 'COPY_MOUNTED')],
    [],
    vhdmp,
    'beforeR2',
  ),
  meaning(
    'host',
    'Microsoft-Windows-VHDMP',
    [2],
    'a virtual hard disk was removed',
    [takes('virtual-hard-disk', 'COPY_DISMOUNTED')],
    [],
    vhdmp,
    'beforeR2',
  ),
  meaning(
    'host',
    'Microsoft-Windows-VHDMP',
    [3, 5],
    'a virtual hard disk could not be mounted',
    [takes('copy-recovery-in-host', 'FAIL_MOUNT')],
    ['F13'],
    vhdmp,
    'beforeR2',
  ),

  // The management service.
  meaning(
    'host',
    'Microsoft-Windows-Hyper-V-VMMS',
    [10103],
    'reverting a virtual hard disk to the shadow copy failed',
    [takes('copy-recovery-in-host', 'FAIL_REVERT')],
    ['F14'],
    'TechNet event 10103, MSVM_VMMS_VM_VSS_REVERT_VHD_FAILED (learn.microsoft.com, dd582376)',
    'beforeR2',
  ),
  meaning(
    'host',
    'Microsoft-Windows-Hyper-V-VMMS',
    [10103],
    'no SCSI controller is attached',
    [takes('backup-component', 'COMPONENT_FAILED', { cause: 'no-scsi-controller' })],
    [],
    'workinghardinit.work, 6 March 2014',
    '2012R2',
  ),
  meaning(
    'host',
    'Microsoft-Windows-Hyper-V-VMMS',
    [10107, 10150],
    'the guest part of a backup failed',
    [takes('vm-coordinator', 'GUEST_SHADOW_COPY_FAILED')],
    guestFaults,
    'microsoft/lis-test, STOR_VSS_BackupRestore_Fail.ps1; their texts were not found',
    '2012R2',
  ),
  meaning(
    'host',
    'Microsoft-Windows-Hyper-V-VMMS',
    [19070, 19080, 19090, 19100],
    'a differencing disk is merged',
    [],
    [],
    'bareos issue 2624; charbelnemnom.com, March 2016',
    '2012R2',
  ),

  // Guests.
  meaning(
    'guest',
    'vmicvss',
    [2],
    'a VSS writer of the guest failed',
    [guestFailed],
    ['F7', 'F8', 'F37'],
    vmicres,
  ),
  meaning('guest', 'vmicvss', [13, 14], 'scoped shadow copies: no online backup', [], [], vmicres),
  meaning(
    'guest',
    'vmicvss',
    [16, 17, 18, 19],
    'a disk of the shadow copy did not arrive in the guest',
    [diskAway],
    ['F23'],
    vmicres,
    '2012R2',
  ),
  meaning(
    'guest',
    'VSS',
    [12362, 12363, 12364],
    'a disk or volume of a shadow copy did not arrive',
    [diskAway],
    ['F23'],
    vssvc,
    '2012R2',
  ),
  meaning(
    'guest',
    'VSS',
    [12349],
    'a writer took too long in Freeze',
    [over('guest-vss', 'freezeWindow')],
    ['F8'],
    vssvc,
  ),
  meaning(
    'guest',
    'VSS',
    [12298],
    'writes could not be held',
    [over('guest-vss', 'guestHoldWindow')],
    ['F37'],
    vssvc,
  ),
  meaning(
    'guest',
    'volsnap',
    [8],
    'the hold of writes timed out',
    [over('guest-vss', 'guestHoldWindow')],
    ['F37'],
    volsnap,
  ),
  meaning(
    'guest',
    'volsnap',
    [25],
    'shadow copies were deleted: their storage could not grow',
    [takes('guest-vss', 'FILL_GUEST_SHADOW_STORAGE')],
    ['F43'],
    volsnap,
  ),
];

/** What an event means on a host of a release; undefined where nothing is known of it. */
export const meaningOf = (
  provider: string,
  id: number,
  where: EventMeaning['where'],
  hostRelease: HostRelease,
): EventMeaning | undefined =>
  eventMeanings.find(
    (one) =>
      one.where === where &&
      one.provider.toLowerCase() === provider.toLowerCase() &&
      one.ids.includes(id) &&
      (one.releases === undefined || (one.releases === '2012R2') === (hostRelease === '2012R2')),
  );
