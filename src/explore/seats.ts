/**
 * Local states that occur in global states, numbered as they are met; others are passed through within a step.
 * By these numbers, their seats, global states are packed.
 */

import { longer } from './memory.ts';
import { digit, type Packing, packingFor } from './packing.ts';

/** A group has more local states than there is room for: there must be more of it. */
export class PackingOverflow extends Error {}

/** Of a machine in a backup, some 50 local states occur without faults; to pack all states anew takes time. */
const fewestSeats = 48;
/** A group that must grow grows by so much at least, or it would have to again soon. */
const leastGrowth = 1.25;
/** The bases of groups grow by so much at a time, as long as it costs no word. */
const widening = 1.2;
const mostWidening = 2 ** 5;
/** Rows have room for so many seats, or for twice as many as there are. */
const fewestInRows = 2 ** 6;

/** As few words as there must be, and all of their room given away: packing all states anew takes time. */
function widest(needed: readonly number[]): Packing {
  let packing = packingFor(needed);
  for (let factor = widening; factor < mostWidening; factor *= widening) {
    const wider = packingFor(needed.map((seats) => Math.floor(seats * factor)));
    if (wider.words > packing.words) break;
    packing = wider;
  }
  return packing;
}

export class Seats {
  /** By group, the local state of each seat. */
  readonly #locals: readonly number[][];
  /** By group, the seat of each local state, or -1. */
  readonly #seats: Int32Array[];
  #packing: Packing;
  #rooms: readonly number[];

  constructor(groups: number) {
    this.#locals = Array.from({ length: groups }, () => []);
    this.#seats = Array.from({ length: groups }, () => new Int32Array(64).fill(-1));
    this.#packing = widest(this.#needed);
    this.#rooms = this.#roomy();
  }

  /** Stays the same while there are as many local states as it can have. */
  get packing(): Packing {
    return this.#packing;
  }

  /** By group, how many seats can be given until there must be more room; no more than the packing has. */
  get rooms(): readonly number[] {
    return this.#rooms;
  }

  /** Makes room for all local states that were met. */
  makeRoom(): void {
    const needed = this.#needed;
    if (needed.some((seats, group) => seats > (this.#packing.base[group] as number))) {
      this.#packing = widest(needed);
    }
    this.#rooms = this.#roomy();
  }

  get #needed(): readonly number[] {
    return this.#locals.map(({ length }) => Math.max(fewestSeats, Math.ceil(leastGrowth * length)));
  }

  #roomy(): readonly number[] {
    return this.#locals.map(({ length }, group) =>
      Math.min(Math.max(fewestInRows, 2 * length), this.#packing.base[group] as number),
    );
  }

  local(group: number, seat: number): number {
    return (this.#locals[group] as number[])[seat] as number;
  }

  /** @throws PackingOverflow if there is no seat left for a local state; there is one when more room is made. */
  seat(group: number, local: number): number {
    let seats = this.#seats[group] as Int32Array;
    if (local >= seats.length) {
      seats = longer(seats, 2 * local, -1);
      this.#seats[group] = seats;
    }
    let seat = seats[local] as number;
    if (seat < 0) {
      const locals = this.#locals[group] as number[];
      seat = locals.push(local) - 1;
      seats[local] = seat;
    }
    if (seat >= (this.#rooms[group] as number)) throw new PackingOverflow();
    return seat;
  }

  /** Packs local states, one a group. @throws PackingOverflow */
  pack(state: Int32Array, into: Int32Array, at = 0): void {
    const { words, word, weight } = this.#packing;
    into.fill(0, at, at + words);
    for (let group = 0; group < state.length; group++) {
      const place = at + (word[group] as number);
      const seat = this.seat(group, state[group] as number);
      into[place] = ((into[place] as number) + seat * (weight[group] as number)) | 0;
    }
  }

  /** Local states, one a group, of packed words. */
  unpack(keys: Int32Array, at: number, into: Int32Array, packing = this.#packing): void {
    const { word, weight, base } = packing;
    for (let group = 0; group < into.length; group++) {
      const packed = keys[at + (word[group] as number)] as number;
      into[group] = this.local(group, digit(packed, weight[group] as number, base[group] as number));
    }
  }
}
