/**
 * What units hear of the step of another group, as rows of numbers: by seat, the seat that a unit comes to. Where none
 * of them says anything, that is all that comes of it, whatever states the others are in.
 */
import { longer, type Memory } from './memory.ts';
import type { Packing } from './packing.ts';

/** Hearings as arrays, which threads can share. */
export interface HearingArrays {
  /** By hearing and group, where its seats begin, or -1 if it hears nothing. */
  readonly hearers: Int32Array;
  /** The seat after it, by seat; -1 if the unit says something, -2 if it is not known. */
  readonly after: Int32Array;
}

/** Who knows what becomes of a unit that hears something. */
export interface Hearer {
  /** The seat that it comes to, or `speaks`. */
  hear(group: number, seat: number, incoming: number): number;
}

/** The unit says something then. */
export const speaks = -1;
const unknown = -2;
const nothing = -1;

export class Hearings {
  readonly #packing: Packing;
  readonly #memory: Memory;
  /** By group, how many seats there is room for. */
  #rooms: Int32Array;
  #hearers: Int32Array;
  #after: Int32Array;
  #end = 0;
  readonly #numbers = new Map<string, number>();
  /** By hearing, what each group hears. */
  readonly #heard: ReadonlyMap<number, number>[] = [];

  constructor(packing: Packing, rooms: Int32Array, { hearers, after }: HearingArrays, memory: Memory) {
    this.#memory = memory;
    this.#packing = packing;
    this.#rooms = rooms;
    this.#hearers = hearers;
    this.#after = after;
  }

  get arrays(): HearingArrays {
    return { hearers: this.#hearers, after: this.#after };
  }

  /** The number of what is heard, by group. */
  number(heard: ReadonlyMap<number, number>): number {
    const text = [...heard].join(' ');
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const groups = this.#rooms.length;
    const number = this.#heard.push(heard) - 1;
    this.#numbers.set(text, number);
    const needed = (number + 1) * groups;
    if (needed > this.#hearers.length)
      this.#hearers = longer(this.#hearers, 2 * needed, nothing, this.#memory);
    for (const group of heard.keys()) {
      this.#hearers[number * groups + group] = this.#end;
      this.#end += this.#rooms[group] as number;
    }
    if (this.#end > this.#after.length)
      this.#after = longer(this.#after, 2 * this.#end, unknown, this.#memory);
    return number;
  }

  /** Makes room for more seats; what is known stays known. */
  widen(rooms: Int32Array): void {
    const [before, after] = [this.#rooms, this.#after];
    this.#rooms = rooms;
    this.#after = this.#memory.allocate(after.length).fill(unknown);
    this.#end = 0;
    for (const [number, heard] of this.#heard.entries()) {
      for (const group of heard.keys()) {
        const place = number * rooms.length + group;
        const start = this.#hearers[place] as number;
        const first = this.#end;
        this.#hearers[place] = first;
        this.#end += rooms[group] as number;
        if (this.#end > this.#after.length)
          this.#after = longer(this.#after, 2 * this.#end, unknown, this.#memory);
        this.#after.set(after.subarray(start, start + (before[group] as number)), first);
      }
    }
    this.#memory.release(after);
  }

  /** Adds to a packed state what becomes of the units that hear it; false if one of them says something. */
  add(hearing: number, seats: Int32Array, into: Int32Array, at: number, hearer: Hearer): boolean {
    const { word, weight } = this.#packing;
    for (let group = 1; group < seats.length; group++) {
      const first = this.#hearers[hearing * seats.length + group] as number;
      if (first === nothing) continue;
      const seat = seats[group] as number;
      let after = this.#after[first + seat] as number;
      if (after === unknown) {
        after = hearer.hear(group, seat, this.#heard[hearing]?.get(group) as number);
        this.#after[first + seat] = after;
      }
      if (after === speaks) return false;
      const place = at + (word[group] as number);
      into[place] = ((into[place] as number) + (after - seat) * (weight[group] as number)) | 0;
    }
    return true;
  }
}

export const emptyHearings = (memory: Memory): HearingArrays => ({
  hearers: memory.allocate(64).fill(nothing),
  after: memory.allocate(64).fill(unknown),
});
