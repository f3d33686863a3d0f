/**
 * What a group does within a step, worked out by XState: its actors call each other until all that is left is for
 * other groups.
 */
import {
  type ActorDefinition,
  begin,
  type Composition,
  type Crossing,
  type Emission,
  enabledInGroup,
  type Group,
  type GroupState,
  GroupStep,
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

/** What a step makes of the group. */
export interface Outcome {
  readonly state: GroupState;
  /** A charge comes first, so that a step that the hub cannot pay for is refused before it says anything. */
  readonly outgoing: readonly Outgoing[];
  readonly receptions: readonly Reception[];
  /** The transitions of charts that are taken, by name. */
  readonly taken: Iterable<string>;
}

/** Called with the states in the middle of a step; the step goes on with their lists. */
export type Pass = (state: GroupState) => void;

/** Actors call each other without end within one step: such a composition has no next state. */
export class EndlessStepError extends Error {}

/** More calls than this in one step, by far the most that a step of a hundred machines makes, are a loop. */
export const maxCalls = 100_000;

/** All steps that may begin in a group, also those that change nothing. */
export function begunSteps(
  composition: Composition,
  group: Group,
  state: GroupState,
  pass?: Pass,
): readonly (Outcome & { readonly event: SystemEvent })[] {
  return enabledInGroup(composition, group, state, 0).map((event) => {
    const step = new GroupStep(composition, group, state);
    const charge = isCharged(composition, event) ? ([{ kind: 'charge' }] as const) : [];
    return { event, ...finish(step, begin(composition, step, event), 'own', charge, pass) };
  });
}

/** What comes of a stimulus from outside. */
export function reaction(
  composition: Composition,
  group: Group,
  state: GroupState,
  incoming: Incoming,
  pass?: Pass,
): Outcome {
  const step = new GroupStep(composition, group, state);
  switch (incoming.kind) {
    case 'reset':
      step.parts[incoming.gather] = null;
      return finish(step, [], 'own', [], pass);
    case 'charge':
      step.budget--;
      return finish(step, [], 'own', [], pass);
    case 'gathered': {
      const { to, as, field } = composition.gathers[incoming.gather] as Composition['gathers'][number];
      const message = { type: as, [field]: incoming.any };
      const calls = group.actors
        .filter(({ role }) => role === to)
        .map((actor) => ({ kind: 'call' as const, from: 'gather', actor, message }));
      return finish(step, calls, 'unit', [], pass);
    }
    case 'crossing':
      return finish(step, step.arrive(incoming.crossing), incoming.origin, [], pass);
  }
}

function finish(
  step: GroupStep,
  emissions: readonly Emission[],
  origin: 'hub' | 'unit' | 'own',
  said: readonly Outgoing[],
  pass: Pass = () => undefined,
): Outcome {
  const outgoing: Outgoing[] = [...said];
  const receptions: Reception[] = [];
  pass(step.state);
  const queue = emissions.map((emission) => ({ emission, origin, cause: -1 }));
  for (let head = 0; head < queue.length; head++) {
    if (head > maxCalls) throw new EndlessStepError(`a step in ${step.group.name} does not end`);
    const { emission, origin: whose, cause } = queue[head] as (typeof queue)[number];
    if (emission.kind === 'call') {
      const { from, actor, message } = emission;
      const place = receptions.push({ from, actor, message, cause }) - 1;
      for (const follow of step.take(actor, message, whose)) {
        queue.push({ emission: follow, origin: 'own', cause: place });
      }
      pass(step.state);
    } else if (emission.kind === 'crossing') {
      outgoing.push({ kind: 'crossing', crossing: emission.crossing });
    } else if (emission.kind === 'part') {
      outgoing.push({ kind: 'part', gather: emission.gather });
    }
  }
  return { state: step.state, outgoing, receptions, taken: step.taken };
}
