/**
 * The backup integration service of a Linux guest: its part in the kernel (hv_utils, hv_snapshot.c).
 *
 * Towards the host it is asked and answers as the service of a Windows guest is (guest-integration-service.ts).
 * What it is asked it hands to its daemon, one request at a time, and waits for the answer: 900 s for a freeze,
 * 30 s for anything else. Its states are those of `hvutil_device_state`. The question whether a hot backup is
 * possible it answers with VSS_HBU_NO_AUTO_RECOVERY: such a guest recovers nothing, so the host makes a recovery
 * checkpoint while its file systems are frozen (recovery-checkpoint.ts). On hosts before 2012 R2 it refuses to
 * load.
 *
 * As found, and kept: the end of a backup makes it ready even if no daemon has registered; and a request that it
 * has no memory for is never answered, since no timer runs yet.
 *
 * Source: linux drivers/hv/hv_snapshot.c, hv_utils_transport.c, hyperv_vmbus.h; include/uapi/linux/hyperv.h;
 * commit db886e4d24c2 (a hot backup is asked of the daemon).
 * Inferred: the order of the host's requests: hot backup, freeze, thaw, end of the backup.
 * Abstracted: negotiation of versions; VSS_OP_GET_DM_INFO, which is answered at once; a guest that hibernates.
 * An answer of the daemon that comes too late is refused in the moment in which it is given up; the driver could
 * still take it for that of the next request.
 */
import { assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type LinuxVssDriverEvent =
  | M.CreateGuestShadowCopy
  | M.FreezeGuest
  | M.ThawGuest
  | M.CompleteGuestBackup
  | M.DaemonRegistered
  | M.DaemonAnswered
  | M.DeviceClosed
  | M.RunOutOfMemory
  | M.LoseChannel
  | M.GuestStopped
  | M.GuestStarted;

export type LinuxVssDriverMessage =
  | M.NoAutoRecovery
  | M.GuestFrozen
  | M.GuestShadowCopyCreated
  | M.GuestShadowCopyFailed
  | M.GuestBackupCompleted
  | M.BackupServiceLost
  | M.AskDaemon
  | M.RefuseAnswer
  | M.DeviceCreated
  | M.DeviceGone;

export interface LinuxVssDriverInput {
  /** The guest runs. */
  readonly running: boolean;
  /** Its daemon runs in it. */
  readonly daemon: boolean;
  /** The host is of 2012 R2 or later (VERSION_WIN8_1). */
  readonly supported: boolean;
}

export interface LinuxVssDriverContext extends LinuxVssDriverInput {
  /** The daemon has the device open (hvutil_transport_mode). */
  readonly open: boolean;
  /** What the host asks for, until it is handed to the daemon. */
  readonly operation: M.DaemonOperation | 'none';
  readonly memory: boolean;
  /** Why nobody answers, where nobody does. */
  readonly gone: M.FailureCause;
}

export const linuxVssDriver = setup({
  types: {
    context: {} as LinuxVssDriverContext,
    events: {} as LinuxVssDriverEvent,
    emitted: {} as LinuxVssDriverMessage,
    input: {} as LinuxVssDriverInput,
  },
  guards: {
    isSupported: ({ context }) => context.supported,
    isLoaded: ({ context }) => context.running && context.supported,
    hasDaemon: ({ context }) => context.open,
    lacksDaemon: ({ context }) => context.memory && !context.open,
    asksForHotBackup: ({ context }) => context.memory && context.operation === 'hotBackup',
    asksForFreeze: ({ context }) => context.memory && context.operation === 'freeze',
    asksForThaw: ({ context }) => context.memory && context.operation === 'thaw',
    daemonHasFailed: ({ event }) => event.type === 'DAEMON_ANSWERED' && event.failed,
  },
  actions: {
    noteHotBackup: assign({ operation: 'hotBackup' }),
    noteFreeze: assign({ operation: 'freeze' }),
    noteThaw: assign({ operation: 'thaw' }),
    forgetOperation: assign({ operation: 'none' }),
    noteOpen: assign({ open: true }),
    noteClosed: assign({ open: false }),
    noteGuestStopped: assign({ open: false, gone: 'virtual-machine-stopped' }),
    noteChannelLost: assign({ open: false, gone: 'vmbus-channel-lost' }),
    noteNoMemory: assign({ memory: false }),
    forgetNoMemory: assign({ memory: true }),
    forgetWhyItWent: assign({ gone: 'backup-service-stopped' }),
    askDaemon: emit(({ context }) => ({
      type: 'ASK_DAEMON' as const,
      operation: context.operation === 'none' ? ('hotBackup' as const) : context.operation,
    })),
    refuseAnswer: emit({ type: 'REFUSE_ANSWER' }),
    createDevice: emit({ type: 'DEVICE_CREATED' }),
    removeDevice: emit({ type: 'DEVICE_GONE' }),
    reportNoAutoRecovery: emit({ type: 'NO_AUTO_RECOVERY' }),
    reportFrozen: emit({ type: 'GUEST_FROZEN' }),
    reportCreated: emit({ type: 'GUEST_SHADOW_COPY_CREATED' }),
    reportNotFrozen: emit({ type: 'GUEST_SHADOW_COPY_FAILED', cause: 'file-system-freeze-failed' }),
    reportTimeout: emit({ type: 'GUEST_SHADOW_COPY_FAILED', cause: 'guest-daemon-timeout' }),
    reportNoDaemon: emit({ type: 'GUEST_SHADOW_COPY_FAILED', cause: 'backup-service-stopped' }),
    reportGone: emit(({ context }) => ({ type: 'GUEST_SHADOW_COPY_FAILED' as const, cause: context.gone })),
    reportOver: emit({ type: 'GUEST_BACKUP_COMPLETED' }),
    tellHostThatItIsGone: emit({ type: 'BACKUP_SERVICE_LOST' }),
  },
  delays: pick('linuxFreezeLimit', 'linuxOperationLimit'),
}).createMachine({
  id: 'linuxVssDriver',
  context: ({ input }) => ({
    ...input,
    open: input.running && input.supported && input.daemon,
    operation: 'none',
    memory: true,
    gone: 'backup-service-stopped',
  }),
  initial: 'deciding',
  states: {
    deciding: {
      description: 'What is there at the start?',
      always: [
        { guard: 'hasDaemon', target: 'ready' },
        { guard: 'isLoaded', target: 'deviceInit' },
        { target: 'deviceDying' },
      ],
    },
    deviceInit: {
      description: 'HVUTIL_DEVICE_INIT: no daemon has registered; requests for it fail (HV_E_FAIL).',
      on: {
        DAEMON_REGISTERED: { target: 'ready', actions: 'noteOpen' },
        CREATE_GUEST_SHADOW_COPY: { actions: 'reportNoDaemon' },
        FREEZE_GUEST: { actions: 'reportNoDaemon' },
        THAW_GUEST: { actions: 'reportNoDaemon' },
        COMPLETE_GUEST_BACKUP: {
          description: 'As found: what is answered without the daemon makes the driver ready.',
          target: 'ready',
          actions: 'reportOver',
        },
        LOSE_CHANNEL: { target: 'deviceDying', actions: ['noteChannelLost', 'tellHostThatItIsGone'] },
        GUEST_STOPPED: { target: 'deviceDying', actions: 'noteGuestStopped' },
      },
    },
    ready: {
      description: 'HVUTIL_READY: no request is under way.',
      on: {
        CREATE_GUEST_SHADOW_COPY: {
          description: 'VSS_OP_HOT_BACKUP',
          target: 'hostMessageReceived',
          actions: 'noteHotBackup',
        },
        FREEZE_GUEST: { description: 'VSS_OP_FREEZE', target: 'hostMessageReceived', actions: 'noteFreeze' },
        THAW_GUEST: { description: 'VSS_OP_THAW', target: 'hostMessageReceived', actions: 'noteThaw' },
        COMPLETE_GUEST_BACKUP: {
          description: 'VSS_OP_BU_COMPLETE: answered without the daemon.',
          actions: 'reportOver',
        },
        RUN_OUT_OF_MEMORY: { actions: 'noteNoMemory' },
        DEVICE_CLOSED: { target: 'deviceInit', actions: 'noteClosed' },
        LOSE_CHANNEL: {
          target: 'deviceDying',
          actions: ['noteChannelLost', 'removeDevice', 'tellHostThatItIsGone'],
        },
        GUEST_STOPPED: { target: 'deviceDying', actions: 'noteGuestStopped' },
      },
    },
    hostMessageReceived: {
      description:
        'HVUTIL_HOSTMSG_RECEIVED: handed on at once; as found, without memory it stays, with no timer and no answer.',
      always: [
        { guard: 'lacksDaemon', target: 'ready', actions: ['reportNoDaemon', 'forgetOperation'] },
        {
          guard: 'asksForHotBackup',
          target: 'userspaceRequest.hotBackup',
          actions: ['askDaemon', 'forgetOperation'],
        },
        {
          guard: 'asksForFreeze',
          target: 'userspaceRequest.freeze',
          actions: ['askDaemon', 'forgetOperation'],
        },
        { guard: 'asksForThaw', target: 'userspaceRequest.thaw', actions: ['askDaemon', 'forgetOperation'] },
      ],
      on: {
        DEVICE_CLOSED: {
          description: 'As found: only a request whose timer runs is answered when the daemon goes.',
          target: 'deviceInit',
          actions: ['noteClosed', 'forgetOperation', 'forgetNoMemory'],
        },
        LOSE_CHANNEL: {
          target: 'deviceDying',
          actions: [
            'noteChannelLost',
            'reportGone',
            'removeDevice',
            'tellHostThatItIsGone',
            'forgetOperation',
            'forgetNoMemory',
          ],
        },
        GUEST_STOPPED: {
          target: 'deviceDying',
          actions: ['noteGuestStopped', 'reportGone', 'forgetOperation', 'forgetNoMemory'],
        },
      },
    },
    userspaceRequest: {
      description: 'HVUTIL_USERSPACE_REQ: the daemon is at it, and a timer runs.',
      initial: 'hotBackup',
      on: {
        DEVICE_CLOSED: { target: 'deviceInit', actions: ['noteClosed', 'reportNoDaemon'] },
        LOSE_CHANNEL: {
          target: 'deviceDying',
          actions: ['noteChannelLost', 'reportGone', 'removeDevice', 'tellHostThatItIsGone'],
        },
        GUEST_STOPPED: { target: 'deviceDying', actions: ['noteGuestStopped', 'reportGone'] },
      },
      states: {
        hotBackup: {
          description: 'Is the daemon there (VSS_OP_HOT_BACKUP)?',
          on: {
            DAEMON_ANSWERED: {
              target: '#linuxVssDriver.userspaceReceived',
              actions: 'reportNoAutoRecovery',
            },
          },
          after: {
            linuxOperationLimit: {
              target: '#linuxVssDriver.ready',
              actions: ['reportTimeout', 'refuseAnswer'],
            },
          },
        },
        freeze: {
          description: 'The daemon freezes the file systems (VSS_OP_FREEZE).',
          on: {
            DAEMON_ANSWERED: [
              {
                guard: 'daemonHasFailed',
                target: '#linuxVssDriver.userspaceReceived',
                actions: 'reportNotFrozen',
              },
              { target: '#linuxVssDriver.userspaceReceived', actions: 'reportFrozen' },
            ],
          },
          after: {
            linuxFreezeLimit: {
              target: '#linuxVssDriver.ready',
              actions: ['reportTimeout', 'refuseAnswer'],
            },
          },
        },
        thaw: {
          description: 'The daemon thaws the file systems (VSS_OP_THAW).',
          on: {
            DAEMON_ANSWERED: { target: '#linuxVssDriver.userspaceReceived', actions: 'reportCreated' },
          },
          after: {
            linuxOperationLimit: {
              target: '#linuxVssDriver.ready',
              actions: ['reportTimeout', 'refuseAnswer'],
            },
          },
        },
      },
    },
    userspaceReceived: {
      description: 'HVUTIL_USERSPACE_RECV: the answer has gone to the host.',
      always: 'ready',
    },
    deviceDying: {
      description:
        'HVUTIL_DEVICE_DYING, or not loaded: the guest is down, its channel is gone, or the host is older than 2012 R2.',
      on: {
        GUEST_STARTED: [
          { guard: 'isSupported', target: 'deviceInit', actions: ['forgetWhyItWent', 'createDevice'] },
          { description: 'Not supported on this host version (-ENOTSUPP).' },
        ],
        GUEST_STOPPED: { description: 'It was not there anyway.' },
        CREATE_GUEST_SHADOW_COPY: { actions: 'reportGone' },
        FREEZE_GUEST: { actions: 'reportGone' },
        THAW_GUEST: { actions: 'reportGone' },
        COMPLETE_GUEST_BACKUP: { actions: 'reportOver' },
      },
    },
  },
});
