/**
 * One group of a composition as an integer table, filled as it is asked.
 *
 * Local states are interned. For each, the table knows the steps that begin in the group and what
 * comes of each message from outside: the next local state, and what goes out to other groups.
 * Groups of the same shape share a table.
 */
import type { AnyMachineSnapshot } from 'xstate';
import {
  type Chart,
  type Composition,
  chartOf,
  type Group,
  type GroupState,
  initialGroupState,
  type SystemEvent,
} from '../composition/index.ts';
import {
  begunSteps,
  type Incoming,
  type Outcome,
  type Outgoing,
  type Reception,
  reaction,
} from './group-steps.ts';
import { Numbered } from './numbered.ts';

/** What a step makes of a local state. */
export interface LocalReaction {
  readonly next: number;
  /** Number of the list of outgoing messages; 0 is the empty list. */
  readonly outgoing: number;
}

export interface LocalStep extends LocalReaction {
  readonly event: SystemEvent;
}

/** A step that begins in the group, told: what its actors take on the way, in order. */
export interface ToldStep extends LocalStep {
  readonly receptions: readonly Reception[];
}

export class GroupTable {
  readonly group: Group;
  readonly composition: Composition;
  readonly isHub: boolean;
  /** Transitions of its charts that were taken so far, by name. */
  readonly taken: Set<string>;
  readonly #states = new Numbered<GroupState>();
  /** By local state, what it is made of as numbers. */
  readonly #numbers: (readonly number[])[] = [];
  readonly #charts: readonly Chart[];
  /** What states are made of besides snapshots. */
  readonly #others = new Numbered<unknown>();
  readonly #outgoing = new Numbered<readonly Outgoing[]>();
  readonly #incoming = new Numbered<Incoming>();
  readonly #steps: (readonly LocalStep[] | undefined)[] = [];
  readonly #packed: (Int32Array | undefined)[] = [];
  /** By local state, pairs of next state and list of outgoing messages; the next state is -1 where nobody has asked. */
  readonly #reactions: (Int32Array | undefined)[] = [];

