/** The site: built offline, with all that can be generated taken from the model at build time. */
import { defineConfig } from 'vitepress';
import { claims } from '../../src/properties/index.ts';
import { allRoles } from '../../src/system/index.ts';

export default defineConfig({
  title: 'hyperv-backup-spec',
  description: 'An executable, proven specification of how Hyper-V backs up running virtual machines.',
  lang: 'en',
  // Without one, browsers ask for a file that is not there.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // Works from any folder of any server; the tests serve it from localhost.
  base: '/',
  srcExclude: ['**/example/**'],
  cleanUrls: false,
  vite: { worker: { format: 'es' }, build: { target: 'es2022', chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/guide' },
      { text: 'Charts', link: '/charts/' },
      { text: 'Claims', link: '/claims/' },
      { text: 'Explorer', link: '/explorer/' },
      { text: 'API', link: '/api/README' },
    ],
    sidebar: {
      '/api/': [],
      '/explorer/': [],
      '/': [
        {
          text: 'The model',
          items: [
            { text: 'What it is about', link: '/' },
            { text: 'The two flows', link: '/flows' },
            { text: 'Statements and faults', link: '/requirements' },
            { text: 'Explorer', link: '/explorer/' },
          ],
        },
        {
          text: 'Use it',
          items: [
            { text: 'Guide', link: '/guide' },
            { text: 'API reference', link: '/api/README' },
          ],
        },
        {
          text: 'Charts',
          items: allRoles.map((role) => ({ text: role, link: `/charts/${role}` })),
        },
        {
          text: 'Claims',
          items: claims.map(({ id }) => ({ text: id, link: `/claims/${id}` })),
        },
        {
          text: 'Decisions',
          items: [
            { text: 'The model', link: '/decisions/model' },
            { text: 'Liveness', link: '/decisions/liveness' },
          ],
        },
      ],
    },
  },
});
