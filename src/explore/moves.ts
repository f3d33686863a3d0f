/**
 * Moving stored states to where there is more room. It is done in parts, each by itself, so several threads can do
 * parts of one at once.
 */
import { type Packing, packedAnew } from './packing.ts';
import { hash, shiftFor, type TakeSlot, takeSlot } from './slots.ts';

/** From slots to more slots. */
export interface ToMoreSlots {
  readonly kind: 'to more slots';
  readonly before: Int32Array;
  readonly slots: Int32Array;
}

/** From one packing to another, and from no slots to slots by the new words. */
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

/** Moves what is in some slots, or some states. */
export function movePart(move: Move, from: number, end: number, take: TakeSlot): void {
  if (move.kind === 'to more slots') toMoreSlots(move, from, end, take);
  else for (let at = from; at < end; at += chunk) toOtherWords(move, at, Math.min(end, at + chunk), take);
}

/** Moves all, by one thread. */
export function moveAll(move: Move): void {
  movePart(move, 0, sizeOf(move), takeSlot);
}

function toMoreSlots({ before, slots }: ToMoreSlots, from: number, end: number, take: TakeSlot): void {
  for (let slot = from; slot < end; slot++) {
    const number = before[2 * slot + 1] as number;
    if (number !== 0) take(slots, before[2 * slot] as number, number - 1);
  }
}

function toOtherWords(move: ToOtherWords, first: number, end: number, take: TakeSlot): void {
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
