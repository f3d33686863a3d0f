/**
 * One group of a composition as an integer table, filled as it is asked.
 *
 * Local states are interned. For each, the table knows the steps that begin in the group and what
 * comes of each message from outside: the next local state, and what goes out to other groups.
 * Groups of the same shape share a table.
 */
import {
  type ActorDefinition,
  begin,
  type Composition,
  type Crossing,
  chartOf,
  type Emission,
  enabledInGroup,
  type Group,
  type GroupState,
  GroupStep,
  initialGroupState,
  isCharged,
  type Message,
  type SystemEvent,
} from '../composition/index.ts';

/** What leaves a group within a step, in order. */
export type Outgoing =
  | { readonly kind: 'crossing'; readonly crossing: Crossing }
  | { readonly kind: 'part'; readonly gather: number }
  | { readonly kind: 'charge' };

/** A stimulus from outside. */
export type Incoming =
  | { readonly kind: 'crossing'; readonly crossing: Crossing; readonly origin: 'hub' | 'unit' | 'own' }
  | { readonly kind: 'gathered'; readonly gather: number; readonly any: boolean }
  | { readonly kind: 'reset'; readonly gather: number }
  | { readonly kind: 'charge' };

/** A message that an actor of the group takes within a step. */
export interface Reception {
  /** Whose message it is, by name within its own group. */
  readonly from: string;
  readonly actor: ActorDefinition;
  readonly message: Message;
  /** Place, in the same list, of the reception that it is said in answer to; -1 where that is none of them. */
  readonly cause: number;
}

export interface LocalStep {
  readonly event: SystemEvent;
  readonly next: number;
  /**
   * Number of the list of outgoing messages; 0 is the empty list. A charge comes first, so that a step that
   * the hub cannot pay for is refused before it says anything.
   */
  readonly outgoing: number;
}

/** A step that begins in the group, told: what its actors take on the way, in order. */
export interface ToldStep extends LocalStep {
  readonly receptions: readonly Reception[];
}

const emptyList: readonly Outgoing[] = [];

/** Actors call each other without end within one step: such a composition has no next state. */
export class EndlessStepError extends Error {}

/** More calls than this in one step, by far the most that a step of a hundred machines makes, are a loop. */
export const maxCalls = 100_000;

const texts = new WeakMap<object, string>();

