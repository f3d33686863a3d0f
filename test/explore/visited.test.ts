import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batch } from '../../src/explore/batch.ts';
import { digit, type Packing, packingFor, Visited } from '../../src/explore/index.ts';
import { SharedMemory } from '../../src/explore/memory.ts';
import { movePart, moveRest, sharedMove, sizeOf } from '../../src/explore/moves.ts';
import { ownStorage, type Storage } from '../../src/explore/visited.ts';

/** Keys of one width; few values, so that they repeat, among them those at the ends of 32 bits. */
const keys = fc.integer({ min: 1, max: 4 }).chain((words) =>
  fc.record({
    words: fc.constant(words),
    adds: fc.array(
      fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31))), {
        minLength: words,
        maxLength: words,
      }),
      { maxLength: 400 },
    ),
  }),
);

const addAll = (words: number, adds: readonly (readonly number[])[]) => {
  const visited = new Visited(words, 2);
  return { visited, numbers: adds.map((add) => visited.add(Int32Array.from(add))) };
};

describe('the set of visited states', () => {
  it('agrees with a set of texts on what is new', () => {
    fc.assert(
      fc.property(keys, ({ words, adds }) => {
        const known = new Set<string>();
        const isNew = adds.map((add) => known.size < known.add(add.join()).size);
        expect(addAll(words, adds).numbers.map((number) => number >= 0)).toEqual(isNew);
      }),
    );
  });

  it('has as many states as a set of texts', () => {
    fc.assert(
      fc.property(keys, ({ words, adds }) => {
        expect(addAll(words, adds).visited.size).toBe(new Set(adds.map((add) => add.join())).size);
      }),
    );
  });

  it('numbers states in the order of their first meeting', () => {
    fc.assert(
      fc.property(keys, ({ words, adds }) => {
        const distinct = [...new Set(adds.map((add) => add.join()))];
        const expected = adds.map((add) => distinct.indexOf(add.join()));
        const { numbers } = addAll(words, adds);
        expect(numbers.map((number) => (number < 0 ? -1 - number : number))).toEqual(expected);
      }),
    );
  });

  it('numbers the states of batches as one after the other', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 50 }), ({ words, adds }, size) => {
        const visited = new Visited(words, 2);
        const numbers: number[] = [];
        for (let first = 0; first < adds.length; first += size) {
          const some = adds.slice(first, first + size);
          const batch = new Batch(words, some.length);
          batch.keys.set(some.flat());
          batch.count = some.length;
          visited.addAll(batch);
          numbers.push(...batch.numbers);
        }
        const single = addAll(words, adds).numbers.map((number) => (number < 0 ? -1 - number : number));
        expect(numbers).toEqual(single);
        expect(adds.map((add) => visited.find(Int32Array.from(add)))).toEqual(single);
      }),
    );
  });

  it('finds nothing that was not added', () => {
    const visited = new Visited(2);
    visited.add(Int32Array.of(1, 2));
    expect(visited.find(Int32Array.of(2, 1))).toBe(-1);
  });

  it('keeps the words of every state', () => {
    fc.assert(
      fc.property(keys, ({ words, adds }) => {
        const distinct = [...new Set(adds.map((add) => add.join()))];
        const { visited } = addAll(words, adds);
        const kept = Array.from({ length: visited.size }, (_, number) =>
          visited.keys.slice(number * words, (number + 1) * words).join(),
        );
        expect(kept).toEqual(distinct);
      }),
    );
  });

  it('takes more bytes when it grows', () => {
    const visited = new Visited(1, 2);
    const before = visited.bytes;
    for (let value = 0; value < 100; value++) visited.add(Int32Array.of(value));
    expect(visited.bytes).toBeGreaterThan(before);
  });
});

/** How many numbers groups have, and for each one of them. */
const groups = fc.array(
  fc
    .integer({ min: 1, max: 2 ** 32 })
    .chain((base) => fc.record({ base: fc.constant(base), local: fc.nat({ max: base - 1 }) })),
  { maxLength: 12 },
);

function pack({ words, word, weight }: Packing, locals: readonly number[]): Int32Array {
  const key = new Int32Array(words);
  locals.forEach((local, group) => {
    const place = word[group] as number;
    key[place] = (key[place] as number) + local * (weight[group] as number);
  });
  return key;
}

const unpack = ({ word, weight, base }: Packing, key: Int32Array): readonly number[] =>
  Array.from(word, (place, group) =>
    digit(key[place] as number, weight[group] as number, base[group] as number),
  );

/** Moves part by part, from the last to the first, as threads might that take turns. */
const inParts: Storage = {
  memory: new SharedMemory(),
  move: (move) => {
    const size = sizeOf(move);
    const shared = sharedMove(move, 7, inParts.memory);
    for (let from = size - (size % 7); from >= 0; from -= 7) {
      if (from < size) movePart(shared, from);
    }
    moveRest(shared);
  },
};

describe.each([
  ['one thread', ownStorage],
  ['several threads', inParts],
])('states that %s packs anew', (_, storage) => {
  it('keep their numbers, and are found', () => {
    const bases = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(bases, fc.array(fc.nat(), { maxLength: 300 }), (before, seeds) => {
        const from = packingFor(before);
        const to = packingFor(before.map((base) => base * 1_000));
        const states = seeds.map((seed) => before.map((base, group) => (seed >> (3 * group)) % base));
        const visited = new Visited(from.words, 2, storage);
        const numbers = states.map((locals) => visited.add(pack(from, locals)));
        const anew = visited.packedAnew(from, to);
        expect(anew.size).toBe(visited.size);
        expect(states.map((locals) => anew.find(pack(to, locals)))).toEqual(
          numbers.map((number) => (number < 0 ? -1 - number : number)),
        );
      }),
    );
  });
});

describe('a packing', () => {
  it('gives back what was packed', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const packing = packingFor(list.map(({ base }) => base));
        const locals = list.map(({ local }) => local);
        expect(unpack(packing, pack(packing, locals))).toEqual(locals);
      }),
    );
  });

  it('gives back the greatest number of every group', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const packing = packingFor(list.map(({ base }) => base));
        const locals = list.map(({ base }) => base - 1);
        expect(unpack(packing, pack(packing, locals))).toEqual(locals);
      }),
    );
  });

  it('puts into one word what a word can tell apart, also where bits would not do', () => {
    expect(packingFor([21, 80, 80, 80, 80]).words).toBe(1);
  });

  it('gives a group that fills it a whole word', () => {
    const packing = packingFor([2 ** 32, 2, 2 ** 32]);
    expect([packing.words, ...packing.word]).toEqual([3, 0, 1, 2]);
    const locals = [2 ** 32 - 1, 1, 2 ** 31];
    expect(unpack(packing, pack(packing, locals))).toEqual(locals);
  });

  it('needs no more than one word for each group', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const { words } = packingFor(list.map(({ base }) => base));
        expect(words).toBeLessThanOrEqual(Math.max(1, list.length));
      }),
    );
  });

  it('is of one word where there are no groups', () => {
    expect(packingFor([]).words).toBe(1);
  });
});
