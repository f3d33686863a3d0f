/**
 * Moving stored states to where there is more room. It is done in parts, each by itself, so several threads can do
 * parts of one at once.
 */
import { type Memory, ownMemory } from './memory.ts';
import { type Packing, packedAnew } from './packing.ts';
import { hash, shiftFor, type TakeSlot, takeSlot, takeSlotAmongOthers } from './slots.ts';

/** From slots to more slots, whatever is in them. */
export interface ToMoreSlots {
  readonly kind: 'to more slots';
  readonly before: Int32Array;
  readonly slots: Int32Array;
}

/** From one packing to another, and from no slots to free slots by the new words. */
export interface ToOtherWords {
  readonly kind: 'to other words';
  readonly states: number;
  readonly from: Packing;
  readonly to: Packing;
  readonly before: Int32Array;
  readonly keys: Int32Array;
  readonly slots: Int32Array;
}

export type Move = ToMoreSlots | ToOtherWords;

/** How many slots or states are to be moved. */
export const sizeOf = (move: Move): number =>
  move.kind === 'to more slots' ? move.before.length / 2 : move.states;

/** So many states are looked up together: enough to wait for memory only once for many of them. */
const chunk = 512;
const tags = new Int32Array(chunk);
const touched = new Int32Array(chunk);

/** Slots or states in one part: few enough for those that they are moved to to stay near. */
export const movedAtOnce = 1 << 13;

/** Moves all, by one thread. */
export function moveAll(move: Move): void {
  if (move.kind === 'to other words') {
    toOtherWords(move, 0, move.states, takeSlot);
    return;
  }
  const parts = sharedMove(move, movedAtOnce, ownMemory);
  for (let from = 0; from < sizeOf(move); from += movedAtOnce) movePart(parts, from);
  moveRest(parts);
}

/** A move that threads do together, part by part. */
export interface SharedMove {
  readonly kind: 'move';
  readonly move: Move;
  /** Slots or states in one part: threads that write next to each other slow each other down. */
  readonly partSize: number;
  /** By part, how many slots are left, from which slot on all are, and the slots that are left before. */
  readonly left: Int32Array;
}

const mostLeft = 30;
const leftWidth = 2 + mostLeft;

export function sharedMove(move: Move, partSize: number, memory: Memory): SharedMove {
  const parts = move.kind === 'to more slots' ? Math.ceil(sizeOf(move) / partSize) : 0;
  return { kind: 'move', move, partSize, left: memory.allocate(parts * leftWidth) };
}

/** Moves a part, while other threads move others. */
export function movePart({ move, partSize, left }: SharedMove, from: number): void {
  const end = Math.min(from + partSize, sizeOf(move));
  if (move.kind === 'to more slots') toStretch(move, from, end, left, (from / partSize) * leftWidth);
  else toOtherWords(move, from, end, takeSlotAmongOthers);
}

/** Moves what is left when all parts are done. */
export function moveRest({ move, partSize, left }: SharedMove): void {
  if (move.kind !== 'to more slots') return;
  for (let at = 0, from = 0; at < left.length; at += leftWidth, from += partSize) {
    const count = left[at] as number;
    for (let index = 0; index < count; index++) {
      const slot = left[at + 2 + index] as number;
      toMoreSlots(move, slot, slot + 1);
    }
    toMoreSlots(move, left[at + 1] as number, Math.min(from + partSize, sizeOf(move)));
  }
}

/** Moves some slots to slots that have all been cleared. */
function toMoreSlots({ before, slots }: ToMoreSlots, from: number, end: number): void {
  for (let slot = from; slot < end; slot++) {
    const number = before[2 * slot + 1] as number;
    if (number !== 0) takeSlot(slots, before[2 * slot] as number, number - 1);
  }
}

/**
 * Moves some slots to the stretch that is theirs, as slots stay in order, and clears it first. What belongs in another stretch,
 * having gone on from there, or finds no slot before its end is left.
 */
function toStretch(
  { before, slots }: ToMoreSlots,
  from: number,
  end: number,
  left: Int32Array,
  at: number,
): void {
  const shift = shiftFor(slots);
  const first = (from * slots.length) / before.length;
  const last = (end * slots.length) / before.length;
  slots.fill(0, 2 * first, 2 * last);
  let count = 0;
  let slot = from;
  for (; slot < end && count < mostLeft; slot++) {
    const number = before[2 * slot + 1] as number;
    if (number === 0) continue;
    const tag = before[2 * slot] as number;
    let to = tag >>> shift;
    if (to >= first) while (to < last && slots[2 * to + 1] !== 0) to++;
    if (to < first || to >= last) {
      left[at + 2 + count++] = slot;
      continue;
    }
    slots[2 * to] = tag;
    slots[2 * to + 1] = number;
  }
  left[at] = count;
  left[at + 1] = slot;
}

function toOtherWords(move: ToOtherWords, from: number, end: number, take: TakeSlot): void {
  for (let at = from; at < end; at += chunk) chunkToOtherWords(move, at, Math.min(end, at + chunk), take);
}

function chunkToOtherWords(move: ToOtherWords, first: number, end: number, take: TakeSlot): void {
  const { keys, slots, to } = move;
  packedAnew(move.before, first, end, move.from, to, keys);
  const shift = shiftFor(slots);
  for (let state = first; state < end; state++) {
    const tag = hash(keys, state * to.words, to.words);
    tags[state - first] = tag;
    touched[state - first] = slots[2 * (tag >>> shift)] as number;
  }
  for (let state = first; state < end; state++) take(slots, tags[state - first] as number, state);
}
