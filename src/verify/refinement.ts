/**
 * Whether two host releases are the same to the requester: each does only what the other can do, too.
 *
 * What the requester sees: the results of its VSS calls, its own waits, and what is reported of each machine when
 * all is over. Everything else is silent. The sets of states that a visible trace can lead to are followed in both
 * at once, so that both inclusions of traces are decided, and a trace that only one has is a shortest one.
 */
import type { SystemEvent } from '../composition/index.ts';
import { Product, type SearchResult, search, viewOf } from '../explore/index.ts';
import { isOver } from '../properties/index.ts';
import {
  backupComposition,
  type HostRelease,
  hostView,
  machineView,
  outcomeOf,
  type VirtualMachineTopology,
} from '../system/index.ts';
import type { ScopeOptions } from './scopes/index.ts';

export interface FlowComparison {
  /** States of the first and of the second. */
  readonly states: readonly [number, number];
  /** Pairs of sets of states that were met. */
  readonly pairs: number;
  /** A shortest visible trace that only one of them has; null where they are the same. */
  readonly difference: { readonly trace: readonly string[]; readonly only: HostRelease } | null;
}

/** A release as a graph of visible and silent steps. */
class Flow {
  readonly states: number;
  readonly #product: Product;
  readonly #result: SearchResult;

  /** @throws RangeError if the system is too large to be searched to the end. */
  constructor(
    hostRelease: HostRelease,
    virtualMachines: readonly VirtualMachineTopology[],
    options: ScopeOptions,
  ) {
    this.#product = new Product(
      backupComposition({ hostRelease, virtualMachines: [...virtualMachines] }, options),
    );
    this.#result = search(this.#product);
    if (!this.#result.complete) throw new RangeError(`${hostRelease} was not searched to the end`);
    this.states = this.#result.states;
  }

  /** All states that silent steps lead to. */
  silently(from: Iterable<number>): readonly number[] {
    const met = new Set(from);
    for (const number of met) {
      for (const { label, to } of this.#steps(number)) if (label === null) met.add(to);
    }
    return [...met].sort((one, other) => one - other);
  }

  /** By what the requester sees, the states that a visible step leads to. */
  visibly(from: readonly number[]): ReadonlyMap<string, readonly number[]> {
    const after = new Map<string, number[]>();
    for (const number of from) {
      for (const { label, to } of this.#steps(number)) {
        if (label !== null) after.set(label, [...(after.get(label) ?? []), to]);
      }
    }
    return after;
  }

  #steps(number: number): readonly { readonly label: string | null; readonly to: number }[] {
    const product = this.#product;
    const state = this.#result.stateAt(number);
    return product.successors(state).map(({ group, step, after }) => ({
      label: this.#label(group, step.event, state, after),
      to: this.#result.numberOf(after),
    }));
  }

  #label(group: number, event: SystemEvent, before: Int32Array, after: Int32Array): string | null {
    if (group !== 0) return null;
    const seen = this.#seen(event, before);
    if (seen === null) return null;
    const [hub, ...machines] = this.#product.tables.map((table, place) =>
      viewOf(table, after[place] as number),
    );
    if (hub === undefined || !isOver(hostView(hub))) return seen;
    return `${seen}; over: ${machines.map((machine) => outcomeOf(machineView(machine))).join(', ')}`;
  }

  #seen(event: SystemEvent, state: Int32Array): string | null {
    if (event.type === 'ELAPSE') return event.actor === 'backup-application' ? event.delay : null;
    if (event.type !== 'DELIVER' || event.channel !== 'vss-results') return null;
    const { channels } = this.#product.composition;
    const channel = channels.findIndex(({ name }) => name === event.channel);
    const parcel = this.#product.tables[0]?.state(state[0] as number).channels[channel]?.[0];
    return JSON.stringify(parcel?.message);
  }
}

/** Compares two host releases over the same machines and options, as their requester sees them. */
export function compareFlows(
  releases: readonly [HostRelease, HostRelease],
  virtualMachines: readonly VirtualMachineTopology[],
  options: ScopeOptions = {},
): FlowComparison {
  const [first, second] = releases.map((release) => new Flow(release, virtualMachines, options)) as [
    Flow,
    Flow,
  ];
  const start = [first.silently([0]), second.silently([0])] as const;
  const met = new Set([JSON.stringify(start)]);
  const queue: { readonly at: typeof start; readonly trace: readonly string[] }[] = [
    { at: start, trace: [] },
  ];
  const states = [first.states, second.states] as const;
  for (const { at, trace } of queue) {
    const [one, other] = [first.visibly(at[0]), second.visibly(at[1])];
    for (const label of new Set([...one.keys(), ...other.keys()])) {
      const [left, right] = [one.get(label), other.get(label)];
      if (left === undefined || right === undefined) {
        const only = left === undefined ? releases[1] : releases[0];
        return { states, pairs: met.size, difference: { trace: [...trace, label], only } };
      }
      const next = [first.silently(left), second.silently(right)] as const;
      const key = JSON.stringify(next);
      if (met.has(key)) continue;
      met.add(key);
      queue.push({ at: next, trace: [...trace, label] });
    }
  }
  return { states, pairs: met.size, difference: null };
}
