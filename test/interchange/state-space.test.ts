import { describe, expect, it } from 'vitest';
import { exploreNaively, Product, search } from '../../src/explore/index.ts';
import { aldebaran, dot, type StateSpace, stateSpace, strongQuotient } from '../../src/interchange/index.ts';
import { chosenScope, defaultTopology, scopeComposition, stepFaults } from '../../src/verify/index.ts';

const spaceOf = (release: '2012' | '2012R2', machines: number): StateSpace => {
  const scope = chosenScope(defaultTopology(release, machines, 1), { faults: stepFaults });
  const product = new Product(scopeComposition(scope));
  return stateSpace(product, search(product));
};

/** Whether two states of two spaces are bisimilar, by the definition, pair by pair. */
function areBisimilar(one: StateSpace, other: StateSpace): boolean {
  const movesOf = ({ states, steps }: StateSpace) => {
    const moves = Array.from({ length: states }, () => new Map<string, number[]>());
    for (const { from, label, to } of steps) {
      moves[from]?.set(label, [...(moves[from]?.get(label) ?? []), to]);
    }
    return moves;
  };
  const [left, right] = [movesOf(one), movesOf(other)];
  const related = new Set<string>();
  for (let a = 0; a < one.states; a++) for (let b = 0; b < other.states; b++) related.add(`${a},${b}`);
  const matches = (
    from: Map<string, number[]> | undefined,
    to: Map<string, number[]> | undefined,
    isRelated: (a: number, b: number) => boolean,
  ): boolean =>
    [...(from ?? [])].every(([label, targets]) =>
      targets.every((a) => (to?.get(label) ?? []).some((b) => isRelated(a, b))),
    );
  for (let before = -1; before !== related.size; ) {
    before = related.size;
    for (const pair of related) {
      const [a, b] = pair.split(',').map(Number) as [number, number];
      const forth = matches(left[a], right[b], (x, y) => related.has(`${x},${y}`));
      const back = matches(right[b], left[a], (y, x) => related.has(`${x},${y}`));
      if (!forth || !back) related.delete(pair);
    }
  }
  return related.has('0,0');
}

describe('the state space of a system', () => {
  it('has the states and steps that the naive explorer finds', () => {
    const scope = chosenScope(defaultTopology('2012R2', 2, 1));
    const composition = scopeComposition(scope);
    const product = new Product(composition);
    const space = stateSpace(product, search(product));
    const naive = exploreNaively(composition);
    expect(space.states).toBe(naive.states.size);
    expect(space.steps).toHaveLength(naive.steps);
  });

  it('is written as Aldebaran with the counts that its first line promises, in ASCII', () => {
    const space = spaceOf('2012R2', 1);
    const [first, ...lines] = aldebaran(space).trimEnd().split('\n');
    expect(first).toBe(`des (0, ${lines.length}, ${space.states})`);
    for (const line of lines) expect(line).toMatch(/^\(\d+, "[ !#-~]*", \d+\)$/);
  });

  it('is drawn with every state and every step', () => {
    const space = spaceOf('2012', 1);
    expect(dot(space).match(/->/g)).toHaveLength(space.steps.length);
  });
});

describe('its quotient by strong bisimulation', () => {
  it('merges what no observer of steps tells apart, and nothing else', () => {
    const step = (from: number, label: string, to: number) => ({ from, label, to });
    const twins = { states: 4, steps: [step(0, 'a', 1), step(0, 'a', 2), step(1, 'b', 3), step(2, 'b', 3)] };
    expect(strongQuotient(twins).states).toBe(3);
    const apart = { ...twins, steps: [...twins.steps.slice(0, 3), step(2, 'c', 3)] };
    expect(strongQuotient(apart).states).toBe(4);
  });

  it.each(['2012', '2012R2'] as const)('is bisimilar to the system on %s, and smaller', (release) => {
    const space = spaceOf(release, 1);
    const quotient = strongQuotient(space);
    expect(areBisimilar(space, quotient)).toBe(true);
    expect(quotient.states).toBeLessThan(space.states);
    const damaged = { ...quotient, steps: quotient.steps.slice(0, -1) };
    expect(areBisimilar(space, damaged)).toBe(false);
  });
});
