/** What a run of the benchmark says, as ratios, and as a page. */

/** Rates are compared where there are more states than this. */
const fewestStates = 100_000;
const own = 'hyperv-backup-spec';

const geometricMean = (numbers) =>
  numbers.length === 0
    ? null
    : Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);

const ownRow = (rows, scope) =>
  rows.find((row) => row.tool === own && row.threads === 1 && row.scope === scope);

/** The rows of a tool that were measured, on systems of so many states, with how many times our rate is its rate. */
const compared = (rows, tool, from = 0) =>
  rows
    .filter((row) => row.tool === tool && row.threads === 1 && row.skipped === null && row.states > from)
    .map((row) => ({ ...row, ratio: ownRow(rows, row.scope).statesPerSecond / row.statesPerSecond }));

/** By tool: how many times its states per second ours are; and how many times our bytes a state SPIN's are. */
export function ratiosOf(rows) {
  const large = (tool) => compared(rows, tool, fewestStates);
  const largest = compared(rows, 'xstate-graph').at(-1) ?? null;
  const mean = (tool) => geometricMean(large(tool).map(({ ratio }) => ratio));
  const together = rows.filter(({ threads, skipped }) => threads === 2 && skipped === null);
  const gains = together.map(({ seconds, secondsAlone }) => secondsAlone / seconds);
  return {
    scopes: large(own).length,
    twoThreads: geometricMean(gains),
    leastOfTwoThreads: Math.min(...gains),
    mostOfTwoThreads: Math.max(...gains),
    twoThreadsInUsedMemory: geometricMean(
      together.map(({ seconds, secondsAloneInUsedMemory }) => secondsAloneInUsedMemory / seconds),
    ),
    spin: mean('spin'),
    cpp: mean('cpp'),
    xstateGraph: largest === null ? null : largest.ratio,
    xstateGraphScope: largest === null ? null : largest.scope,
    tlc: geometricMean(compared(rows, 'tlc').map(({ ratio }) => ratio)),
    bytesOfSpin: geometricMean(
      large('spin').map((row) => row.bytesPerState / ownRow(rows, row.scope).bytesPerState),
    ),
  };
}

const times = (ratio) => (ratio >= 10 ? `${Math.round(ratio)}` : ratio.toFixed(1));
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function summary(rows) {
  const { scopes, twoThreads, spin, cpp, xstateGraph, xstateGraphScope, tlc, bytesOfSpin, ...ratios } =
    ratiosOf(rows);
  return [
    spin === null
      ? null
      : `**${times(spin)} times** the states per second of SPIN without reduction, where SPIN takes ${times(bytesOfSpin)} times the bytes a state with collapse (geometric means over ${scopes} systems of more than ${whole.format(fewestStates)} states).`,
    cpp === null
      ? null
      : `**${times(1 / cpp)} times** the time of a breadth-first search in C++ that is generated from the same tables, on the same systems. Ours fills its tables on the way and checks claims; that one does neither, and looks up every successor.`,
    xstateGraph === null
      ? null
      : `**${whole.format(xstateGraph)} times** the states per second of \`xstate/graph\` over the same system actor, on the largest system that it finishes within 60 s (${xstateGraphScope}).`,
    twoThreads === null
      ? null
      : `**${twoThreads.toFixed(2)} times** the rate of one thread with two (on single systems ${ratios.leastOfTwoThreads.toFixed(2)} to ${ratios.mostOfTwoThreads.toFixed(2)}). A search by several threads is given memory that searches before it have used; beside one thread that is given such memory too, it is ${ratios.twoThreadsInUsedMemory.toFixed(2)} times the rate. This is time on the wall, the best of twenty-five runs each, in turns and in a process of their own, and whatever else runs on the computer takes away from it.`,
    tlc === null ? null : `**${whole.format(tlc)} times** those of TLC.`,
  ].filter((line) => line !== null);
}

