/** Which steps must not be put off for ever. */
import type { SystemEvent } from '../composition/index.ts';
import type { GroupTable } from './group-table.ts';
import type { Product } from './product.ts';

/**
 * Whether an event is one of a fair action. An action is one kind of step of one group: deliveries from
 * one channel, one delay of one state of an actor, one message of the world to an actor. Weakly fair: an
 * action that can change the state from some point on without a break is taken again and again.
 */
export type Fairness = (event: SystemEvent) => boolean;

/** Channels deliver and delays elapse in the end; what the world does, it may leave undone for ever. */
export const allButTheEnvironment: Fairness = ({ type }) => type !== 'ACT';

/** The actions of a table, numbered as they are met; equal for all groups that share it. */
class TableActions {
  readonly events: SystemEvent[] = [];
  readonly #table: GroupTable;
  readonly #numbers = new Map<string, number>();
  readonly #ofState: (Int32Array | undefined)[] = [];

  constructor(table: GroupTable) {
    this.#table = table;
  }

  /** The action of each step that begins in a local state, in the order of the steps. */
  of(local: number): Int32Array {
    let actions = this.#ofState[local];
    if (actions === undefined) {
      actions = Int32Array.from(this.#table.steps(local).map(({ event }) => this.#number(event)));
      this.#ofState[local] = actions;
    }
    return actions;
  }

  #number(event: SystemEvent): number {
    const key = JSON.stringify(event);
    const number = this.#numbers.get(key) ?? this.events.length;
    if (number === this.events.length) this.events.push(event);
    this.#numbers.set(key, number);
    return number;
  }
}

const known = new WeakMap<GroupTable, TableActions>();

function actionsOf(table: GroupTable): TableActions {
  const actions = known.get(table) ?? new TableActions(table);
  known.set(table, actions);
  return actions;
}

/** A product's actions as numbers, no two groups' alike. */
export class FairActions {
  readonly #fairness: Fairness;
  readonly #tables: readonly TableActions[];
  readonly #isFair: (boolean | undefined)[][];

  constructor(product: Product, fairness: Fairness) {
    this.#fairness = fairness;
    this.#tables = product.tables.map(actionsOf);
    this.#isFair = product.tables.map(() => []);
  }

  /** The action of a step, by its place among the steps that begin in the local state; -1 if it is not fair. */
  of(group: number, local: number, step: number): number {
    const table = this.#tables[group] as TableActions;
    const action = table.of(local)[step] as number;
    const fair = this.#isFair[group] as (boolean | undefined)[];
    fair[action] ??= this.#fairness({ ...(table.events[action] as SystemEvent), group });
    return fair[action] ? action * this.#tables.length + group : -1;
  }
}
