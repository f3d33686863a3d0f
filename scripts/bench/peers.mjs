/**
 * The checkers that are measured: each takes a system and says how many states it met in how many seconds of
 * processor time, or why it was skipped.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Product, search } from '../../dist/src/explore/index.js';
import { exportedClaims, promela, tla } from '../../dist/src/interchange/index.js';
import { scopeComposition } from '../../dist/src/verify/index.js';
import { cpp } from './cpp.mjs';
import { measured, searchOptions } from './scopes.mjs';
import { best, processorTime } from './time.mjs';

const scriptAt = (name) => fileURLToPath(new URL(name, import.meta.url));

const isThere = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).error === undefined;

function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return work(folder, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const productOf = (scope) => {
  const product = new Product(scopeComposition(scope));
  return { product, result: search(product) };
};

/** The search of this package with all claims; the first run fills the tables and does not count. */
export function ours({ scope }, runs) {
  const options = searchOptions(scope);
  const verdict = processorTime();
  const product = new Product(scopeComposition(scope));
  search(product, options);
  const secondsToVerdict = verdict();
  const fastest = best(5 * runs, () => {
    const elapsed = processorTime();
    const { states, bytes } = search(product, options);
    return { states, seconds: elapsed(), bytesPerState: bytes / states };
  });
  return { ...fastest, secondsToVerdict };
}

const fewestStatesForThreads = 100_000;
const runsOfThreads = 25;

/** The same with a second thread, on large systems, beside the same without. */
export function oursTogether(system) {
  if (productOf(system.scope).result.states < fewestStatesForThreads) return { skipped: 'too small' };
  return JSON.parse(
    execFileSync(
      process.execPath,
      [scriptAt('together.mjs'), `${measured.indexOf(system)}`, `${runsOfThreads}`],
      {
        encoding: 'utf8',
      },
    ),
  );
}

const xstateSeconds = 60;
let xstateIsSlow = false;

/** XState's own path generator over the same system actor, until a system takes too long. */
export function xstateGraph(system) {
  const skipped = `it does not finish within ${xstateSeconds} s`;
  if (xstateIsSlow) return { skipped };
  const { stdout, status, error } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8192', scriptAt('xstate.mjs'), `${measured.indexOf(system)}`],
    { encoding: 'utf8', timeout: xstateSeconds * 1000, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  xstateIsSlow = error?.code === 'ETIMEDOUT';
  if (xstateIsSlow) return { skipped };
  if (status !== 0) throw new Error(`xstate/graph ended with ${status}`);
  return JSON.parse(stdout);
}

/** What a verifier made by SPIN says of itself. */
function readPan(output) {
  const found = (pattern) => Number(pattern.exec(output)?.[1] ?? Number.NaN);
  const states = found(/([\d.e+]+) states, stored/);
  if (!/errors: 0/.test(output) || Number.isNaN(states)) throw new Error(`SPIN did not finish:\n${output}`);
  // Its own clock starts after start-up, the processor's stands still while others work: the lesser is fairer.
  const processor = found(/processor time ([\d.]+)/) + found(/processor time [\d.]+ ([\d.]+)/);
  return {
    states,
    seconds: Math.max(0.001, Math.min(found(/elapsed time ([\d.]+) seconds/), processor)),
    output,
  };
}

/** Memory for states in MiB, as SPIN reports it. */
const panBytes = (output) =>
  Number(/([\d.]+)\s+actual memory usage for states/.exec(output)?.[1] ?? Number.NaN) * 2 ** 20;

/**
 * SPIN on the exported Promela: the faster of compressed and uncompressed states without reduction for time, and for
 * memory also collapsed states. Assertions of claims are left out.
 */
export function spin({ scope }, runs) {
  if (!isThere('spin', ['-V'])) return { skipped: 'apt-get install spin' };
  if (!isThere('gcc', ['--version'])) return { skipped: 'apt-get install gcc' };
  return inFolder((folder, options) => {
    const { product } = productOf(scope);
    writeFileSync(join(folder, 'model.pml'), promela(product, { ...exportedClaims(scope), claims: [] }));
    execFileSync('spin', ['-a', 'model.pml'], options);
    const compile = (...flags) =>
      execFileSync(
        'gcc',
        ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=12000', ...flags, '-o', 'pan', 'pan.c'],
        options,
      );
    // Depth and hash table as a user would choose them who knows the number of states.
    const run = () => {
      const timed = "TIMEFORMAT='processor time %U %S'; time ./pan -m2000000 -w23";
      return readPan(execFileSync('bash', ['-c', `{ ${timed}; } 2>&1`], options));
    };
    compile();
    const compressed = best(runs, run);
    compile('-DNOCOMP');
    const plain = best(runs, run);
    compile('-DCOLLAPSE');
    const collapsed = run();
    const { states, seconds } = plain.seconds < compressed.seconds ? plain : compressed;
    return {
      states,
      seconds,
      bytesPerState: panBytes(collapsed.output) / states,
      bytesPerStateWithoutCollapse: panBytes(compressed.output) / states,
    };
  });
}

/** A breadth-first search in C++ that is generated from the tables. */
export function cppSearch({ scope }, runs) {
  if (!isThere('g++', ['--version'])) return { skipped: 'apt-get install g++' };
  return inFolder((folder, options) => {
    const { product, result } = productOf(scope);
    writeFileSync(join(folder, 'search.cpp'), cpp(product, result));
    execFileSync('g++', ['-O2', '-std=c++17', '-o', 'search', 'search.cpp'], options);
    const { states, steps, seconds, bytes } = best(runs, () =>
      JSON.parse(execFileSync('./search', [], options)),
    );
    if (states !== result.states || steps !== result.steps) {
      throw new Error(
        `C++ met ${states} states and ${steps} steps, not ${result.states} and ${result.steps}`,
      );
    }
    return { states, seconds, bytesPerState: bytes / states };
  });
}

/** TLC works for minutes on more. */
const mostStatesForTlc = 20_000;

/** TLC on the exported TLA+, where the environment variable TLA2TOOLS says where its jar is. */
export function tlc({ scope }) {
  const jar = process.env.TLA2TOOLS;
  if (jar === undefined) {
    return { skipped: 'set TLA2TOOLS to tla2tools.jar of github.com/tlaplus/tlaplus/releases' };
  }
  if (!isThere('java', ['-version'])) return { skipped: 'apt-get install default-jre-headless' };
  return inFolder((folder, options) => {
    const { product, result } = productOf(scope);
    if (result.states > mostStatesForTlc) return { skipped: `more than ${mostStatesForTlc} states` };
    const { module } = tla(product, { ...exportedClaims(scope), claims: [] });
    writeFileSync(join(folder, 'Backup.tla'), module);
    writeFileSync(join(folder, 'Backup.cfg'), 'SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\n');
    const elapsed = performance.now();
    const output = execFileSync('java', ['-cp', jar, 'tlc2.TLC', '-workers', '1', 'Backup'], options);
    const states = Number(/(\d+) distinct states found/.exec(output)?.[1] ?? Number.NaN);
    return { states, seconds: (performance.now() - elapsed) / 1000 };
  });
}
