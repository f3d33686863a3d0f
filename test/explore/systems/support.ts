/** What the textbook systems of these tests have in common. */
import type { AnyStateMachine } from 'xstate';
import {
  type ActorDefinition,
  type Composition,
  type GroupView,
  type SystemEvent,
  type SystemState,
  stateKey,
} from '../../../src/composition/index.ts';
import {
  eventsTo,
  Product,
  play,
  type SearchOptions,
  type SearchResult,
  search,
} from '../../../src/explore/index.ts';

export const actor = (role: string, chart: AnyStateMachine, input?: unknown, index = 0): ActorDefinition => ({
  role,
  index,
  chart,
  input,
});

/** A list with one thing for each number from 0. */
export const times = <T>(count: number, one: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => one(index));

/** A composition in which what is not named is not there. */
export const composed = (
  parts: Partial<Omit<Composition, 'hub'>> & { readonly hub: readonly ActorDefinition[] },
): Composition => ({
  units: [],
  wires: [],
  channels: [],
  gathers: [],
  environment: [],
  disabledDelays: new Set(),
  observers: [],
  ...parts,
  hub: { name: 'hub', actors: parts.hub },
});

export interface Explored {
  readonly composition: Composition;
  readonly product: Product;
  readonly result: SearchResult;
}

export function explore(composition: Composition, options?: SearchOptions): Explored {
  const product = new Product(composition);
  return { composition, product, result: search(product, options) };
}

export const eventsToState = ({ product, result }: Explored, number: number): readonly SystemEvent[] =>
  eventsTo(product, result, number);

/** The number of the first state in which a check found something. */
export function foundBy({ result }: Explored, id: string): number {
  const number = result.found.get(id);
  if (number === undefined) throw new Error(`${id} found nothing`);
  return number;
}

/** The state at the end of the path to a numbered one, played by the plain semantics. */
export function playedTo(explored: Explored, number: number): SystemState {
  const path = play(explored.composition, eventsToState(explored, number));
  return path.steps.at(-1)?.state ?? path.initial;
}

/** Whether a played state is the numbered one. */
export const isState = ({ product, result }: Explored, number: number, state: SystemState): boolean =>
  stateKey(product.systemState(result.stateAt(number))) === stateKey(state);

/** The views on the groups of a played state, as checks see them. */
export const viewsOf = (composition: Composition, { groups }: SystemState): readonly GroupView[] =>
  [composition.hub, ...composition.units].map((group, number) => ({
    group,
    state: groups[number] as GroupView['state'],
    observers: composition.observers,
  }));

/** The state values of the actors of one role in one group. */
export const valuesOf = ({ group, state }: GroupView, role: string): readonly unknown[] =>
  state.actors.filter((_, position) => group.actors[position]?.role === role).map(({ value }) => value);

/** Something went against the rules of composition: a message was not taken, or a channel was full. */
export const aProblem = {
  id: 'problem',
  sought: (groups: readonly GroupView[]) => groups.some(({ state }) => state.problem !== null),
};

export interface Count {
  readonly states: number;
  readonly steps: number;
  /** Steps of the longest of all shortest paths. */
  readonly depth: number;
  /** Steps of a shortest path to a state that is sought; null if there is none. */
  readonly distance: number | null;
}

/**
 * The independent enumeration: plain data and a function for what comes next. Steps that change nothing
 * do not count.
 */
export function enumerate<State>(
  initial: State,
  next: (state: State) => readonly State[],
  isSought: (state: State) => boolean = () => false,
): Count {
  const distances = new Map([[JSON.stringify(initial), 0]]);
  let steps = 0;
  let depth = 0;
  let distance: number | null = null;
  for (const [key, at] of distances) {
    const state = JSON.parse(key) as State;
    depth = at;
    if (distance === null && isSought(state)) distance = at;
    for (const after of next(state).map((one) => JSON.stringify(one))) {
      if (after === key) continue;
      steps++;
      if (!distances.has(after)) distances.set(after, at + 1);
    }
  }
  return { states: distances.size, steps, depth, distance };
}

/** A copy of a list with another value in one place. */
export const changed = <T>(list: readonly T[], at: number, value: T): readonly T[] =>
  list.map((one, index) => (index === at ? value : one));
