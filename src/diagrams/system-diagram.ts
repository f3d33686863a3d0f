/** Who talks to whom, from the wiring alone: host side and guest side, calls and channels. */
import type { IState, ITransition } from 'state-machine-cat';
import { type Composition, groupsOf, type Wire } from '../composition/index.ts';
import { layOut, type Meaning } from './layout.ts';

/** Roles that stand inside the guest; all others of a virtual machine are the host's side of it. */
const isInGuest = (role: string): boolean => role.startsWith('guest-');

const box = (name: string, label: string, inner: IState[]): IState => ({
  name,
  type: 'regular',
  label,
  statemachine: { states: inner },
});

const actorBox = (role: string): IState => ({ name: role, type: 'regular', label: role });

interface Connection {
  readonly from: string;
  readonly to: string;
  readonly channel: string | null;
  readonly messages: readonly string[];
}

/** The wires between roles that are there, those of one channel in one connection. */
function connections({ wires, gathers }: Composition, roles: ReadonlySet<string>): readonly Connection[] {
  const found = new Map<string, Connection>();
  const add = (from: string, to: string, channel: string | null, messages: readonly string[]): void => {
    if (!roles.has(from) || !roles.has(to)) return;
    const key = `${from} ${to} ${channel}`;
    const known = found.get(key);
    found.set(key, { from, to, channel, messages: [...(known?.messages ?? []), ...messages] });
  };
  for (const { from, to, channel, messages } of wires as readonly Wire[])
    add(from, to, channel ?? null, messages);
  for (const { from, to, message } of gathers) add(from, to, null, [message]);
  return [...found.values()];
}

/** Long lists make a picture unreadable: what is left out is counted. */
const listed = (messages: readonly string[]): string =>
  messages.length <= 3
    ? messages.join('\n')
    : [...messages.slice(0, 2), `and ${messages.length - 2} more`].join('\n');

/**
 * The system of a composition: actors as boxes, host side and guest side; full lines are calls, broken
 * ones channels. All units are drawn as one.
 */
export async function renderSystem(composition: Composition, title: string): Promise<string> {
  const rolesIn = (
    groups: readonly { readonly actors: readonly { readonly role: string }[] }[],
  ): readonly string[] => [...new Set(groups.flatMap(({ actors }) => actors.map(({ role }) => role)))];
  const hub = rolesIn([composition.hub]);
  const unit = rolesIn(composition.units);
  const roles = new Set(rolesIn(groupsOf(composition)));
  const drawn = connections(composition, roles);
  const machine = {
    states: [
      box('host', composition.hub.name, hub.map(actorBox)),
      box('unit', 'each virtual machine', [
        ...unit.filter((role) => !isInGuest(role)).map(actorBox),
        box('guest', 'its guest', unit.filter(isInGuest).map(actorBox)),
      ]),
    ],
    transitions: drawn.map(
      ({ from, to, channel, messages }, index): ITransition => ({
        id: index + 1,
        from,
        to,
        label: channel === null ? listed(messages) : `${channel}:\n${listed(messages)}`,
        class: channel === null ? 'call' : 'channel',
      }),
    ),
  };
  const meanings = new Map<string, Meaning>([
    ...[...roles].map((role): [string, Meaning] => [role, { title: role, state: role }]),
    ...drawn.map(({ from, to, messages }): [string, Meaning] => [
      `${from}->${to}`,
      { title: `${from} to ${to}: ${messages.join(', ')}` },
    ]),
  ]);
  return layOut({
    machine,
    direction: 'top-down',
    title,
    description: drawn
      .map(
        ({ from, to, channel, messages }) =>
          `${from} to ${to}${channel === null ? '' : ` over ${channel}`}: ${messages.join(', ')}.`,
      )
      .join(' '),
    meanings,
    spacing: { nodes: '.5', ranks: '.7' },
  });
}

/** The system as a Mermaid flow chart. */
export function mermaidSystem(composition: Composition): string {
  const roles = new Set(groupsOf(composition).flatMap(({ actors }) => actors.map(({ role }) => role)));
  const hub = [...new Set(composition.hub.actors.map(({ role }) => role))];
  const unit = [...roles].filter((role) => !hub.includes(role));
  const boxOf = (name: string, label: string, inner: readonly string[]): readonly string[] => [
    `  subgraph ${name}["${label}"]`,
    ...inner.map((role) => `    ${role}["${role}"]`),
    '  end',
  ];
  return [
    'flowchart TD',
    ...boxOf('host', composition.hub.name, hub),
    ...boxOf(
      'machine',
      'each virtual machine',
      unit.filter((role) => !isInGuest(role)),
    ),
    ...boxOf('guest', 'its guest', unit.filter(isInGuest)),
    ...connections(composition, roles).map(
      ({ from, to, channel }) => `  ${from} ${channel === null ? '-->' : `-. ${channel} .->`} ${to}`,
    ),
    '',
  ].join('\n');
}
