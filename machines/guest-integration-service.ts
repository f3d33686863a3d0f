/**
 * The Backup integration service in the guest ("Hyper-V Volume Shadow Copy Requestor", vmicvss).
 *
 * Towards the host it answers over VMBus; inside the guest it is a VSS requester. It keeps the guest's
 * shadow copy until the host says that the backup is over. From 2012 R2 on it also brings connected
 * copies back to that shadow copy, one at a time.
 *
 * Integration components that are older than a host of 2012 R2 have no request for that; what such a service makes
 * of it is inferred from the versions of the protocol.
 *
 * When it goes (its guest goes down, it is stopped, or its VMBus channel is lost), its channel is closed: every
 * request that is open or comes later fails, and the host learns it in place of an answer.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md; vmicvss events 1 to 19
 * (libyal/winevt-kb, MessageFile-vmicres.dll.md); operations: linux include/uapi/linux/hyperv.h.
 */
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type GuestIntegrationServiceEvent =
  | M.CreateGuestShadowCopy
  | M.AutoRecover
  | M.CompleteGuestBackup
  | M.GuestSnapshotSetCreated
  | M.GuestSnapshotSetFailed
  | M.DiskConnected
  | M.DiskDisconnected
  | M.CopyReverted
  | M.CopyNotReverted
  | M.FailRevert
  | M.KeepDiskAway
  | M.StopBackupService
  | M.LoseChannel
  | M.Hang
  | M.GuestStopped
  | M.GuestStarted;

export type GuestIntegrationServiceMessage =
  | M.GuestShadowCopyCreated
  | M.GuestShadowCopyFailed
  | M.AutoRecovered
  | M.AutoRecoverFailed
  | M.GuestBackupCompleted
  | M.BackupServiceLost
  | M.DoGuestSnapshotSet
  | M.DeleteGuestSnapshotSet
  | M.RevertCopy;

export interface GuestIntegrationServiceInput {
  /** The service is installed, enabled and running in the guest, and the guest itself runs. */
  readonly running: boolean;
  /** Its version of the protocol has VSS_OP_AUTO_RECOVER: 5.0, which came with 2012 R2. */
  readonly autoRecovers: boolean;
}

export interface GuestIntegrationServiceContext extends GuestIntegrationServiceInput {
  /** Copies that the guest sees as disks. */
  readonly arrived: readonly number[];
  /** Copies that the host wants brought back, in order. */
  readonly wanted: readonly { readonly disk: number; readonly set: number }[];
  /** What it was asked and has not answered since it hangs, copies aside. */
  readonly owed: 'none' | 'creation' | 'completion';
  /** Why nobody answers, where nobody does. */
  readonly gone: M.FailureCause;
}

