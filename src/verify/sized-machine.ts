/**
 * A machine with so many disks beside others that stand for any number of machines, searched to the end, and which of its
 * disks are alike in a state.
 *
 * Disks next to each other are twins where it makes no difference which of them is left out.
 */
import type { Composition, SystemEvent } from '../composition/index.ts';
import {
  type Check,
  type GroupTable,
  Product,
  type SearchResult,
  search,
  type TableStore,
  viewOf,
} from '../explore/index.ts';
import { type OthersInput, othersGroup } from './others.ts';
import { none, type WithoutDisk } from './without-disk.ts';

/** Twins next to each other: the first of them, and the first disk after them. */
export interface Run {
  readonly from: number;
  readonly end: number;
}

export const lengthOf = ({ from, end }: Run): number => end - from;

/** A step that may be taken in a state: what it is called, whichever disk it is about, and where it leads to. */
interface NamedStep {
  readonly name: string;
  readonly after: Int32Array;
}

function nameOf(event: SystemEvent): string {
  const actor = 'actor' in event ? event.actor.replace(/\[\d+\]$/, '') : '';
  const what =
    event.type === 'DELIVER' ? event.channel : event.type === 'ACT' ? event.message.type : event.delay;
  return [event.group, actor, what].join(' ');
}

export class SizedMachine {
  readonly disks: number;
  readonly states: number;
  /** The numbers of states that are reached, by key. */
  readonly reached = new Map<string, number>();
  readonly #product: Product;
  readonly #result: SearchResult;
  /** The number of the machine among the groups. */
  readonly #place: number;
  readonly #without: WithoutDisk;
  /** By local state of the machine: its runs, and its numbers without one of the disks. */
  readonly #runs: (readonly Run[] | undefined)[] = [];
  readonly #numbers: (Map<number, number> | undefined)[] = [];
  /** By group and local state, its number; of the machine that with all disks. */
  readonly #whole: (number | undefined)[][];
  readonly #found = new Map<string, string>();

  constructor(
    composition: Composition,
    { input, store, without }: { input: OthersInput; store: TableStore; without: WithoutDisk },
  ) {
    const [machine] = composition.units;
    if (machine === undefined) throw new RangeError('there is no machine');
    const others = othersGroup('others', input);
    const units = input.passesOn ? [others, machine, others] : [machine, others];
    this.disks = machine.actors.filter(({ role }) => role === 'virtual-hard-disk').length;
    this.#place = 1 + units.indexOf(machine);
    this.#without = without;
    this.#product = new Product({ ...composition, units }, store);
    this.#whole = this.#product.tables.map(() => []);
    this.#result = search(this.#product);
    if (!this.#result.complete) throw new RangeError('the search has not met every state');
    this.states = this.#result.states;
    for (let number = 0; number < this.states; number++) {
      this.reached.set(this.key(this.stateAt(number), none), number);
    }
    if (this.reached.size !== this.states) throw new RangeError('two states are taken for each other');
  }

  stateAt(number: number): Int32Array {
    return this.#result.stateAt(number);
  }

  /** A state without one of the machine's disks, as text. */
  key(state: Int32Array, left: number): string {
    return Array.from(state, (local, group) =>
      group === this.#place && left !== none
        ? this.#machineWithout(local, left)
        : this.#wholeGroup(group, local),
    ).join();
  }

  runs(state: Int32Array): readonly Run[] {
    const local = state[this.#place] as number;
    const known = this.#runs[local] ?? this.#runsOf(local);
    this.#runs[local] = known;
    return known;
  }

  steps(state: Int32Array): readonly NamedStep[] {
    return this.#product
      .successors(state)
      .map(({ group, step, after }) => ({ name: nameOf(this.#product.event(group, step)), after }));
  }

  /** Which checks find something in a state. */
  found(state: Int32Array, checks: readonly Check[]): string {
    const [hub, local] = [state[0] as number, state[this.#place] as number];
    const pair = `${hub} ${local}`;
    const views = [this.#view(0, hub), this.#view(this.#place, local)] as const;
    const found =
      this.#found.get(pair) ??
      checks
        .filter(({ sought }) => sought(...views))
        .map(({ id }) => id)
        .join();
    this.#found.set(pair, found);
    return found;
  }

  #runsOf(local: number): readonly Run[] {
    const view = this.#view(this.#place, local);
    const runs: Run[] = [];
    for (let disk = 0; disk < this.disks; disk++) {
      const last = runs.at(-1);
      const isTwin = last !== undefined && this.#without.areTwins(view, disk - 1);
      if (isTwin) runs.splice(-1, 1, { from: last.from, end: disk + 1 });
      else runs.push({ from: disk, end: disk + 1 });
    }
    return runs;
  }

  #machineWithout(local: number, left: number): number {
    const known = this.#numbers[local] ?? new Map<number, number>();
    this.#numbers[local] = known;
    const number = known.get(left) ?? this.#without.number(this.#view(this.#place, local), left);
    known.set(left, number);
    return number;
  }

  #wholeGroup(group: number, local: number): number {
    const known = this.#whole[group] as (number | undefined)[];
    const number = known[local] ?? this.#without.number(this.#view(group, local), none);
    known[local] = number;
    return number;
  }

  #view(group: number, local: number) {
    return viewOf(this.#product.tables[group] as GroupTable, local);
  }
}
