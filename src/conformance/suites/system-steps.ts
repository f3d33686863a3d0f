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

/** How long a wait takes. */
function millisecondsOf(delay: string): number {
  const known = delays as Readonly<Record<string, { readonly milliseconds: number }>>;
  return known[delay]?.milliseconds ?? 0;
}

/** An event of the model as a tester says it. */
export function inputOf(composition: Composition, event: SystemEvent): SuiteInput {
  const group = groupsOf(composition)[event.group]?.name ?? '';
  if (event.type === 'DELIVER') return { deliver: event.channel, group };
  const actor = `${group}/${event.actor}`;
  if (event.type === 'ACT') return { message: { ...event.message }, actor };
  return { elapse: event.delay, milliseconds: millisecondsOf(event.delay), actor };
}

interface Place {
  readonly group: number;
  readonly actors: ReadonlyMap<string, ActorDefinition>;
}

/** Where actors are, and what they are called. */
interface Directory {
  /** Groups and their actors, by name. */
  readonly places: ReadonlyMap<string, Place>;
  /** By group and actor, its name with that of its group. */
  readonly addresses: readonly ReadonlyMap<string, string>[];
}

const directories = new WeakMap<Composition, Directory>();

function directoryOf(composition: Composition): Directory {
  const known = directories.get(composition);
  if (known !== undefined) return known;
  const groups = groupsOf(composition);
  const directory = {
    places: new Map(
      groups.map(({ name, actors }, group) => [
        name,
        { group, actors: new Map(actors.map((actor) => [actorName(actor), actor])) },
      ]),
    ),
    addresses: groups.map(
      ({ name, actors }) =>
        new Map(actors.map(actorName).map((actor): [string, string] => [actor, `${name}/${actor}`])),
    ),
  };
  directories.set(composition, directory);
  return directory;
}

/** What may happen where a tester says that something does. */
function enabledFor(composition: Composition, state: SystemState, input: SuiteInput): readonly SystemEvent[] {
  const { places } = directoryOf(composition);
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

/** Fields in a fixed order. */
const canonical = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Object.entries(value)
        .map(([name, inner]) => [name, canonical(inner)])
        .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));

/** Whether a tester means this event, of those at one place. */
function isMeant(input: SuiteInput, event: SystemEvent): boolean {
  if (event.type === 'DELIVER') return 'deliver' in input && input.deliver === event.channel;
  if (event.type === 'ELAPSE') {
    const { delay } = event;
    return 'elapse' in input && input.elapse === delay && input.milliseconds === millisecondsOf(delay);
  }
  return (
    'message' in input &&
    input.message.type === event.message.type &&
    JSON.stringify(canonical(input.message)) === JSON.stringify(canonical(event.message))
  );
}

/** What a tester says as an event of the model; null where it cannot happen. */
export const eventOf = (
  composition: Composition,
  state: SystemState,
  input: SuiteInput,
): SystemEvent | null => enabledFor(composition, state, input).find((event) => isMeant(input, event)) ?? null;

/** What a step says, as a tester sees it: messages as they are received, with `from` and `to`. */
export function takeStep(
  composition: Composition,
  state: SystemState,
  event: SystemEvent,
): { readonly state: SystemState; readonly outputs: readonly Message[] } {
  const { addresses } = directoryOf(composition);
  const address = (one: { readonly group: number; readonly actor: string }): string | undefined =>
    addresses[one.group]?.get(one.actor);
  const { state: after, communications } = step(composition, state, event);
  const outputs: Message[] = [];
  for (const { from, to, message } of communications) {
    if (!('channel' in to)) outputs.push({ ...message, from: address(from), to: address(to) });
  }
  return { state: after, outputs };
}
