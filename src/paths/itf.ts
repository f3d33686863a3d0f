/**
 * A path as a trace in the Informal Trace Format (ITF, Apalache ADR 15), and back.
 *
 * Variables are called after group and actor: `host_hyper_v_vss_writer`, `vm1_guest_vss`,
 * `vm1_virtual_hard_disk_1`; each holds the state of the chart and its context. Channels are sequences of
 * messages, `vm1_vmbus_to_guest`; of an answer that all virtual machines give together, the part of each
 * is `vm1_part_VIRTUAL_MACHINE_ANSWERED`. What observers note is no part of the system, and left out.
 * Event and communications of a step stand in `#meta` of the state that it leads to. A long run of many
 * virtual machines has the variables of the host only: with all of them nobody could read it back.
 */
import type { AnyMachineSnapshot, StateValue } from 'xstate';
import {
  type ActorDefinition,
  actorName,
  type Composition,
  type Group,
  type GroupState,
  groupsOf,
  type SystemState,
} from '../composition/index.ts';
import { checkedTopology, TopologyError } from '../system/index.ts';
import { type Itf, itfSchema, itfVersion, maxStates } from './itf-schema.ts';
import { canonicalText, itfValue } from './itf-values.ts';
import type { Path } from './path.ts';
import { PathRefusal, type ReplayedPath, replay } from './replay.ts';
import { maxCharacters, parseUntrusted, UnreadableError } from './untrusted.ts';

export { UnreadableError } from './untrusted.ts';

/** What says that a file is a trace in ITF. */
export const itfFormat = {
  format: 'ITF',
  'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
} as const;

/** Under `#meta`: what is told of the test of a component, whose trace is no path of a system. */
export const componentMark = 'hypervBackupComponent';

const identifier = (text: string): string => text.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '');

const placeName = (group: number): string => (group === 0 ? 'host' : `vm${group}`);

/** The name of the variable that holds the state of an actor. */
export const actorVariable = (group: number, actor: Pick<ActorDefinition, 'role' | 'index'>): string =>
  `${placeName(group)}_${identifier(actorName(actor))}`;

/** Active states, the innermost of each region, from root to leaf. */
const placeOf = (value: StateValue): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value)
        .map(([state, inner]) =>
          inner === undefined ? state : `${state}.${placeOf(inner)}`.replace(/\.$/, ''),
        )
        .join(' ');

/** Whether any actor of the group can put something into the channel. */
const isUsed = ({ wires }: Composition, { actors }: Group, channel: string): boolean =>
  wires.some((wire) => wire.channel === channel && actors.some(({ role }) => role === wire.from));

/** The variables of one group; 0 is the hub. */
export function itfVariablesOf(
  composition: Composition,
  number: number,
  local: GroupState,
): readonly (readonly [name: string, value: unknown])[] {
  const group = groupsOf(composition)[number];
  if (group === undefined) return [];
  const part = (text: string): string => `${placeName(number)}_${identifier(text)}`;
  return [
    ...group.actors.map((actor, position): [string, unknown] => {
      const { value, context } = local.actors[position] as AnyMachineSnapshot;
      return [actorVariable(number, actor), { state: placeOf(value), context: itfValue(context ?? {}) }];
    }),
    ...composition.channels.flatMap(({ name }, channel): [string, unknown][] =>
      isUsed(composition, group, name)
        ? [
            [
              part(name),
              (local.channels[channel] ?? []).map(({ from, index, message }) => ({
                from: actorName({ role: from, index }),
                message: itfValue(message),
              })),
            ],
          ]
        : [],
    ),
    ...composition.gathers.flatMap(({ message }, gather): [string, unknown][] =>
      number === 0 ? [] : [[part(`part ${message}`), itfValue(local.parts[gather])]],
    ),
    ...(number === 0 && composition.budget !== undefined
      ? [[part('budget'), local.budget] as [string, unknown]]
      : []),
    [part('problem'), itfValue(local.problem)],
  ];
}

