import { allRoles } from '../../src/system/index.ts';
import { committedDiagram } from '../.vitepress/pages.ts';
import { chartPage } from './chart-pages.ts';

const overview = [
  '# Charts',
  'One statechart for each actor; this is who talks to whom. Broken lines are channels.',
  '## Host release 2012 R2: recovery in the guest',
  committedDiagram('system-2012r2'),
  '## Before: recovery in the host',
  committedDiagram('system-2012'),
  '## All charts',
  allRoles.map((role) => `- [${role}](/charts/${role})`).join('\n'),
].join('\n\n');

export default {
  paths: () => [
    { params: { chart: 'index' }, content: overview },
    ...allRoles.map((chart) => ({ params: { chart }, content: chartPage(chart) })),
  ],
};
