/** Complete backups on random schedules, reproducible from a seed. */

import type { SystemEvent } from '../composition/index.ts';
import {
  type Check,
  type GroupTable,
  type LocalStep,
  Product,
  TableStore,
  viewOf,
  Watch,
} from '../explore/index.ts';
import { claims as allClaims, isOver, observers } from '../properties/index.ts';
import {
  type HostRelease,
  hostView,
  type MachineView,
  machineView,
  optionsOf,
  outcomeOf,
} from '../system/index.ts';
import { checksFor, claimsAbout } from './checks.ts';
import { type ExploreOptions, scopeComposition } from './explore-scope.ts';
import { randomNumbers } from './random-numbers.ts';
import { chosenScope, defaultTopology, type Scope } from './scopes/index.ts';

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
  /** The numbers of host mounts that there were in a run. */
  readonly mounts: readonly number[];
  /** Runs that did not come to their end. */
  readonly unfinished: number;
}

/** As many machines as the announcement of 2012 R2 speaks of: 100, with 2 disks each. */
const largeHost = { machines: 100, disks: 2 };

/** So many backups of such a host; the first has this seed, and each of the others the next one. */
export function randomRuns(hostRelease: HostRelease, seed: number, runs: number): RandomRuns {
  const { machines, disks } = largeHost;
  const backup = new RandomBackup(chosenScope(defaultTopology(hostRelease, machines, disks)));
  const violated = new Set<string>();
  const mounts = new Set<number>();
  let unfinished = 0;
  for (let index = 0; index < runs; index++) {
    const run = backup.run(seed + index);
    for (const id of Object.keys(run.violated)) violated.add(id);
    mounts.add(run.mounts);
    if (!run.isOver) unfinished++;
  }
  const sorted = [...mounts].sort((one, other) => one - other);
  return { hostRelease, machines, disks, runs, violated: [...violated].sort(), mounts: sorted, unfinished };
}

/** One backup from start to end on a random schedule, all `never` claims checked in every state. */
export const randomRun = (scope: Scope, seed: number, options: ExploreOptions = {}): RandomRun =>
  new RandomBackup(scope, options).run(seed);

/** A run is given up after so many events for each actor: schedules are fair, so a run that long is stuck. */
const eventsPerGroup = 5_000;

/** A backup that can be run many times; what is found out in one run is known in the next. */
class RandomBackup {
  readonly #product: Product;
  readonly #checks: readonly Check[];
  readonly #isOver: boolean[] = [];

  constructor(scope: Scope, { model, store = new TableStore() }: ExploreOptions = {}) {
    const { hostRelease } = scope.topology;
    const options = optionsOf(scope.topology, { ...scope.options, ...model, observers });
    const claims = claimsAbout({ hostRelease, options }, allClaims).filter(({ kind }) => kind === 'never');
    const ids = new Set(claims.map(({ id }) => id));
    this.#checks = checksFor({ hostRelease, options }, claims).filter(({ id }) => ids.has(id));
    this.#product = new Product(scopeComposition(scope, model), store);
  }

  run(seed: number): RandomRun {
    const product = this.#product;
    const { width } = product;
    const random = randomNumbers(seed);
    const state = new Int32Array(width);
    const before = new Int32Array(width).fill(-1);
    const watch = new Watch(product, { checks: this.#checks });
    const events: SystemEvent[] = [];
    const isOpen = new Uint8Array(width);
    let open = 0;
    /** Looks at what is new: who has a step, and what checks find. */
    const look = (): void => {
      const isNewHub = before[0] !== state[0];
      for (let group = 0; group < width; group++) {
        const isNew = before[group] !== state[group];
        if (!isNew && !isNewHub) continue;
        before[group] = state[group] as number;
        const opens = product.enabled(state, group).length > 0 ? 1 : 0;
        open += opens - (isOpen[group] as number);
        isOpen[group] = opens;
        watch.meetPair(state[0] as number, group, state[group] as number, events.length);
      }
    };
    look();
    const limit = eventsPerGroup * width;
    while (events.length < limit && open > 0 && !this.#isOverIn(state[0] as number)) {
      let group = 0;
      for (let place = Math.floor(random() * open); place >= 0; group++) place -= isOpen[group] as number;
      group--;
      const steps = product.enabled(state, group);
      const step = steps[Math.floor(random() * steps.length)] as LocalStep;
      state[group] = step.next;
      if (step.outgoing !== 0) product.settle(state, group, step.outgoing);
      events.push(product.event(group, step));
      look();
    }
    const machines = Array.from({ length: width - 1 }, (_, index) => this.#machine(state, index + 1));
    return {
      events,
      isOver: this.#isOverIn(state[0] as number),
      violated: Object.fromEntries(watch.found),
      outcomes: machines.map(outcomeOf),
      mounts: sum(machines, 'mounts'),
      dismounts: sum(machines, 'dismounts'),
    };
  }

  #machine(state: Int32Array, group: number): MachineView {
    return machineView(viewOf(this.#product.tables[group] as GroupTable, state[group] as number));
  }

  #isOverIn(hub: number): boolean {
    this.#isOver[hub] ??= isOver(hostView(viewOf(this.#product.tables[0] as GroupTable, hub)));
    return this.#isOver[hub];
  }
}

const sum = (machines: readonly MachineView[], which: 'mounts' | 'dismounts'): number =>
  machines.reduce(
    (total, machine) =>
      total +
      (machine.observed.tally as Record<typeof which, readonly number[]>)[which].reduce((a, b) => a + b, 0),
    0,
  );
