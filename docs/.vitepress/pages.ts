/** Parts of generated pages: Markdown with the pictures in it. */
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

export const fileText = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The first heading of a page in docs/. */
export const headingOf = (link: string): string => /^# (.*)$/m.exec(fileText(`docs/${link}.md`))?.[1] ?? link;

/** A committed diagram; it can be reached and scrolled by keys. */
export const framed = (svg: string, label: string): string =>
  `<div class="picture" v-pre role="region" tabindex="0" aria-label="${label.replaceAll(/[<>"&]/g, ' ')}">${svg.trim().replaceAll(/\n+/g, '\n')}</div>`;

export const committedDiagram = (name: string): string => framed(fileText(`docs/diagrams/${name}.svg`), name);

/** Text in a cell of a table. */
export const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('{', '&#123;').replaceAll('\n', ' ');

/** A table; columns of numbers stand on the right. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `| ${head.map((_, column) => (rows.every((row) => /^[\d,]+$/.test(row[column] ?? '')) ? '---:' : '---')).join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n');
