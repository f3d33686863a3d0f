/** A folder that files are written into, all or nothing of what was there kept. */
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from './exit.ts';
import { writeText } from './files.ts';

const isFolder = (folder: string): boolean =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Makes sure that files can be written into a folder, before any work is done for them.
 * @param force Whether files in it may be replaced; null where that cannot be asked for.
 * @throws InputError if it is not there, cannot be written, or is not empty and nothing may be replaced.
 */
export function checkFolder(folder: string, force: boolean | null): void {
  if (!isFolder(folder)) throw new InputError(`there is no folder ${folder}; create it first`);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new InputError(`cannot write into the folder ${folder}`);
  }
  const [found] = readdirSync(folder);
  if (found === undefined || force === true) return;
  const way =
    force === null ? 'choose an empty one' : 'choose an empty one, or --force to replace files in it';
  throw new InputError(`the folder ${folder} is not empty, it holds ${found}; ${way}`);
}

/** Writes files into a checked folder, each as a whole. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) writeText(join(folder, name), text);
}
