import { faultCatalogue } from '../../src/system/index.ts';
import { faultPage, faultRows } from './fault-pages.ts';

const overview = `# Faults

What can go wrong, each with a shortest run of the model in which it shows. They happen only where they are switched
on (\`--faults\`).

${faultRows(faultCatalogue)}`;

export default {
  paths: () => [
    { params: { fault: 'index' }, content: overview },
    ...faultCatalogue.map((fault) => ({ params: { fault: fault.id }, content: faultPage(fault.id) })),
  ],
};