const cell = (row, text) => (row === undefined ? '' : row.skipped === null ? text(row) : '–');

function table(rows, tools) {
  const scopes = [...new Set(rows.map(({ scope }) => scope))];
  const heads = [
    'system',
    'states',
    'bytes',
    ...tools.flatMap((tool) => [tool, ...(tool === 'xstate-graph' || tool === 'tlc' ? [] : ['bytes'])]),
  ];
  const lines = scopes.map((scope) => {
    const mine = ownRow(rows, scope);
    return [
      scope,
      whole.format(mine.states),
      whole.format(mine.bytesPerState),
      ...tools.flatMap((tool) => {
        const row = rows.find((one) => one.tool === tool && one.scope === scope);
        const ratio = cell(row, ({ statesPerSecond }) => `${times(mine.statesPerSecond / statesPerSecond)}`);
        return tool === 'xstate-graph' || tool === 'tlc'
          ? [ratio]
          : [ratio, cell(row, ({ bytesPerState }) => whole.format(bytesPerState))];
      }),
    ];
  });
  return [heads, heads.map((_, index) => (index === 0 ? '---' : '---:')), ...lines]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}

const rounded = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** What testing implementations and validating logs costs. */
export const conformanceSection = (costs) => `## Tests and logs of implementations

| measured on the computer that wrote this page: the best of five runs, of \`conform\` one | |
| --- | ---: |
${Object.entries(costs)
  .map(([what, figure]) => `| ${what} | ${rounded.format(figure)} |`)
  .join('\n')}

In process and of logs it is processor time without start-up; where a program of its own takes part, time on the wall.
The log has 218,240 lines: the backup, and before it writes of all machines.
`;

/** The page in docs/. */
export function page(rows, costs) {
  const tools = [...new Set(rows.map(({ tool }) => tool))].filter((tool) => tool !== own);
  const skipped = [
    ...new Set(
      rows
        .filter((row) => row.skipped !== null && row.threads === 1)
        .map((row) => `${row.tool}: ${row.skipped}`),
    ),
  ];
  return `# Benchmark

Written by \`npm run bench\`; \`npm run bench -- --json FILE\` gives all numbers and leaves this page alone.

${summary(rows)
  .map((line) => `- ${line}`)
  .join('\n')}

Systems are named by host release, machines x disks, and faults. For each tool: how many times its states per second ours
are, and its bytes a state.

${table(rows, tools)}
${skipped.length === 0 ? '' : `\n– skipped. ${skipped.join('; ')}.\n`}
![Time by number of virtual machines](benchmark.svg)

${conformanceSection(costs)}
## How the search is measured

All tools visit the same states; a run in which one of them counts others fails. One thread, processor time, the shortest of
three runs. Start-up and compilation are left out, and so is the first search, which asks XState for the tables.

- **${own}** visits every state, checks every claim about states, keeps the way to each state, and says
  whether the end can be reached from everywhere. Its bytes are all it allocates for states, growth included.
- **cpp**: \`g++ -O2\`, states packed into 64 bits, look-ups put off until their cache lines have come in. It keeps the state
  before each state and checks nothing. Of every state it looks up all successors, ours those that
  [may be new](decisions/search.md#diamonds-are-closed-once).
- **spin**: the [exported Promela](interchange.md), \`spin -a\`, \`gcc -O2 -DSAFETY -DNOREDUCE\`, with or without
  \`-DNOCOMP\`, whichever is faster, a hash table of 2^23 slots, without the assertions of claims. A step is one
  \`d_step\` over tables in C, and variables are bytes: nearly all of its time goes into its own hashing
  and storing. Its bytes a state are those with \`-DCOLLAPSE\`, as it reports them, without its hash table.
- **xstate-graph**: \`getShortestPaths\` of \`xstate/graph\` over the same system actor.
- **tlc**: the exported TLA+, one worker, where the environment variable \`TLA2TOOLS\` names its jar.
`;
}
