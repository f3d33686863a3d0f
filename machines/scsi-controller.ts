/**
 * One SCSI controller of a virtual machine: 64 slots, hot add and hot remove.
 *
 * Operations are done one after the other. Removing the controller itself is a change of the virtual
 * machine's configuration. When the machine stops, copies leave it: there is nothing to recover them in.
 *
 * Source: Hyper-V cmdlet documentation (dsccommunity/HyperVDsc wiki, VMHardDiskDrive: controllers 0 to
 * 3, locations 0 to 63).
 * Abstracted: which slot is taken; of the free slots only as many count as there can be copies.
 */
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type ScsiControllerEvent =
  | M.HotAdd
  | M.HotRemove
  | M.ScsiControllersRemoved
  | M.GuestStopped
  | M.GuestStarted
  | M.TakeSlot
  | M.ManagementServiceRestarted;
export type ScsiControllerMessage = M.DiskConnected | M.DiskDisconnected | M.HotAddRefused;

export interface ScsiControllerInput {
  /** Slots without a disk of the virtual machine. */
  readonly freeSlots: number;
}

interface Operation {
  readonly operation: 'add' | 'remove';
  readonly disk: number;
  readonly set: number;
}

export interface ScsiControllerContext {
  readonly freeSlots: number;
  /** Copies that are connected, in the order of connecting. */
  readonly connected: readonly { readonly disk: number; readonly set: number }[];
  readonly queue: readonly Operation[];
}

