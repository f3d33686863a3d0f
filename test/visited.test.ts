import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packingFor, Visited } from '../src/explore/index.ts';

describe('the set of visited states', () => {
  it('agrees with a set of strings, also where it grows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }).chain((words) =>
          fc.tuple(
            fc.constant(words),
            fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: words, maxLength: words }), {
              maxLength: 3_000,
            }),
          ),
        ),
        ([words, keys]) => {
          const visited = new Visited(words, 4);
          const known = new Map<string, number>();
          for (const key of keys) {
            const number = visited.add(Int32Array.from(key));
            const before = known.get(key.join());
            expect(number).toBe(before === undefined ? known.size : -1 - before);
            if (before === undefined) known.set(key.join(), number);
          }
          expect(visited.size).toBe(known.size);
        },
      ),
    );
  });
});

describe('a packing', () => {
  it('gives every group its bits, in one word, shared with no other group', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 32 }), { minLength: 1, maxLength: 12 }), (bits) => {
        const { words, word, shift } = packingFor(bits);
        const used = new Set<string>();
        bits.forEach((width, group) => {
          expect(word[group]).toBeLessThan(words);
          expect((shift[group] ?? 0) + width).toBeLessThanOrEqual(32);
          for (let bit = 0; bit < width; bit++) {
            const place = `${word[group]} ${(shift[group] ?? 0) + bit}`;
            expect(used.has(place)).toBe(false);
            used.add(place);
          }
        });
      }),
    );
  });
});
