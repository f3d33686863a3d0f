/** Where a search keeps its numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clearMarks,
  mark,
  marksOf,
  mergeMarks,
  mostInRound,
  sharedMarks,
  statesWith,
} from '../../src/explore/marks.ts';
import { longer, ownMemory, SharedMemory } from '../../src/explore/memory.ts';
import { moveAll, movePart, moveRest, sharedMove } from '../../src/explore/moves.ts';
import { NumberSet } from '../../src/explore/number-set.ts';
import { clearOpenSteps, forEachOpenStep, OpenSteps, sharedOpenSteps } from '../../src/explore/open-steps.ts';
import { shiftFor, takeSlot } from '../../src/explore/slots.ts';
import { Visited } from '../../src/explore/visited.ts';

describe('memory that threads share', () => {
  it('is given to one at a time, and is zero then', () => {
    const uses = fc.array(fc.record({ length: fc.integer({ min: 1, max: 200 }), keeps: fc.boolean() }));
    fc.assert(
      fc.property(uses, (list) => {
        const memory = new SharedMemory();
        const kept: Int32Array[] = [];
        for (const { length, keeps } of list) {
          const array = memory.allocate(length);
          expect(array).toEqual(new Int32Array(length));
          expect(kept.every(({ buffer }) => buffer !== array.buffer)).toBe(true);
          array.fill(1);
          if (keeps) kept.push(array);
          else memory.release(array);
        }
      }),
    );
  });

  it('is given again when it was released', () => {
    const memory = new SharedMemory();
    const array = memory.allocate(100);
    memory.release(array);
    expect(memory.allocate(90).buffer).toBe(array.buffer);
  });

  it('goes on with the same numbers where an array grows, and then with zeros', () => {
    const memory = new SharedMemory();
    memory.release(memory.allocate(100).fill(7));
    const grown = longer(Int32Array.of(1, 2, 3), 90, 0, memory);
    expect([...grown]).toEqual([1, 2, 3, ...Array<number>(87).fill(0)]);
  });

  it('is not given to who needs much less', () => {
    const memory = new SharedMemory();
    const array = memory.allocate(100);
    memory.release(array);
    expect(memory.allocate(5).buffer).not.toBe(array.buffer);
  });
});

describe('a result that is released', () => {
  it('gives its memory back once, however often it is released', () => {
    const memory = new SharedMemory();
    const visited = new Visited(1, 100, { memory, move: moveAll });
    visited.release();
    visited.release();
    const given = Array.from({ length: 6 }, () => memory.allocate(100).buffer);
    expect(new Set(given).size).toBe(given.length);
  });
});

describe('what is noted of the states of a round', () => {
  const notes = fc.array(fc.constantFrom(mark.none, mark.higher, mark.putOff), { maxLength: 200 });

  it('is told by what is noted, whichever thread has', () => {
    fc.assert(
      fc.property(notes, fc.array(fc.boolean()), (list, isByOther) => {
        const marks = sharedMarks(2);
        marks.fill(mark.putOff);
        clearMarks(marks, list.length);
        for (const [state, noted] of list.entries()) {
          marksOf(marks, isByOther[state] === true ? 1 : 0)[state] = noted;
        }
        const merged = new Uint8Array(mostInRound);
        mergeMarks(marks, list.length, merged);
        for (const noted of Object.values(mark)) {
          const states = list.flatMap((one, state) => (one === noted ? [1_000 + state] : []));
          const told = statesWith(noted, merged, 1_000, list.length, new Int32Array(mostInRound));
          expect([...told]).toEqual(states);
        }
      }),
    );
  });
});

describe('open steps', () => {
  it('are those that threads have noted, until there is no room', () => {
    const shared = sharedOpenSteps(2);
    const noted: string[] = [];
    for (const thread of [0, 1]) {
      const steps = new OpenSteps(shared, thread);
      for (let state = 0; steps.add(state, thread); state++) noted.push(`${state} ${thread}`);
      steps.end();
    }
    const read: string[] = [];
    forEachOpenStep(shared, (state, step) => read.push(`${state} ${step}`));
    expect(read.length).toBeGreaterThan(1_000);
    expect(read).toEqual(noted);
    clearOpenSteps(shared);
    forEachOpenStep(shared, () => expect.unreachable());
  });
});

describe('a set of numbers', () => {
  it('has what was added, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 100_000 })), (numbers) => {
        const set = new NumberSet();
        for (const number of numbers) set.add(number);
        expect([...set.toArray(ownMemory)]).toEqual([...numbers].sort((one, other) => one - other));
      }),
    );
  });
});

describe('slots that are moved to more slots, part by part', () => {
  const slots = 256;
  const partSize = 64;
  /** Hashes, many of them near each other and near the end, where they go on at the start. */
  const tags = fc.uniqueArray(
    fc.oneof(fc.integer(), fc.integer({ min: 0, max: 2 ** 25 }), fc.integer({ min: -(2 ** 25), max: -1 })),
    { maxLength: 190 },
  );

  it('are found where look-ups come to them, each once', () => {
    fc.assert(
      fc.property(tags, (list) => {
        const before = new Int32Array(2 * slots);
        for (const [number, tag] of list.entries()) takeSlot(before, tag, number);
        const after = new Int32Array(4 * slots).fill(7);
        const shared = sharedMove({ kind: 'to more slots', before, slots: after }, partSize, ownMemory);
        for (let from = slots - partSize; from >= 0; from -= partSize) movePart(shared, from);
        moveRest(shared);
        expect(after.filter((number, place) => place % 2 === 1 && number !== 0)).toHaveLength(list.length);
        for (const [number, tag] of list.entries()) {
          let slot = tag >>> shiftFor(after);
          while (after[2 * slot + 1] !== 0 && after[2 * slot] !== tag) slot = (slot + 1) % (2 * slots);
          expect(after[2 * slot + 1]).toBe(number + 1);
        }
      }),
    );
  });
});
