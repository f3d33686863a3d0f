/**
 * The steps of each pair of a hub's and a unit's state as rows of numbers, and how they expand a packed state.
 *
 * Most steps change a unit, or a unit and the hub, whatever other units do. On packed states such a step
 * is the addition of a number, the same for every state with this pair. What other units hear of it adds one number
 * more for each of them.
 */

import type { Batch } from './batch.ts';
import { emptyHearings, type Hearer, type HearingArrays, Hearings } from './hearings.ts';
import { longer, type Memory, ownMemory } from './memory.ts';
import { originOf } from './origins.ts';
import { digit, type Packing } from './packing.ts';

/** What rows leave open. */
export interface Beyond extends Hearer {
  /** Works out the row of a pair and returns its number. */
  workOut(group: number, hubSeat: number, seat: number): number;
  /** Works off a step that reaches further than a pair, into packed words; false if it changes nothing. */
  settle(keys: Int32Array, at: number, step: number, into: Int32Array, place: number): boolean;
}

/** Thrown where rows leave something open and nobody is there who can work it out. */
export const notKnown = new Error('not in the rows');
export const nothingBeyond: Beyond = {
  workOut: () => {
    throw notKnown;
  },
  hear: () => {
    throw notKnown;
  },
  settle: () => {
    throw notKnown;
  },
};

/** How seats change in the hub and in the unit. */
export interface Change {
  readonly hub: number;
  readonly unit: number;
}

/** The steps of a pair, by what there is to know of their result. */
export interface Row {
  /** The unit changes and nothing else. */
  readonly alone: readonly Change[];
  /** As those, but the unit gives its part of an answer, by number, that another unit still owes. */
  readonly answers: readonly (Change & { readonly answer: number })[];
  /** The hub changes too, or other units hear something; `heard` is null where more depends on them. */
  readonly others: readonly (Change & { readonly heard: ReadonlyMap<number, number> | null })[];
  /** The answers that the unit owes, one bit each. */
  readonly owes: number;
}

/** The answers that one unit of a state owes, and that several do, one bit each; and how many steps the state has. */
interface Owed {
  once: number;
  twice: number;
  steps: number;
}

/** Answers that rows can tell apart. */
export const mostAnswers = 30;

const unknown = -1;
/** Kinds of steps besides those that give answers, which are bits. */
const alone = 2 ** mostAnswers;
const withHub = 0;
const far = -1;
/** Other units hear something: the first hearing, the next one less, and so on. */
const heard = -2;

/** Rows as arrays, which threads can share. */
export interface RowArrays extends HearingArrays {
  /** By group, how many seats there is room for. */
  readonly rooms: Int32Array;
  /** By group and seat in the hub, where its rows begin, by seat in the group. The hub itself is group 0, with one seat. */
  readonly segments: Int32Array;
  readonly rows: Int32Array;
  /** By row, what is known of it; see `inEntry`. */
  readonly entries: Int32Array;
  /** By step, its kind, and then what it adds to the words of a state. */
  readonly steps: Int32Array;
}

/**
 * Places in the entry of a row: where its steps begin, where those end that change their unit alone, the answers that it
 * owes, and, as the first of the next entry, where all end.
 */
const inEntry = { start: 0, afterAlone: 1, owes: 2, end: 3 } as const;
const entryWidth = inEntry.end;

const emptyArrays = ({ words, word }: Packing, rooms: readonly number[], memory: Memory): RowArrays => ({
  rooms: Int32Array.from(rooms),
  segments: memory.allocate(word.length * (rooms[0] as number)).fill(unknown),
  rows: memory.allocate(2 ** 10).fill(unknown),
  entries: memory.allocate(64 * entryWidth),
  steps: memory.allocate(64 * (1 + words)),
  ...emptyHearings(memory),
});

export class JointRows {
  readonly packing: Packing;
  readonly #memory: Memory;
  #rooms: Int32Array;
  #hubs: number;
  #segments: Int32Array;
  #rows: Int32Array;
  #rowsEnd = 0;
  #rowCount = 0;
  #entries: Int32Array;
  #stepCount = 0;
  #steps: Int32Array;
  readonly #hearings: Hearings;
  /** Seats and rows of the state that is being expanded, and the answers that one unit owes, and that several do. */
  readonly #seats: Int32Array;
  readonly #current: Int32Array;
  readonly #owed: Owed = { once: 0, twice: 0, steps: 0 };

  /** With those rows that there are; only who made them empty can add to them. */
  constructor(packing: Packing, arrays: RowArrays, memory = ownMemory) {
    this.#memory = memory;
    this.packing = packing;
    this.#rooms = arrays.rooms;
    this.#hubs = arrays.rooms[0] as number;
    this.#segments = arrays.segments;
    this.#rows = arrays.rows;
    this.#entries = arrays.entries;
    this.#steps = arrays.steps;
    this.#hearings = new Hearings(packing, arrays.rooms, arrays, memory);
    this.#seats = new Int32Array(packing.word.length);
    this.#current = new Int32Array(packing.word.length);
  }

