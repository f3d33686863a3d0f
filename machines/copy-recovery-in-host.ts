/**
 * Recovery of one copy in host releases 2008, 2008 R2 and 2012: in the host itself.
 *
 * The copy is mounted in the host (VHDMP), host VSS brings it back to the guest's shadow copy that lies
 * inside it, and it is dismounted. It needs neither the guest nor its controllers, but one mount for
 * every disk of every virtual machine.
 *
 * Source: win32 HyperV_v2, backing-up-and-restoring-virtual-machines.md; VHDMP events 1 and 2
 * (libyal/winevt-kb, MessageFile-vhdmp.sys.md) pair up as mount and dismount.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type CopyRecoveryInHostEvent = M.StartRecovery | M.CopyReverted | M.CopyNotReverted | M.FailRevert;
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
    reportRecovered: emit(({ context }) => ({ type: 'DISK_RECOVERED' as const, disk: context.disk })),
    reportNotRecovered: emit(({ context }) => ({
      type: 'DISK_RECOVERY_FAILED' as const,
      disk: context.disk,
      cause: 'recovery-failed' as const,
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
      on: { START_RECOVERY: { target: 'mounting', actions: 'begin' } },
    },
    mounting: {
      description: 'The copy surfaces as a disk of the host (VHDMP 1).',
      after: { mount: { target: 'mounted', actions: 'reportMounted' } },
    },
    mounted: {
      description: 'The copy is a disk of the host.',
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
            COPY_NOT_REVERTED: { target: '#copyRecoveryInHost.dismounting', actions: 'noteRevertFailed' },
          },
        },
      },
    },
    dismounting: {
      description: 'The copy goes away as a disk of the host (VHDMP 2).',
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
  },
});
