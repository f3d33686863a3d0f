/**
 * VSS in the guest: a complete run of its own, inside the host's PrepareForSnapshot.
 *
 * It freezes the applications of the guest, copies all volumes at one instant and thaws. The shadow copy
 * lies inside the virtual hard disks and can be recovered automatically later. A set whose requester goes
 * away is given up at any point. What the guest writes makes it grow: where its storage cannot, it is deleted.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md; win32 VSS documentation,
 * shadow-copy-creation-for-providers.md; freeze window: sdk-api vswriter/nf-vswriter-cvsswriter-initialize.md;
 * deletion: Volsnap event 25 (libyal/winevt-kb, MessageFile-volsnap.sys.md).
 * Abstracted: from 2012 R2 on a provider in the guest passes the request down to the host, which makes a
 * differencing disk at that instant; the visible steps are the same.
 */
import { emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type GuestVssEvent =
  | M.DoGuestSnapshotSet
  | M.DeleteGuestSnapshotSet
  | M.ApplicationsFrozen
  | M.ApplicationsVeto
  | M.FillGuestShadowStorage
  | M.GuestStopped
  | M.GuestStarted;

export type GuestVssMessage =
  | M.GuestSnapshotSetCreated
  | M.GuestSnapshotSetFailed
  | M.FreezeApplications
  | M.ThawApplications
  | M.TakeGuestShadowCopy
  | M.DeleteGuestShadowCopy;

export const guestVss = setup({
  types: {
    events: {} as GuestVssEvent,
    emitted: {} as GuestVssMessage,
  },
  actions: {
    freeze: emit({ type: 'FREEZE_APPLICATIONS' }),
    takeShadowCopy: emit({ type: 'TAKE_GUEST_SHADOW_COPY' }),
    thaw: emit({ type: 'THAW_APPLICATIONS' }),
    reportCreated: emit({ type: 'GUEST_SNAPSHOT_SET_CREATED' }),
    reportVeto: emit({ type: 'GUEST_SNAPSHOT_SET_FAILED', cause: 'guest-writer-veto' }),
    reportTimeout: emit({ type: 'GUEST_SNAPSHOT_SET_FAILED', cause: 'guest-freeze-timeout' }),
    reportHoldTimeout: emit({ type: 'GUEST_SNAPSHOT_SET_FAILED', cause: 'guest-hold-timeout' }),
    deleteShadowCopy: emit({ type: 'DELETE_GUEST_SHADOW_COPY' }),
  },
  delays: pick('guestPreparation', 'guestCommit', 'guestThaw', 'guestHoldWindow', 'freezeWindow'),
}).createMachine({
  id: 'guestVss',
  initial: 'idle',
  states: {
    idle: {
      description: 'No shadow copy set.',
      on: {
        DO_GUEST_SNAPSHOT_SET: 'preparing',
        GUEST_STOPPED: { description: 'Nothing is under way.' },
        GUEST_STARTED: { description: 'Nothing was left.' },
      },
    },
    preparing: {
      description: 'Guest writers handle PrepareForSnapshot (VSS_SS_PROCESSING_PREPARE).',
      on: { GUEST_STOPPED: 'idle', DELETE_GUEST_SNAPSHOT_SET: 'idle' },
      after: { guestPreparation: { target: 'freezing', actions: 'freeze' } },
    },
    freezing: {
      description: 'Applications come to rest between two transactions, or one of them vetoes.',
      on: {
        APPLICATIONS_FROZEN: 'committing',
        APPLICATIONS_VETO: { target: 'idle', actions: 'reportVeto' },
        GUEST_STOPPED: 'idle',
        DELETE_GUEST_SNAPSHOT_SET: { target: 'idle', actions: 'thaw' },
      },
    },
    committing: {
      description:
        'Applications are frozen; all volumes are copied at one instant (VSS_SS_PROCESSING_COMMIT).',
      on: {
        GUEST_STOPPED: 'idle',
        DELETE_GUEST_SNAPSHOT_SET: { target: 'idle', actions: 'thaw' },
      },
      after: {
        guestCommit: { target: 'thawing', actions: 'takeShadowCopy' },
        guestHoldWindow: { target: 'idle', actions: ['thaw', 'reportHoldTimeout'] },
        freezeWindow: { target: 'idle', actions: ['thaw', 'reportTimeout'] },
      },
    },
    thawing: {
      description: 'The shadow copy exists; applications are still frozen (VSS_SS_POSTCOMMITTED).',
      on: {
        GUEST_STOPPED: 'leftInDisk',
        DELETE_GUEST_SNAPSHOT_SET: { target: 'idle', actions: ['thaw', 'deleteShadowCopy'] },
      },
      after: { guestThaw: { target: 'created', actions: ['thaw', 'reportCreated'] } },
    },
    created: {
      description: 'The shadow copy can be used, until the requester lets go (VSS_SS_CREATED).',
      on: {
        DELETE_GUEST_SNAPSHOT_SET: { target: 'idle', actions: 'deleteShadowCopy' },
        FILL_GUEST_SHADOW_STORAGE: { target: 'lost', actions: 'deleteShadowCopy' },
        GUEST_STOPPED: 'leftInDisk',
      },
    },
    lost: {
      description:
        'The storage of the shadow copy could not grow, so it was deleted; nobody is told (Volsnap 25).',
      on: { DELETE_GUEST_SNAPSHOT_SET: 'idle', GUEST_STOPPED: 'idle' },
    },
    leftInDisk: {
      description: 'The guest went down with its shadow copy inside its disks; it drops it when it starts.',
      on: { GUEST_STARTED: { target: 'idle', actions: 'deleteShadowCopy' } },
    },
  },
});
