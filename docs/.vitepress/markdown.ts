/** What the site makes of Markdown beyond what VitePress does. */
import { dirname, join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { fileText, framed } from './pages.ts';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/** Each cell but the first of its row knows the name of its column, which stands before it where rows are cards. */
function nameCells(tokens: readonly Token[]): void {
  let heads: string[] = [];
  let column = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'table_open') heads = [];
    else if (token.type === 'tr_open') column = 0;
    else if (token.type === 'th_open') heads.push(tokens[index + 1]?.content ?? '');
    else if (token.type === 'td_open') {
      const name = heads[column];
      if (column > 0 && heads.length > 2 && name !== undefined) token.attrSet('data-column', name);
      column++;
    }
  }
}

/** A picture in a paragraph of its own becomes part of the page: only so does it follow the theme of the page. */
function framePictures(tokens: Token[], folder: string): void {
  for (const [index, { type, children }] of tokens.entries()) {
    const [image] = children ?? [];
    const source = String(image?.attrGet('src') ?? '');
    if (type !== 'inline' || children?.length !== 1 || image?.type !== 'image' || !source.endsWith('.svg'))
      continue;
    const [open, inline, close] = tokens.slice(index - 1, index + 2);
    if (open === undefined || inline === undefined || close === undefined) continue;
    open.hidden = close.hidden = true;
    inline.type = 'html_block';
    inline.content = framed(fileText(join('docs', folder, source)), image.content);
  }
}

export function siteMarkdown(md: MarkdownRenderer): void {
  md.core.ruler.push('site', ({ tokens, env }) => {
    nameCells(tokens);
    framePictures(tokens, dirname(String(env.relativePath ?? '')));
  });
}
