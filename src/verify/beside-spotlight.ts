/**
 * The concrete system, step by step, beside the spotlight that stands for it: a test of the argument for every
 * number of machines, on numbers that can be explored.
 *
 * Every concrete step must be answered by no step of the spotlight or by one, and then steps of the others alone, after
 * which host and machine in the light are in the same states and those before and after it have given the
 * same parts. States of charts are compared as wholes; nothing is read of their names.
 */
import type { Group } from '../composition/index.ts';
import { describeView, Product, type SearchResult, search, TableStore, viewOf } from '../explore/index.ts';
import type { HostRelease } from '../system/index.ts';
import { withoutBudget } from './every-number.ts';
import type { Bounds } from './explore-scope.ts';
import { othersGroup } from './others.ts';
import { type Scope, type ScopeGroup, scopeGroups, scopesOf } from './scopes/index.ts';

export interface Beside {
  /** States of the concrete system. */
  readonly states: number;
  /** Pairs of a concrete state and one of the spotlight that were met side by side. */
  readonly pairs: number;
  readonly complete: boolean;
  /** A step that the spotlight has no answer to; null where there is none. */
  readonly failure: string | null;
}

/** A group of scopes, each with each kind of its machines in the light. */
export interface BesideReport extends Beside {
  readonly hostRelease: HostRelease;
  readonly family: string;
  /** Scopes, counted once for each machine that was put into the light. */
  readonly systems: number;
}

/** Systems of one store share their tables. */
type BesideOptions = Bounds & { readonly store?: TableStore; readonly isCancelled?: () => boolean };

/** A product that was searched, with one machine in the light. */
class Side {
  readonly product: Product;
  readonly result: SearchResult;
  readonly light: number;

  constructor(product: Product, light: number, bounds: Bounds) {
    this.product = product;
    this.result = search(product, bounds);
    this.light = light;
  }

  /** Host, machine in the light, and the parts that those before and after it have given together. */
  key(state: Int32Array): string {
    const parts = [this.#part(state, 1, this.light), this.#part(state, this.light + 1, state.length)];
    return [state[0], state[this.light], ...parts].join();
  }

  #part(state: Int32Array, from: number, to: number): boolean | null {
    let failed = false;
    for (let group = from; group < to; group++) {
      const part = this.product.tables[group]?.state(state[group] as number).parts[0] ?? null;
      if (part === null) return null;
      failed ||= part;
    }
    return failed;
  }
}

/** By state of the spotlight, where an answer can lead to, by what is compared. */
function answersIn(spotlight: Side): (number: number) => ReadonlyMap<string, readonly number[]> {
  const { product, result, light } = spotlight;
  const known: (ReadonlyMap<string, readonly number[]> | undefined)[] = [];
  const state = new Int32Array(product.width);
  return (number) => {
    const remembered = known[number];
    if (remembered !== undefined) return remembered;
    const met = new Set([
      number,
      ...product.successors(result.stateAt(number, state)).map(({ after }) => result.numberOf(after)),
    ]);
    for (const one of met) {
      for (const { group, after } of product.successors(result.stateAt(one, state))) {
        if (group !== 0 && group !== light) met.add(result.numberOf(after));
      }
    }
    const answers = new Map<string, number[]>();
    for (const one of met) {
      const key = spotlight.key(result.stateAt(one, state));
      answers.set(key, [...(answers.get(key) ?? []), one]);
    }
    known[number] = answers;
    return answers;
  };
}

