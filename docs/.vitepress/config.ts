/** The site: built offline, with all that can be generated taken from the model at build time. */
import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import { claims } from '../../src/properties/index.ts';
import { allRoles, faultCatalogue } from '../../src/system/index.ts';
import { siteMarkdown } from './markdown.ts';
import { headingOf } from './pages.ts';

const docs = new URL('../', import.meta.url);

/** A page with its first heading. */
const page = (link: string) => ({
  text: headingOf(link),
  link: `/${link}`,
});

const decisions = readdirSync(new URL('decisions/', docs))
  .filter((name) => name.endsWith('.md'))
  .map((name) => page(`decisions/${name.replace(/\.md$/, '')}`));

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
  // Pages of pictures and tables are as wide as they can be.
  transformPageData: ({ relativePath, frontmatter }) =>
    /^(index|flows|benchmark|requirements)\.md$|^(charts|claims|faults)\//.test(relativePath)
      ? { frontmatter: { ...frontmatter, aside: false, pageClass: 'wide' } }
      : {},
  markdown: { config: siteMarkdown },
  vite: { worker: { format: 'es' }, build: { target: 'es2022', chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/guide' },
      { text: 'Charts', link: '/charts/' },
      { text: 'Claims', link: '/claims/' },
      { text: 'Faults', link: '/faults/' },
      { text: 'Explorer', link: '/explorer/' },
      { text: 'API', link: '/api/README' },
    ],
    sidebar: {
      '/api/': [],
      '/explorer/': [],
      '/faults/': [
        {
          text: 'Faults',
          items: [
            { text: 'All', link: '/faults/' },
            ...faultCatalogue.map(({ id }) => ({ text: id, link: `/faults/${id}` })),
          ],
        },
      ],
      '/': [
        {
          text: 'The model',
          items: [
            { text: 'What it is about', link: '/' },
            { text: 'The two flows', link: '/flows' },
            page('requirements'),
            page('proof'),
            { text: 'Explorer', link: '/explorer/' },
          ],
        },
        {
          text: 'Use it',
          items: [
            page('guide'),
            page('conformance-protocol'),
            page('logs'),
            page('emitters'),
            page('interchange'),
            page('scaling-out'),
            page('benchmark'),
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
          items: decisions,
        },
      ],
    },
  },
});
