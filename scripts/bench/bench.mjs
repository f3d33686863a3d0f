/**
 * Measures the search against other checkers on the same model, all in one run. Seconds differ between
 * computers; ratios are what counts, and only they are written into docs/benchmark.md and docs/benchmark.svg.
 * What nobody else does, testing implementations and validating logs, is written as it was measured.
 *
 * Usage: npm run bench [-- --json FILE]; with a file, nothing is written to docs/.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { conformance } from './conformance.mjs';
import { page, ratiosOf } from './page.mjs';
import { cppSearch, ours, oursTogether, spin, tlc, xstateGraph } from './peers.mjs';
import { plot } from './plot.mjs';
import { measured } from './scopes.mjs';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const runs = 3;
const tools = {
  'hyperv-backup-spec': (system) => ours(system, runs),
  'hyperv-backup-spec, 2 threads': oursTogether,
  cpp: (system) => cppSearch(system, runs),
  spin: (system) => spin(system, runs),
  'xstate-graph': xstateGraph,
  tlc,
};

const rows = [];
// One tool after the other: what a tool leaves in memory would be in the way of the next system of another.
for (const [name, run] of Object.entries(tools)) {
  for (const system of measured) {
    const [tool] = name.split(',');
    process.stderr.write(`${name}, ${system.name} ... `);
    const {
      states = null,
      seconds = null,
      bytesPerState = null,
      skipped = null,
      ...more
    } = await run(system);
    const [{ states: expected } = { states }] = rows.filter(({ scope }) => scope === system.name);
    if (states !== null && states !== expected) {
      throw new Error(`${tool} met ${states} states of ${system.name}, not ${expected}`);
    }
    const statesPerSecond = seconds === null ? null : states / seconds;
    rows.push({
      tool,
      threads: name === tool ? 1 : 2,
      scope: system.name,
      states,
      seconds,
      statesPerSecond,
      bytesPerState,
      skipped,
      ...more,
    });
    process.stderr.write(
      skipped === null ? `${Math.round(statesPerSecond)} states/s\n` : `skipped: ${skipped}\n`,
    );
  }
}

process.stderr.write('tests and logs of implementations ...\n');
const costs = await conformance();
const text = page(rows, costs);
process.stdout.write(`${text}\n`);
if (values.json !== undefined) {
  writeFileSync(
    values.json,
    `${JSON.stringify({ rows, ratios: ratiosOf(rows), conformance: costs }, null, 2)}\n`,
  );
} else {
  const lines = {};
  for (const { name, machines } of measured.filter(({ isDrawn }) => isDrawn)) {
    for (const { tool, seconds } of rows.filter(({ scope, threads }) => scope === name && threads === 1)) {
      if (seconds !== null) lines[tool] = [...(lines[tool] ?? []), [machines, seconds]];
    }
  }
  writeFileSync(new URL('../../docs/benchmark.md', import.meta.url), text);
  writeFileSync(new URL('../../docs/benchmark.svg', import.meta.url), plot(lines));
}
