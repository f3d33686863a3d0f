/** What the charts meet at work: the actors of some systems, with the messages that reach them and the states that they get into. */
import type { AnyMachineSnapshot } from 'xstate';
import {
  type ActorDefinition,
  actorName,
  type Composition,
  chartOf,
  enabledEvents,
  groupsOf,
  initialState,
  type Message,
  snapshotKey,
  stateKey,
  step,
} from '../../src/composition/index.ts';
import { backupComposition, type Role, switchableFaults } from '../../src/system/index.ts';
import { topologyWith } from '../topologies.ts';

export interface Met {
  readonly role: Role;
  readonly actor: ActorDefinition;
  readonly messages: readonly Message[];
  /** Keys of the states that it gets into. */
  readonly states: ReadonlySet<string>;
}

/** Small systems in which every chart is at work. */
const systems: readonly Composition[] = [
  ...(['2012', '2012R2'] as const).flatMap((release) =>
    switchableFaults.map((fault) =>
      backupComposition(topologyWith(release, 1, 1), { faults: [fault], failureScope: 'all' }),
    ),
  ),
  backupComposition(topologyWith('2012R2', 1, 1), { faults: ['F7', 'F8', 'F14', 'F18'], transactions: true }),
  backupComposition(topologyWith('2012R2', 1, 2), { diskOrder: 'parallel' }),
  backupComposition(topologyWith('2012R2', 1, 1, { scsiControllers: 0 }), { failureScope: 'all' }),
  backupComposition(topologyWith('2012R2', 2, 1, { scsiControllers: 0 })),
  backupComposition(topologyWith('2012R2', 1, 1), {
    backups: 2,
    operatorRemovesScsi: true,
    persistentShadowCopies: true,
  }),
  backupComposition(topologyWith('2012R2', 1, 1, { backupServiceRunning: false })),
  backupComposition(topologyWith('2012R2', 1, 1, { integrationComponents: 'older' }), {
    olderComponents: 'connected',
  }),
  backupComposition(topologyWith('2012R2', 1, 1, { running: false })),
  backupComposition(topologyWith('2012R2', 1, 1), { previousVersions: true }),
  backupComposition(topologyWith('2012', 1, 1), { faults: ['F7', 'F14'], previousVersions: true }),
  ...switchableFaults.map((fault) =>
    backupComposition(topologyWith('2012R2', 1, 1, { guest: 'linux' }), { faults: [fault], backups: 2 }),
  ),
  backupComposition(topologyWith('2012R2', 1, 1, { guest: 'linux' }), { transactions: true }),
  backupComposition(topologyWith('2012R2', 1, 1, { guest: 'linux' }), {
    backups: 2,
    operatorRemovesScsi: true,
  }),
];

interface Collected {
  readonly actor: ActorDefinition;
  readonly messages: Map<string, Message>;
  readonly states: Set<string>;
}

const nameOf = (group: number, name: string): string => `${group}/${name}`;

function collect(composition: Composition): readonly Collected[] {
  const found = new Map<string, Collected>();
  groupsOf(composition).forEach((group, number) => {
    for (const actor of group.actors) {
      found.set(nameOf(number, actorName(actor)), { actor, messages: new Map(), states: new Set() });
    }
  });
  const at = (group: number, name: string) => found.get(nameOf(group, name));
  const note = (group: number, name: string, message: Message) =>
    at(group, name)?.messages.set(JSON.stringify(message), message);
  const first = initialState(composition);
  const states = new Map([[stateKey(first), first]]);
  for (const state of states.values()) {
    state.groups.forEach(({ actors }, number) => {
      actors.forEach((snapshot: AnyMachineSnapshot, position) => {
        const actor = groupsOf(composition)[number]?.actors[position] as ActorDefinition;
        at(number, actorName(actor))?.states.add(snapshotKey(snapshot));
      });
    });
    for (const event of enabledEvents(composition, state)) {
      const { state: next, communications } = step(composition, state, event);
      const snapshots = new Map<string, AnyMachineSnapshot>();
      // Within a step an actor may pass through states in which it never rests.
      const take = (group: number, name: string, message: Message): void => {
        const one = at(group, name) as Collected;
        const position = (groupsOf(composition)[group]?.actors ?? []).indexOf(one.actor);
        const chart = chartOf(one.actor);
        const before = snapshots.get(nameOf(group, name)) ?? state.groups[group]?.actors[position];
        const reaction = chart.react(before as AnyMachineSnapshot, message);
        if (reaction === null) return;
        snapshots.set(nameOf(group, name), reaction.snapshot);
        one.states.add(snapshotKey(reaction.snapshot));
      };
      if (event.type === 'ACT') {
        note(event.group, event.actor, event.message);
        take(event.group, event.actor, event.message);
      } else if (event.type === 'ELAPSE') {
        const one = at(event.group, event.actor) as Collected;
        const position = (groupsOf(composition)[event.group]?.actors ?? []).indexOf(one.actor);
        const pending = chartOf(one.actor)
          .pendingDelays(state.groups[event.group]?.actors[position] as AnyMachineSnapshot)
          .find(({ delay }) => delay === event.delay);
        if (pending !== undefined) take(event.group, event.actor, { type: pending.event });
      }
      for (const { to, message } of communications) {
        if (!('actor' in to)) continue;
        note(to.group, to.actor, message);
        take(to.group, to.actor, message);
      }
      states.set(stateKey(next), next);
    }
  }
  return [...found.values()];
}

/** Every chart with every input that it has in the systems, once. */
export function chartsMet(): readonly Met[] {
  const merged = new Map<string, Collected>();
  for (const { actor, messages, states } of systems.flatMap(collect)) {
    const key = JSON.stringify([actor.role, actor.input]);
    const known = merged.get(key) ?? { actor, messages: new Map(), states: new Set() };
    for (const [text, message] of messages) known.messages.set(text, message);
    for (const state of states) known.states.add(state);
    merged.set(key, known);
  }
  return [...merged.values()].map(({ actor, messages, states }) => ({
    role: actor.role as Role,
    actor,
    messages: [...messages.values()],
    states,
  }));
}
