/**
 * Search up to the names of units: units that share a table can change places, so of all states that differ in
 * that alone one is visited, with their local states in order.
 *
 * It is sound for what holds of a hub and one unit in some state, and for whether the end can be reached: changing
 * places maps runs to runs. It is not offered for what happens on every fair run (fairness is about single
 * units, which are no longer told apart) nor for comparing systems, nor where units have places.
 */
import type { GroupView } from '../composition/index.ts';
import { type Check, viewOf } from './checks.ts';
import type { GroupTable } from './group-table.ts';
import type { Product } from './product.ts';

/** Units have places: something is said to the first, the next or the neighbouring one. */
export class NotSymmetric extends Error {}

export interface SymmetricOptions {
  readonly checks?: readonly Check[];
  readonly isEnd: (hub: GroupView) => boolean;
  /** The search ends when it has met more states than this. Default: 2^22. */
  readonly maxStates?: number;
}

export interface SymmetricResult {
  /** States up to the names of units. */
  readonly states: number;
  readonly complete: boolean;
  /** Checks that found something. */
  readonly found: ReadonlySet<string>;
  /** From some state no end can be reached; null where the search is not complete. */
  readonly isStuck: boolean | null;
}

/** The places of units that share a table, where there are several. */
function classesOf(product: Product): readonly (readonly number[])[] {
  const byTable = new Map<GroupTable, number[]>();
  product.tables.forEach((table, place) => {
    if (place > 0) byTable.set(table, [...(byTable.get(table) ?? []), place]);
  });
  return [...byTable.values()].filter(({ length }) => length > 1);
}

const places = new Set(['firstUnit', 'nextUnit', 'neighbour']);

function demandSymmetry(table: GroupTable, from: number): number {
  for (const list of table.outgoing.slice(from)) {
    for (const one of list) {
      if (one.kind === 'crossing' && places.has(one.crossing.wire.reach ?? 'own')) {
        const { wire, from: sender, message } = one.crossing;
        throw new NotSymmetric(`${sender} says ${message.type} to ${wire.to} of the ${wire.reach}`);
      }
    }
  }
  return table.outgoing.length;
}

/** @throws NotSymmetric if anything is said to a unit because of its place. */
export function searchSymmetric(
  product: Product,
  { checks = [], isEnd, maxStates = 2 ** 22 }: SymmetricOptions,
): SymmetricResult {
  const classes = classesOf(product);
  const numbers = new Map<string, number>();
  const states: Int32Array[] = [];
  const before: number[][] = [];
  const found = new Set<string>();
  const asked = new Set<string>();
  const looked = product.tables.map(() => 0);
  const look = (state: Int32Array): void => {
    const hub = viewOf(product.tables[0] as GroupTable, state[0] as number);
    product.tables.forEach((table, place) => {
      const pair = `${state[0]} ${place} ${state[place]}`;
      if (place === 0 || asked.has(pair)) return;
      asked.add(pair);
      const unit = viewOf(table, state[place] as number);
      for (const { id, sought } of checks) if (sought(hub, unit)) found.add(id);
    });
  };
  const visit = (state: Int32Array): number => {
    for (const members of classes) {
      const sorted = members.map((place) => state[place] as number).sort((one, other) => one - other);
      members.forEach((place, index) => {
        state[place] = sorted[index] as number;
      });
    }
    const key = state.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    states.push(state);
    before.push([]);
    look(state);
    return states.length - 1;
  };
  visit(new Int32Array(product.width));
  let at = 0;
  for (; at < states.length && states.length <= maxStates; at++) {
    const state = states[at] as Int32Array;
    for (const { after } of product.successors(state)) before[visit(after)]?.push(at);
    product.tables.forEach((table, place) => {
      looked[place] = demandSymmetry(table, looked[place] as number);
    });
  }
  const complete = at === states.length;
  if (!complete) return { states: states.length, complete, found, isStuck: null };
  const ends = states.flatMap((state, number) =>
    isEnd(viewOf(product.tables[0] as GroupTable, state[0] as number)) ? [number] : [],
  );
  const reaching = new Set(ends);
  for (const number of reaching) for (const earlier of before[number] ?? []) reaching.add(earlier);
  return { states: states.length, complete, found, isStuck: reaching.size < states.length };
}
