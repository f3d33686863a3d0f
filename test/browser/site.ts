/** The built site on localhost, and a real browser. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const folder = fileURLToPath(new URL('../../docs/.vitepress/dist', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

const executables = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = [process.env.CHROMIUM, ...executables].find(
  (path) => path !== undefined && existsSync(path),
);

/**
 * A machine without a browser leaves these tests out, by name, so that all others need nothing else
 * installed; under CI they fail instead.
 */
export const isLeftOut = executablePath === undefined && process.env.CI === undefined;

/** @throws Error with the command that installs it, if there is no browser. */
export async function startBrowser(): Promise<Browser> {
  if (executablePath === undefined) {
    throw new Error(
      'there is no Chromium: apt-get install chromium fonts-liberation, or set CHROMIUM to its path',
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** @throws Error if the site was not built. */
export async function serveSite(): Promise<{ readonly server: Server; readonly address: string }> {
  if (!existsSync(join(folder, 'index.html'))) throw new Error('the site is not built: npm run docs');
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const wanted = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    const file = [wanted, `${wanted}.html`].find(
      (one) => one.startsWith(folder) && existsSync(one) && extname(one) !== '',
    );
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
      .end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
