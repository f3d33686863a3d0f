import type { Claim } from './claim.ts';
import { allIsOver } from './situations.ts';

export const terminates: Claim = {
  id: 'terminates',
  sentence:
    'There is no deadlock, and from every state the end of the backup can be reached; unless the driver of a Linux guest has lost a request.',
  covers: ['S12'],
  // A guest that has lost a request never answers it: see linux-driver.ts.
  applies: ({ options }) => !options.faults.includes('F41'),
  kind: 'ends',
  situation: () => () => false,
  premises: { 'the end is reached': allIsOver },
};
