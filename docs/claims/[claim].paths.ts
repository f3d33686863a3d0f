import { claims } from '../../src/properties/index.ts';
import { claimPage, claimRows } from './claim-pages.ts';

const overview = `# Claims\n\nEach was decided by exploring every interleaving of every scope.\n\n${claimRows(claims)}`;

export default {
  paths: () => [
    { params: { claim: 'index' }, content: overview },
    ...claims.map((claim) => ({ params: { claim: claim.id }, content: claimPage(claim) })),
  ],
};
