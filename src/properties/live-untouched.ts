import { anywhere, type Claim } from './claim.ts';
import type { Ledger } from './observers/ledger.ts';

export const liveUntouched: Claim = {
  id: 'live-untouched',
  sentence: 'Recovery never changes a live disk: it holds exactly what the guest has written.',
  covers: ['S10', 'S15'],
  applies: anywhere,
  kind: 'never',
  situation: () => (_, machine) =>
    machine.disks.some(({ context }, disk) => {
      const live = context.held ?? context.live;
      const booked = (machine.observed.ledger as Ledger).disks[disk];
      return live.point !== booked?.point || live.written !== booked.written;
    }),
  premises: {
    'a copy was recovered while its live disk had been written to': (_, machine) =>
      machine.disks.some(
        ({ context }) =>
          context.live.written &&
          context.copies.some(({ content, location }) => location !== 'file' && !content.written),
      ),
  },
};
