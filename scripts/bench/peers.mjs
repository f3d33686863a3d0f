/** The checkers that are measured: each takes a scope and says how many states it met in how many seconds. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getShortestPaths } from 'xstate/graph';
import { stateKey, systemLogic } from '../../dist/src/composition/index.js';
import { Product, search } from '../../dist/src/explore/index.js';
import { exportedClaims, promela } from '../../dist/src/interchange/index.js';
import { claims, isOver, observers } from '../../dist/src/properties/index.js';
import { hostView, optionsOf } from '../../dist/src/system/index.js';
import { checksFor, claimsAbout, scopeComposition } from '../../dist/src/verify/index.js';

const isThere = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).error === undefined;

const isEnd = (hub) => isOver(hostView(hub));

/** Seconds of processor time from here on, so that other work on the computer does not count. */
function processorTime() {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

/** The search of this package with all claims; the first run fills the tables and does not count. */
export function ours(scope, runs) {
  const { hostRelease } = scope.topology;
  const about = { hostRelease, options: optionsOf(scope.topology, { ...scope.options, observers }) };
  const checks = checksFor(about, claimsAbout(about, claims));
  const product = new Product(scopeComposition(scope));
  search(product, { checks, isEnd });
  let best = null;
  for (let run = 0; run < runs; run++) {
    const elapsed = processorTime();
    const { states, bytes } = search(product, { checks, isEnd });
    const seconds = elapsed();
    if (best === null || seconds < best.seconds) best = { states, seconds, bytesPerState: bytes / states };
  }
  return best;
}

/** XState's own path generator over the same system actor. */
export function xstateGraph(scope) {
  const logic = systemLogic(scopeComposition(scope));
  const elapsed = processorTime();
  const paths = getShortestPaths(logic, {
    events: (snapshot) => [...logic.enabled(snapshot)],
    serializeState: (snapshot) => stateKey(snapshot.context),
    limit: Number.POSITIVE_INFINITY,
  });
  return { states: paths.length, seconds: elapsed(), bytesPerState: null };
}

/** What a verifier made by SPIN says of itself. */
function readPan(output) {
  const found = (pattern) => Number(pattern.exec(output)?.[1] ?? Number.NaN);
  const states = found(/([\d.e+]+) states, stored/);
  if (!/errors: 0/.test(output) || Number.isNaN(states)) throw new Error(`SPIN did not finish:\n${output}`);
  return {
    states,
    // Its own clock starts after start-up, the processor's stands still while others work: the lesser is fairer.
    seconds: Math.max(
      0.001,
      Math.min(
        found(/elapsed time ([\d.]+) seconds/),
        found(/processor time ([\d.]+)/) + found(/processor time [\d.]+ ([\d.]+)/),
      ),
    ),
    bytesPerState: (found(/([\d.]+)\s+actual memory usage for states/) * 2 ** 20) / states,
  };
}

/** SPIN on the exported Promela: time without reduction, memory with collapsed states. */
export function spin(scope, runs) {
  if (!isThere('spin', ['-V'])) return { skipped: 'apt-get install spin' };
  if (!isThere('gcc', ['--version'])) return { skipped: 'apt-get install gcc' };
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const product = new Product(scopeComposition(scope));
    search(product);
    // Assertions are checked in every state; a search for a fair cycle would be another one.
    const options = exportedClaims(scope);
    const safety = { ...options, claims: options.claims.filter(({ kind }) => kind === 'never') };
    writeFileSync(join(folder, 'model.pml'), promela(product, safety));
    const inFolder = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 };
    execFileSync('spin', ['-a', 'model.pml'], inFolder);
    const compile = (...flags) =>
      execFileSync('gcc', ['-O2', '-DSAFETY', '-DMEMLIM=8000', ...flags, '-o', 'pan', 'pan.c'], inFolder);
    // Depth and hash table as a user would choose them who knows the number of states.
    const run = () => {
      const timed = "TIMEFORMAT='processor time %U %S'; time ./pan -m2000000 -w22";
      return readPan(execFileSync('bash', ['-c', `{ ${timed}; } 2>&1`], inFolder));
    };
    compile('-DNOREDUCE');
    const times = Array.from({ length: runs }, run);
    const best = times.reduce((one, other) => (one.seconds <= other.seconds ? one : other));
    compile('-DNOREDUCE', '-DCOLLAPSE');
    return { ...best, bytesPerState: run().bytesPerState };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
