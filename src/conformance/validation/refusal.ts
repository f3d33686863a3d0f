/** Why no step explains a line here: what the model would have to do, and what refuses it. */
import type { AnyMachineSnapshot } from 'xstate';
import { delays } from '../../../machines/index.ts';
import {
  type ActorDefinition,
  actorName,
  chartOf,
  type Message,
  refusedTransitions,
} from '../../composition/index.ts';
import type { Explained } from './explained.ts';
import type { Label } from './labels.ts';
import type { LogSearch } from './search.ts';
import type { ShownLine } from './shown.ts';
import type { Meaning } from './unread.ts';
import { eventText, labelText, say } from './words.ts';

/** A next line of one source that nothing explains. */
export interface Refusal {
  readonly source: string;
  /** Number of the line in the file, from 1. */
  readonly line: number;
  readonly text: string;
  readonly reasons: readonly string[];
}

const stateOf = ({ value, context }: AnyMachineSnapshot): string =>
  `${JSON.stringify(value)}${context !== undefined && Object.keys(context).length > 0 ? ` with ${JSON.stringify(context)}` : ''}`;

/** The guards that refuse a message, or that the state does not take it at all. */
function refusalOf(
  actor: ActorDefinition,
  snapshot: AnyMachineSnapshot,
  message: Message,
): readonly string[] {
  const who = actorName(actor);
  const refused = refusedTransitions(actor.chart, snapshot, message).map(
    ({ transition, guard }) =>
      `guard ${guard} of transition '${transition}' refuses it: ${who} is in ${stateOf(snapshot)}`,
  );
  if (refused.length > 0 || chartOf(actor).takes(snapshot, message)) return refused;
  return [`${who} does not take ${message.type} in ${stateOf(snapshot)}`];
}

/** Branches that guards have refused to whoever says the line in the model. */
function branchesBefore(
  search: LogSearch,
  state: Int32Array,
  { group, label }: ShownLine,
): readonly string[] {
  const { from, message } = search.labels.label(label);
  const groups = search.product.tables.map((table) => table.group);
  const own = groups[group];
  const sender = from === null ? undefined : own?.actors.find((one) => actorName(one) === from);
  const snapshot =
    sender === undefined || own === undefined
      ? undefined
      : search.product.tables[group]?.state(state[group] as number).actors[own.actors.indexOf(sender)];
  if (sender === undefined || snapshot === undefined) return [];
  const types = new Set(snapshot._nodes.flatMap((node) => [...node.transitions.keys()]));
  return [...types].flatMap((type) =>
    refusedTransitions(sender.chart, snapshot, { ...message, type }).map(
      ({ transition, guard }) => `guard ${guard} of transition '${transition}' refused another answer`,
    ),
  );
}

const disabledBecause = (delay: string): string => {
  const known = (delays as Readonly<Record<string, { readonly fault?: string }>>)[delay];
  return known?.fault === undefined
    ? ''
    : `; it does so only with fault ${known.fault}, which the header of the log can switch on`;
};

/** Why no step begins with a line. */
function notBegun(search: LogSearch, { state }: Explained, group: number, label: Label): readonly string[] {
  const table = search.product.tables[group];
  if (table === undefined) return [];
  const local = table.state(state[group] as number);
  const position = table.group.actors.findIndex((one) => actorName(one) === label.actor);
  const actor = table.group.actors[position];
  const snapshot = local.actors[position];
  if (actor === undefined || snapshot === undefined) return [];
  const { composition } = search.product;
  const type = label.message.type;
  if (label.via === 'wait') {
    const pending = chartOf(actor)
      .pendingDelays(snapshot)
      .map(({ delay }) => delay);
    if (!pending.includes(type)) return [`${label.actor} does not wait for ${type} in ${stateOf(snapshot)}`];
    if (composition.disabledDelays.has(type)) return [`${type} never ends here${disabledBecause(type)}`];
    return ['the budget of faults is used up'];
  }
  if (label.via === 'environment') {
    const acts = composition.environment.filter(({ role }) => role === actor.role);
    if (!acts.some(({ message }) => message.type === type)) {
      const known = acts.map(({ message }) => message.type).join(', ') || 'nothing';
      return [
        `the environment does not do this here; it does ${known} to ${actor.role}: faults are switched on in the header of the log`,
      ];
    }
    const refused = refusalOf(actor, snapshot, label.message);
    return refused.length > 0 ? refused : ['the budget of faults is used up'];
  }
  if (label.via?.startsWith('channel ')) {
    const name = label.via.slice('channel '.length);
    const channel = composition.channels.findIndex((one) => one.name === name);
    if (channel < 0) {
      return [
        `there is no channel ${name}; there are ${composition.channels.map((one) => one.name).join(', ')}`,
      ];
    }
    const [first] = local.channels[channel] ?? [];
    if (first === undefined) return [`${name} carries nothing now`];
    return [
      `${name} delivers ${say(first.message)} from ${actorName({ role: first.from, index: first.index })} next`,
    ];
  }
  const refused = refusalOf(actor, snapshot, label.message);
  return [`nobody says ${type} to ${label.actor} in a step that may happen now`, ...refused];
}

/** Why one next line is not explained: the steps that come near it, and what refuses them. */
function reasonsFor(
  search: LogSearch,
  explained: Explained,
  { group, label: logged }: Meaning,
): readonly string[] {
  const label = search.labels.label(logged);
  const names = search.product.names;
  const near = search.product
    .shownSteps(group, explained.state[group] as number)
    .filter(({ own }) => own.some((one) => search.labels.matches(logged, one.label)));
  const reasons = near.flatMap((step): readonly string[] => {
    const state = explained.state.slice();
    const shown = search.product.take(state, group, step);
    const what = eventText({ ...step.told.event, group }, names[group] ?? '');
    if (shown === null) return [`${what}: the budget of faults is used up`];
    const match = search.matcher.match(shown, explained.at);
    if (match.kind !== 'mismatch') return [];
    const { shown: owed, place } = match.mismatch;
    const expected = labelText(search.labels.label(owed.label), names[owed.group] ?? '');
    const where = place === null ? 'no line says so' : instead(search, place.source, place.position);
    return [`${what}: then ${expected}, but ${where}`, ...branchesBefore(search, explained.state, owed)];
  });
  return reasons.length > 0 ? reasons : notBegun(search, explained, group, label);
}

/** A line in words; several where it may mean several things. */
const lineText = (search: LogSearch, meanings: readonly Meaning[]): string =>
  meanings
    .map(({ group, label }) => labelText(search.labels.label(label), search.product.names[group] ?? ''))
    .join(', or ');

function instead(search: LogSearch, source: number, position: number): string {
  const lines = search.unread.sources[source];
  if (lines === undefined || position >= lines.end) return `${lines?.name ?? 'the log'} ends`;
  return `line ${lines.number(position)} says: ${lineText(search, lines.meanings(position))}`;
}

/** The next line of every source after a run, the first in the file first, and why nothing explains it. */
export function refusals(search: LogSearch, explained: Explained): readonly Refusal[] {
  return search.unread.sources
    .flatMap((source, index) => {
      const position = explained.at[index] ?? 0;
      return position < source.end ? [{ source, position, line: source.number(position) }] : [];
    })
    .sort((one, other) => one.line - other.line)
    .map(({ source, position, line }) => ({
      source: source.name,
      line,
      text: lineText(search, source.meanings(position)),
      reasons: source.meanings(position).flatMap((meaning) => reasonsFor(search, explained, meaning)),
    }));
}
