/**
 * What a composition does, said plainly: the reference for everything faster.
 *
 * A step delivers one channel message, lets one pending delay elapse, or takes one action of the
 * environment. Calls that it causes are worked off within the step, first in first out; an actor
 * finishes its own step before it takes the next message, as XState's mailboxes do.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { snapshotKey } from './chart.ts';
import {
  type ActorDefinition,
  actorName,
  type Composition,
  type Delivery,
  type Group,
  groupsOf,
  type Message,
  reachedGroups,
} from './composition.ts';
import { chartOf, type Emission, type GroupState, GroupStep, initialGroupState } from './group.ts';

export interface SystemState {
  readonly groups: readonly GroupState[];
}

/** What may happen next; groups are numbered, the hub is 0. */
export type SystemEvent =
  | { readonly type: 'DELIVER'; readonly group: number; readonly channel: string }
  | {
      readonly type: 'ELAPSE';
      readonly group: number;
      readonly actor: string;
      readonly delay: string;
      /** The id of the state that waits. */
      readonly state: string;
    }
  | { readonly type: 'ACT'; readonly group: number; readonly actor: string; readonly message: Message };

export interface ActorAddress {
  readonly group: number;
  readonly actor: string;
}

/** One message within a step: received by an actor, or put into a channel. */
export interface Communication {
  readonly from: ActorAddress;
  readonly to: ActorAddress | { readonly channel: string };
  readonly message: Message;
}

export interface Step {
  readonly state: SystemState;
  readonly communications: readonly Communication[];
}

interface Call {
  readonly from: ActorAddress;
  readonly group: number;
  readonly actor: ActorDefinition;
  readonly message: Message;
}

/**
 * Which of the waiting calls is next. It must keep calls from one actor to another in order; the result of
 * a step must not depend on what it chooses beyond that.
 */
export type CallOrder = (waiting: readonly Pick<Call, 'from' | 'group' | 'actor'>[]) => number;
export const firstInFirstOut: CallOrder = () => 0;

export const initialState = (composition: Composition): SystemState => ({
  groups: groupsOf(composition).map((group) => initialGroupState(composition, group)),
});

/** The state of a group as text; equal text, equal state. */
export const groupKey = ({ actors, channels, parts, observations, budget, problem }: GroupState): string =>
  JSON.stringify([actors.map(snapshotKey), channels, parts, observations, budget, problem]);

/** A state as text; equal text, equal state. */
export const stateKey = (state: SystemState): string => `[${state.groups.map(groupKey).join()}]`;

/** Whether an event counts against the budget. */
export const isCharged = ({ budget }: Composition, event: SystemEvent): boolean =>
  budget !== undefined &&
  ((event.type === 'ACT' && budget.messages.has(event.message.type)) ||
    (event.type === 'ELAPSE' && budget.delays.has(event.delay)));

const deliveries = ({ channels }: Composition, state: GroupState, group: number): readonly SystemEvent[] =>
  channels.flatMap(({ name }, channel) =>
    (state.channels[channel]?.length ?? 0) > 0 ? [{ type: 'DELIVER', group, channel: name }] : [],
  );

/** Delays of one actor that may elapse, and what its environment may do, in a fixed order, the budget left aside. */
function enabledOfActor(
  { disabledDelays, environment }: Composition,
  definition: ActorDefinition,
  snapshot: AnyMachineSnapshot,
  group: number,
): readonly SystemEvent[] {
  const events: SystemEvent[] = [];
  const actor = actorName(definition);
  for (const { delay, state } of chartOf(definition).pendingDelays(snapshot)) {
    if (!disabledDelays.has(delay)) events.push({ type: 'ELAPSE', group, actor, delay, state });
  }
  for (const { role, message } of environment) {
    if (role === definition.role && chartOf(definition).takes(snapshot, message)) {
      events.push({ type: 'ACT', group, actor, message });
    }
  }
  return events;
}

/**
 * What may happen next in one group, in a fixed order, the budget left aside. Some of it may turn out to
 * change nothing.
 */
export const enabledInGroup = (
  composition: Composition,
  group: Group,
  state: GroupState,
  number: number,
): readonly SystemEvent[] => [
  ...deliveries(composition, state, number),
  ...group.actors.flatMap((actor, position) =>
    enabledOfActor(composition, actor, state.actors[position] as AnyMachineSnapshot, number),
  ),
];

const isAffordable = (composition: Composition, state: SystemState, event: SystemEvent): boolean =>
  state.groups[0]?.budget !== 0 || !isCharged(composition, event);

/** What may happen next at one place: in the channels of a group, or by one of its actors. */
export function enabledAt(
  composition: Composition,
  state: SystemState,
  number: number,
  actor: ActorDefinition | null,
): readonly SystemEvent[] {
  const local = state.groups[number] as GroupState;
  const group = groupsOf(composition)[number] as Group;
  const events =
    actor === null
      ? deliveries(composition, local, number)
      : enabledOfActor(
          composition,
          actor,
          local.actors[group.actors.indexOf(actor)] as AnyMachineSnapshot,
          number,
        );
  return events.filter((event) => isAffordable(composition, state, event));
}

