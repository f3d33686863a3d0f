/**
 * A machine with any number of disks, whose copies are brought back one after the other; docs/proof.md has the
 * argument.
 *
 * Disks next to each other are twins where it makes no difference which of them is left out. A machine with few disks
 * stands for those with more if of many twins one can be left out, or one more put in, and nothing changes but their
 * number: not what is reached, not what the next step is, and not what any check finds.
 */
import type { Composition, SystemEvent } from '../composition/index.ts';
import { type GroupTable, Product, type SearchResult, search, TableStore, viewOf } from '../explore/index.ts';
import { claims as allClaims, observers } from '../properties/index.ts';
import { type HostRelease, optionsOf } from '../system/index.ts';
import { claimsAbout } from './checks.ts';
import { optionsKey, withoutBudget } from './every-number.ts';
import { type ExploreOptions, sharedChecks } from './explore-scope.ts';
import { othersGroup } from './others.ts';
import type { Scope } from './scopes/index.ts';
import { none, withoutDisk } from './without-disk.ts';

/** What is so of a kind of machine with any number of disks, under one set of options. */
export interface DiskInduction {
  readonly hostRelease: HostRelease;
  /** The options in force, as text; see `optionsKey`. */
  readonly options: string;
  /** The machine with the fewest disks. */
  readonly machine: string;
  /** Numbers of disks that were compared. */
  readonly disks: readonly number[];
  readonly states: number;
  /** Why these do not stand for more; null where they do. */
  readonly failure: string | null;
}

/** So many twins stand for any greater number. */
const enough = 3;

/** Disks next to each other that are twins of one another: the first, and the first after them. */
interface Run {
  readonly from: number;
  readonly end: number;
}

const lengthOf = ({ from, end }: Run): number => end - from;

/** Texts by number. */
class Texts {
  readonly #numbers = new Map<string, number>();

  number(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }
}

/** A machine with so many disks, beside the host and others that stand for any number of machines. */
class Sized {
  readonly disks: number;
  readonly product: Product;
  readonly result: SearchResult;
  /** States that were reached, by key. */
  readonly reached: ReadonlyMap<string, number>;
  readonly #table: GroupTable;
  readonly #place: number;
  readonly #texts: Texts;
  readonly #runs: (readonly Run[] | undefined)[] = [];
  readonly #machines: (Map<number, number> | undefined)[] = [];
  readonly #around: (number | undefined)[][];

  constructor(composition: Composition, disks: number, mayFail: boolean, inTurns: boolean, texts: Texts) {
    const [machine] = composition.units;
    if (machine === undefined) throw new RangeError('there is no machine');
    const others = othersGroup('others', { passesOn: inTurns, mayFail });
    const units = inTurns ? [others, machine, others] : [machine, others];
    this.disks = disks;
    this.#place = 1 + units.indexOf(machine);
    this.#texts = texts;
    this.product = new Product({ ...composition, units }, new TableStore());
    this.#table = this.product.tables[this.#place] as GroupTable;
    this.#around = this.product.tables.map(() => []);
    this.result = search(this.product);
    const reached = new Map<string, number>();
    for (let number = 0; number < this.result.states; number++) {
      reached.set(this.key(this.result.stateAt(number), none), number);
    }
    this.reached = reached;
  }

  local(state: Int32Array): number {
    return state[this.#place] as number;
  }

  /** A state as text, without one of the disks. */
  key(state: Int32Array, left: number): string {
    return Array.from(state, (local, group) =>
      group === this.#place ? this.#machine(local, left) : this.#other(group, local),
    ).join();
  }

  runs(state: Int32Array): readonly Run[] {
    const local = this.local(state);
    const known = this.#runs[local];
    if (known !== undefined) return known;
    const runs: Run[] = [];
    for (let disk = 0; disk < this.disks; disk++) {
      const last = runs.at(-1);
      if (last !== undefined && this.#machine(local, disk - 1) === this.#machine(local, disk)) {
        runs.splice(-1, 1, { ...last, end: disk + 1 });
      } else {
        runs.push({ from: disk, end: disk + 1 });
      }
    }
    this.#runs[local] = runs;
    return runs;
  }

  /** What may happen in a state: what it is called, and the state that it leads to. */
  steps(state: Int32Array): readonly { readonly name: string; readonly after: Int32Array }[] {
    return this.product
      .successors(state)
      .map(({ group, step, after }) => ({ name: nameOf(this.product.event(group, step)), after }));
  }

  found(state: Int32Array, checks: ReturnType<typeof sharedChecks>): string {
    const hub = viewOf(this.product.tables[0] as GroupTable, state[0] as number);
    const machine = viewOf(this.#table, this.local(state));
    return checks
      .filter(({ sought }) => sought(hub, machine))
      .map(({ id }) => id)
      .join();
  }

  #machine(local: number, left: number): number {
    const known = this.#machines[local] ?? new Map<number, number>();
    this.#machines[local] = known;
    const text = known.get(left) ?? this.#texts.number(withoutDisk(viewOf(this.#table, local), left));
    known.set(left, text);
    return text;
  }

  #other(group: number, local: number): number {
    const known = this.#around[group] as (number | undefined)[];
    known[local] ??= this.#texts.number(
      withoutDisk(viewOf(this.product.tables[group] as GroupTable, local), none),
    );
    return known[local];
  }
}

