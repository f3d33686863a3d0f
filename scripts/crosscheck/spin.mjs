/** SPIN as a second engine: a Promela model is compiled in a folder of its own and run there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is missing to run SPIN, or null. */
export function missingForSpin() {
  const missing = ['spin', 'gcc'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  return missing.length === 0 ? null : `${missing.join(' and ')} not found: apt-get install spin gcc`;
}

const ltlName = (claim) => claim.replace(/[^A-Za-z0-9]+/g, '_');

/** Compiled by this process in a new folder, which `dispose` removes. */
function compiled(text, spinFlags, gccFlags) {
  const folder = mkdtempSync(join(tmpdir(), 'crosscheck-'));
  try {
    writeFileSync(join(folder, 'model.pml'), text);
    const quiet = { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] };
    execFileSync('spin', ['-a', ...spinFlags, 'model.pml'], quiet);
    execFileSync('gcc', ['-O0', '-w', '-DNOREDUCE', ...gccFlags, '-o', 'pan', 'pan.c'], quiet);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw new Error(`SPIN does not accept the model: ${error.stdout ?? ''}${error.stderr ?? ''}`);
  }
  const run = (...args) => {
    const { stdout, stderr, signal } = spawnSync('./pan', ['-m1000000', '-w20', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    const errors = /errors: (\d+)/.exec(stdout);
    const states = /(\d+) states, stored/.exec(stdout);
    if (errors === null || states === null)
      throw new Error(`pan did not finish (${signal}): ${stdout}${stderr}`);
    const violated = /^pan:1: (.*)$/m.exec(stdout)?.[1] ?? null;
    if (violated === null && !stdout.includes('errors: 0')) throw new Error(`pan says no reason: ${stdout}`);
    // A bound that was met proves nothing.
    if (stdout.includes('max search depth too small')) throw new Error('pan met its bound on depth');
    return { states: Number(states[1]), violated };
  };
  return { run, dispose: () => rmSync(folder, { recursive: true }) };
}

/**
 * All states of a model, and what an assertion has found: a deadlock, a gap in the tables, or null.
 * @param {string} text the Promela model
 */
export function statesBySpin(text) {
  const pan = compiled(text, [], ['-DSAFETY']);
  try {
    const { states, violated } = pan.run();
    const finding =
      violated === null
        ? null
        : violated.includes('is_gap')
          ? 'a gap in the tables'
          : 'a state from which nothing leads on';
    return { states, finding };
  } finally {
    pan.dispose();
  }
}

/**
 * For each claim whether some run breaks its formula, under weak fairness, or leaves the tables.
 * @param {string} text the Promela model
 * @param {readonly string[]} claims ids
 */
export function claimsBySpin(text, claims) {
  // The model says how many processes fairness is about.
  const pan = compiled(text, ['-DFAIR'], [/-DNFAIR=\d+/.exec(text)?.[0] ?? '-DNFAIR=3']);
  try {
    return new Map(
      claims.map((claim) => {
        const { states, violated } = pan.run('-a', '-f', '-N', ltlName(claim));
        return [claim, { states, broken: violated !== null, isGap: violated?.includes('is_gap') === true }];
      }),
    );
  } finally {
    pan.dispose();
  }
}
