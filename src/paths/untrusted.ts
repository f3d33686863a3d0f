/** JSON from somebody else, within limits. */

/** Characters of a file; a path of some thousand steps has a tenth of that. */
export const maxCharacters = 64 * 2 ** 20;
/** Values within values. The contexts of the charts have at most eight. */
const maxDepth = 64;

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Something that was read is not what it should be; the message says where and what is allowed. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/**
 * Parses JSON that may come from anybody.
 * @throws UnreadableError if it is too long, not JSON, too deep, or names what JavaScript objects inherit.
 */
export function parseUntrusted(text: string): unknown {
  if (text.length > maxCharacters) {
    throw new UnreadableError(`it has ${text.length} characters; allowed: ${maxCharacters} at most`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UnreadableError(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  refuseTraps(value);
  return value;
}

/** Level by level: a recursion would itself fall to what is too deep. */
function refuseTraps(root: unknown): void {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth)
      throw new UnreadableError(`values lie more than ${maxDepth} deep within each other`);
    level = level.flatMap((value): readonly unknown[] => {
      if (typeof value !== 'object' || value === null) return [];
      const trap = Array.isArray(value) ? undefined : Object.keys(value).find((key) => forbidden.has(key));
      if (trap !== undefined)
        throw new UnreadableError(`a field is called '${trap}'; such names are refused`);
      return Object.values(value);
    });
  }
}
