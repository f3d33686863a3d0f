/**
 * Every engine that is here, on the same scopes and mutants, in one table.
 *
 * Usage: npm run crosscheck [-- --json FILE]. Exit code 1 if an engine disagrees with our search; engines that
 * are not here are named, and are no failure.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allRows } from './crosscheck/rows.mjs';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const rows = [];
const cell = (value, width) => String(value ?? '').padEnd(width);
const print = (engine, scope, claim, states, verdict, time, agrees) =>
  console.log(
    `${cell(engine, 15)} ${cell(scope, 56)} ${cell(claim, 28)} ${cell(states, 7)} ${cell(verdict, 12)} ${cell(time, 8)} ${agrees}`,
  );
print('engine', 'scope', 'claim', 'states', 'verdict', 'time', 'agrees');
for await (const row of allRows()) {
  rows.push({ skipped: null, ...row });
  const agrees =
    row.agrees === null ? `skipped: ${row.skipped}` : row.agrees ? 'yes' : `NO, expected ${row.expected}`;
  print(row.engine, row.scope, row.claim, row.states, row.verdict, `${row.time} ms`, agrees);
}
const disagreeing = rows.filter(({ agrees }) => agrees === false);
const skipped = rows.filter(({ agrees }) => agrees === null);
console.log(
  `${rows.length - skipped.length} rows, ${disagreeing.length} disagree, ${skipped.length} skipped`,
);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ rows }, null, 2)}\n`);
process.exitCode = disagreeing.length === 0 ? 0 : 1;
