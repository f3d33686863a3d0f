/** Tests whose titles name statements of the protocol or faults, such as `(S7)`, `(S1, S2)` or `(F1 to F38)`. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The numbers that a title names; a range names all between. */
function numbersIn(title) {
  const ranges = [...title.matchAll(/\b([SF])(\d+) to \1(\d+)\b/g)].flatMap(([, letter, first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => `${letter}${Number(first) + index}`),
  );
  return [...new Set([...ranges, ...(title.match(/\b[SF]\d+\b/g) ?? [])])];
}

/** By number, the file and title of each test that names it, in the order of the files. */
export function namedTests() {
  const listed = JSON.parse(
    execFileSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'list', '--json', '--static-parse'], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const titles = listed.map(({ name, file }) => ({ name, text: `${file.slice(root.length)}: ${name}` }));
  const found = {};
  for (const { name, text } of titles.toSorted((a, b) => (a.text < b.text ? -1 : 1))) {
    for (const number of numbersIn(name)) found[number] = [...(found[number] ?? []), text];
  }
  return Object.fromEntries(
    Object.entries(found).toSorted(([a], [b]) => (a[0] === b[0] ? a.slice(1) - b.slice(1) : a < b ? 1 : -1)),
  );
}