/** Answers every step of a scope by the spotlight on one of its machines, counted from 1. */
export function besideSpotlight(
  {
    scope,
    light,
    mayFail = true,
  }: { readonly scope: Scope; readonly light: number; readonly mayFail?: boolean },
  bounds: BesideOptions = {},
): Beside {
  const composition = withoutBudget(scope);
  const passesOn = scope.options.virtualMachineOrder === 'oneAtATime';
  const inLight = composition.units[light - 1];
  if (inLight === undefined) throw new RangeError(`there is no machine ${light}`);
  // Where machines do not go one after the other, their order makes no difference: the light comes first.
  const before = passesOn ? composition.units.slice(0, light - 1) : [];
  const after = composition.units.filter((unit) => unit !== inLight && !before.includes(unit));
  const standIn = (machines: readonly Group[]): readonly Group[] =>
    machines.length === 0 ? [] : [othersGroup('others', { passesOn, mayFail })];
  const { store = new TableStore() } = bounds;
  const sideOf = (early: readonly Group[], late: readonly Group[]): Side =>
    new Side(
      new Product({ ...composition, units: [...early, inLight, ...late] }, store),
      early.length + 1,
      bounds,
    );
  const concrete = sideOf(before, after);
  const spotlight = sideOf(standIn(before), standIn(after));
  if (!concrete.result.complete || !spotlight.result.complete) {
    return { states: concrete.result.states, pairs: 0, complete: false, failure: null };
  }
  const answersOf = answersIn(spotlight);
  const { states } = concrete.result;
  const width = spotlight.result.states;
  const met = new Set<number>([0]);
  const state = new Int32Array(concrete.product.width);
  let asked = 0;
  for (const pair of met) {
    if ((++asked & 0xfff) === 0 && bounds.isCancelled?.() === true) {
      return { states, pairs: met.size, complete: false, failure: null };
    }
    const answers = answersOf(pair % width);
    for (const { after } of concrete.product.successors(
      concrete.result.stateAt(Math.floor(pair / width), state),
    )) {
      const key = concrete.key(after);
      const found = answers.get(key);
      if (found === undefined) {
        const failure = `no answer to a step to ${concrete.product.tables
          .map((table, group) => describeView(viewOf(table, after[group] as number)))
          .join(' | ')}`;
        return { states, pairs: met.size, complete: true, failure };
      }
      const next = concrete.result.numberOf(after) * width;
      for (const answer of found) met.add(next + answer);
    }
  }
  return { states, pairs: met.size, complete: true, failure: null };
}

/** Groups of scopes whose steps are followed; the second list only where everything is asked for. */
const followed: readonly string[] = ['two machines', 'two machines, one at a time', 'three machines'];
const followedInFull: readonly string[] = ['three machines, one at a time', 'four machines'];

/**
 * The groups of scopes whose every step is held against the spotlight: two and three machines of all shapes,
 * and where everything is asked for four. One machine alone is a spotlight itself.
 */
export const besideGroups = (hostRelease?: HostRelease, full = false): readonly ScopeGroup[] =>
  scopeGroups(hostRelease).filter(
    ({ family, options: { faults = [] } }) =>
      (full ? [...followed, ...followedInFull] : followed).includes(family) &&
      // Without faults less can happen.
      (family !== 'two machines' || faults.length > 0),
  );

/** Every step of a group of scopes, with each kind of machine in the light in turn. */
export function besideAll(group: ScopeGroup, bounds: BesideOptions = {}): BesideReport {
  const scopes = scopesOf(group).filter(({ topology }) =>
    // What a second disk adds happens within one machine.
    topology.virtualMachines.every(({ disks }) => disks.length === 1),
  );
  const shared = { store: new TableStore(), ...bounds };
  const results = scopes.flatMap((scope) =>
    scope.shapes.flatMap((shape, index) =>
      group.options.virtualMachineOrder !== 'oneAtATime' && scope.shapes.indexOf(shape) < index
        ? []
        : [besideSpotlight({ scope, light: index + 1 }, shared)],
    ),
  );
  const sum = (of: (one: Beside) => number): number => results.reduce((total, one) => total + of(one), 0);
  return {
    hostRelease: group.release,
    family: group.family,
    systems: results.length,
    states: sum(({ states }) => states),
    pairs: sum(({ pairs }) => pairs),
    complete: results.every(({ complete }) => complete),
    failure: results.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}
