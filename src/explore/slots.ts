/**
 * Slots, by which states are found: open addressing over one array, two numbers for each slot. These are the hash of a
 * state, and its number plus 1, or 0 where the slot is free. Different states of one word have different
 * hashes, so that nothing else need be looked at.
 *
 * Slots are in the order of hashes, but for states that have moved on to the next free one: so several threads can work on
 * a stretch of slots each, and states that move to more slots stay in order.
 */

/** 32 bits of the words of a state: of one word, a different number for each; of several, never 0. */
export function hash(key: Int32Array, start: number, words: number): number {
  let mixed = mix(key[start] as number);
  for (let word = 1; word < words; word++) mixed = mix(mixed ^ (key[start + word] as number));
  return mixed === 0 && words > 1 ? 1 : mixed;
}

/** Maps 32 bits to 32 bits, one to one. */
function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x9e3779b1);
  return once ^ (once >>> 15);
}

/** How far a hash is shifted to give its slot, where there are 2, 4, 8, ... slots. */
export const shiftFor = (slots: Int32Array): number => Math.clz32(slots.length / 2 - 1);

/** Gives a free slot to a state that has none. */
export type TakeSlot = (slots: Int32Array, tag: number, number: number) => void;

export const takeSlot: TakeSlot = (slots, tag, number) => {
  const mask = slots.length / 2 - 1;
  let slot = tag >>> shiftFor(slots);
  while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
  slots[2 * slot] = tag;
  slots[2 * slot + 1] = number + 1;
};

/** As `takeSlot`, while other threads do so too. */
export const takeSlotAmongOthers: TakeSlot = (slots, tag, number) => {
  const mask = slots.length / 2 - 1;
  let slot = tag >>> shiftFor(slots);
  while (slots[2 * slot + 1] !== 0 || Atomics.compareExchange(slots, 2 * slot + 1, 0, number + 1) !== 0) {
    slot = (slot + 1) & mask;
  }
  slots[2 * slot] = tag;
};
