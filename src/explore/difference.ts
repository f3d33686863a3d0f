/**
 * Whether two systems can be told apart by what is seen of their states and which events may happen.
 *
 * In both, an event leads from a state to one state. So strong bisimilarity is decided as equivalence of
 * finite automata is, after Hopcroft and Karp: walk both side by side and merge what must be equal, until
 * two merged states differ or nothing is left to merge.
 */

/** A system whose states are seen as text. */
export interface Observed<State> {
  readonly initial: State;
  /** Equal states have the same key. */
  key(state: State): string;
  observe(state: State): string;
  /** What may happen, by event as text; an event that changes nothing is not there. */
  moves(state: State): ReadonlyMap<string, State>;
}

export type Comparison =
  | { readonly verdict: 'equal'; readonly pairs: number }
  /** `events` is a shortest walk to the first difference that is met. */
  | { readonly verdict: 'different'; readonly events: readonly string[]; readonly seen: 'state' | 'events' }
  | { readonly verdict: 'inconclusive' };

/** Parents of a forest of merged states. */
class Classes {
  readonly #parents = new Map<string, string>();

  find(key: string): string {
    let root = key;
    for (let up = this.#parents.get(root); up !== undefined; up = this.#parents.get(root)) root = up;
    for (let at = key; at !== root; ) {
      const up = this.#parents.get(at) as string;
      this.#parents.set(at, root);
      at = up;
    }
    return root;
  }

  /** False where both were of one class before. */
  merge(one: string, other: string): boolean {
    const [from, to] = [this.find(one), this.find(other)];
    if (from === to) return false;
    this.#parents.set(from, to);
    return true;
  }
}

/** Compares two systems from their initial states on; `maxPairs` bounds the walk. */
export function compare<One, Other>(
  one: Observed<One>,
  other: Observed<Other>,
  maxPairs: number,
): Comparison {
  const classes = new Classes();
  interface Pair {
    readonly left: One;
    readonly right: Other;
    readonly event: string;
    readonly before: Pair | null;
  }
  const walk: Pair[] = [];
  const meet = (left: One, right: Other, event: string, before: Pair | null): void => {
    if (classes.merge(`1 ${one.key(left)}`, `2 ${other.key(right)}`))
      walk.push({ left, right, event, before });
  };
  meet(one.initial, other.initial, '', null);
  for (let at = 0; at < walk.length; at++) {
    if (at >= maxPairs) return { verdict: 'inconclusive' };
    const pair = walk[at] as Pair;
    const differ = (seen: 'state' | 'events'): Comparison => {
      const events: string[] = [];
      for (let up: Pair | null = pair; up?.before; up = up.before) events.push(up.event);
      return { verdict: 'different', events: events.reverse(), seen };
    };
    if (one.observe(pair.left) !== other.observe(pair.right)) return differ('state');
    const moves = one.moves(pair.left);
    const otherMoves = other.moves(pair.right);
    if (moves.size !== otherMoves.size) return differ('events');
    for (const [event, left] of moves) {
      const right = otherMoves.get(event);
      if (right === undefined) return differ('events');
      meet(left, right, event, pair);
    }
  }
  return { verdict: 'equal', pairs: walk.length };
}
