/**
 * Recovery of one copy in host releases 2008, 2008 R2 and 2012: in the host itself.
 *
 * The copy is mounted in the host (VHDMP), host VSS brings it back to the guest's shadow copy that lies
 * inside it, and it is dismounted. It needs neither the guest nor its controllers, but one mount for
 * every disk of every virtual machine. A copy that does not go away again is left, and is in the way of the
 * next backup.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md; VHDMP events 1 and 2
 * (libyal/winevt-kb, MessageFile-vhdmp.sys.md) pair up as mount and dismount,
 * 3 and 5 are failures.
 * Inferred: a copy that is left is still open when the next backup wants to mount one of the same disk.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type CopyRecoveryInHostEvent =
  | M.StartRecovery
  | M.CopyReverted
  | M.CopyNotReverted
  | M.FailRevert
  | M.FailMount
  | M.JamDismount
  | M.ManagementServiceRestarted;
export type CopyRecoveryInHostMessage =
  | M.CopyMounted
  | M.CopyDismounted
  | M.RevertCopy
  | M.DiskRecovered
  | M.DiskRecoveryFailed;

export interface CopyRecoveryInHostInput {
  readonly disk: number;
}

export interface CopyRecoveryInHostContext extends CopyRecoveryInHostInput {
  readonly set: number;
  readonly cause: M.FailureCause | 'none';
}

export const copyRecoveryInHost = setup({
  types: {
    context: {} as CopyRecoveryInHostContext,
    events: {} as CopyRecoveryInHostEvent,
    emitted: {} as CopyRecoveryInHostMessage,
    input: {} as CopyRecoveryInHostInput,
  },
  guards: { revertFailed: ({ context }) => context.cause !== 'none' },
  actions: {
    begin: assign({
      set: ({ event }) => {
        assertEvent(event, 'START_RECOVERY');
        return event.set;
      },
      cause: 'none',
    }),
    revert: emit(({ context }) => ({
      type: 'REVERT_COPY' as const,
      disk: context.disk,
      set: context.set,
    })),
    reportMounted: emit(({ context }) => ({
      type: 'COPY_MOUNTED' as const,
      disk: context.disk,
      set: context.set,
    })),
    reportDismounted: emit(({ context }) => ({
      type: 'COPY_DISMOUNTED' as const,
      disk: context.disk,
      set: context.set,
    })),
    noteRevertFailed: assign({ cause: 'recovery-failed' }),
    noteNothingToRevertTo: assign({ cause: 'guest-shadow-copy-gone' }),
    noteMountFailed: assign({ cause: 'mount-failed' }),
    noteStuck: assign({ cause: 'dismount-stuck' }),
    reportLeftOver: emit(({ context }) => ({
      type: 'DISK_RECOVERY_FAILED' as const,
      disk: context.disk,
      cause: 'disk-left-over' as const,
    })),
    reportRecovered: emit(({ context }) => ({ type: 'DISK_RECOVERED' as const, disk: context.disk })),
    reportNotRecovered: emit(({ context }) => ({
      type: 'DISK_RECOVERY_FAILED' as const,
      disk: context.disk,
      cause: context.cause === 'none' ? ('recovery-failed' as const) : context.cause,
    })),
    forget: assign({ set: 0, cause: 'none' }),
  },
  delays: pick('mount', 'hostRevert', 'dismount'),
}).createMachine({
  id: 'copyRecoveryInHost',
  context: ({ input }) => ({ ...input, set: 0, cause: 'none' }),
  initial: 'idle',
  states: {
    idle: {
      description: 'The copy, if there is one, is a file in the host’s shadow copy.',
      on: {
        START_RECOVERY: { target: 'mounting', actions: 'begin' },
        MANAGEMENT_SERVICE_RESTARTED: { description: 'Nothing is under way.' },
      },
    },
    mounting: {
      description: 'The copy surfaces as a disk of the host (VHDMP 1).',
      on: {
        FAIL_MOUNT: { target: 'idle', actions: ['noteMountFailed', 'reportNotRecovered', 'forget'] },
        MANAGEMENT_SERVICE_RESTARTED: { target: 'stuck', actions: 'forget' },
      },
      after: { mount: { target: 'mounted', actions: 'reportMounted' } },
    },
    mounted: {
      description: 'The copy is a disk of the host.',
      on: { MANAGEMENT_SERVICE_RESTARTED: { target: 'stuck', actions: 'forget' } },
      initial: 'revertIsDue',
      states: {
        revertIsDue: {
          description: 'Host VSS works on the revert.',
          after: { hostRevert: { target: 'reverting', actions: 'revert' } },
          on: {
            FAIL_REVERT: { target: '#copyRecoveryInHost.dismounting', actions: 'noteRevertFailed' },
          },
        },
        reverting: {
          description: 'The content of the copy is exchanged.',
          on: {
            COPY_REVERTED: '#copyRecoveryInHost.dismounting',
            COPY_NOT_REVERTED: {
              target: '#copyRecoveryInHost.dismounting',
              actions: 'noteNothingToRevertTo',
            },
          },
        },
      },
    },
    dismounting: {
      description: 'The copy goes away as a disk of the host (VHDMP 2).',
      on: {
        JAM_DISMOUNT: { target: 'stuck', actions: ['noteStuck', 'reportNotRecovered', 'forget'] },
        MANAGEMENT_SERVICE_RESTARTED: { target: 'stuck', actions: 'forget' },
      },
      after: {
        dismount: [
          {
            guard: 'revertFailed',
            target: 'idle',
            actions: ['reportDismounted', 'reportNotRecovered', 'forget'],
          },
          { target: 'idle', actions: ['reportDismounted', 'reportRecovered', 'forget'] },
        ],
      },
    },
    stuck: {
      description:
        'Left over: the copy stays a disk of the host (VHDMP 1 without 2) until somebody removes it.',
      on: {
        START_RECOVERY: { actions: 'reportLeftOver' },
        MANAGEMENT_SERVICE_RESTARTED: { description: 'It does not go away by that.' },
      },
    },
  },
});