/** The name of a step, whichever disk it is about. */
function nameOf(event: SystemEvent): string {
  const actor = 'actor' in event ? event.actor.replace(/\[\d+\]$/, '') : '';
  const what =
    event.type === 'DELIVER' ? event.channel : event.type === 'ACT' ? event.message.type : event.delay;
  return [event.group, actor, what].join(' ');
}

/** Why a machine with one disk more is not like one with one disk less; null where it is. */
function difference(fewer: Sized, more: Sized, checks: ReturnType<typeof sharedChecks>): string | null {
  const grown = new Set<string>();
  for (const number of more.reached.values()) {
    const state = more.result.stateAt(number);
    for (const run of more.runs(state)) {
      if (lengthOf(run) < enough) continue;
      const left = run.end - 1;
      const key = more.key(state, left);
      const like = fewer.reached.get(key);
      if (like === undefined)
        return `without one of ${lengthOf(run)} disks that are alike, a state is not reached`;
      grown.add(`${key} ${run.from}`);
      const without = fewer.result.stateAt(like);
      if (more.found(state, checks) !== fewer.found(without, checks)) return 'a check finds something else';
      const steps = more.steps(state);
      if (steps.some(({ after }) => !staysTogether(more.runs(after), run))) {
        return 'a step makes disks different that were alike';
      }
      const here = steps.map(({ name, after }) => `${name} ${more.key(after, left)}`);
      const there = fewer.steps(without).map(({ name, after }) => `${name} ${fewer.key(after, none)}`);
      if (here.sort().join('\n') !== there.sort().join('\n')) return 'other steps are taken';
    }
  }
  for (const [key, number] of fewer.reached) {
    for (const run of fewer.runs(fewer.result.stateAt(number))) {
      if (lengthOf(run) + 1 >= enough && !grown.has(`${key} ${run.from}`)) {
        return `with one more of ${lengthOf(run)} disks that are alike, a state is not reached`;
      }
    }
  }
  return null;
}

/** Whether all disks of a run but its first are still twins. */
const staysTogether = (runs: readonly Run[], { from, end }: Run): boolean =>
  runs.some((run) => run.from <= from + 1 && run.end >= end);

/** Whether there are states in which more disks differ from each other than the largest system has room for. */
const isTooVaried = (system: Sized, most: number): boolean =>
  [...system.reached.values()].some((number) => {
    const runs = system.runs(system.result.stateAt(number));
    return runs.reduce((sum, run) => sum + Math.min(enough, lengthOf(run)), 0) > most;
  });

function compare(systems: readonly Sized[], checks: ReturnType<typeof sharedChecks>): string | null {
  const most = systems.at(-1)?.disks ?? 0;
  for (const [index, more] of systems.entries()) {
    if (isTooVaried(more, most)) return `with ${more.disks} disks, too many are in different states`;
    const fewer = systems[index - 1];
    const found = fewer === undefined ? null : difference(fewer, more, checks);
    if (found !== null) return `with ${more.disks} disks instead of ${more.disks - 1}: ${found}`;
  }
  return null;
}

/** Scopes of one machine that differ in how many disks it has, one after the other. */
export function inductOverDisks(
  scopes: readonly Scope[],
  { model }: Pick<ExploreOptions, 'model'> = {},
): DiskInduction {
  const [first] = scopes;
  if (first === undefined) throw new RangeError('an induction needs a scope');
  const { hostRelease } = first.topology;
  const options = optionsOf(first.topology, { ...first.options, ...model, observers });
  const checks = sharedChecks(hostRelease, options, claimsAbout({ hostRelease, options }, allClaims));
  const inTurns = options.virtualMachineOrder === 'oneAtATime';
  const disks = scopes.map(({ topology }) => topology.virtualMachines[0]?.disks.length ?? 0);
  let states = 0;
  let failure: string | null = null;
  for (const mayFail of [false, true]) {
    const texts = new Texts();
    const systems = scopes.map(
      (scope, index) => new Sized(withoutBudget(scope, model), disks[index] ?? 0, mayFail, inTurns, texts),
    );
    states += systems.reduce((sum, { result }) => sum + result.states, 0);
    failure ??= compare(systems, checks);
  }
  return {
    hostRelease,
    options: optionsKey(first),
    machine: first.shapes[0] ?? 'vm1',
    disks,
    states,
    failure,
  };
}
