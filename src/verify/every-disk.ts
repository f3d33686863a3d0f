/**
 * A machine with any number of disks; docs/proof.md has the argument.
 *
 * Machines with few disks stand for those with more if of several twins one can be left out, or one more put in, and
 * nothing changes but how many there are: not what is reached, not which steps there are, and not what any check finds.
 */
import { type Check, TableStore } from '../explore/index.ts';
import { observers } from '../properties/index.ts';
import { type HostRelease, optionsOf } from '../system/index.ts';
import { claimsAbout } from './checks.ts';
import { optionsKey, shapesIn, withoutBudget } from './every-number.ts';
import { type ExploreOptions, sharedChecks } from './explore-scope.ts';
import type { Scope } from './scopes/index.ts';
import { lengthOf, type Run, SizedMachine } from './sized-machine.ts';
import { none, WithoutDisk } from './without-disk.ts';

/** What is so of a machine with any number of disks, under one set of options. */
export interface DiskInduction {
  readonly hostRelease: HostRelease;
  /** The options in force, as text; see `optionsKey`. */
  readonly options: string;
  /** The shapes that stand for machines with more disks. */
  readonly shapes: readonly string[];
  /** States of all systems that were compared. */
  readonly states: number;
  /** Why they do not; null where they do. */
  readonly failure: string | null;
}

/** So many twins stand for any greater number: of two, a step leaves one, of three and more, it leaves several. */
const enough = 3;

/** Whether disks of a run are still twins of each other after a step, all but its first. */
const staysTogether = (runs: readonly Run[], { from, end }: Run): boolean =>
  runs.some((run) => run.from <= from + 1 && run.end >= end);

const textOf = (steps: readonly string[]): string => [...steps].sort().join('\n');

/** Why a machine with one disk more is not like one with one disk less; null where it is. */
function difference(fewer: SizedMachine, more: SizedMachine, checks: readonly Check[]): string | null {
  const grown = new Set<string>();
  for (const number of more.reached.values()) {
    const state = more.stateAt(number);
    for (const run of more.runs(state)) {
      if (lengthOf(run) < enough) continue;
      const left = run.end - 1;
      const key = more.key(state, left);
      const alike = fewer.reached.get(key);
      if (alike === undefined) return `a state is not reached without one of ${lengthOf(run)} twins`;
      grown.add(`${key} ${run.from}`);
      const without = fewer.stateAt(alike);
      if (more.found(state, checks) !== fewer.found(without, checks)) {
        return `a check finds something else without one of ${lengthOf(run)} twins`;
      }
      const steps = more.steps(state);
      if (!steps.every(({ after }) => staysTogether(more.runs(after), run))) {
        return `a step tells ${lengthOf(run)} twins apart`;
      }
      const here = textOf(steps.map(({ name, after }) => `${name} ${more.key(after, left)}`));
      const there = textOf(
        fewer.steps(without).map(({ name, after }) => `${name} ${fewer.key(after, none)}`),
      );
      if (here !== there) return `there are other steps without one of ${lengthOf(run)} twins`;
    }
  }
  for (const [key, number] of fewer.reached) {
    for (const run of fewer.runs(fewer.stateAt(number))) {
      if (lengthOf(run) + 1 >= enough && !grown.has(`${key} ${run.from}`)) {
        return `a state is not reached with one more than ${lengthOf(run)} twins`;
      }
    }
  }
  return null;
}

/** Whether no system has room for all that can differ in a state: a run of two or more may be one of three elsewhere. */
const isTooVaried = (system: SizedMachine, most: number): boolean =>
  [...system.reached.values()].some((number) => {
    const runs = system.runs(system.stateAt(number));
    return runs.reduce((sum, run) => sum + (lengthOf(run) > 1 ? enough : 1), 0) > most;
  });

/** Compares each system with the one before it, which has one disk less. */
function compare(systems: readonly SizedMachine[], checks: readonly Check[]): string | null {
  for (const [index, more] of systems.entries()) {
    const fewer = systems[index - 1];
    const found = fewer === undefined ? null : difference(fewer, more, checks);
    if (found !== null) return `with ${more.disks} disks, ${found}`;
  }
  const most = Math.max(...systems.map(({ disks }) => disks));
  return systems.some((system) => isTooVaried(system, most)) ? `more than ${most} disks can differ` : null;
}

/** Scopes of one machine each, those together that differ in nothing but how many disks it has. */
export function byMachine(scopes: readonly Scope[]): readonly (readonly Scope[])[] {
  const found = new Map<string, Scope[]>();
  for (const scope of scopes) {
    const [machine] = scope.topology.virtualMachines;
    const key = JSON.stringify({ ...machine, disks: [] });
    found.set(key, [...(found.get(key) ?? []), scope]);
  }
  return [...found.values()];
}

/**
 * Whether machines with so many disks stand for those with more. The scopes differ in nothing but how many disks their
 * one machine has: three in the first, and one more in each that follows.
 */
export function inductOverDisks(
  scopes: readonly Scope[],
  { model }: Pick<ExploreOptions, 'model'> = {},
): DiskInduction {
  const [first] = scopes;
  if (first === undefined) throw new RangeError('an induction needs a scope');
  const { hostRelease } = first.topology;
  const options = optionsOf(first.topology, { ...first.options, ...model, observers });
  const checks = sharedChecks(hostRelease, options, claimsAbout({ hostRelease, options }));
  const passesOn = options.virtualMachineOrder === 'oneAtATime';
  const sized = scopes.map((scope) => ({
    composition: withoutBudget(scope, model),
    store: new TableStore(),
  }));
  const without = new WithoutDisk();
  let states = 0;
  let failure: string | null = null;
  for (const mayFail of [false, true]) {
    const systems = sized.map(
      ({ composition, store }) =>
        new SizedMachine(composition, { input: { passesOn, mayFail }, store, without }),
    );
    states += systems.reduce((sum, system) => sum + system.states, 0);
    failure ??= compare(systems, checks);
  }
  return { hostRelease, options: optionsKey(first), shapes: scopes.flatMap(shapesIn), states, failure };
}