export const scsiController = setup({
  types: {
    context: {} as ScsiControllerContext,
    events: {} as ScsiControllerEvent,
    emitted: {} as ScsiControllerMessage,
    input: {} as ScsiControllerInput,
  },
  guards: {
    aSlotIsFree: ({ context }) => context.freeSlots > 0,
    anAddIsNext: ({ context }) => context.queue[0]?.operation === 'add',
    moreIsQueued: ({ context }) => context.queue.length > 0,
  },
  actions: {
    queueAdd: assign(({ context, event }) => {
      assertEvent(event, 'HOT_ADD');
      return {
        freeSlots: context.freeSlots - 1,
        queue: [...context.queue, { operation: 'add' as const, disk: event.disk, set: event.set }],
      };
    }),
    queueRemove: assign(({ context, event }) => {
      assertEvent(event, 'HOT_REMOVE');
      return {
        queue: [...context.queue, { operation: 'remove' as const, disk: event.disk, set: event.set }],
      };
    }),
    refuseFull: emit(({ event }) => {
      assertEvent(event, 'HOT_ADD');
      return { type: 'HOT_ADD_REFUSED' as const, disk: event.disk, reason: 'noFreeSlot' as const };
    }),
    refuseRemoved: emit(({ event }) => {
      assertEvent(event, 'HOT_ADD');
      return { type: 'HOT_ADD_REFUSED' as const, disk: event.disk, reason: 'removed' as const };
    }),
    refuseWhileOff: emit(({ event }) => {
      assertEvent(event, 'HOT_ADD');
      return { type: 'HOT_ADD_REFUSED' as const, disk: event.disk, reason: 'machineOff' as const };
    }),
    reportAllGone: enqueueActions(({ context, enqueue }) => {
      for (const { disk, set } of context.connected) {
        enqueue.emit({ type: 'DISK_DISCONNECTED', disk, set });
      }
      for (const { operation, disk } of context.queue) {
        if (operation === 'add') enqueue.emit({ type: 'HOT_ADD_REFUSED', disk, reason: 'machineOff' });
      }
    }),
    disconnectAll: assign(({ context: { freeSlots, connected, queue } }) => ({
      freeSlots: freeSlots + connected.length + queue.filter(({ operation }) => operation === 'add').length,
      connected: [],
      queue: [],
    })),
    loseQueue: assign(({ context: { freeSlots, queue } }) => ({
      freeSlots: freeSlots + queue.filter(({ operation }) => operation === 'add').length,
      queue: [],
    })),
    // Free slots that no copy needs are not counted, so one that is taken is one that a copy may need.
    loseFreeSlot: assign({ freeSlots: ({ context }) => context.freeSlots - 1 }),
    reportConnected: emit(({ context }) => ({
      type: 'DISK_CONNECTED' as const,
      disk: context.queue[0]?.disk ?? 0,
      set: context.queue[0]?.set ?? 0,
    })),
    reportDisconnected: emit(({ context }) => ({
      type: 'DISK_DISCONNECTED' as const,
      disk: context.queue[0]?.disk ?? 0,
      set: context.queue[0]?.set ?? 0,
    })),
    connect: assign(({ context: { connected, queue } }) => ({
      connected: [...connected, ...queue.slice(0, 1).map(({ disk, set }) => ({ disk, set }))],
      queue: queue.slice(1),
    })),
    disconnect: assign(({ context: { connected, queue, freeSlots } }) => ({
      connected: connected.filter(({ disk }) => disk !== queue[0]?.disk),
      freeSlots: freeSlots + 1,
      queue: queue.slice(1),
    })),
  },
  delays: pick('hotPlug'),
}).createMachine({
  id: 'scsiController',
  context: ({ input }) => ({ freeSlots: input.freeSlots, connected: [], queue: [] }),
  initial: 'ready',
  states: {
    ready: {
      description: 'Nothing is being added or removed.',
      on: {
        HOT_ADD: [
          { guard: 'aSlotIsFree', target: 'working', actions: 'queueAdd' },
          { actions: 'refuseFull' },
        ],
        HOT_REMOVE: { target: 'working', actions: 'queueRemove' },
        GUEST_STOPPED: { target: 'machineOff', actions: ['reportAllGone', 'disconnectAll'] },
        MANAGEMENT_SERVICE_RESTARTED: { description: 'Nothing is under way.' },
        TAKE_SLOT: [
          { guard: 'aSlotIsFree', actions: 'loseFreeSlot' },
          { description: 'There is none to take.' },
        ],
      },
    },
    working: {
      description: 'A disk is being added or removed while the virtual machine runs.',
      on: {
        HOT_ADD: [{ guard: 'aSlotIsFree', actions: 'queueAdd' }, { actions: 'refuseFull' }],
        HOT_REMOVE: { actions: 'queueRemove' },
        MANAGEMENT_SERVICE_RESTARTED: {
          description: 'What was asked for is lost with the service that asked.',
          target: 'ready',
          actions: 'loseQueue',
        },
        GUEST_STOPPED: { target: 'machineOff', actions: ['reportAllGone', 'disconnectAll'] },
      },
      after: {
        hotPlug: [
          { guard: 'anAddIsNext', target: 'checkingQueue', actions: ['reportConnected', 'connect'] },
          { target: 'checkingQueue', actions: ['reportDisconnected', 'disconnect'] },
        ],
      },
    },
    checkingQueue: {
      description: 'One operation is done; is there another?',
      always: [{ guard: 'moreIsQueued', target: 'working' }, { target: 'ready' }],
    },
    machineOff: {
      description: 'The virtual machine does not run.',
      on: {
        HOT_ADD: { actions: 'refuseWhileOff' },
        GUEST_STARTED: 'ready',
        MANAGEMENT_SERVICE_RESTARTED: { description: 'Nothing is under way.' },
        SCSI_CONTROLLERS_REMOVED: 'removed',
      },
    },
    removed: {
      description: 'The controller is no longer part of the virtual machine.',
      on: {
        HOT_ADD: { actions: 'refuseRemoved' },
        SCSI_CONTROLLERS_REMOVED: { description: 'It is gone already.' },
        GUEST_STOPPED: { description: 'Nothing hangs on it.' },
        MANAGEMENT_SERVICE_RESTARTED: { description: 'Nothing hangs on it.' },
        GUEST_STARTED: { description: 'Nothing hangs on it.' },
      },
    },
  },
});
