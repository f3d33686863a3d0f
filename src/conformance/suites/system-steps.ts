/**
 * Steps of a whole system as a tester says and sees them. The tester is the scheduler: it says which channel
 * delivers, which wait is over and what the environment does; the system answers with what was received by
 * whom within that step.
 */
import { delays } from '../../../machines/index.ts';
import {
  type ActorDefinition,
  actorName,
  type Composition,
  enabledAt,
  groupsOf,
  type Message,
  type SystemEvent,
  type SystemState,
  step,
} from '../../composition/index.ts';
import type { SuiteInput } from './format.ts';

/** An event of the model as a tester says it. */
export function inputOf(composition: Composition, event: SystemEvent): SuiteInput {
  const group = groupsOf(composition)[event.group]?.name ?? '';
  if (event.type === 'DELIVER') return { deliver: event.channel, group };
  const actor = `${group}/${event.actor}`;
  if (event.type === 'ACT') return { message: { ...event.message }, actor };
  const known = delays as Readonly<Record<string, { readonly milliseconds: number }>>;
  return { elapse: event.delay, milliseconds: known[event.delay]?.milliseconds ?? 0, actor };
}

/** Whether they may be the same: what can be seen without writing them out. */
function isLike(input: SuiteInput, event: SystemEvent): boolean {
  if (event.type === 'DELIVER') return 'deliver' in input && input.deliver === event.channel;
  if (event.type === 'ELAPSE') return 'elapse' in input && input.elapse === event.delay;
  return 'message' in input && input.message.type === event.message.type;
}

interface Place {
  readonly group: number;
  readonly actors: ReadonlyMap<string, ActorDefinition>;
}

const placesOf = new WeakMap<Composition, ReadonlyMap<string, Place>>();

/** Groups and their actors, by name. */
function placesIn(composition: Composition): ReadonlyMap<string, Place> {
  let places = placesOf.get(composition);
  if (places === undefined) {
    places = new Map(
      groupsOf(composition).map(({ name, actors }, group) => [
        name,
        { group, actors: new Map(actors.map((actor) => [actorName(actor), actor])) },
      ]),
    );
    placesOf.set(composition, places);
  }
  return places;
}

/** What may happen where a tester says that something does. */
function enabledFor(composition: Composition, state: SystemState, input: SuiteInput): readonly SystemEvent[] {
  const places = placesIn(composition);
  if ('deliver' in input) {
    const place = places.get(input.group);
    return place === undefined ? [] : enabledAt(composition, state, place.group, null);
  }
  if (!('actor' in input)) return [];
  const slash = input.actor.lastIndexOf('/');
  const place = places.get(input.actor.slice(0, slash));
  const actor = place?.actors.get(input.actor.slice(slash + 1));
  return place === undefined || actor === undefined ? [] : enabledAt(composition, state, place.group, actor);
}

/** What a tester says as an event of the model; null where it cannot happen. */
export function eventOf(composition: Composition, state: SystemState, input: SuiteInput): SystemEvent | null {
  const like = enabledFor(composition, state, input).filter((event) => isLike(input, event));
  if (like.length === 0) return null;
  const text = JSON.stringify(canonical(input));
  return like.find((event) => JSON.stringify(canonical(inputOf(composition, event))) === text) ?? null;
}

/** Fields in a fixed order. */
const canonical = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Object.entries(value)
        .map(([name, inner]) => [name, canonical(inner)])
        .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));

/** What a step says, as a tester sees it: messages as they are received, with `from` and `to`. */
export function takeStep(
  composition: Composition,
  state: SystemState,
  event: SystemEvent,
): { readonly state: SystemState; readonly outputs: readonly Message[] } {
  const groups = groupsOf(composition);
  const address = (one: { readonly group: number; readonly actor: string }): string =>
    `${groups[one.group]?.name}/${one.actor}`;
  const { state: after, communications } = step(composition, state, event);
  const outputs = communications.flatMap(({ from, to, message }) =>
    'channel' in to ? [] : [{ ...message, from: address(from), to: address(to) }],
  );
  return { state: after, outputs };
}
