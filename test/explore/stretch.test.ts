/** States that several threads have found, looked up one stretch of slots after the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batch } from '../../src/explore/batch.ts';
import { countFindings, emptyFindings, Finder, readFindings } from '../../src/explore/findings.ts';
import { Visited } from '../../src/explore/index.ts';
import { mark } from '../../src/explore/marks.ts';
import { SharedMemory } from '../../src/explore/memory.ts';
import { originOf, sourceOf } from '../../src/explore/origins.ts';
import { StretchStore } from '../../src/explore/stretch.ts';
import { ownStorage } from '../../src/explore/visited.ts';

const threads = 2;

/** What each thread has found of each source: the values of a state's words, few of them, so that they repeat. */
const found = fc.integer({ min: 1, max: 3 }).chain((words) =>
  fc.record({
    words: fc.constant(words),
    lists: fc.tuple(
      ...Array.from({ length: threads }, () =>
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: words, maxLength: words }), {
          maxLength: 300,
        }),
      ),
    ),
  }),
);

/** A state that is known from the start, as many as there are sources. */
const sources = 20;
const known = (words: number, source: number): Int32Array =>
  new Int32Array(words).fill(source % 7, 0, 1).fill(source, words - 1);

function lookUp(words: number, lists: readonly (readonly (readonly number[])[])[]) {
  const visited = new Visited(words, 2, { ...ownStorage, memory: new SharedMemory() });
  for (let source = 0; source < sources; source++) visited.add(known(words, source));
  const before = visited.size;
  const findings = emptyFindings(words, threads, 512, new SharedMemory());
  const marks = new Uint8Array(before);
  for (const [thread, list] of lists.entries()) {
    const finder = new Finder(findings, thread);
    const batch = new Batch(words, list.length);
    batch.keys.set(list.flat());
    batch.origins.set(list.map((_, index) => originOf(index % before, 0)));
    batch.count = list.length;
    finder.add(batch);
    finder.end();
  }
  visited.reserve(countFindings(findings));
  let { size } = visited;
  const numbers = (count: number): number => {
    size += count;
    return size - count;
  };
  const store = new StretchStore(visited.arrays, findings, { numbers, marks });
  for (let stretch = 0; stretch < findings.stretches; stretch++) {
    for (let thread = 0; thread < threads; thread++) store.lookUp(thread, stretch, 0);
  }
  visited.size = size;
  const left = readFindings(findings);
  return { visited, before, marks, left };
}

describe('states that are looked up stretch by stretch', () => {
  it('are stored once each, but for those that are left', () => {
    fc.assert(
      fc.property(found, ({ words, lists }) => {
        const { visited, before, left } = lookUp(words, lists);
        const isLeft = new Set(
          Array.from({ length: left.count }, (_, index) =>
            left.keys.slice(index * words, (index + 1) * words).join(),
          ),
        );
        const stored = Array.from({ length: visited.size }, (_, number) =>
          visited.keys.slice(number * words, (number + 1) * words).join(),
        );
        const met = new Set([...stored.slice(0, before), ...lists.flat().map((key) => key.join())]);
        expect(new Set(stored).size).toBe(stored.length);
        expect(new Set([...stored, ...isLeft])).toEqual(met);
        visited.addAll(left);
        expect(visited.size).toBe(met.size);
        for (const [number, text] of stored.entries()) {
          expect(visited.find(Int32Array.from(text.split(',').map(Number)))).toBe(number);
        }
      }),
    );
  });

  it('are left where a run of slots goes on in the next stretch', () => {
    const [one] = fc.sample(
      found.filter(({ words, lists }) => lookUp(words, lists).left.count > 0),
      { numRuns: 1, seed: 1 },
    );
    expect(one).toBeDefined();
  });

  it('say of each source whether something after it comes next', () => {
    fc.assert(
      fc.property(found, ({ words, lists }) => {
        const { visited, before, marks, left } = lookUp(words, lists);
        visited.addAll(left);
        const expected = new Uint8Array(before);
        for (let index = 0; index < left.count; index++) {
          const source = sourceOf(left.origins[index] as number);
          if ((left.numbers[index] as number) > source) marks[source] = mark.higher;
        }
        for (const list of lists) {
          for (const [index, key] of list.entries()) {
            const source = index % before;
            if (visited.find(Int32Array.from(key)) > source) expected[source] = mark.higher;
          }
        }
        expect(marks).toEqual(expected);
      }),
    );
  });
});

describe('who writes down what is found', () => {
  it('has as much room in every round', () => {
    const room = 8;
    const finder = new Finder(emptyFindings(1, threads, room, new SharedMemory()), 0);
    const batch = new Batch(1, room);
    batch.count = room;
    for (let round = 0; round < 3; round++) {
      finder.begin();
      expect(finder.hasRoom(room)).toBe(true);
      finder.add(batch);
      expect(finder.hasRoom(1)).toBe(false);
    }
  });
});
