/**
 * Measures the search against other checkers on the same model, all in one run, and writes
 * docs/benchmark.md and docs/benchmark.svg. Seconds differ between computers; ratios are what counts.
 *
 * Usage: npm run bench [-- --json FILE]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chosenScope, defaultTopology } from '../../dist/src/verify/index.js';
import { ours, spin, xstateGraph } from './peers.mjs';
import { plot } from './plot.mjs';

const { values } = parseArgs({ options: { json: { type: 'string' } } });

/** Machines, disks each. Rates are compared where there are more than 100 000 states. */
const sizes = [
  [1, 2],
  [2, 2],
  [3, 2],
  [4, 1],
  [4, 2],
];
const runs = 3;
/** XState's generator keeps every path; beyond this many machines with two disks it takes minutes. */
const mostMachinesForXState = 2;

const rows = [];
const measure = (tool, name, [machines, disks], one) => {
  process.stderr.write(`${tool}, ${name} ... `);
  const { states = null, seconds = null, bytesPerState = null, skipped = null } = one();
  const statesPerSecond = seconds === null ? null : states / seconds;
  rows.push({ tool, scope: name, machines, disks, states, seconds, statesPerSecond, bytesPerState, skipped });
  process.stderr.write(
    skipped === null ? `${Math.round(statesPerSecond)} states/s\n` : `skipped: ${skipped}\n`,
  );
};

for (const size of sizes) {
  const [machines, disks] = size;
  const name = `2012R2, ${machines} x ${disks}`;
  const scope = chosenScope(defaultTopology('2012R2', machines, disks));
  measure('hyperv-backup-spec', name, size, () => ours(scope, runs));
  measure('spin', name, size, () => spin(scope, runs));
  if (machines <= mostMachinesForXState) measure('xstate-graph', name, size, () => xstateGraph(scope));
}
/** Peers that nothing writes the model for yet. */
const absent = { cpp: 'no C++ is generated from the tables', tlc: 'the model is not exported to TLA+' };
for (const [tool, skipped] of Object.entries(absent)) {
  const nothing = { states: null, seconds: null, statesPerSecond: null, bytesPerState: null };
  rows.push({ tool, scope: null, machines: null, disks: null, ...nothing, skipped });
}

const rowOf = (tool, scope) => rows.find((row) => row.tool === tool && row.scope === scope);
const ratios = (tool, from) =>
  rows.flatMap((row) => {
    const mine = rowOf('hyperv-backup-spec', row.scope);
    return row.tool === tool && row.skipped === null && row.states >= from
      ? [mine.statesPerSecond / row.statesPerSecond]
      : [];
  });
const geometricMean = (numbers) =>
  Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);

const summary = [];
const bySpin = ratios('spin', 100_000);
if (bySpin.length > 0) {
  summary.push(
    `${geometricMean(bySpin).toFixed(1)} times the states per second of SPIN without reduction (geometric mean over ${bySpin.length} scopes of more than 100 000 states).`,
  );
}
const byXState = ratios('xstate-graph', 0);
if (byXState.length > 0) {
  summary.push(
    `${Math.round(byXState.at(-1))} times those of \`xstate/graph\` on the largest scope that it was given.`,
  );
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const cells = ({ tool, scope, states, seconds, statesPerSecond, bytesPerState, skipped }) =>
  skipped === null
    ? [
        tool,
        scope,
        number.format(states),
        seconds.toFixed(3),
        number.format(statesPerSecond),
        bytesPerState === null ? '' : bytesPerState.toFixed(1),
      ]
    : [tool, scope ?? '', `skipped: ${skipped}`, '', '', ''];
const table = [
  '| tool | scope | states | seconds | states/s | bytes a state |',
  '| --- | --- | ---: | ---: | ---: | ---: |',
  ...rows.map((row) => `| ${cells(row).join(' | ')} |`),
].join('\n');

const lines = {};
for (const { tool, machines, disks, seconds } of rows) {
  if (disks === 2 && seconds !== null) lines[tool] = [...(lines[tool] ?? []), [machines, seconds]];
}

const page = `# Benchmark

Written by \`npm run bench\`. One thread, processor time, the shortest of ${runs} runs; start-up, compilation and the filling of
tables are left out. Every state is visited and every claim about states is checked. SPIN gets the exported
Promela (\`spin -a\`, \`gcc -O2 -DSAFETY -DNOREDUCE\`); its bytes a state are those with \`-DCOLLAPSE\`,
without its hash table, which is as large as one asks for; ours are with it. \`xstate/graph\` drives the same system actor.

${summary.map((line) => `- ${line}`).join('\n')}

${table}

![Time by number of virtual machines](benchmark.svg)
`;
writeFileSync(new URL('../../docs/benchmark.md', import.meta.url), page);
writeFileSync(new URL('../../docs/benchmark.svg', import.meta.url), plot(lines));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ rows, summary }, null, 2)}\n`);
process.stdout.write(`${table}\n\n${summary.join('\n')}\n`);