  constructor(composition: Composition, group: Group, isHub: boolean) {
    this.composition = composition;
    this.group = group;
    this.isHub = isHub;
    this.#charts = group.actors.map(chartOf);
    this.taken = new Set(this.#charts.flatMap(({ initial }) => initial.taken));
    this.#outgoing.number('[]', []);
    this.#intern(initialGroupState(composition, group));
  }

  get size(): number {
    return this.states.length;
  }

  get states(): readonly GroupState[] {
    return this.#states.values;
  }

  /** Lists of outgoing messages that were met, by `LocalReaction.outgoing`. */
  get outgoing(): readonly (readonly Outgoing[])[] {
    return this.#outgoing.values;
  }

  state(local: number): GroupState {
    return this.#states.values[local] as GroupState;
  }

  /** A list of outgoing messages as text. */
  outgoingText(outgoing: number): string {
    return this.#outgoing.text(outgoing);
  }

  /** Whether a step with this list of outgoing messages is charged. */
  isCharged(outgoing: number): boolean {
    return this.#outgoing.values[outgoing]?.[0]?.kind === 'charge';
  }

  /** Whether the hub, in this state, can pay for a charged step. */
  canPay(local: number): boolean {
    return this.state(local).budget > 0;
  }

  incomingNumber(incoming: Incoming): number {
    return this.#incoming.number(JSON.stringify(incoming), incoming);
  }

  /** The steps that begin in this group; those that change nothing are left out. */
  steps(local: number): readonly LocalStep[] {
    let steps = this.#steps[local];
    if (steps === undefined) {
      steps = this.toldSteps(local).filter(({ next, outgoing }) => next !== local || outgoing !== 0);
      this.#steps[local] = steps;
    }
    return steps;
  }

  /** Everything that may begin in this group, told; also what changes nothing. Not kept. */
  toldSteps(local: number): readonly ToldStep[] {
    return begunSteps(this.composition, this.group, this.state(local)).map(({ event, ...outcome }) => ({
      event,
      ...this.#kept(outcome, local),
      receptions: outcome.receptions,
    }));
  }

  /** `steps` as pairs of next local state and list of outgoing messages. */
  packedSteps(local: number): Int32Array {
    let packed = this.#packed[local];
    if (packed === undefined) {
      packed = Int32Array.from(this.steps(local).flatMap(({ next, outgoing }) => [next, outgoing]));
      this.#packed[local] = packed;
    }
    return packed;
  }

  /** The reaction to a stimulus. */
  react(local: number, incoming: number): LocalReaction {
    let row = this.#reactions[local];
    if (row === undefined || row.length <= 2 * incoming) {
      const wider = new Int32Array(2 * Math.max(8, this.#incoming.values.length)).fill(-1);
      if (row !== undefined) wider.set(row);
      row = wider;
      this.#reactions[local] = row;
    }
    if (row[2 * incoming] === -1) {
      const { next, outgoing } = this.#kept(this.#answer(local, incoming), local);
      row[2 * incoming] = next;
      row[2 * incoming + 1] = outgoing;
    }
    return { next: row[2 * incoming] as number, outgoing: row[2 * incoming + 1] as number };
  }

  /** What actors take in the reaction to a stimulus, in order. Not kept. */
  toldReaction(local: number, incoming: number): readonly Reception[] {
    return this.#answer(local, incoming).receptions;
  }

  /** The steps that begin in a local state, if they were asked for so far. */
  knownSteps(local: number): readonly LocalStep[] {
    return this.#steps[local] ?? [];
  }

  /** The reactions that were asked for so far, with their stimuli as text. */
  knownReactions(local: number): readonly (LocalReaction & { readonly incoming: string })[] {
    const row = this.#reactions[local] ?? [];
    const known: (LocalReaction & { incoming: string })[] = [];
    for (let number = 0; 2 * number < row.length; number++) {
      const next = row[2 * number] as number;
      if (next < 0) continue;
      known.push({ incoming: this.#incoming.text(number), next, outgoing: row[2 * number + 1] as number });
    }
    return known;
  }

  /**
   * The states that are passed in the middle of what is known so far, also those that `states` has. Few ask
   * for them, so they are not kept: each call goes through all known steps and reactions again.
   */
  passedStates(): readonly GroupState[] {
    const passed = new Map<string, GroupState>();
    const pass = (state: GroupState): void => {
      const { actors, observations } = state;
      const copy = { ...state, actors: [...actors], observations: [...observations] };
      passed.set(this.#numbersOf(copy).join(), copy);
    };
    this.states.forEach((state, local) => {
      if (this.#steps[local] !== undefined) begunSteps(this.composition, this.group, state, pass);
      this.#incoming.values.forEach((incoming, number) => {
        if ((this.#reactions[local]?.[2 * number] ?? -1) < 0) return;
        reaction(this.composition, this.group, state, incoming, pass);
      });
    });
    return [...passed.values()];
  }

  #answer(local: number, incoming: number): Outcome {
    return reaction(
      this.composition,
      this.group,
      this.state(local),
      this.#incoming.values[incoming] as Incoming,
    );
  }

  #kept({ state, outgoing, taken }: Outcome, from: number): LocalReaction {
    for (const transition of taken) this.taken.add(transition);
    const next = this.#intern(state, from);
    if (outgoing.length === 0) return { next, outgoing: 0 };
    return { next, outgoing: this.#outgoing.number(JSON.stringify(outgoing), outgoing) };
  }

  /** The number of a state, which a step has made of a known one. */
  #intern(state: GroupState, from?: number): number {
    const numbers = this.#numbersOf(state, from);
    const number = this.#states.number(numbers.join(), state);
    if (number === this.#numbers.length) this.#numbers.push(numbers);
    return number;
  }

  /** What a state is made of as numbers; what a step has not touched keeps its number. */
  #numbersOf(state: GroupState, from?: number): readonly number[] {
    const before = from === undefined ? undefined : this.state(from);
    const known = from === undefined ? [] : (this.#numbers[from] as readonly number[]);
    const numbers: number[] = [];
    for (const [place, chart] of this.#charts.entries()) {
      const snapshot = state.actors[place] as AnyMachineSnapshot;
      const isKept = before !== undefined && snapshot === before.actors[place];
      numbers.push(isKept ? (known[place] as number) : chart.numberOf(snapshot));
    }
    const others = (list: readonly unknown[], then: readonly unknown[] | undefined): void => {
      for (let place = 0; place < list.length; place++) {
        const isKept = then !== undefined && list[place] === then[place];
        numbers.push(isKept ? (known[numbers.length] as number) : this.#numberOfOther(list[place]));
      }
    };
    others(state.channels, before?.channels);
    others(state.parts, before?.parts);
    others(state.observations, before?.observations);
    others([state.budget, state.problem], before && [before.budget, before.problem]);
    return numbers;
  }

  #numberOfOther(component: unknown): number {
    return this.#others.number(JSON.stringify(component) ?? 'undefined', component);
  }
}
