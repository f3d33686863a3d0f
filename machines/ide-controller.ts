/**
 * The IDE controllers of a virtual machine of VM generation 1.
 *
 * A disk can be added or removed while the virtual machine is off, never while it runs: this is why
 * recovery in the guest needs a SCSI controller.
 *
 * Source: Hyper-V cmdlet documentation (dsccommunity/HyperVDsc wiki, VMHardDiskDrive); the product
 * team's announcement of the change in 2012 R2.
 * Abstracted: disks that are added or removed while the machine is off; no backup does that.
 */
import { assertEvent, emit, setup } from 'xstate';
import type * as M from './messages.ts';

export type IdeControllerEvent = M.HotAddOverIde | M.GuestStopped | M.GuestStarted;
export type IdeControllerMessage = M.HotAddRefused;

export interface IdeControllerInput {
  readonly running: boolean;
}

export const ideController = setup({
  types: {
    context: {} as IdeControllerInput,
    events: {} as IdeControllerEvent,
    emitted: {} as IdeControllerMessage,
    input: {} as IdeControllerInput,
  },
  guards: { isRunning: ({ context }) => context.running },
  actions: {
    refuseAdd: emit(({ event }) => {
      assertEvent(event, 'HOT_ADD_OVER_IDE');
      return { type: 'HOT_ADD_REFUSED' as const, disk: event.disk, reason: 'notHotPluggable' as const };
    }),
    refuseWhileOff: emit(({ event }) => {
      assertEvent(event, 'HOT_ADD_OVER_IDE');
      return { type: 'HOT_ADD_REFUSED' as const, disk: event.disk, reason: 'machineOff' as const };
    }),
  },
}).createMachine({
  id: 'ideController',
  context: ({ input }) => ({ running: input.running }),
  initial: 'deciding',
  states: {
    deciding: {
      description: 'Is the virtual machine on at the start?',
      always: [{ guard: 'isRunning', target: 'machineOn' }, { target: 'machineOff' }],
    },
    machineOn: {
      description: 'The set of disks cannot change.',
      on: {
        HOT_ADD_OVER_IDE: { actions: 'refuseAdd' },
        GUEST_STOPPED: 'machineOff',
      },
    },
    machineOff: {
      description: 'The set of disks may be changed by an operator.',
      on: {
        GUEST_STARTED: 'machineOn',
        HOT_ADD_OVER_IDE: {
          description: 'Nothing in the machine could recover the copy.',
          actions: 'refuseWhileOff',
        },
      },
    },
  },
});
