/** The command as its users start it: a process of its own, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** A folder that is gone when the tests of the file are over. */
export function ownFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Called {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What the command says and how it ends, called in a folder. */
export const calledIn =
  (folder: string) =>
  (...args: readonly string[]): Called => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  };