export const guestIntegrationService = setup({
  types: {
    context: {} as GuestIntegrationServiceContext,
    events: {} as GuestIntegrationServiceEvent,
    emitted: {} as GuestIntegrationServiceMessage,
    input: {} as GuestIntegrationServiceInput,
  },
  guards: {
    isRunning: ({ context }) => context.running,
    theWantedDiskLeaves: ({ context, event }) =>
      event.type === 'DISK_DISCONNECTED' && context.wanted.some(({ disk }) => disk === event.disk),
    theWantedDiskLeavesWithMore: ({ context, event }) =>
      event.type === 'DISK_DISCONNECTED' &&
      context.wanted.some(({ disk }) => disk === event.disk) &&
      context.wanted.some(({ disk }) => disk !== event.disk),
    cannotRecover: ({ context }) => !context.autoRecovers,
    theDiskIsHere: ({ context, event }) =>
      event.type === 'AUTO_RECOVER' && context.arrived.includes(event.disk),
    aDiskIsHere: ({ context }) => context.arrived.length > 0,
    moreIsWanted: ({ context }) => context.wanted.length > 1,
  },
  actions: {
    askGuestVss: emit({ type: 'DO_GUEST_SNAPSHOT_SET' }),
    reportCreated: emit({ type: 'GUEST_SHADOW_COPY_CREATED' }),
    reportFailed: emit(({ event }) => {
      assertEvent(event, 'GUEST_SNAPSHOT_SET_FAILED');
      return { type: 'GUEST_SHADOW_COPY_FAILED' as const, cause: event.cause };
    }),
    noteArrival: assign({
      arrived: ({ context, event }) => {
        assertEvent(event, 'DISK_CONNECTED');
        return [...context.arrived, event.disk];
      },
    }),
    noteDeparture: assign({
      arrived: ({ context, event }) => {
        assertEvent(event, 'DISK_DISCONNECTED');
        return context.arrived.filter((disk) => disk !== event.disk);
      },
    }),
    loseLatest: assign({ arrived: ({ context }) => context.arrived.slice(0, -1) }),
    want: assign({
      wanted: ({ context, event }) => {
        assertEvent(event, 'AUTO_RECOVER');
        return [...context.wanted, { disk: event.disk, set: event.set }];
      },
    }),
    revert: emit(({ context }) => ({
      type: 'REVERT_COPY' as const,
      disk: context.wanted[0]?.disk ?? 0,
      set: context.wanted[0]?.set ?? 0,
    })),
    reportRecovered: emit(({ context }) => ({
      type: 'AUTO_RECOVERED' as const,
      disk: context.wanted[0]?.disk ?? 0,
    })),
    reportNotRecovered: emit(({ context, event }) => ({
      type: 'AUTO_RECOVER_FAILED' as const,
      disk: context.wanted[0]?.disk ?? 0,
      cause:
        event.type === 'KEEP_DISK_AWAY'
          ? ('disk-did-not-arrive' as const)
          : event.type === 'FAIL_REVERT'
            ? ('recovery-failed' as const)
            : ('guest-shadow-copy-gone' as const),
    })),
    refuseRecovery: emit(({ event }) => {
      assertEvent(event, 'AUTO_RECOVER');
      return {
        type: 'AUTO_RECOVER_FAILED' as const,
        disk: event.disk,
        cause: 'disk-did-not-arrive' as const,
      };
    }),
    refuseWithoutShadowCopy: emit(({ event }) => {
      assertEvent(event, 'AUTO_RECOVER');
      return {
        type: 'AUTO_RECOVER_FAILED' as const,
        disk: event.disk,
        cause: 'guest-shadow-copy-gone' as const,
      };
    }),
    refuseUnknownRequest: emit(({ event }) => {
      assertEvent(event, 'AUTO_RECOVER');
      return {
        type: 'AUTO_RECOVER_FAILED' as const,
        disk: event.disk,
        cause: 'integration-components-too-old' as const,
      };
    }),
    dropWantedDisk: assign({
      wanted: ({ context, event }) => {
        assertEvent(event, 'DISK_DISCONNECTED');
        return context.wanted.filter(({ disk }) => disk !== event.disk);
      },
    }),
    reportDiskLeft: emit(({ event }) => {
      assertEvent(event, 'DISK_DISCONNECTED');
      return {
        type: 'AUTO_RECOVER_FAILED' as const,
        disk: event.disk,
        cause: 'disk-did-not-arrive' as const,
      };
    }),
    oweCreation: assign({ owed: 'creation' }),
    oweCompletion: assign({ owed: 'completion' }),
    failWhatIsOwed: enqueueActions(({ context, enqueue }) => {
      for (const { disk } of context.wanted) {
        enqueue.emit({ type: 'AUTO_RECOVER_FAILED', disk, cause: context.gone });
      }
      if (context.owed === 'creation') {
        enqueue.emit({ type: 'GUEST_SHADOW_COPY_FAILED', cause: context.gone });
      }
      if (context.owed === 'completion') enqueue.emit({ type: 'GUEST_BACKUP_COMPLETED' });
    }),
    noteServiceStopped: assign({ gone: 'backup-service-stopped' }),
    noteChannelLost: assign({ gone: 'vmbus-channel-lost' }),
    noteGuestStopped: assign({ gone: 'virtual-machine-stopped' }),
    forgetWhyItWent: assign({ gone: 'backup-service-stopped' }),
    tellHostThatItIsGone: emit({ type: 'BACKUP_SERVICE_LOST' }),
    failCreation: emit(({ context }) => ({ type: 'GUEST_SHADOW_COPY_FAILED' as const, cause: context.gone })),
    failRecovery: emit(({ context, event }) => {
      assertEvent(event, 'AUTO_RECOVER');
      return { type: 'AUTO_RECOVER_FAILED' as const, disk: event.disk, cause: context.gone };
    }),
    failRecoveries: enqueueActions(({ context, enqueue }) => {
      for (const { disk } of context.wanted) {
        enqueue.emit({ type: 'AUTO_RECOVER_FAILED', disk, cause: context.gone });
      }
    }),
    dropAllWanted: assign({ wanted: [] }),
    dropWanted: assign({ wanted: ({ context }) => context.wanted.slice(1) }),
    dropShadowCopy: emit({ type: 'DELETE_GUEST_SNAPSHOT_SET' }),
    reportOver: emit({ type: 'GUEST_BACKUP_COMPLETED' }),
    forget: assign({ arrived: [], wanted: [], owed: 'none' }),
  },
  delays: pick('guestRevert'),
}).createMachine({
  id: 'guestIntegrationService',
  context: ({ input }) => ({
    ...input,
    arrived: [],
    wanted: [],
    owed: 'none',
    gone: 'backup-service-stopped',
  }),
  initial: 'deciding',
  on: {
    DISK_CONNECTED: { actions: 'noteArrival' },
    DISK_DISCONNECTED: { actions: 'noteDeparture' },
  },
  states: {
    deciding: {
      description: 'Does the service run at the start?',
      always: [{ guard: 'isRunning', target: 'idle' }, { target: 'notRunning' }],
    },
    notRunning: {
      description: 'The guest is down, or the service is not there, or cannot be reached.',
      on: {
        GUEST_STARTED: { target: 'deciding', actions: 'forgetWhyItWent' },
        GUEST_STOPPED: { description: 'It did not run anyway.' },
        CREATE_GUEST_SHADOW_COPY: { actions: 'failCreation' },
        AUTO_RECOVER: { actions: 'failRecovery' },
        COMPLETE_GUEST_BACKUP: { actions: 'reportOver' },
      },
    },
    idle: {
      description: 'No backup is under way.',
      on: {
        CREATE_GUEST_SHADOW_COPY: { target: 'creatingShadowCopy', actions: 'askGuestVss' },
        AUTO_RECOVER: {
          description: 'There is no shadow copy to go back to (vmicvss 8).',
          actions: 'refuseWithoutShadowCopy',
        },
        COMPLETE_GUEST_BACKUP: { actions: 'reportOver' },
        GUEST_STOPPED: { target: 'notRunning', actions: ['noteGuestStopped', 'forget'] },
        STOP_BACKUP_SERVICE: {
          target: 'notRunning',
          actions: ['noteServiceStopped', 'tellHostThatItIsGone'],
        },
        LOSE_CHANNEL: { target: 'notRunning', actions: ['noteChannelLost', 'tellHostThatItIsGone'] },
        HANG: 'hung',
      },
    },
    creatingShadowCopy: {
      description: 'Guest VSS goes through a complete run of its own.',
      on: {
        GUEST_SNAPSHOT_SET_CREATED: { target: 'inBackup', actions: 'reportCreated' },
        GUEST_SNAPSHOT_SET_FAILED: { target: 'idle', actions: 'reportFailed' },
        GUEST_STOPPED: { target: 'notRunning', actions: ['noteGuestStopped', 'failCreation'] },
        STOP_BACKUP_SERVICE: {
          target: 'notRunning',
          actions: ['noteServiceStopped', 'failCreation', 'dropShadowCopy', 'tellHostThatItIsGone'],
        },
        LOSE_CHANNEL: {
          target: 'notRunning',
          actions: ['noteChannelLost', 'failCreation', 'dropShadowCopy', 'tellHostThatItIsGone'],
        },
        HANG: { target: 'hung', actions: 'oweCreation' },
      },
    },
    inBackup: {
      description: 'The guest’s shadow copy is kept for the host.',
      on: {
        AUTO_RECOVER: [
          {
            guard: 'cannotRecover',
            description: 'A request that it does not know (HV_ERROR_NOT_SUPPORTED, 0x80070032).',
            actions: 'refuseUnknownRequest',
          },
          { guard: 'theDiskIsHere', target: 'recovering', actions: 'want' },
          { actions: 'refuseRecovery' },
        ],
        KEEP_DISK_AWAY: {
          description: 'The volumes of the copy that was connected last do not come up.',
          guard: 'aDiskIsHere',
          actions: 'loseLatest',
        },
        COMPLETE_GUEST_BACKUP: { target: 'idle', actions: ['dropShadowCopy', 'reportOver'] },
        GUEST_STOPPED: { target: 'notRunning', actions: ['noteGuestStopped', 'forget'] },
        STOP_BACKUP_SERVICE: {
          target: 'notRunning',
          actions: ['noteServiceStopped', 'dropShadowCopy', 'tellHostThatItIsGone'],
        },
        LOSE_CHANNEL: {
          target: 'notRunning',
          actions: ['noteChannelLost', 'dropShadowCopy', 'tellHostThatItIsGone'],
        },
        HANG: 'hung',
      },
    },
    recovering: {
      description: 'A connected copy arrives as a disk and is brought back to the guest’s shadow copy.',
      on: {
        AUTO_RECOVER: [{ guard: 'theDiskIsHere', actions: 'want' }, { actions: 'refuseRecovery' }],
        DISK_DISCONNECTED: [
          {
            guard: 'theWantedDiskLeavesWithMore',
            description: 'The host waits no longer.',
            actions: ['noteDeparture', 'reportDiskLeft', 'dropWantedDisk'],
          },
          {
            guard: 'theWantedDiskLeaves',
            description: 'The host waits no longer.',
            target: 'inBackup',
            actions: ['noteDeparture', 'reportDiskLeft', 'dropWantedDisk'],
          },
          { actions: 'noteDeparture' },
        ],
        HANG: 'hung',
        FAIL_REVERT: [
          { guard: 'moreIsWanted', actions: ['reportNotRecovered', 'dropWanted'] },
          { target: 'inBackup', actions: ['reportNotRecovered', 'dropWanted'] },
        ],
        KEEP_DISK_AWAY: [
          { guard: 'moreIsWanted', actions: ['reportNotRecovered', 'dropWanted'] },
          { target: 'inBackup', actions: ['reportNotRecovered', 'dropWanted'] },
        ],
        COMPLETE_GUEST_BACKUP: {
          description: 'The host gave up on copies that are still connected.',
          target: 'idle',
          actions: ['dropAllWanted', 'dropShadowCopy', 'reportOver'],
        },
        GUEST_STOPPED: { target: 'notRunning', actions: ['noteGuestStopped', 'failRecoveries', 'forget'] },
        STOP_BACKUP_SERVICE: {
          target: 'notRunning',
          actions: [
            'noteServiceStopped',
            'failRecoveries',
            'dropAllWanted',
            'dropShadowCopy',
            'tellHostThatItIsGone',
          ],
        },
        LOSE_CHANNEL: {
          target: 'notRunning',
          actions: [
            'noteChannelLost',
            'failRecoveries',
            'dropAllWanted',
            'dropShadowCopy',
            'tellHostThatItIsGone',
          ],
        },
      },
      after: { guestRevert: { target: 'reverting', actions: 'revert' } },
    },
    hung: {
      description: 'It is there, and answers nothing any more, until its guest goes down.',
      on: {
        CREATE_GUEST_SHADOW_COPY: { actions: 'oweCreation' },
        AUTO_RECOVER: { actions: 'want' },
        COMPLETE_GUEST_BACKUP: { actions: 'oweCompletion' },
        GUEST_SNAPSHOT_SET_CREATED: { description: 'Nobody passes it on.' },
        GUEST_SNAPSHOT_SET_FAILED: { description: 'Nobody passes it on.' },
        GUEST_STOPPED: { target: 'notRunning', actions: ['noteGuestStopped', 'failWhatIsOwed', 'forget'] },
      },
    },
    reverting: {
      description: 'The content of the copy is exchanged.',
      on: {
        COPY_REVERTED: [
          { guard: 'moreIsWanted', target: 'recovering', actions: ['reportRecovered', 'dropWanted'] },
          { target: 'inBackup', actions: ['reportRecovered', 'dropWanted'] },
        ],
        COPY_NOT_REVERTED: [
          { guard: 'moreIsWanted', target: 'recovering', actions: ['reportNotRecovered', 'dropWanted'] },
          { target: 'inBackup', actions: ['reportNotRecovered', 'dropWanted'] },
        ],
      },
    },
  },
});
