/** Tables as C. */

/** Lists of numbers that follow each other in one array. */
export class Pool {
  readonly items: string[] = [];
  readonly #known = new Map<string, number>();
  /** Where a list begins; equal lists are stored once. */
  place(list: readonly string[]): number {
    const key = list.join('|');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const place = this.items.length;
    this.items.push(...list);
    this.#known.set(key, place);
    return place;
  }
}

/** Each part on a line of its own. */
export const lines = (parts: readonly string[], indent = ''): string =>
  parts.map((part) => `${indent}${part}\n`).join('');

const chunks = (items: readonly (string | number)[], indent: string): string => {
  const rows: string[] = [];
  for (let at = 0; at < items.length; at += 24) rows.push(`${indent}${items.slice(at, at + 24).join(', ')}`);
  return rows.join(',\n');
};

/** A C array; C has no empty ones. */
export const array = (type: string, name: string, items: readonly (string | number)[]): string =>
  `static const ${type} ${name}[] = {\n${chunks(items.length === 0 ? [0] : items, '  ')}\n};\n`;

/** SPIN takes blocks of C up to some length only; this is far below it. */
const blockLength = 50_000;

/** Definitions in order, in as many blocks of C as are needed: of declarations, or of code. */
export function blocks(definitions: readonly string[], kind: 'c_decl' | 'c_code' = 'c_code'): string {
  const made: string[] = [];
  let length = blockLength;
  for (const definition of definitions) {
    if (length + definition.length > blockLength) {
      made.push('');
      length = 0;
    }
    made[made.length - 1] += `${definition}\n`;
    length += definition.length;
  }
  return made.map((block) => `${kind} {\n${block}}\n`).join('');
}
