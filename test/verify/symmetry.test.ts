/** Search up to the names of machines, held against the full search. */
import { describe, expect, it } from 'vitest';
import { NotSymmetric, Product, search, searchSymmetric } from '../../src/explore/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { claims, isOver, observers } from '../../src/properties/index.ts';
import { hostView, type ModelOptions, optionsOf } from '../../src/system/index.ts';
import { checksFor, claimsAbout } from '../../src/verify/checks.ts';
import {
  chosenScope,
  defaultTopology,
  mutantScope,
  type Scope,
  scopeComposition,
} from '../../src/verify/index.ts';

const isEnd = (hub: Parameters<typeof hostView>[0]) => isOver(hostView(hub));

function both(scope: Scope, model: Partial<Pick<ModelOptions, 'charts' | 'rewire'>> = {}) {
  const { hostRelease } = scope.topology;
  const about = {
    hostRelease,
    options: optionsOf(scope.topology, { ...scope.options, ...model, observers }),
  };
  const checks = checksFor(about, claimsAbout(about, claims));
  const composition = scopeComposition(scope, model);
  const full = search(new Product(composition), { checks, isEnd });
  const reduced = searchSymmetric(new Product(composition), { checks, isEnd });
  return { full, reduced };
}

describe('finds what the full search finds, in fewer states', () => {
  it.each([
    ['2012R2', 2, 1],
    ['2012R2', 3, 1],
    ['2012', 3, 1],
    ['2012R2', 2, 2],
  ] as const)('on %s with %i machines of %i disks', (release, machines, disks) => {
    const { full, reduced } = both(chosenScope(defaultTopology(release, machines, disks)));
    expect([...reduced.found].sort()).toEqual([...full.found.keys()].sort());
    expect(reduced.isStuck).toBe(full.stuck !== null);
    expect(reduced.states).toBeLessThan(full.states / (machines === 2 ? 1.8 : 3.5));
  });
});

describe('has the same verdict on mutants', () => {
  const alike = mutants.filter(({ model }) => model.rewire === undefined);
  it.each(alike.map((mutant) => [mutant.name, mutant] as const))('%s', (_, { model, scopes }) => {
    for (const named of scopes) {
      const { full, reduced } = both(mutantScope({ ...named, machines: 2 }), model);
      expect([...reduced.found].sort()).toEqual([...full.found.keys()].sort());
      expect(reduced.isStuck).toBe(full.stuck !== null);
    }
  });

  const rewired = mutants.filter(({ model }) => model.rewire !== undefined);
  it.each(rewired.map((mutant) => [mutant.name, mutant] as const))('%s, or is refused', (_, mutant) => {
    for (const named of mutant.scopes) {
      const scope = mutantScope({ ...named, machines: 2 });
      try {
        const { full, reduced } = both(scope, mutant.model);
        expect([...reduced.found].sort()).toEqual([...full.found.keys()].sort());
      } catch (error) {
        expect(error).toBeInstanceOf(NotSymmetric);
      }
    }
  });
});

it('is refused where machines recover one at a time', () => {
  const scope = chosenScope(defaultTopology('2012R2', 2, 1), { virtualMachineOrder: 'oneAtATime' });
  expect(() => both(scope)).toThrow(NotSymmetric);
});

it('is refused where a message goes to a neighbour', () => {
  const mutant = mutants.find(({ name }) => name === 'copy-connected-to-neighbour');
  const scope = chosenScope(defaultTopology('2012R2', 2, 1));
  expect(() => both(scope, mutant?.model)).toThrow(NotSymmetric);
});

it('says nothing of ends where a bound was met', () => {
  const composition = scopeComposition(chosenScope(defaultTopology('2012R2', 2, 1)));
  const { complete, isStuck } = searchSymmetric(new Product(composition), { isEnd, maxStates: 50 });
  expect([complete, isStuck]).toEqual([false, null]);
});
