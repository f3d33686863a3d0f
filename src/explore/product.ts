/**
 * The product of group tables: a global state is one local state a group, and a step works off what
 * goes between them.
 *
 * Within a step a group's own calls are worked off before what it says to others. That is the plain step
 * where a step's result does not depend on the order of its calls, which a composition must ensure.
 */
import {
  type Composition,
  type GroupView,
  reachedGroups,
  type SystemEvent,
  type SystemState,
} from '../composition/index.ts';
import { viewOf } from './checks.ts';
import type { Observed } from './difference.ts';
import { EndlessStepError, type Incoming, maxCalls } from './group-steps.ts';
import type { GroupTable, LocalStep } from './group-table.ts';
import { TableStore } from './table-store.ts';

/** What happens next when a group has said this, resolved for its group and shape of system. */
type Resolved =
  | {
      readonly kind: 'message';
      readonly group: number;
      readonly incoming: number;
      /** The group that says it; -1 where all units say it together. */
      readonly from: number;
    }
  | { readonly kind: 'part'; readonly gather: number }
  | { readonly kind: 'charge' };

/** The stimulus that resets each unit, and what tells the hub, without and with `field`. */
interface Gathering {
  readonly resets: readonly number[];
  readonly tell: readonly [Resolved, Resolved];
}

/** A step that may be taken in a state, and where it leads to; that may be the same state. */
export interface Successor {
  readonly group: number;
  readonly step: LocalStep;
  readonly after: Int32Array;
}

/** A step of a group as it begins: its next local state, and the list of what it says. */
export interface BegunStep {
  readonly group: number;
  readonly next: number;
  readonly outgoing: number;
}

/** What a step makes of a pair of local states. */
export interface PairResult {
  readonly hub: number;
  readonly unit: number;
  /** The answer that the unit has given its part of; this is all that comes of it while another unit owes its own. */
  readonly answer: number | null;
  /** What other units hear, by group; this is all that comes of it where none of them says anything. */
  readonly heard: ReadonlyMap<number, number>;
}

const nothingHeard: ReadonlyMap<number, number> = new Map();

export class Product {
  readonly composition: Composition;
  readonly tables: readonly GroupTable[];
  readonly #resolved: (readonly Resolved[] | undefined)[][];
  /** What is to be worked off, and how much of it there is; what comes after is of earlier steps. */
  readonly #queue: Resolved[] = [];
  #queued = 0;
  readonly #pair: Int32Array;
  readonly #gathers: readonly Gathering[];
  readonly #chargeNumber: number;