/** A value as text; what does not change between states is not written out again. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const known = texts.get(value) ?? JSON.stringify(value);
  texts.set(value, known);
  return known;
}

export class GroupTable {
  readonly group: Group;
  readonly composition: Composition;
  readonly isHub: boolean;
  readonly states: GroupState[] = [];
  /** Lists of outgoing messages that were met; shared numbering with `LocalStep.outgoing`. */
  readonly outgoing: (readonly Outgoing[])[] = [emptyList];
  /** Transitions of its charts that were taken so far, by name. */
  readonly taken: Set<string>;
  readonly #numbers = new Map<string, number>();
  readonly #outgoingNumbers = new Map<string, number>([['[]', 0]]);
  readonly #steps: (readonly LocalStep[] | undefined)[] = [];
  readonly #packed: (Int32Array | undefined)[] = [];
  readonly #outgoingTexts: string[] = ['[]'];
  readonly #incoming: Incoming[] = [];
  readonly #incomingTexts: string[] = [];
  readonly #incomingNumbers = new Map<string, number>();
  readonly #reactions: (Int32Array | undefined)[] = [];
  /** What is passed in the middle of steps, while somebody asks for it. */
  #passed: Map<string, GroupState> | null = null;

  constructor(composition: Composition, group: Group, isHub: boolean) {
    this.composition = composition;
    this.group = group;
    this.isHub = isHub;
    this.taken = new Set(group.actors.flatMap((actor) => chartOf(actor).initial.taken));
    this.#intern(initialGroupState(composition, group));
  }

  get size(): number {
    return this.states.length;
  }

  state(local: number): GroupState {
    return this.states[local] as GroupState;
  }

  /** The steps that begin in this group; those that change nothing are left out. */
  steps(local: number): readonly LocalStep[] {
    let steps = this.#steps[local];
    if (steps === undefined) {
      steps = this.#stepsFrom(local).filter(({ next, outgoing }) => next !== local || outgoing !== 0);
      this.#steps[local] = steps;
    }
    return steps;
  }

  /** Everything that may begin in this group, told; also what changes nothing. Not kept. */
  toldSteps(local: number): readonly ToldStep[] {
    return this.#stepsFrom(local);
  }

  #stepsFrom(local: number): readonly ToldStep[] {
    const state = this.state(local);
    return enabledInGroup(this.composition, this.group, state, 0).map((event) => {
      const step = new GroupStep(this.composition, this.group, state);
      const charge = isCharged(this.composition, event) ? ([{ kind: 'charge' }] as const) : [];
      const receptions: Reception[] = [];
      const { next, outgoing } = this.#finish(
        step,
        begin(this.composition, step, event),
        'own',
        charge,
        receptions,
      );
      return { event, next, outgoing, receptions };
    });
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

  incomingNumber(incoming: Incoming): number {
    const key = JSON.stringify(incoming);
    let number = this.#incomingNumbers.get(key);
    if (number === undefined) {
      number = this.#incoming.length;
      this.#incoming.push(incoming);
      this.#incomingTexts.push(key);
      this.#incomingNumbers.set(key, number);
    }
    return number;
  }

  /** Whether the hub, in this state, can pay for a charged step. */
  canPay(local: number): boolean {
    return this.state(local).budget > 0;
  }

  /** The reaction to a stimulus. */
  react(local: number, incoming: number): { next: number; outgoing: number } {
    let row = this.#reactions[local];
    if (row === undefined || row.length <= 2 * incoming) {
      const wider = new Int32Array(2 * Math.max(8, this.#incoming.length)).fill(-1);
      if (row !== undefined) wider.set(row);
      row = wider;
      this.#reactions[local] = row;
    }
    if (row[2 * incoming] === -1) {
      const reaction = this.#answer(local, this.#incoming[incoming] as Incoming);
      row[2 * incoming] = reaction.next;
      row[2 * incoming + 1] = reaction.outgoing;
    }
    return { next: row[2 * incoming] as number, outgoing: row[2 * incoming + 1] as number };
  }

  /** What actors take in the reaction to a stimulus, in order. Not kept. */
  toldReaction(local: number, incoming: number): readonly Reception[] {
    const receptions: Reception[] = [];
    this.#answer(local, this.#incoming[incoming] as Incoming, receptions);
    return receptions;
  }

  /** A list of outgoing messages as text. */
  outgoingText(outgoing: number): string {
    return this.#outgoingTexts[outgoing] as string;
  }

  /** The steps that begin in a local state, if they were asked for so far. */
  knownSteps(local: number): readonly LocalStep[] {
    return this.#steps[local] ?? [];
  }

  /** Whether a step with this list of outgoing messages is charged. */
  isCharged(outgoing: number): boolean {
    return this.outgoing[outgoing]?.[0]?.kind === 'charge';
  }

  /** The reactions that were asked for so far, with their stimuli as text. */
  knownReactions(local: number): readonly { incoming: string; next: number; outgoing: number }[] {
    const row = this.#reactions[local];
    if (row === undefined) return [];
    return this.#incomingTexts.flatMap((incoming, number) => {
      const next = row[2 * number] ?? -1;
      const outgoing = row[2 * number + 1] as number;
      return next < 0 ? [] : [{ incoming, next, outgoing }];
    });
  }

  /**
   * The states that are passed in the middle of what is known so far, also those that `states` has. Few ask
   * for them, so they are not kept: each call goes through all known steps and reactions again.
   */
  passedStates(): readonly GroupState[] {
    const passed = new Map<string, GroupState>();
    this.#passed = passed;
    this.states.forEach((_, local) => {
      if (this.#steps[local] !== undefined) this.#stepsFrom(local);
      this.#incoming.forEach((incoming, number) => {
        if ((this.#reactions[local]?.[2 * number] ?? -1) >= 0) this.#answer(local, incoming);
      });
    });
    this.#passed = null;
    return [...passed.values()];
  }

  #answer(
    local: number,
    incoming: Incoming,
    receptions: Reception[] = [],
  ): { next: number; outgoing: number } {
    const step = new GroupStep(this.composition, this.group, this.state(local));
    if (incoming.kind === 'reset') {
      step.parts[incoming.gather] = null;
      return this.#finish(step, []);
    }
    if (incoming.kind === 'charge') {
      step.budget--;
      return this.#finish(step, []);
    }
    if (incoming.kind === 'gathered') {
      const { to, as, field } = this.composition.gathers[incoming.gather] as Composition['gathers'][number];
      const calls = this.group.actors
        .filter(({ role }) => role === to)
        .map((actor) => ({
          kind: 'call' as const,
          from: 'gather',
          actor,
          message: { type: as, [field]: incoming.any },
        }));
      return this.#finish(step, calls, 'unit', [], receptions);
    }
    return this.#finish(step, step.arrive(incoming.crossing), incoming.origin, [], receptions);
  }

  #finish(
    step: GroupStep,
    emissions: readonly Emission[],
    origin: 'hub' | 'unit' | 'own' = 'own',
    said: readonly Outgoing[] = [],
    receptions: Reception[] = [],
  ): { next: number; outgoing: number } {
    const outgoing: Outgoing[] = [...said];
    this.#pass(step.state);
    const queue = emissions.map((emission) => ({ emission, origin, cause: -1 }));
    for (let head = 0; head < queue.length; head++) {
      if (head > maxCalls) throw new EndlessStepError(`a step in ${this.group.name} does not end`);
      const { emission, origin: whose, cause } = queue[head] as (typeof queue)[number];
      if (emission.kind === 'call') {
        const { from, actor, message } = emission;
        const place = receptions.push({ from, actor, message, cause }) - 1;
        for (const follow of step.take(actor, message, whose)) {
          queue.push({ emission: follow, origin: 'own', cause: place });
        }
        this.#pass(step.state);
      } else if (emission.kind === 'crossing') {
        outgoing.push({ kind: 'crossing', crossing: emission.crossing });
      } else if (emission.kind === 'part') {
        outgoing.push({ kind: 'part', gather: emission.gather });
      }
    }
    for (const transition of step.taken) this.taken.add(transition);
    return { next: this.#intern(step.state), outgoing: this.#internOutgoing(outgoing) };
  }

  /** A local state as text; within one process, equal text is an equal state in every table of the group. */
  stateKey(local: number): string {
    return this.#key(this.state(local));
  }

  #key({ actors, channels, parts, observations, budget, problem }: GroupState): string {
    const numbers = actors.map((snapshot, position) =>
      chartOf(this.group.actors[position] as ActorDefinition).numberOf(snapshot),
    );
    return `${numbers.join()} ${channels.map(textOf).join()} ${parts.join()} ${observations.map(textOf).join()} ${budget} ${textOf(problem)}`;
  }

  #pass(state: GroupState): void {
    if (this.#passed === null) return;
    // A step goes on with its lists.
    this.#passed.set(this.#key(state), {
      ...state,
      actors: [...state.actors],
      observations: [...state.observations],
    });
  }

  #intern(state: GroupState): number {
    const key = this.#key(state);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.states.length;
      this.states.push(state);
      this.#numbers.set(key, number);
    }
    return number;
  }

  #internOutgoing(list: readonly Outgoing[]): number {
    const key = JSON.stringify(list);
    let number = this.#outgoingNumbers.get(key);
    if (number === undefined) {
      number = this.outgoing.length;
      this.outgoing.push(list);
      this.#outgoingTexts.push(key);
      this.#outgoingNumbers.set(key, number);
    }
    return number;
  }
}

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

/** Charts and wirings are compared as objects: what they do cannot be written out. */
function identityOf(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  identities.set(object, nextIdentity);
  return nextIdentity++;
}

/** Tables of groups that were met before, so that groups of one shape are asked about once. */
export class TableStore {
  readonly #tables = new Map<string, GroupTable>();

  /** Transitions of charts that were taken so far in any of its tables, by name. */
  get taken(): ReadonlySet<string> {
    return new Set([...this.#tables.values()].flatMap(({ taken }) => [...taken]));
  }

  table(composition: Composition, group: Group, isHub: boolean): GroupTable {
    const { wires, channels, gathers, environment, disabledDelays, budget, observers } = composition;
    const key = JSON.stringify([
      isHub,
      group.actors.map(({ role, index, chart, input }) => [role, index, identityOf(chart), input]),
      identityOf(wires),
      channels,
      gathers,
      environment,
      [...disabledDelays].sort(),
      budget === undefined ? null : [budget.steps, [...budget.messages].sort(), [...budget.delays].sort()],
      identityOf(observers),
    ]);
    let table = this.#tables.get(key);
    if (table === undefined) {
      table = new GroupTable(composition, group, isHub);
      this.#tables.set(key, table);
    }
    return table;
  }
}
