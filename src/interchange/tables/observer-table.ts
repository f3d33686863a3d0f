/** What observers make of what reaches the actors of their group. */
import { actorName, type Delivery, type GroupState } from '../../composition/index.ts';
import type { GroupTable } from '../../explore/index.ts';
import { identifier } from './names.ts';

/**
 * One observer in one group. Its states are those that were met, and those that lie one delivery beyond: what a
 * claim forbids an observer to note is among them, though no run notes it.
 */
export interface ObserverTable {
  readonly name: string;
  readonly group: number;
  /** State 0 is the initial one. */
  readonly states: readonly unknown[];
  /** The next state after a delivery of the group; null where it is further away. */
  next(state: number, delivery: number): number | null;
}

/** The deliveries of one group, and what its observers make of them. */
export class Watch {
  readonly table: GroupTable;
  readonly deliveries: Delivery[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #states: readonly (readonly unknown[])[];

  constructor(table: GroupTable, met: readonly GroupState[]) {
    this.table = table;
    this.#states = table.composition.observers.map((_, index) => {
      const states = new Map<string, unknown>();
      for (const { observations } of met) {
        states.set(JSON.stringify(observations[index]), observations[index]);
      }
      return [...states.values()];
    });
  }

  delivery(delivery: Delivery): number {
    const key = JSON.stringify([delivery.message, actorName(delivery.to), delivery.origin]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.deliveries.length);
    this.deliveries.push(delivery);
    return this.deliveries.length - 1;
  }

  /** The observers of a group, over all deliveries that are known by then. */
  observers(group: number, groupName: string): readonly ObserverTable[] {
    return this.table.composition.observers.map((observer, index) => {
      const states = [...(this.#states[index] ?? [])];
      const numbers = new Map(states.map((state, number) => [JSON.stringify(state), number]));
      const answersOf = (state: unknown): readonly unknown[] =>
        this.deliveries.map((delivery) => observer.next(state, delivery));
      for (const answer of [...states].flatMap(answersOf)) {
        const key = JSON.stringify(answer);
        if (!numbers.has(key)) numbers.set(key, states.push(answer) - 1);
      }
      const rows = states.map((state) =>
        answersOf(state).map((answer) => numbers.get(JSON.stringify(answer)) ?? null),
      );
      return {
        name: `${groupName}_${identifier(observer.name)}`,
        group,
        states,
        next: (state, delivery) => rows[state]?.[delivery] ?? null,
      };
    });
  }
}
