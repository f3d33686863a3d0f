import { describe, expect, it } from 'vitest';
import { type Comparison, compare, type Observed } from '../../src/explore/index.ts';

type Edges = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A system of named states; a state looks like the first letter of its name. */
const system = (edges: Edges): Observed<string> => ({
  initial: Object.keys(edges)[0] as string,
  key: (state) => state,
  observe: (state) => state[0] as string,
  moves: (state) => new Map(Object.entries(edges[state] ?? {})),
});

const verdict = (one: Edges, other: Edges): Comparison['verdict'] =>
  compare(system(one), system(other), 100).verdict;

const clock: Edges = { tick: { t: 'Tock' }, Tock: { t: 'tick' } };
const longClock: Edges = {
  tick1: { t: 'Tock1' },
  Tock1: { t: 'tick2' },
  tick2: { t: 'Tock2' },
  Tock2: { t: 'tick1' },
};

describe('two systems', () => {
  it('are equal where one has more states for the same', () => {
    expect(verdict(clock, longClock)).toBe('equal');
    expect(verdict(longClock, clock)).toBe('equal');
  });

  it('differ where a state looks different, and the walk there is told', () => {
    const broken = { ...longClock, Tock2: { t: 'stopped' } };
    const found = compare(system(clock), system({ ...broken, stopped: {} }), 100);
    expect(found).toEqual({ verdict: 'different', events: ['t', 't', 't', 't'], seen: 'state' });
  });

  it('differ where an event may happen in one only', () => {
    const stops = { ...longClock, Tock2: {} };
    const found = compare(system(clock), system(stops), 100);
    expect(found).toEqual({ verdict: 'different', events: ['t', 't', 't'], seen: 'events' });
  });

  it('are not called equal after a walk that a bound has ended', () => {
    expect(compare(system(clock), system(longClock), 2).verdict).toBe('inconclusive');
  });
});
