/**
 * Units as the hub sees them: a unit, or several together, as one automaton.
 *
 * A unit takes what the hub says to all, hears what the unit before it passes on, steps by itself, and
 * gives its part of the one answer that the hub gathers. Nothing else may lie between groups here; what
 * does is reported, never passed over.
 */
import type { Crossing, GroupView } from '../composition/index.ts';
import { viewOf } from './checks.ts';
import type { Outgoing } from './group-steps.ts';
import type { GroupTable } from './group-table.ts';

/** Groups say something to each other that this way of composing units has no place for. */
export class NotCompositional extends Error {}

/** What becomes of a unit, and the number of what it passes on to the unit after it; 0 is nothing. */
export interface Effect {
  readonly next: number;
  readonly passes: number;
}

export interface Units {
  readonly initial: number;
  /** Its part of the answer that is being gathered, null while it owes it. */
  part(state: number): boolean | null;
  /** Steps that begin in it. */
  moves(state: number): readonly Effect[];
  /** It takes everything of one list of outgoing messages of the hub; the first unit hears more than others. */
  take(state: number, said: number, isFirst: boolean): Effect;
  /** It hears what the unit before it passes on. */
  hear(state: number, passed: number): Effect;
  /** Its part was gathered. */
  reset(state: number): number;
  /** A state in words, for a report. */
  describe(state: number): string;
}

/** Lists of messages that units pass on, by number. */
export class Passed {
  readonly #lists: (readonly Crossing[])[] = [[]];
  readonly #numbers = new Map<string, number>([['[]', 0]]);

  number(list: readonly Crossing[]): number {
    if (list.length === 0) return 0;
    const key = JSON.stringify(list);
    const number = this.#numbers.get(key) ?? this.#lists.length;
    if (number === this.#lists.length) this.#lists.push(list);
    this.#numbers.set(key, number);
    return number;
  }

  list(number: number): readonly Crossing[] {
    return this.#lists[number] ?? [];
  }

  /** Both lists, one after the other. */
  joined(one: number, other: number): number {
    if (one === 0 || other === 0) return one + other;
    return this.number([...this.list(one), ...this.list(other)]);
  }
}

/** Numbers of several lists in one key; each is far below 2^21. */
const keyOf = (one: number, other: number): number => one * 2 ** 21 + other;

/** One unit, from its table. */
export class TableUnit implements Units {
  readonly initial = 0;
  readonly #hub: GroupTable;
  readonly #table: GroupTable;
  readonly #passed: Passed;
  readonly #moves: (readonly Effect[] | undefined)[] = [];
  readonly #taken = new Map<number, readonly [Effect, Effect]>();
  readonly #heard = new Map<number, Effect>();
  readonly #incoming = new Map<string, number>();

  /** @throws NotCompositional unless there is exactly one answer to gather. */
  constructor(hub: GroupTable, table: GroupTable, passed: Passed) {
    if (table.composition.gathers.length !== 1) {
      throw new NotCompositional(`${table.composition.gathers.length} answers are gathered, not one`);
    }
    this.#hub = hub;
    this.#table = table;
    this.#passed = passed;
  }

  part(state: number): boolean | null {
    return this.#table.state(state).parts[0] ?? null;
  }

