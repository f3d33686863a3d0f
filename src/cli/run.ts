import { recordedLines } from '../conformance/index.ts';
import { modelOf, pathOfRun } from '../paths/index.ts';
import type { Fault } from '../system/index.ts';
import { chosenScope, defaultTopology, narrate, randomRun, scopeComposition, tell } from '../verify/index.ts';
import { exitCodes } from './exit.ts';
import { isOutputTaken, readTopology, writeJson, writePath, writeText } from './files.ts';

export interface RunFlags {
  readonly topology?: string;
  readonly faults?: readonly Fault[];
  readonly faultBudget?: number;
  readonly seed: number;
  readonly json?: string;
  readonly itf?: string;
  readonly log?: string;
}

/** One backup on a random schedule: step by step, then what was reported of each virtual machine. */
export function run({ topology: file, faults, faultBudget, seed, json, itf, log }: RunFlags): number {
  const isQuiet = isOutputTaken({ json, itf, log });
  const topology = file === undefined ? defaultTopology('2012R2', 2, 1) : readTopology(file);
  const scope = chosenScope(topology, {
    ...(faults === undefined ? {} : { faults }),
    ...(faultBudget === undefined ? {} : { faultBudget }),
  });
  const { events, outcomes, mounts, dismounts } = randomRun(scope, seed);
  const steps = tell(scopeComposition(scope), events);
  const disks = new Map<string, string>();
  for (const change of steps.flatMap(({ changes }) => changes)) {
    const split = change.indexOf(': ');
    const [name, text] = [change.slice(0, split), change.slice(split + 2)];
    if (text === 'gone') disks.delete(name);
    else if (name.includes(' disk ')) disks.set(name, text);
  }
  const named = Object.fromEntries(
    topology.virtualMachines.map(({ name }, index) => [name, outcomes[index] ?? 'nothing reported']),
  );
  if (!isQuiet) {
    process.stdout.write(`${narrate(steps)}\n\n`);
    for (const [name, outcome] of Object.entries(named)) process.stdout.write(`${name}: ${outcome}\n`);
    for (const [name, text] of disks) process.stdout.write(`${name}: ${text}\n`);
    process.stdout.write(`host mounts: ${mounts}, dismounts: ${dismounts}; seed ${seed}\n`);
  }
  if (json !== undefined) {
    writeJson(json, { seed, steps, outcomes: named, disks: Object.fromEntries(disks), mounts, dismounts });
  }
  if (log !== undefined) {
    writeText(log, [...recordedLines(scopeComposition(scope), events, modelOf(scope).options)].join(''));
  }
  if (itf !== undefined) writePath(itf, pathOfRun(scope, { events }, seed));
  return exitCodes.holds;
}