/** The variables of a state, sorted by name; of all groups, or of these. */
export function itfVariables(
  composition: Composition,
  { groups }: SystemState,
  numbers: readonly number[] = [...groups.keys()],
): Readonly<Record<string, unknown>> {
  const variables = numbers.flatMap((number) =>
    itfVariablesOf(composition, number, groups[number] as GroupState),
  );
  return Object.fromEntries([...variables].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Values in one trace, of some 200 characters each; a trace that would have more tells of the host only. */
const maxValues = 100_000;

/**
 * A path as a trace, the same for the same path.
 * @throws PathRefusal if the model does not allow the path.
 */
export function itfOf(path: Path): Itf {
  const { composition, initial, steps } = replay(path);
  const whole = itfVariables(composition, initial);
  const isTooLarge = Object.keys(whole).length * (steps.length + 1) > maxValues;
  const groups = isTooLarge ? [0] : [...initial.groups.keys()];
  const first = itfVariables(composition, initial, groups);
  return {
    '#meta': {
      ...itfFormat,
      description: path.shows.title,
      hypervBackup: {
        version: itfVersion,
        shows: path.shows,
        model: path.model as Itf['#meta']['hypervBackup']['model'],
      },
    },
    vars: Object.keys(first),
    states: [
      { '#meta': { index: 0 }, ...first },
      ...steps.map(({ event, communications, state }, index) => ({
        '#meta': {
          index: index + 1,
          event,
          communications: communications as Itf['states'][number]['#meta']['communications'],
        },
        ...itfVariables(composition, state, groups),
      })),
    ] as Itf['states'],
    ...(path.cycle === null ? {} : { loop: path.events.length }),
  };
}

/**
 * A trace as text, one state a line.
 * @throws PathRefusal if the model does not allow the path.
 * @throws RangeError if it could not be read back, since it is too long.
 */
export function itfText(path: Path): string {
  const count = path.events.length + (path.cycle?.length ?? 0);
  if (count >= maxStates) {
    throw new RangeError(`it has ${count} steps; a path in ITF has at most ${maxStates - 1}`);
  }
  const { states, ...rest } = itfOf(path);
  const head = JSON.stringify(rest, null, 2).replace(/\n}$/, '');
  const lines = states.map((state) => `    ${JSON.stringify(state)}`);
  const text = `${head},\n  "states": [\n${lines.join(',\n')}\n  ]\n}\n`;
  if (text.length > maxCharacters) {
    throw new RangeError(`as ITF it has ${text.length} characters; it can be read up to ${maxCharacters}`);
  }
  return text;
}

const placeInFile = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

/** What a trace is instead of a path of this model, and what it is good for. */
function otherTrace(value: unknown): string | null {
  const { '#meta': meta, states } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(states)) return null;
  const fields = (meta ?? {}) as Readonly<Record<string, unknown>>;
  if (fields[componentMark] !== undefined) {
    return 'it is the trace of a test of one component, not of a system; `hyperv-backup-spec replay` plays it, its picture lies beside it as .mmd';
  }
  return fields.hypervBackup === undefined
    ? 'it is a trace, but #meta.hypervBackup does not say of which model; `hyperv-backup-spec validate --format itf` looks for a run that explains it'
    : null;
}

function checkedItf(value: unknown): Itf {
  const other = otherTrace(value);
  if (other !== null) throw new UnreadableError(other);
  const result = itfSchema.safeParse(value);
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => `${placeInFile(path)}: ${message}`);
    throw new UnreadableError(['it is not a path in ITF.', ...lines.slice(0, 20)].join('\n'));
  }
  const { states, loop } = result.data;
  states.forEach(({ '#meta': { index, event } }, place) => {
    const where = `states[${place}].#meta`;
    if (index !== place) throw new UnreadableError(`${where}.index: it is ${index}; allowed: ${place}`);
    if ((event === undefined) !== (place === 0)) {
      throw new UnreadableError(
        place === 0 ? `${where}.event: nothing leads to the initial state` : `${where}.event: missing`,
      );
    }
  });
  if (loop !== undefined && loop >= states.length) {
    throw new UnreadableError(`loop: it is ${loop}; allowed: 0 to ${states.length - 1}`);
  }
  return result.data;
}

function pathIn({ '#meta': { hypervBackup }, states, loop }: Itf): Path {
  const { model, shows } = hypervBackup;
  const events = states.flatMap(({ '#meta': { event } }) => (event === undefined ? [] : [event]));
  const length = loop ?? events.length;
  try {
    return {
      model: { ...model, topology: checkedTopology(model.topology) },
      shows,
      events: events.slice(0, length),
      cycle: loop === undefined ? null : events.slice(length),
    };
  } catch (error) {
    if (error instanceof TopologyError) {
      throw new UnreadableError(`#meta.hypervBackup.model.topology: ${error.message}`);
    }
    throw error;
  }
}

/**
 * The path in the text of an ITF file, from anybody; it is not replayed.
 * @throws UnreadableError if it is no such text.
 */
export const readItf = (text: string): Path => pathIn(checkedItf(parseUntrusted(text)));

/**
 * Reads a path and replays it: every step must be allowed, and every variable that the trace has must be
 * what the model says.
 * @throws UnreadableError if it is no path in ITF.
 * @throws PathRefusal at the first step that the model does not allow, or that leads elsewhere.
 * @throws RangeError if it names a mutant that is not there.
 */
export function replayItf(text: string): { readonly path: Path; readonly replayed: ReplayedPath } {
  const itf = checkedItf(parseUntrusted(text));
  const path = pathIn(itf);
  const replayed = replay(path);
  const { composition, initial, steps } = replayed;
  const vars = new Set(itf.vars);
  const groups = [...initial.groups.keys()].filter((number) =>
    Object.keys(itfVariables(composition, initial, [number])).some((name) => vars.has(name)),
  );
  [initial, ...steps.map(({ state }) => state)].forEach((state, number) => {
    const { '#meta': _, ...recorded } = itf.states[number] as Itf['states'][number];
    const reached = itfVariables(composition, state, groups);
    const names = [...new Set([...itf.vars, ...Object.keys(recorded)])].sort();
    const wrong = names.find(
      (one) => !Object.hasOwn(recorded, one) || canonicalText(recorded[one]) !== canonicalText(reached[one]),
    );
    if (wrong === undefined) return;
    const written = Object.hasOwn(recorded, wrong) ? canonicalText(recorded[wrong]) : 'missing';
    throw new PathRefusal(number, `variable ${wrong} is ${written}`, [
      wrong in reached ? canonicalText(reached[wrong]) : 'no such variable',
    ]);
  });
  return { path, replayed };
}
