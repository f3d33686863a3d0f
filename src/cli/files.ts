/** Reading and writing files, so that nothing that was there is lost half-way. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { itfText, type Path, PathRefusal, replayItf, UnreadableError } from '../paths/index.ts';
import { checkedTopology, type Topology, TopologyError } from '../system/index.ts';
import { InputError, reasonOf, UsageError } from './exit.ts';

/** Bytes with which text in UTF-16 begins, as PowerShell redirects it. */
const utf16 = Buffer.from([0xff, 0xfe]);

/** Text without the byte order mark that programs of Windows put before it. */
export const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

/**
 * Whether one of the files that a command writes is standard output, so that nothing else is to be said there.
 * @param files By option.
 * @throws UsageError if it is several of them.
 */
export function isOutputTaken(files: Readonly<Record<string, string | undefined>>): boolean {
  const taken = Object.entries(files).flatMap(([option, file]) => (file === '-' ? [`--${option}`] : []));
  if (taken.length > 1) throw new UsageError(`only one of ${taken.join(' and ')} can go to standard output`);
  return taken.length === 1;
}

/** @throws InputError if the file cannot be read. */
export function readText(what: string, file: string): string {
  try {
    const bytes = readFileSync(file);
    return withoutMark(bytes.toString(bytes.subarray(0, 2).equals(utf16) ? 'utf16le' : 'utf8'));
  } catch (error) {
    throw new InputError(`cannot read the ${what} file ${file}: ${reasonOf(error)}`);
  }
}

/** @throws InputError if the file cannot be read, is not JSON, or is not a topology. */
export function readTopology(file: string): Topology {
  const text = readText('topology', file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${reasonOf(error)}`);
  }
  try {
    return checkedTopology(value);
  } catch (error) {
    if (error instanceof TopologyError) throw new InputError(`${file} is not a topology:\n${error.message}`);
    throw error;
  }
}

/** @throws InputError if the file cannot be read, is no path in ITF, or the model does not allow the path. */
export function readPath(file: string): ReturnType<typeof replayItf> {
  const text = readText('path', file);
  try {
    return replayItf(text);
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof PathRefusal || error instanceof RangeError) {
      throw new InputError(`${file} is not a path of the model: ${error.message}`);
    }
    throw error;
  }
}

/**
 * Writes a path as ITF, as `writeText` does.
 * @throws InputError if it is so long that nobody could read it back.
 */
export function writePath(file: string, path: Path): void {
  let text: string;
  try {
    text = itfText(path);
  } catch (error) {
    if (error instanceof RangeError)
      throw new InputError(`cannot write the run to ${file}: ${error.message}`);
    throw error;
  }
  writeText(file, text);
}

/** Writes a value as JSON, as `writeText` does. */
export const writeJson = (file: string, value: unknown): void =>
  writeText(file, `${JSON.stringify(value, null, 2)}\n`);

/** Replaces a file as a whole, or prints to standard output where the file is `-`. */
export function writeText(file: string, text: string): void {
  if (file === '-') {
    process.stdout.write(text);
    return;
  }
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new InputError(`cannot write ${file}: ${reasonOf(error)}`);
  }
}