/** Everything that may happen next, in a fixed order. Some of it may turn out to change nothing. */
export const enabledEvents = (composition: Composition, state: SystemState): readonly SystemEvent[] =>
  groupsOf(composition)
    .flatMap((group, number) =>
      enabledInGroup(composition, group, state.groups[number] as GroupState, number),
    )
    .filter((event) => isAffordable(composition, state, event));

/**
 * The first thing that an event does in its group.
 * @throws RangeError if the event is not enabled.
 */
export function begin(composition: Composition, local: GroupStep, event: SystemEvent): readonly Emission[] {
  if (event.type === 'DELIVER') {
    const channel = composition.channels.findIndex(({ name }) => name === event.channel);
    if ((local.channels[channel]?.length ?? 0) === 0) {
      throw new RangeError(`channel ${event.channel} of group ${event.group} is empty`);
    }
    return local.deliver(channel);
  }
  const actor = local.group.actors.find((one) => actorName(one) === event.actor);
  if (actor === undefined) throw new RangeError(`there is no actor ${event.actor} in group ${event.group}`);
  const snapshot = local.actors[local.group.actors.indexOf(actor)] as AnyMachineSnapshot;
  if (event.type === 'ACT') {
    if (!chartOf(actor).takes(snapshot, event.message)) {
      throw new RangeError(`${event.actor} does not take ${event.message.type} now`);
    }
    return local.take(actor, event.message, 'environment');
  }
  const pending = chartOf(actor)
    .pendingDelays(snapshot)
    .find(({ delay, state }) => delay === event.delay && state === event.state);
  if (pending === undefined || composition.disabledDelays.has(event.delay)) {
    throw new RangeError(`${event.actor} is not waiting for ${event.delay}`);
  }
  return local.elapse(actor, pending.event);
}

const originOf = (from: number, to: number): Delivery['origin'] =>
  from === to ? 'own' : from === 0 ? 'hub' : 'unit';

/**
 * The state after an event, and all that was said on the way.
 * @throws RangeError if the event is not enabled in the state.
 */
export function step(
  composition: Composition,
  state: SystemState,
  event: SystemEvent,
  order: CallOrder = firstInFirstOut,
): Step {
  const groups = groupsOf(composition);
  // Groups that have a part in the step; most have none.
  const steps: (GroupStep | undefined)[] = [];
  const stepOf = (number: number): GroupStep => {
    const known = steps[number];
    if (known !== undefined) return known;
    const one = new GroupStep(composition, groups[number] as Group, state.groups[number] as GroupState);
    steps[number] = one;
    return one;
  };
  const waiting: Call[] = [];
  const communications: Communication[] = [];

  const gatherIfComplete = (from: ActorAddress, gather: number): void => {
    const units = composition.units.map((_, index) => stepOf(index + 1));
    if (units.some(({ parts }) => parts[gather] === null)) return;
    const { to, as, field } = composition.gathers[gather] as Composition['gathers'][number];
    const any = units.some(({ parts }) => parts[gather] === true);
    for (const unit of units) unit.parts[gather] = null;
    for (const actor of composition.hub.actors) {
      if (actor.role === to) waiting.push({ from, group: 0, actor, message: { type: as, [field]: any } });
    }
  };
  const workOff = (group: number, emissions: readonly Emission[]): void => {
    for (const emission of emissions) {
      if (emission.kind === 'call') {
        const { from, actor, message } = emission;
        waiting.push({ from: { group, actor: from }, group, actor, message });
      } else if (emission.kind === 'post') {
        const { from, channel, message } = emission;
        communications.push({ from: { group, actor: from }, to: { channel }, message });
      } else if (emission.kind === 'part') {
        gatherIfComplete({ group, actor: emission.from }, emission.gather);
      } else {
        const { wire, from, index } = emission.crossing;
        const sender = { group, actor: actorName({ role: from, index }) };
        for (const number of reachedGroups(wire.reach ?? 'own', group, composition.units.length)) {
          for (const call of stepOf(number).arrive(emission.crossing)) {
            if (call.kind === 'call') {
              waiting.push({ from: sender, group: number, actor: call.actor, message: call.message });
            }
          }
        }
      }
    }
  };

  if (groups[event.group] === undefined) throw new RangeError(`there is no group ${event.group}`);
  if (isCharged(composition, event)) {
    const hub = stepOf(0);
    if (hub.budget === 0) throw new RangeError('the budget is used up');
    hub.budget--;
  }
  workOff(event.group, begin(composition, stepOf(event.group), event));
  while (waiting.length > 0) {
    const [{ from, group, actor, message }] = waiting.splice(order(waiting), 1) as [Call];
    communications.push({ from, to: { group, actor: actorName(actor) }, message });
    workOff(group, stepOf(group).take(actor, message, originOf(from.group, group)));
  }
  const after = state.groups.map((group, number) => steps[number]?.state ?? group);
  return { state: { groups: after }, communications };
}
