/**
 * Works out the steps of pairs of a hub's and a unit's local state, once each, and works off message by
 * message what rows leave open: other units answer what they hear, an answer that all must give is complete.
 *
 * There are few pairs, however many states there are.
 */

import type { Batch } from './batch.ts';
import type { GroupTable } from './group-table.ts';
import { speaks } from './hearings.ts';
import { type Beyond, JointRows, mostAnswers, type Row } from './joint-rows.ts';
import { type Memory, ownMemory } from './memory.ts';
import type { Packing } from './packing.ts';
import type { BegunStep, Product } from './product.ts';
import { Seats } from './seats.ts';

/** Called when a pair of local states, in the hub and in a unit, begins its steps for the first time. */
export type MeetPair = (hub: number, group: number, local: number) => void;

/** What a step changes, and the step. */
type Begun<Changed> = Changed & { readonly begun: BegunStep };

export class JointSteps implements Beyond {
  readonly seats: Seats;
  readonly #product: Product;
  readonly #meetPair: MeetPair;
  readonly #state: Int32Array;
  readonly #memory: Memory;
  #rows: JointRows;
  /** The steps of all rows, by number. */
  #begun: BegunStep[] = [];

  constructor(product: Product, meetPair: MeetPair, memory = ownMemory) {
    this.#product = product;
    this.#meetPair = meetPair;
    this.seats = new Seats(product.width);
    this.#state = new Int32Array(product.width);
    this.#memory = memory;
    this.#rows = this.#noRows();
  }

  get packing(): Packing {
    return this.#rows.packing;
  }

  get rows(): JointRows {
    return this.#rows;
  }

  /** Makes room for all local states that were met. If states must be packed anew, what was worked out before is forgotten. */
  makeRoom(): void {
    const before = this.packing;
    this.seats.makeRoom();
    if (this.seats.packing === before) {
      this.#rows.widen(this.seats.rooms);
      return;
    }
    this.#rows.release();
    this.#rows = this.#noRows();
    this.#begun = [];
  }

  /** As `JointRows.expand`. @throws PackingOverflow, and leaves the batch as it was. */
  expand(keys: Int32Array, at: number, source: number, mover: number, batch: Batch): number {
    return this.#rows.expand(keys, at, source, mover, batch, this);
  }

  /** Works out the rows of a packed state that are missing. @throws PackingOverflow */
  prepare(keys: Int32Array, at: number): void {
    this.#rows.prepare(keys, at, this);
  }

  /** The step with this number, which it has until what was worked out is forgotten. */
  begun(step: number): BegunStep {
    return this.#begun[step] as BegunStep;
  }

  settle(keys: Int32Array, at: number, step: number, into: Int32Array, place: number): boolean {
    return this.settleBegun(keys, at, this.begun(step), into, place);
  }

  /** Works off a step of a packed state, into packed words; false if it changes nothing. @throws PackingOverflow */
  settleBegun(
    keys: Int32Array,
    at: number,
    { group, next, outgoing }: BegunStep,
    into: Int32Array,
    place: number,
  ): boolean {
    const state = this.#state;
    this.seats.unpack(keys, at, state);
    state[group] = next;
    if (!this.#product.settle(state, group, outgoing)) return false;
    this.seats.pack(state, into, place);
    for (let index = 0; index < this.packing.words; index++) {
      if (into[place + index] !== keys[at + index]) return true;
    }
    return false;
  }

  workOut(group: number, hubSeat: number, seat: number): number {
    const hub = this.seats.local(0, hubSeat);
    const local = group === 0 ? hub : this.seats.local(group, seat);
    const alone: Begun<Row['alone'][number]>[] = [];
    const answers: Begun<Row['answers'][number]>[] = [];
    const others: Begun<Row['others'][number]>[] = [];
    const table = this.#product.tables[group] as GroupTable;
    for (const { next, outgoing } of table.steps(local)) {
      const begun = { group, next, outgoing };
      const within = this.#product.settleWithin(hub, begun);
      if (within === 'refused') continue;
      if (within === 'far') {
        others.push({ begun, hub: 0, unit: 0, heard: null });
        continue;
      }
      const { answer, heard } = within;
      const hubChange = this.seats.seat(0, within.hub) - hubSeat;
      const unitChange = group === 0 ? 0 : this.seats.seat(group, within.unit) - seat;
      if (answer === null) {
        if (hubChange !== 0 || heard.size > 0) {
          others.push({ begun, hub: hubChange, unit: unitChange, heard });
        } else if (unitChange !== 0) {
          alone.push({ begun, hub: 0, unit: unitChange });
        }
      } else if (hubChange === 0 && unitChange !== 0 && answer < mostAnswers) {
        answers.push({ begun, hub: 0, unit: unitChange, answer });
      } else {
        others.push({ begun, hub: 0, unit: 0, heard: null });
      }
    }
    const owes = group === 0 ? 0 : this.#owedBy(table, local);
    const row = this.#rows.add(group, hubSeat, seat, { alone, answers, others, owes });
    for (const steps of [alone, answers, others]) {
      for (const { begun } of steps) this.#begun.push(begun);
    }
    this.#meetPair(hub, group, local);
    return row;
  }

  hear(group: number, seat: number, incoming: number): number {
    const next = this.#product.hear(group, this.seats.local(group, seat), incoming);
    return next === null ? speaks : this.seats.seat(group, next);
  }

  #noRows(): JointRows {
    return JointRows.for(this.seats.packing, this.seats.rooms, this.#memory);
  }

  #owedBy(table: GroupTable, local: number): number {
    let owes = 0;
    for (const [answer, part] of table.state(local).parts.entries()) {
      if (answer < mostAnswers && part === null) owes |= 2 ** answer;
    }
    return owes;
  }
}
