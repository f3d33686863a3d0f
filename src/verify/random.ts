/** Random schedules, reproducible from a seed. */

import type { SystemEvent } from '../composition/index.ts';
import { type Check, Product, TableStore, viewOf } from '../explore/index.ts';
import { claims as allClaims, isOver, observers } from '../properties/index.ts';
import { type HostRelease, hostView, machineView, optionsOf, outcomeOf } from '../system/index.ts';
import { checksFor, claimsAbout } from './checks.ts';
import { type ExploreOptions, scopeComposition } from './explore-scope.ts';
import { chosenScope, defaultTopology, type Scope } from './scopes/index.ts';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface RandomRun {
  readonly events: readonly SystemEvent[];
  readonly isOver: boolean;
  /** Claims of which a violation was met, with the number of events before it. */
  readonly violated: Readonly<Record<string, number>>;
  /** By virtual machine, what was reported of it. */
  readonly outcomes: readonly (string | null)[];
  /** Host mounts and dismounts over all virtual machines. */
  readonly mounts: number;
  readonly dismounts: number;
}

/** Complete backups of large hosts, beyond what is explored exhaustively. */
export interface RandomRuns {
  readonly hostRelease: HostRelease;
  readonly machines: number;
  readonly disks: number;
  readonly runs: number;
  /** Claims of which a violation was met. */
  readonly violated: readonly string[];
  /** Host mounts in each run. */
  readonly mounts: readonly number[];
  /** Runs that did not come to their end. */
  readonly unfinished: number;
}

/** As many machines as the announcement of 2012 R2 speaks of: 100, with 2 disks each. */
const largeHost = { machines: 100, disks: 2, runs: 5 };

export function randomRuns(hostRelease: HostRelease, seed: number): RandomRuns {
  const { machines, disks, runs } = largeHost;
  const scope = chosenScope(defaultTopology(hostRelease, machines, disks));
  const store = new TableStore();
  const done = Array.from({ length: runs }, (_, index) => randomRun(scope, seed + index, { store }));
  return {
    hostRelease,
    machines,
    disks,
    runs,
    violated: [...new Set(done.flatMap(({ violated }) => Object.keys(violated)))].sort(),
    mounts: done.map(({ mounts }) => mounts),
    unfinished: done.filter((run) => !run.isOver).length,
  };
}

/** A run is given up after so many events for each actor: schedules are fair, so a run that long is stuck. */
const eventsPerGroup = 5_000;

/** One backup from start to end on a random schedule, all `never` claims checked in every state. */
export function randomRun(
  scope: Scope,
  seed: number,
  { model, store = new TableStore() }: ExploreOptions = {},
): RandomRun {
  const { hostRelease } = scope.topology;
  const options = optionsOf(scope.topology, { ...scope.options, ...model, observers });
  const claims = claimsAbout({ hostRelease, options }, allClaims).filter(({ kind }) => kind === 'never');
  const ids = new Set(claims.map(({ id }) => id));
  const checks: readonly Check[] = checksFor({ hostRelease, options }, claims).filter(({ id }) =>
    ids.has(id),
  );
  const product = new Product(scopeComposition(scope, model), store);
  const random = randomNumbers(seed);
  const state = new Int32Array(product.width);
  const violated: Record<string, number> = {};
  const events: SystemEvent[] = [];
  const hub = () => viewOf(product.tables[0] as (typeof product.tables)[number], state[0] as number);
  const unit = (group: number) =>
    viewOf(product.tables[group] as (typeof product.tables)[number], state[group] as number);
  const known = new Map<string, readonly string[]>();
  const shapes = product.tables.map((table) => product.tables.indexOf(table));
  const check = (group: number): void => {
    const key = `${shapes[group]} ${state[0]} ${state[group]}`;
    let found = known.get(key);
    if (found === undefined) {
      found = checks.filter(({ sought }) => sought(hub(), unit(group))).map(({ id }) => id);
      known.set(key, found);
    }
    for (const id of found) violated[id] ??= events.length;
  };
  const busy = Array.from({ length: product.width }, (_, group) => group);
  const limit = eventsPerGroup * product.width;
  while (events.length < limit && !isOver(hostView(hub()))) {
    const open = busy.filter((group) => product.enabled(state, group).length > 0);
    const group = open[Math.floor(random() * open.length)];
    if (group === undefined) break;
    const steps = product.enabled(state, group);
    const step = steps[Math.floor(random() * steps.length)] as (typeof steps)[number];
    const before = state[0];
    state[group] = step.next;
    if (step.outgoing !== 0) product.settle(state, group, step.outgoing);
    events.push(product.event(group, step));
    if (step.outgoing === 0 && group > 0 && before === state[0]) check(group);
    else for (let other = 1; other < product.width; other++) check(other);
  }
  const machines = product.tables.slice(1).map((_, index) => machineView(unit(index + 1)));
  const sum = (which: 'mounts' | 'dismounts'): number =>
    machines.reduce(
      (total, machine) =>
        total +
        (machine.observed.tally as Record<typeof which, readonly number[]>)[which].reduce((a, b) => a + b, 0),
      0,
    );
  return {
    events,
    isOver: isOver(hostView(hub())),
    violated,
    outcomes: machines.map(outcomeOf),
    mounts: sum('mounts'),
    dismounts: sum('dismounts'),
  };
}