  constructor(composition: Composition, store: TableStore = new TableStore()) {
    this.composition = composition;
    this.tables = store.tables(composition);
    this.#resolved = this.tables.map(() => []);
    this.#pair = new Int32Array(this.tables.length);
    const hub = this.tables[0] as GroupTable;
    this.#chargeNumber = hub.incomingNumber({ kind: 'charge' });
    this.#gathers = composition.gathers.map((_, gather) => {
      const tell = (any: boolean): Resolved => ({
        kind: 'message',
        group: 0,
        incoming: hub.incomingNumber({ kind: 'gathered', gather, any }),
        from: -1,
      });
      return {
        resets: this.tables.map((table) => table.incomingNumber({ kind: 'reset', gather })),
        tell: [tell(false), tell(true)],
      };
    });
  }

  /** Number of groups, the hub included. */
  get width(): number {
    return this.tables.length;
  }

  steps(group: number, local: number): readonly LocalStep[] {
    return (this.tables[group] as GroupTable).steps(local);
  }

  /** The steps of a group that the budget allows in a state. */
  enabled(state: ArrayLike<number>, group: number): readonly LocalStep[] {
    const steps = this.steps(group, state[group] as number);
    if (this.composition.budget === undefined) return steps;
    return steps.filter(({ outgoing }) => !this.isRefused(state, group, outgoing));
  }

  /** Whether a step that says this is charged, and the budget is used up. */
  isRefused(state: ArrayLike<number>, group: number, outgoing: number): boolean {
    if (outgoing === 0 || !(this.tables[group] as GroupTable).isCharged(outgoing)) return false;
    return !(this.tables[0] as GroupTable).canPay(state[0] as number);
  }

  /** What may happen in a state, group by group; what the budget refuses is not there. */
  successors(state: Int32Array): readonly Successor[] {
    return this.tables.flatMap((table, group) =>
      table.steps(state[group] as number).flatMap((step): readonly Successor[] => {
        const after = state.slice();
        after[group] = step.next;
        return step.outgoing === 0 || this.settle(after, group, step.outgoing)
          ? [{ group, step, after }]
          : [];
      }),
    );
  }

  /**
   * Work off, in `state`, what a group has said. False if the step is charged and the budget is used up:
   * then it is not a step.
   */
  settle(state: Int32Array, group: number, outgoing: number): boolean {
    const queue = this.#queue;
    this.#queued = 0;
    this.#enqueue(group, outgoing);
    for (let head = 0; head < this.#queued; head++) {
      if (head > maxCalls) throw new EndlessStepError('a step between groups does not end');
      const one = queue[head] as Resolved;
      if (one.kind === 'part') {
        this.#gather(state, one.gather);
      } else if (one.kind === 'charge') {
        if (!this.#charge(state)) return false;
      } else {
        this.receive(state, one.group, one.incoming, one.from);
      }
    }
    return true;
  }

  /**
   * Works off what a group has said, beside a state of the hub, as far as it depends on these two alone:
   * `refused` if the budget is used up, `far` if it may depend on what other units say.
   */
  settleWithin(hub: number, { group, next, outgoing }: BegunStep): PairResult | 'refused' | 'far' {
    if (outgoing === 0)
      return { hub: group === 0 ? next : hub, unit: next, answer: null, heard: nothingHeard };
    const state = this.#pair;
    state[0] = hub;
    state[group] = next;
    let answer: number | null = null;
    let heard: Map<number, number> | null = null;
    const queue = this.#queue;
    this.#queued = 0;
    this.#enqueue(group, outgoing);
    // What is said later may come after what another unit says.
    let end = Number.POSITIVE_INFINITY;
    for (let head = 0; head < this.#queued; head++) {
      const one = queue[head] as Resolved;
      if (head >= end) return 'far';
      if (one.kind === 'charge') {
        if (!this.#charge(state)) return 'refused';
      } else if (one.kind === 'part') {
        if (answer !== null) return 'far';
        answer = one.gather;
      } else if (one.group === 0 || one.group === group) {
        this.receive(state, one.group, one.incoming, one.from);
      } else {
        heard ??= new Map();
        if (heard.has(one.group)) return 'far';
        heard.set(one.group, one.incoming);
        end = Math.min(end, this.#queued);
      }
    }
    if (answer !== null && heard !== null) return 'far';
    return { hub: state[0], unit: state[group] as number, answer, heard: heard ?? nothingHeard };
  }

  /** What becomes of a unit that hears something, or null if it says something then. */
  hear(group: number, local: number, incoming: number): number | null {
    const { next, outgoing } = (this.tables[group] as GroupTable).react(local, incoming);
    return outgoing === 0 ? next : null;
  }

  /** The event of a local step, with the number of its group. */
  event(group: number, step: LocalStep): SystemEvent {
    return { ...step.event, group };
  }

  /** The state as XState snapshots. */
  systemState(state: ArrayLike<number>): SystemState {
    return { groups: this.tables.map((table, group) => table.state(state[group] as number)) };
  }

  /** Pays for a charged step; false if the hub cannot. */
  #charge(state: Int32Array): boolean {
    const hub = this.tables[0] as GroupTable;
    if (!hub.canPay(state[0] as number)) return false;
    this.receive(state, 0, this.#chargeNumber, 0);
    return true;
  }

  /** A group takes what comes from another; whoever wants to know what goes between groups extends this. */
  protected receive(state: Int32Array, group: number, incoming: number, _from: number): void {
    const reaction = (this.tables[group] as GroupTable).react(state[group] as number, incoming);
    state[group] = reaction.next;
    if (reaction.outgoing !== 0) this.#enqueue(group, reaction.outgoing);
  }

  #gather(state: Int32Array, gather: number): void {
    const known = this.#gathers[gather] as Gathering;
    let any = false;
    for (let group = 1; group < this.width; group++) {
      const part = (this.tables[group] as GroupTable).state(state[group] as number).parts[gather];
      if (part === null) return;
      any ||= part === true;
    }
    for (let group = 1; group < this.width; group++) {
      const reset = known.resets[group] as number;
      state[group] = (this.tables[group] as GroupTable).react(state[group] as number, reset).next;
    }
    this.#push(known.tell[any ? 1 : 0]);
  }

  #enqueue(group: number, outgoing: number): void {
    const ofGroup = this.#resolved[group] as (readonly Resolved[] | undefined)[];
    let resolved = ofGroup[outgoing];
    if (resolved === undefined) {
      resolved = this.#resolve(group, outgoing);
      ofGroup[outgoing] = resolved;
    }
    for (const one of resolved) this.#push(one);
  }

  #push(one: Resolved): void {
    this.#queue[this.#queued++] = one;
  }

  #resolve(group: number, outgoing: number): readonly Resolved[] {
    const list = (this.tables[group] as GroupTable).outgoing[outgoing] ?? [];
    return list.flatMap((one): readonly Resolved[] => {
      if (one.kind !== 'crossing') return [one];
      const { crossing } = one;
      return reachedGroups(crossing.wire.reach ?? 'own', group, this.width - 1).map((to) => {
        const origin = to === group ? 'own' : group === 0 ? 'hub' : 'unit';
        const incoming: Incoming = { kind: 'crossing', crossing, origin };
        return {
          kind: 'message' as const,
          group: to,
          incoming: (this.tables[to] as GroupTable).incomingNumber(incoming),
          from: group,
        };
      });
    });
  }
}

/** A product as a system that is observed: `observe` says what is seen of one group's state. */
export function observed(
  product: Product,
  observe: (view: GroupView, group: number) => string,
): Observed<Int32Array> {
  const seen = product.tables.map(() => new Map<number, string>());
  return {
    initial: new Int32Array(product.width),
    key: (state) => state.join(),
    observe: (state) =>
      product.tables
        .map((table, group) => {
          const local = state[group] as number;
          const ofGroup = seen[group] as Map<number, string>;
          const text = ofGroup.get(local) ?? observe(viewOf(table, local), group);
          ofGroup.set(local, text);
          return text;
        })
        .join('\n'),
    moves: (state) => {
      const moves = new Map<string, Int32Array>();
      for (const { group, step, after } of product.successors(state)) {
        if (after.every((local, index) => local === state[index])) continue;
        moves.set(JSON.stringify(product.event(group, step)), after);
      }
      return moves;
    },
  };
}
