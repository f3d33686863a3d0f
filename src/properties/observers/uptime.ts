import type { Observer } from '../../composition/index.ts';

/** Whether the guest stood still at any time since the backup began. */
export interface Uptime {
  readonly stoodStill: boolean;
}

const stops = new Set(['GUEST_SUSPENDED', 'GUEST_STOPPED']);

export const uptime: Observer<Uptime> = {
  name: 'uptime',
  initial: () => ({ stoodStill: false }),
  next: (state, { message }) => {
    if (message.type === 'IDENTIFY_VIRTUAL_MACHINE') return { stoodStill: false };
    return stops.has(message.type) ? { stoodStill: true } : state;
  },
};
