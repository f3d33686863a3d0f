/**
 * The steps of a global state, worked out once for each pair of a hub's and a unit's local state.
 *
 * Most steps of a unit change the unit, or the unit and the hub: what comes of them does not depend on
 * other units. On packed states such a step is the addition of a number, the same for every state with
 * this pair. There are few pairs, however many states there are. What reaches further (the hub speaks to
 * all, an answer that all must give is complete) is worked off message by message each time.
 */
import type { GroupTable } from './group-table.ts';
import { type Packing, packingFor } from './packing.ts';
import type { Product } from './product.ts';
import { type Batch, longer } from './visited.ts';

/** A group has more local states than its bits can number: states must be packed anew. */
export class PackingOverflow extends Error {}

/** Local states that occur in global states, numbered as they are met; others are passed through within a step. */
class Seats {
  readonly locals: number[] = [];
  bits: number;
  #numbers = new Int32Array(64).fill(-1);

  constructor(bits: number) {
    this.bits = bits;
  }

  /** @throws PackingOverflow if there are not bits enough for it. */
  number(local: number): number {
    if (local >= this.#numbers.length) this.#numbers = longer(this.#numbers, 2 * local, -1);
    const known = this.#numbers[local] as number;
    if (known >= 0) return known;
    const number = this.locals.length;
    this.#numbers[local] = number;
    this.locals.push(local);
    if (number >> this.bits > 0) throw new PackingOverflow();
    return number;
  }
}

/** Called when a pair of local states, in the hub and in a unit, begins its steps for the first time. */
export type MeetPair = (hub: number, group: number, local: number) => void;

const unknown = -1;
const fewestBits = 3;
const mostSpareBits = 4;

/** Bits for so many numbers. */
const bitsFor = (count: number): number => 32 - Math.clz32(Math.max(0, count - 1));

export class JointSteps {
  readonly #product: Product;
  readonly #seats: readonly Seats[];
  readonly #meetPair: MeetPair;
  readonly #state: Int32Array;
  #packing: Packing;
  /** By group, seat in the hub and seat in the group: its row; the hub itself is group 0 and has one of each. */
  #rows: Int32Array[][] = [];
  /** Where the steps of each row begin; those of one row end where the next begin. */
  #starts = new Int32Array(64);
  #rowCount = 0;
  /** What each step adds to the words of a state. */
  #deltas = new Int32Array(64);
  /** The list of what must be worked off anew, or 0; and the local state in which that begins. */
  #outgoing = new Int32Array(64);
  #next = new Int32Array(64);
  #stepCount = 0;

  constructor(product: Product, meetPair: MeetPair) {
    this.#product = product;
    this.#meetPair = meetPair;
    this.#seats = product.tables.map(() => new Seats(fewestBits));
    this.#state = new Int32Array(product.width);
    this.#packing = this.#spread();
    this.#forget();
  }

  get packing(): Packing {
    return this.#packing;
  }

  /** A packing with room for all local states that were met; what was worked out for the old one is forgotten. */
  repack(): Packing {
    this.#packing = this.#spread();
    this.#forget();
    return this.#packing;
  }