  /** No rows as yet, with room for so many seats of each group. */
  static for(packing: Packing, rooms: readonly number[], memory: Memory): JointRows {
    return new JointRows(packing, emptyArrays(packing, rooms, memory), memory);
  }

  get arrays(): RowArrays {
    return {
      rooms: this.#rooms,
      segments: this.#segments,
      rows: this.#rows,
      entries: this.#entries,
      steps: this.#steps,
      ...this.#hearings.arrays,
    };
  }

  /** Makes room for more seats; rows stay as they are. */
  widen(rooms: readonly number[]): void {
    const [before, hubs, segments, rows] = [this.#rooms, this.#hubs, this.#segments, this.#rows];
    this.#rooms = Int32Array.from(rooms);
    this.#hubs = rooms[0] as number;
    this.#segments = this.#memory.allocate(rooms.length * this.#hubs).fill(unknown);
    this.#rows = this.#memory.allocate(rows.length).fill(unknown);
    this.#rowsEnd = 0;
    for (const [place, start] of segments.entries()) {
      if (start === unknown) continue;
      const group = Math.floor(place / hubs);
      const end = start + this.#roomIn(group, before);
      const to = this.#segment(group, place % hubs);
      this.#rows.set(rows.subarray(start, end), to);
    }
    this.#memory.release(segments);
    this.#memory.release(rows);
    this.#hearings.widen(this.#rooms);
  }

  /** Gives back the memory of all rows. */
  release(): void {
    const { rooms, ...arrays } = this.arrays;
    for (const array of Object.values(arrays)) this.#memory.release(array);
  }

  /** Adds the row of a pair, and returns its number; its steps are numbered in order, from the last number on. */
  add(group: number, hubSeat: number, seat: number, row: Row): number {
    const number = this.#rowCount++;
    const entry = number * entryWidth;
    if (entry + inEntry.end >= this.#entries.length) {
      this.#entries = this.#longer(this.#entries, 2 * this.#entries.length);
    }
    for (const change of row.alone) this.#addStep(group, change, alone);
    this.#entries[entry + inEntry.afterAlone] = this.#stepCount;
    for (const change of row.answers) this.#addStep(group, change, 2 ** change.answer);
    for (const change of row.others) this.#addStep(group, change, this.#kindOf(change));
    this.#entries[entry + inEntry.end] = this.#stepCount;
    this.#entries[entry + inEntry.owes] = row.owes;
    this.#rows[this.#segment(group, hubSeat) + seat] = number;
    return number;
  }

  /**
   * Adds to a batch the successors of a packed state, without those that change nothing, and says how many
   * steps it has. A successor that is met anyway is not added, unless the state is said to have no mover.
   *
   * Say that a unit moved alone to this state, and a unit before it can move alone too. The latter could have
   * moved first, from the state before; then the two would have come to the same state, in as many steps. All
   * states are met, by induction on distance and, from the last to the first, on the unit that moves.
   */
  expand(keys: Int32Array, at: number, source: number, mover: number, batch: Batch, beyond: Beyond): number {
    const { words } = this.packing;
    const owed = this.#findRows(keys, at, beyond);
    batch.reserve(owed.steps);
    const current = this.#current;
    const entries = this.#entries;
    const steps = this.#steps;
    const { keys: into, origins } = batch;
    let { count } = batch;
    let taken = 0;
    for (let group = 0; group < current.length; group++) {
      const entry = (current[group] as number) * entryWidth;
      const start = entries[entry + inEntry.start] as number;
      const after = entries[entry + inEntry.end] as number;
      taken += after - start;
      const isNew = group >= mover;
      const movesAlone = this.#movesAlone(entry, owed);
      for (let step = isNew ? start : (entries[entry + inEntry.afterAlone] as number); step < after; step++) {
        const kind = steps[step * (1 + words)] as number;
        const isAlone = kind > 0 && (kind & movesAlone) !== 0;
        if (isAlone && !isNew) continue;
        if (isAlone || kind === withHub) {
          this.#addDeltas(keys, at, step, into, count * words);
        } else if (!this.#reach(keys, at, step, into, count * words, beyond)) {
          taken--;
          continue;
        }
        origins[count++] = originOf(source, isAlone ? group : 0);
      }
    }
    batch.count = count;
    return taken;
  }

  /** Has the rows of a packed state worked out that are missing. */
  prepare(keys: Int32Array, at: number, beyond: Beyond): void {
    this.#findRows(keys, at, beyond);
  }

  /** Adds to a batch one successor of a packed state that `expand` leaves out, if it leaves any out. */
  addLeftOut(
    keys: Int32Array,
    at: number,
    source: number,
    mover: number,
    batch: Batch,
    beyond: Beyond,
  ): void {
    const owed = this.#findRows(keys, at, beyond);
    batch.reserve(1);
    for (let group = 1; group < Math.min(mover, this.#current.length); group++) {
      const entry = (this.#current[group] as number) * entryWidth;
      const movesAlone = this.#movesAlone(entry, owed);
      const after = this.#entries[entry + inEntry.end] as number;
      for (let step = this.#entries[entry + inEntry.start] as number; step < after; step++) {
        const kind = this.#kindAt(step);
        if (kind <= 0 || (kind & movesAlone) === 0) continue;
        this.#addDeltas(keys, at, step, batch.keys, batch.count * this.packing.words);
        batch.origins[batch.count++] = originOf(source, group);
        return;
      }
    }
  }

  /** Kinds of steps that change their unit alone: an answer is all there is to it while another unit owes its own. */
  #movesAlone(entry: number, { once, twice }: Owed): number {
    return alone | twice | (once & ~(this.#entries[entry + inEntry.owes] as number));
  }

  #kindAt(step: number): number {
    return this.#steps[step * (1 + this.packing.words)] as number;
  }

  /** Takes a step that reaches further than a pair; false if it changes nothing. */
  #reach(
    keys: Int32Array,
    at: number,
    step: number,
    into: Int32Array,
    place: number,
    beyond: Beyond,
  ): boolean {
    const hearing = heard - this.#kindAt(step);
    if (hearing < 0) return beyond.settle(keys, at, step, into, place);
    this.#addDeltas(keys, at, step, into, place);
    if (!this.#hearings.add(hearing, this.#seats, into, place, beyond)) {
      return beyond.settle(keys, at, step, into, place);
    }
    for (let word = 0; word < this.packing.words; word++) {
      if (into[place + word] !== keys[at + word]) return true;
    }
    return false;
  }

  #addDeltas(keys: Int32Array, at: number, step: number, into: Int32Array, place: number): void {
    const { words } = this.packing;
    const steps = this.#steps;
    const deltas = step * (1 + words) + 1;
    for (let word = 0; word < words; word++) {
      into[place + word] = ((keys[at + word] as number) + (steps[deltas + word] as number)) | 0;
    }
  }

  /** Finds the rows of a state, how many steps they have, and the answers that units owe. */
  #findRows(keys: Int32Array, at: number, beyond: Beyond): Owed {
    const { word, weight, base } = this.packing;
    const current = this.#current;
    const owed = this.#owed;
    owed.once = 0;
    owed.twice = 0;
    let steps = 0;
    let hub = 0;
    for (let group = 0; group < current.length; group++) {
      let seat = digit(
        keys[at + (word[group] as number)] as number,
        weight[group] as number,
        base[group] as number,
      );
      if (group === 0) {
        hub = seat;
        seat = 0;
      }
      this.#seats[group] = seat;
      const segment = this.#segments[group * this.#hubs + hub] as number;
      let row = segment === unknown ? unknown : (this.#rows[segment + seat] as number);
      if (row === unknown) row = beyond.workOut(group, hub, seat);
      current[group] = row;
      const entry = row * entryWidth;
      steps +=
        (this.#entries[entry + inEntry.end] as number) - (this.#entries[entry + inEntry.start] as number);
      if (group === 0) continue;
      const owes = this.#entries[entry + inEntry.owes] as number;
      owed.twice |= owed.once & owes;
      owed.once |= owes;
    }
    owed.steps = steps;
    return owed;
  }

  /** Rows of one segment: the hub has one only. */
  #roomIn(group: number, rooms: Int32Array): number {
    return group === 0 ? 1 : (rooms[group] as number);
  }

  /** Where the rows of a group's states beside a state of the hub begin. */
  #segment(group: number, hubSeat: number): number {
    const place = group * this.#hubs + hubSeat;
    if (this.#segments[place] === unknown) {
      this.#segments[place] = this.#rowsEnd;
      this.#rowsEnd += this.#roomIn(group, this.#rooms);
      if (this.#rowsEnd > this.#rows.length)
        this.#rows = this.#longer(this.#rows, 2 * this.#rowsEnd, unknown);
    }
    return this.#segments[place] as number;
  }

  #longer(array: Int32Array, length: number, rest = 0): Int32Array {
    return longer(array, length, rest, this.#memory);
  }

  #kindOf(change: Row['others'][number]): number {
    if (change.heard === null) return far;
    return change.heard.size === 0 ? withHub : heard - this.#hearings.number(change.heard);
  }

  #addStep(group: number, change: Change, kind: number): void {
    const { words, word, weight } = this.packing;
    const at = this.#stepCount++ * (1 + words);
    if (at >= this.#steps.length) this.#steps = this.#longer(this.#steps, 2 * at);
    this.#steps[at] = kind;
    const add = (to: number, seats: number): void => {
      const place = at + 1 + (word[to] as number);
      this.#steps[place] = ((this.#steps[place] as number) + seats * (weight[to] as number)) | 0;
    };
    add(0, change.hub);
    if (group > 0) add(group, change.unit);
  }
}
