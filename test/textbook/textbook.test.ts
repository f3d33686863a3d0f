/** The explorer on textbook systems, whose answers are known. */
import { describe, expect, it } from 'vitest';
import type { Composition, GroupView } from '../../src/composition/index.ts';
import {
  eventsTo,
  exploreNaively,
  Product,
  play,
  type SearchOptions,
  search,
} from '../../src/explore/index.ts';
import { alternatingBit } from './alternating-bit.ts';
import { diningPhilosophers } from './dining-philosophers.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

const explore = (composition: Composition, options: SearchOptions = {}) => {
  const product = new Product(composition);
  return { product, result: search(product, options) };
};

const stateOf = (view: GroupView | undefined, role: string): unknown =>
  view?.state.actors[view.group.actors.findIndex((actor) => actor.role === role)]?.value;

function agreesWithNaive(composition: Composition): void {
  const naive = exploreNaively(composition);
  const { result } = explore(composition);
  expect(naive.complete && result.complete).toBe(true);
  expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
}

describe('two-phase commit', () => {
  const disagreement = {
    id: 'disagreement',
    sought: (groups: readonly GroupView[]) => {
      const values = groups.slice(1).map((group) => stateOf(group, 'manager'));
      return values.includes('committed') && values.includes('aborted');
    },
  };

  // Stateright's example 2pc.rs asserts these numbers of unique states for the same protocol.
  it.each([
    [3, 288],
    [5, 8_832],
  ])('has with %i resource managers %i states', (managers, states) => {
    expect(explore(twoPhaseCommit(managers)).result.states).toBe(states);
  });

  it('never lets one commit and another abort', () => {
    const { result } = explore(twoPhaseCommit(3), { wholeChecks: [disagreement] });
    expect(result.complete).toBe(true);
    expect(result.found.size).toBe(0);
  });

  it('lets them disagree if one may change its mind, by a shortest path of seven steps', () => {
    const composition = twoPhaseCommit(2, { hasty: true });
    const { product, result } = explore(composition, { wholeChecks: [disagreement] });
    const path = play(composition, eventsTo(product, result, result.found.get('disagreement') ?? -1));
    // Both prepare, both letters arrive, commit is decided and brought to one; the other one aborts.
    expect(path.steps).toHaveLength(7);
    const values = path.steps
      .at(-1)
      ?.state.groups.slice(1)
      .map(({ actors }) => actors[0]?.value);
    expect(values).toContain('committed');
    expect(values).toContain('aborted');
  });

  it('is found alike by the naive explorer', () => agreesWithNaive(twoPhaseCommit(3)));
});

describe('dining philosophers', () => {
  const isOver = () => false;

  /** OEIS A002203: cyclic words over thinks, holds and eats in which nobody holds anything after one who eats. */
  const companionPell = (count: number): number => {
    let [one, next] = [2, 2];
    for (let index = 0; index < count; index++) [one, next] = [next, 2 * next + one];
    return one;
  };

  it.each([3, 4, 5, 8])('has for %i philosophers the companion Pell number of states', (count) => {
    expect(explore(diningPhilosophers(count)).result.states).toBe(companionPell(count));
  });

  it('ends in a deadlock when each holds one fork, after as many steps as there are philosophers', () => {
    const composition = diningPhilosophers(4);
    const everyoneEats = {
      id: 'stuck',
      sought: (groups: readonly GroupView[]) =>
        groups.slice(1).every((group) => stateOf(group, 'philosopher') === 'holdingOne'),
    };
    const { product, result } = explore(composition, { wholeChecks: [everyoneEats] });
    const number = result.found.get('stuck') ?? -1;
    expect(eventsTo(product, result, number)).toHaveLength(4);
    const state = result.stateAt(number);
    const moves = Array.from({ length: product.width }, (_, group) =>
      product.steps(group, state[group] as number).filter(({ next, outgoing }) => {
        const after = state.slice();
        after[group] = next;
        product.settle(after, group, outgoing);
        return after.some((local, index) => local !== state[index]);
      }),
    ).flat();
    expect(moves).toEqual([]);
  });

  it('reports a state from which the end cannot be reached', () => {
    const { result } = explore(diningPhilosophers(3), { isEnd: isOver });
    expect(result.stuck).not.toBeNull();
  });

  it('reports the deadlock itself, where an end is defined that all other states reach', () => {
    const composition = diningPhilosophers(3);
    const atRest = (hub: GroupView) =>
      (hub.state.actors as readonly { readonly context: { readonly taken: readonly boolean[] } }[]).every(
        ({ context }) => context.taken.every((taken) => !taken),
      );
    const { product, result } = explore(composition, { isEnd: atRest });
    const stuck = play(composition, eventsTo(product, result, result.stuck ?? -1)).steps.at(-1)?.state;
    expect(stuck?.groups.slice(1).map(({ actors }) => actors[0]?.value)).toEqual([
      'holdingOne',
      'holdingOne',
      'holdingOne',
    ]);
    const { result: lefty } = explore(diningPhilosophers(3, { lefty: true }), { isEnd: atRest });
    expect(lefty.stuck).toBeNull();
  });

  it('is found alike by the naive explorer', () => agreesWithNaive(diningPhilosophers(4, { lefty: true })));
});

describe('the alternating bit protocol over media that lose', () => {
  const deceived = {
    id: 'deceived',
    sought: (groups: readonly GroupView[]) => stateOf(groups[1], 'user') === 'deceived',
  };

  /** The same protocol enumerated with plain tuples: sender, forth, receiver, back. */
  function enumerated(): number {
    const seen = new Set<string>();
    const open: (readonly [number, number | null, number, number | null])[] = [[0, null, 0, null]];
    for (const state of open) {
      const key = state.join();
      if (seen.has(key)) continue;
      seen.add(key);
      const [bit, forth, expected, back] = state;
      if (forth === null) open.push([bit, bit, expected, back]);
      else {
        open.push([bit, null, expected, back]);
        open.push([bit, null, forth === expected ? 1 - expected : expected, back ?? forth]);
      }
      if (back !== null)
        open.push([bit, forth, expected, null], [back === bit ? 1 - bit : bit, forth, expected, null]);
    }
    return seen.size;
  }

  it('has as many states as a plain enumeration of it', () => {
    // The user's bit follows the receiver's, so it adds none.
    expect(explore(alternatingBit()).result.states).toBe(enumerated());
  });

  it('hands over no message twice', () => {
    const { result } = explore(alternatingBit(), { wholeChecks: [deceived] });
    expect(result.complete).toBe(true);
    expect(result.found.size).toBe(0);
  });

  it('does so if the receiver does not look at the bit, by a shortest path of four steps', () => {
    const composition = alternatingBit({ gullible: true });
    const { product, result } = explore(composition, { wholeChecks: [deceived] });
    // Sent and arrived; sent again before the answer, and arrived again.
    expect(eventsTo(product, result, result.found.get('deceived') ?? -1)).toHaveLength(4);
  });

  it('is found alike by the naive explorer', () => agreesWithNaive(alternatingBit()));
});
