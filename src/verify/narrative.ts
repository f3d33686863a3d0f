/** A path as people would tell it: who says what to whom, and what becomes of which disk. */

import type { Content, Copy } from '../../machines/index.ts';
import {
  type ActorAddress,
  type Communication,
  type Composition,
  groupsOf,
  type SystemEvent,
} from '../composition/index.ts';
import { type Path, play } from '../explore/index.ts';
import { hostView, machineView, outcomeOf } from '../system/index.ts';

/** One step of a path, told. */
export interface ToldStep {
  readonly event: SystemEvent;
  /** What happens, in one line. */
  readonly headline: string;
  /** Who says what to whom within the step. */
  readonly messages: readonly string[];
  /** What became of disks and virtual machines. */
  readonly changes: readonly string[];
}

/** Names that are not written in small letters. */
const proper: readonly (readonly [RegExp, string])[] = [
  [/\bhyper v\b/g, 'Hyper-V'],
  [/\bvmbus\b/g, 'VMBus'],
  [/\blinux\b/g, 'Linux'],
  [/\b(vss|vm|scsi|ide)\b/g, ''],
];

const words = (name: string): string =>
  proper.reduce(
    (text, [pattern, spelling]) => text.replace(pattern, (found) => spelling || found.toUpperCase()),
    name.replaceAll('-', ' '),
  );

const spelled = (type: string): string => type.toLowerCase().replaceAll('_', ' ');

const unCamel = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** An actor in words, with the machine that it belongs to. */
export function who(composition: Composition, address: ActorAddress): string {
  const groups = groupsOf(composition);
  return address.group === 0
    ? words(address.actor)
    : `${groups[address.group]?.name}’s ${words(address.actor)}`;
}

/** What happens, in one line. */
export function headlineOf(composition: Composition, event: SystemEvent): string {
  const place = groupsOf(composition)[event.group]?.name ?? '';
  if (event.type === 'DELIVER') {
    return event.group === 0
      ? `${words(event.channel)} deliver a message`
      : `${words(event.channel)} of ${place} delivers a message`;
  }
  const actor = who(composition, event);
  return event.type === 'ELAPSE'
    ? `${actor}: ${unCamel(event.delay)} is over`
    : `${actor}: ${spelled(event.message.type)}`;
}

const detail = ({ message }: Communication): string => {
  const fields = Object.entries(message).filter(([name]) => name !== 'type');
  return fields.length === 0
    ? message.type
    : `${message.type} (${fields.map(([name, value]) => `${name} ${value}`).join(', ')})`;
};

const contentText = (content: Content): string => {
  if (content.point === 0) return content.whole ? 'as ever' : 'half-way in a transaction';
  const point = content.written ? `later than point ${content.point}` : `at point ${content.point}`;
  return content.whole ? point : `${point}, half-way in a transaction`;
};

const copyText = (copy: Copy): string =>
  `${contentText(copy.content)}${copy.location === 'file' ? '' : copy.location === 'host' ? ', mounted in the host' : ', connected to the machine'}${copy.writable ? '' : ', read-only'}${copy.handedOver ? ', handed over' : ''}`;

/** The content of every disk and copy, the run state and the outcome of every machine, by name. */
function facts(composition: Composition, state: Path['initial']): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const host = hostView({
    group: composition.hub,
    state: state.groups[0] as Path['initial']['groups'][number],
    observers: [],
  });
  if (host.problem !== null) found.set('host', host.problem);
  composition.units.forEach((group, index) => {
    const unitState = state.groups[index + 1] as Path['initial']['groups'][number];
    const machine = machineView({ group, state: unitState, observers: composition.observers });
    found.set(`${group.name}`, unCamel(machine.machine.at));
    const outcome = outcomeOf(machine);
    if (outcome !== null) found.set(`report on ${group.name}`, outcome);
    if (machine.problem !== null) found.set(`trouble in ${group.name}`, machine.problem);
    machine.disks.forEach(({ context }, disk) => {
      found.set(`${group.name} disk ${disk + 1}, live`, contentText(context.live));
      found.set(
        `${group.name} disk ${disk + 1}, guest’s shadow copy`,
        context.guestShadowCopy === null ? 'none' : contentText(context.guestShadowCopy),
      );
      for (const copy of context.copies) {
        found.set(`${group.name} disk ${disk + 1}, host’s copy of set ${copy.set}`, copyText(copy));
      }
    });
  });
  return found;
}

function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const changes = [...after]
    .filter(([name, text]) => before.get(name) !== text)
    .map(([name, text]) => `${name}: ${text}`);
  const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => `${name}: gone`);
  return [...changes, ...gone];
}

/**
 * The path of these events, step by step.
 * @throws RangeError at the first event that the model does not allow.
 */
export function tell(composition: Composition, events: readonly SystemEvent[]): readonly ToldStep[] {
  const path = play(composition, events);
  let before = facts(composition, path.initial);
  return path.steps.map(({ event, communications, state }) => {
    const after = facts(composition, state);
    const changes = changesBetween(before, after);
    before = after;
    return {
      event,
      headline: headlineOf(composition, event),
      messages: communications.map((communication) => {
        const to =
          'channel' in communication.to
            ? `${words(communication.to.channel)}, to be delivered`
            : who(composition, communication.to);
        return `${who(composition, communication.from)} → ${to}: ${detail(communication)}`;
      }),
      changes,
    };
  });
}

/** Steps as text, numbered from `first`. */
export const narrate = (steps: readonly ToldStep[], first = 1): string =>
  steps
    .map(({ headline, messages, changes }, index) =>
      [
        `${String(index + first).padStart(3)}. ${headline}`,
        ...messages.map((message) => `       ${message}`),
        ...changes.map((change) => `     * ${change}`),
      ].join('\n'),
    )
    .join('\n');
