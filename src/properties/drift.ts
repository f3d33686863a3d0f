import type { Claim } from './claim.ts';
import { currentCopies } from './situations.ts';

export const drift: Claim = {
  id: 'drift',
  sentence:
    'Some run has, after host commit and before recovery, a copy that differs from the guest’s point: this is why copies must be recovered.',
  covers: ['S7'],
  applies: ({ options }) => options.backups === 1,
  kind: 'sometimes',
  situation: () => (host, machine) =>
    (host.vss.at === 'thawing' || host.vss.at === 'postSnapshot') &&
    machine.component.context.method === 'online' &&
    currentCopies(host, machine).some((copy) => copy?.content.written === true),
  premises: {},
};
