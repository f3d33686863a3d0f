/** Lines of a file, read as they are asked for. */
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { InputError, reasonOf } from './exit.ts';
import { withoutMark } from './files.ts';

/** Bytes that are read at once. */
const chunk = 1 << 18;

/**
 * The lines of a UTF-8 file without their ends; the file is closed when they are no longer asked for.
 * @throws InputError if it cannot be opened or read.
 */
export function* linesOf(file: string): Generator<string> {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${reasonOf(error)}`);
  }
  try {
    const buffer = Buffer.allocUnsafe(chunk);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    let isFirst = true;
    for (;;) {
      let count: number;
      try {
        count = readSync(handle, buffer, 0, chunk, null);
      } catch (error) {
        throw new InputError(`cannot read ${file}: ${reasonOf(error)}`);
      }
      if (count === 0) break;
      const read = decoder.write(buffer.subarray(0, count));
      const text = rest + (isFirst ? withoutMark(read) : read);
      isFirst = false;
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        yield text.slice(from, text[end - 1] === '\r' ? end - 1 : end);
        from = end + 1;
      }
      rest = text.slice(from);
    }
    rest += decoder.end();
    if (rest !== '') yield rest;
  } finally {
    closeSync(handle);
  }
}