  /** As few words as there must be, and all of their bits given away: packing all states anew takes time. */
  #spread(): Packing {
    const needed = this.#seats.map(({ locals }) => Math.max(fewestBits, bitsFor(locals.length)));
    let packing = packingFor(needed);
    for (let spare = 1; spare <= mostSpareBits; spare++) {
      const bits = needed.map((bits) => bits + spare);
      const roomier = packingFor(bits);
      if (roomier.words > packing.words) break;
      packing = roomier;
    }
    this.#seats.forEach((seats, group) => {
      seats.bits = 32 - Math.clz32(packing.mask[group] as number);
    });
    return packing;
  }

  /** Packs local states, one a group. @throws PackingOverflow */
  pack(state: Int32Array, into: Int32Array, at = 0): void {
    const { words, word, shift } = this.#packing;
    into.fill(0, at, at + words);
    for (let group = 0; group < state.length; group++) {
      const place = at + (word[group] as number);
      const seat = (this.#seats[group] as Seats).number(state[group] as number);
      into[place] = (into[place] as number) | (seat << (shift[group] as number));
    }
  }

  /** Local states, one a group, of packed words. */
  unpack(keys: Int32Array, at: number, into: Int32Array, packing = this.#packing): void {
    const { word, shift, mask } = packing;
    for (let group = 0; group < into.length; group++) {
      const packed = keys[at + (word[group] as number)] as number;
      const seat = (packed >>> (shift[group] as number)) & (mask[group] as number);
      into[group] = (this.#seats[group] as Seats).locals[seat] as number;
    }
  }

  /**
   * Adds to a batch the successors of a packed state, group by group and step by step, without those that
   * change nothing.
   * @throws PackingOverflow, and leaves the batch as it was.
   */
  expand(keys: Int32Array, at: number, source: number, batch: Batch): void {
    const before = batch.count;
    try {
      this.#expand(keys, at, source, batch);
    } catch (error) {
      batch.count = before;
      throw error;
    }
  }

  #expand(keys: Int32Array, at: number, source: number, batch: Batch): void {
    const { words, word, shift, mask } = this.#packing;
    const width = word.length;
    const hub = ((keys[at + (word[0] as number)] as number) >>> (shift[0] as number)) & (mask[0] as number);
    for (let group = 0; group < width; group++) {
      const packed = keys[at + (word[group] as number)] as number;
      const seat = group === 0 ? 0 : (packed >>> (shift[group] as number)) & (mask[group] as number);
      const rows = (this.#rows[group] as Int32Array[])[hub] ?? this.#rowsOf(group, hub);
      let row = rows[seat] as number;
      if (row === unknown) row = this.#work(group, hub, seat);
      const end = this.#starts[row + 1] as number;
      batch.reserve(end - (this.#starts[row] as number));
      const deltas = this.#deltas;
      const outgoing = this.#outgoing;
      const { keys: into, sources } = batch;
      let { count } = batch;
      for (let step = this.#starts[row] as number; step < end; step++) {
        if (outgoing[step] === 0) {
          for (let index = 0; index < words; index++) {
            into[count * words + index] =
              ((keys[at + index] as number) + (deltas[step * words + index] as number)) | 0;
          }
        } else if (!this.#settle(keys, at, group, step, into, count * words)) {
          continue;
        }
        sources[count++] = source;
      }
      batch.count = count;
    }
  }

  /** Works off a step that reaches further; false if it is refused or changes nothing. */
  #settle(
    keys: Int32Array,
    at: number,
    group: number,
    step: number,
    into: Int32Array,
    place: number,
  ): boolean {
    const state = this.#state;
    this.unpack(keys, at, state);
    state[group] = this.#next[step] as number;
    if (!this.#product.settle(state, group, this.#outgoing[step] as number)) return false;
    this.pack(state, into, place);
    for (let index = 0; index < this.#packing.words; index++) {
      if (into[place + index] !== keys[at + index]) return true;
    }
    return false;
  }

  /** Works out the steps of a pair. */
  #work(group: number, hubSeat: number, seat: number): number {
    const hub = (this.#seats[0] as Seats).locals[hubSeat] as number;
    const local = group === 0 ? hub : ((this.#seats[group] as Seats).locals[seat] as number);
    const product = this.#product;
    const table = product.tables[group] as GroupTable;
    const packed = table.packedSteps(local);
    const first = this.#stepCount;
    for (let step = 0; step < packed.length; step += 2) {
      const state = this.#state;
      state[0] = hub;
      state[group] = packed[step] as number;
      const outgoing = packed[step + 1] as number;
      const reach =
        outgoing === 0 ? 'settled' : group === 0 ? 'far' : product.settleWithin(state, group, outgoing);
      if (reach === 'refused') continue;
      const isLocal = reach === 'settled';
      const hubAfter = state[0] as number;
      const after = state[group] as number;
      if (isLocal && hubAfter === hub && after === local) continue;
      this.#addStep(packed[step] as number, isLocal ? 0 : outgoing);
      if (!isLocal) continue;
      if (group > 0) this.#addDelta(0, hub, hubAfter);
      this.#addDelta(group, local, after);
    }
    const row = this.#rowCount;
    if (row + 1 >= this.#starts.length) this.#starts = longer(this.#starts, 2 * this.#starts.length);
    this.#starts[row] = first;
    this.#starts[row + 1] = this.#stepCount;
    this.#rowCount++;
    this.#rowsOf(group, hubSeat)[seat] = row;
    this.#meetPair(hub, group, local);
    return row;
  }

  #rowsOf(group: number, hubSeat: number): Int32Array {
    const ofGroup = this.#rows[group] as Int32Array[];
    const seats = group === 0 ? 1 : 2 ** (this.#seats[group] as Seats).bits;
    const rows = ofGroup[hubSeat] ?? new Int32Array(seats).fill(unknown);
    ofGroup[hubSeat] = rows;
    return rows;
  }

  #addStep(next: number, outgoing: number): void {
    const { words } = this.#packing;
    const step = this.#stepCount++;
    if (step >= this.#next.length) {
      this.#next = longer(this.#next, 2 * step);
      this.#outgoing = longer(this.#outgoing, 2 * step);
      this.#deltas = longer(this.#deltas, 2 * step * words);
    }
    this.#next[step] = next;
    this.#outgoing[step] = outgoing;
    this.#deltas.fill(0, step * words, (step + 1) * words);
  }

  /** One group's part of what the last step adds. */
  #addDelta(group: number, before: number, after: number): void {
    const { words, word, shift } = this.#packing;
    const seats = this.#seats[group] as Seats;
    const place = (this.#stepCount - 1) * words + (word[group] as number);
    const change = (seats.number(after) - seats.number(before)) * 2 ** (shift[group] as number);
    this.#deltas[place] = ((this.#deltas[place] as number) + change) | 0;
  }

  #forget(): void {
    this.#rows = this.#seats.map(() => []);
    this.#rowCount = 0;
    this.#stepCount = 0;
    this.#deltas = new Int32Array(this.#next.length * this.#packing.words);
  }
}