  moves(state: number): readonly Effect[] {
    let moves = this.#moves[state];
    if (moves === undefined) {
      moves = this.#table
        .steps(state)
        .map(({ next, outgoing }) => ({ next, passes: this.#passes(this.#table.outgoing[outgoing] ?? []) }));
      this.#moves[state] = moves;
    }
    return moves;
  }

  take(state: number, said: number, isFirst: boolean): Effect {
    const key = keyOf(state, said);
    let both = this.#taken.get(key);
    if (both === undefined) {
      const list = crossingsOf(this.#hub.outgoing[said] ?? []);
      const stranger = list.find(({ wire }) => wire.reach !== 'units' && wire.reach !== 'firstUnit');
      if (stranger !== undefined) throw notForUnits(stranger);
      both = [
        this.#react(
          state,
          list.filter(({ wire }) => wire.reach === 'units'),
          'hub',
        ),
        this.#react(state, list, 'hub'),
      ];
      this.#taken.set(key, both);
    }
    return both[isFirst ? 1 : 0];
  }

  hear(state: number, passed: number): Effect {
    if (passed === 0) return { next: state, passes: 0 };
    if (this.part(state) !== null) {
      throw new NotCompositional('something is passed on to a unit that has answered already');
    }
    const key = keyOf(state, passed);
    const effect = this.#heard.get(key) ?? this.#react(state, this.#passed.list(passed), 'unit');
    this.#heard.set(key, effect);
    return effect;
  }

  reset(state: number): number {
    return this.#table.react(state, this.#table.incomingNumber({ kind: 'reset', gather: 0 })).next;
  }

  describe(state: number): string {
    return describeView(viewOf(this.#table, state));
  }

  #react(state: number, list: readonly Crossing[], origin: 'hub' | 'unit'): Effect {
    let next = state;
    let passes = 0;
    for (const crossing of list) {
      const key = `${origin} ${JSON.stringify(crossing)}`;
      const incoming =
        this.#incoming.get(key) ?? this.#table.incomingNumber({ kind: 'crossing', crossing, origin });
      this.#incoming.set(key, incoming);
      const reaction = this.#table.react(next, incoming);
      next = reaction.next;
      passes = this.#passed.joined(passes, this.#passes(this.#table.outgoing[reaction.outgoing] ?? []));
    }
    return { next, passes };
  }

  #passes(outgoing: readonly Outgoing[]): number {
    const list = crossingsOf(outgoing);
    const stranger = list.find(({ wire }) => wire.reach !== 'nextUnit');
    if (stranger !== undefined) throw notForUnits(stranger);
    return this.#passed.number(list);
  }
}

const crossingsOf = (outgoing: readonly Outgoing[]): readonly Crossing[] =>
  outgoing.flatMap((one) => (one.kind === 'crossing' ? [one.crossing] : []));

const notForUnits = ({ wire, from, message }: Crossing): NotCompositional =>
  new NotCompositional(`${from} says ${message.type} to ${wire.to} with reach ${wire.reach ?? 'own'}`);

/** The state values of a group's actors, in words. */
export const describeView = ({ group, state }: GroupView): string =>
  group.actors
    .map(({ role }, place) => `${role} ${JSON.stringify(state.actors[place]?.value)}`)
    .concat(state.problem === null ? [] : [state.problem])
    .join(', ');

/** Two units, or lists of units, one after the other: they have answered when both have. */
export class UnitPair implements Units {
  readonly initial: number;
  readonly #first: Units;
  readonly #second: Units;
  readonly #passed: Passed;
  readonly #pairs: (readonly [number, number])[] = [];
  readonly #numbers = new Map<number, number>();

  constructor(first: Units, second: Units, passed: Passed) {
    this.#first = first;
    this.#second = second;
    this.#passed = passed;
    this.initial = this.#number(first.initial, second.initial);
  }

  part(state: number): boolean | null {
    const [one, other] = this.#pair(state);
    const first = this.#first.part(one);
    const second = this.#second.part(other);
    return first === null || second === null ? null : first || second;
  }

  moves(state: number): readonly Effect[] {
    const [one, other] = this.#pair(state);
    return [
      ...this.#first.moves(one).map((effect) => this.#after(effect, { next: other, passes: 0 })),
      ...this.#second.moves(other).map(({ next, passes }) => ({ next: this.#number(one, next), passes })),
    ];
  }

  take(state: number, said: number, isFirst: boolean): Effect {
    const [one, other] = this.#pair(state);
    return this.#after(this.#first.take(one, said, isFirst), this.#second.take(other, said, false));
  }

  hear(state: number, passed: number): Effect {
    const [one, other] = this.#pair(state);
    return this.#after(this.#first.hear(one, passed), { next: other, passes: 0 });
  }

  reset(state: number): number {
    const [one, other] = this.#pair(state);
    return this.#number(this.#first.reset(one), this.#second.reset(other));
  }

  describe(state: number): string {
    const [one, other] = this.#pair(state);
    return `${this.#first.describe(one)} & ${this.#second.describe(other)}`;
  }

  /** What the first unit passes on is heard by the second. */
  #after(first: Effect, second: Effect): Effect {
    const heard = this.#second.hear(second.next, first.passes);
    return {
      next: this.#number(first.next, heard.next),
      passes: this.#passed.joined(second.passes, heard.passes),
    };
  }

  #pair(state: number): readonly [number, number] {
    return this.#pairs[state] as readonly [number, number];
  }

  #number(one: number, other: number): number {
    const key = keyOf(one, other);
    const number = this.#numbers.get(key) ?? this.#pairs.length;
    if (number === this.#pairs.length) this.#pairs.push([one, other]);
    this.#numbers.set(key, number);
    return number;
  }
}
