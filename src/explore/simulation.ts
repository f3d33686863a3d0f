/**
 * Whether units are simulated by other units, whatever the hub and the rest of the units do.
 *
 * A game is played on the tables. A position holds one state of the hub and of the units of either side. The
 * hub, the units before (where there are any), and the first side move; the other side takes the same
 * messages and then answers with moves of its own: any number of silent ones, and a last one after which it
 * has given the same part and passed on the same messages. The rest of the units may complete the answer
 * that the hub gathers whenever this side has given its part. docs/proof.md says why this is enough.
 */
import type { GroupTable } from './group-table.ts';
import { type Effect, NotCompositional, type Units } from './units.ts';

export interface SimulationGame {
  readonly hub: GroupTable;
  /** The units before both sides; without them the sides are first. */
  readonly before?: Units;
  readonly concrete: Units;
  readonly abstract: Units;
}

export interface Simulation {
  /** Positions of the game that were looked at. */
  readonly positions: number;
  /** What the first side can do and the other cannot; null where the simulation holds. */
  readonly failure: string | null;
}

/** States of the hub, the units before, the first side, the other side. */
type Position = readonly [hub: number, before: number, concrete: number, abstract: number];

/** What the first side does, with the positions in which the other side can answer. */
interface Challenge {
  readonly move: string;
  readonly answers: readonly Position[];
}

/** What each side has become before the other side answers. */
interface Both {
  readonly concrete: Effect;
  readonly abstract: Effect;
}

class Game {
  readonly #game: SimulationGame;
  readonly #gathered: readonly [number, number];

  constructor(game: SimulationGame) {
    this.#game = game;
    const incoming = (any: boolean): number => game.hub.incomingNumber({ kind: 'gathered', gather: 0, any });
    this.#gathered = [incoming(false), incoming(true)];
  }

  get initial(): Position {
    const { before, concrete, abstract } = this.#game;
    return [0, before?.initial ?? 0, concrete.initial, abstract.initial];
  }

  challenges(position: Position): readonly Challenge[] {
    const { hub, before, concrete, abstract } = this.#game;
    const [host, early, one, other] = position;
    const still = { next: other, passes: 0 };
    return [
      ...hub
        .steps(host)
        .map(({ next, outgoing }) => this.#hubSays('the hub', next, early, one, other, outgoing)),
      ...concrete
        .moves(one)
        .map((effect) => this.#challenge('a unit', host, early, { concrete: effect, abstract: still })),
      ...(before?.moves(early) ?? []).map(({ next, passes }) =>
        this.#challenge('the units before', host, next, {
          concrete: concrete.hear(one, passes),
          abstract: abstract.hear(other, passes),
        }),
      ),
      ...this.#completions(position),
    ];
  }

  describe([host, early, one, other]: Position): string {
    const { hub, before, concrete, abstract } = this.#game;
    const at = hub.state(host).actors.map(({ value }) => JSON.stringify(value));
    return [at.join(' '), before?.describe(early), concrete.describe(one), abstract.describe(other)]
      .filter((text) => text !== undefined)
      .join(' | ');
  }

  /** Both sides have answered: the rest may have, too, ready or failed. */
  #completions([host, early, one, other]: Position): readonly Challenge[] {
    const { hub, before, concrete, abstract } = this.#game;
    const part = concrete.part(one);
    const earlier = before === undefined ? false : before.part(early);
    if (part === null || earlier === null) return [];
    return (part || earlier ? [true] : [false, true]).map((any) => {
      const { next, outgoing } = hub.react(host, this.#gathered[any ? 1 : 0]);
      return this.#hubSays(
        `the answer is complete${any ? ', one has failed' : ''}`,
        next,
        before?.reset(early) ?? 0,
        concrete.reset(one),
        abstract.reset(other),
        outgoing,
      );
    });
  }

  #hubSays(move: string, host: number, early: number, one: number, other: number, said: number): Challenge {
    const { before, concrete, abstract } = this.#game;
    if (said === 0) {
      const both = { concrete: { next: one, passes: 0 }, abstract: { next: other, passes: 0 } };
      return this.#challenge(move, host, early, both);
    }
    const first = before?.take(early, said, true) ?? { next: 0, passes: 0 };
    const side = (units: Units, state: number): Effect => {
      const taken = units.take(state, said, before === undefined);
      if (first.passes === 0) return taken;
      if (taken.passes !== 0) throw new NotCompositional('a unit passes on more than one thing in a step');
      return units.hear(taken.next, first.passes);
    };
    return this.#challenge(move, host, first.next, {
      concrete: side(concrete, one),
      abstract: side(abstract, other),
    });
  }

  #challenge(move: string, host: number, early: number, both: Both): Challenge {
    const { next, passes } = both.concrete;
    const answers = this.#answers(both.abstract, passes, this.#game.concrete.part(next));
    return { move, answers: answers.map((other) => [host, early, next, other]) };
  }

  /** Where the other side can come to, having passed on the same and given the same part. */
  #answers({ next, passes }: Effect, wanted: number, part: boolean | null): readonly number[] {
    const { abstract } = this.#game;
    const found = new Set<number>();
    if (passes === wanted && abstract.part(next) === part) found.add(next);
    if (passes !== 0 || abstract.part(next) !== null) return [...found];
    const silent = new Set([next]);
    for (const state of silent) {
      for (const move of abstract.moves(state)) {
        if (move.passes === wanted && abstract.part(move.next) === part) found.add(move.next);
        if (move.passes === 0 && abstract.part(move.next) === null) silent.add(move.next);
      }
    }
    return [...found];
  }
}

/**
 * Whether the abstract units simulate the concrete ones.
 * @throws NotCompositional if groups say something to each other that has no place in the game.
 */
export function simulate(played: SimulationGame): Simulation {
  const game = new Game(played);
  const numbers = new Map<string, number>();
  const positions: Position[] = [];
  const numberOf = (position: Position): number => {
    const key = position.join();
    const number = numbers.get(key) ?? positions.length;
    if (number === positions.length) {
      numbers.set(key, number);
      positions.push(position);
    }
    return number;
  };
  numberOf(game.initial);
  const answers: number[][][] = [];
  let failure: string | null = null;
  for (let at = 0; at < positions.length; at++) {
    const position = positions[at] as Position;
    answers[at] = game.challenges(position).map((challenge) => {
      if (challenge.answers.length === 0) {
        failure ??= `no answer to a step of ${challenge.move} in ${game.describe(position)}`;
      }
      return challenge.answers.map(numberOf);
    });
  }
  return { positions: positions.length, failure: isWon(answers) ? null : failure };
}

/** Positions are given up until every challenge of every other one has an answer among them: is the first one left? */
function isWon(answers: readonly (readonly (readonly number[])[])[]): boolean {
  const lost = new Uint8Array(answers.length);
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = answers.length - 1; at >= 0; at--) {
      if (lost[at] === 1 || !answers[at]?.some((ways) => ways.every((way) => lost[way] === 1))) continue;
      lost[at] = 1;
      changed = true;
    }
  }
  return lost[0] === 0;
}
