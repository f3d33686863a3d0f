import { anywhere, type Claim } from './claim.ts';
import { allIsOver } from './situations.ts';

export const terminates: Claim = {
  id: 'terminates',
  sentence: 'There is no deadlock, and from every state the end of the backup can be reached.',
  covers: ['S12'],
  applies: anywhere,
  kind: 'ends',
  situation: () => () => false,
  premises: { 'the end is reached': allIsOver },
};
