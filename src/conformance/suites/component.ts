/** One actor of a system as a component to be tested: what it meets there, and its table. */
import type { AnyMachineSnapshot } from 'xstate';
import { delays } from '../../../machines/index.ts';
import {
  type ActorDefinition,
  type Chart,
  type Composition,
  chartOf,
  type Group,
  groupsOf,
  type Message,
} from '../../composition/index.ts';
import { Product, search } from '../../explore/index.ts';
import {
  backupComposition,
  type Role,
  type Topology,
  type VirtualMachineTopology,
} from '../../system/index.ts';
import { defaultTopology, type ScopeOptions, stepFaults } from '../../verify/index.ts';
import {
  type Answer,
  answerKey,
  type ComponentInput,
  type Mealy,
  minimised,
  type Receivers,
  transitionsOf,
} from './mealy.ts';
import { separate } from './separate.ts';

export interface Component {
  readonly role: Role;
  readonly topology: Topology;
  readonly options: ScopeOptions;
  /** What the actor is made with, such as the number of disks. */
  readonly input: unknown;
  readonly receivers: Receivers;
  /** What is specified: messages that the chart takes. */
  readonly mealy: Mealy;
  /**
   * The same, and a message that a state does not take is dropped without an answer, as XState drops it;
   * so is time where nothing is waited for.
   */
  readonly closed: Mealy;
}

/** A role that is not in the system, or a system that is too large to be looked at as a whole. */
export class ComponentError extends Error {}

const changed = (change: Partial<VirtualMachineTopology>): Topology => {
  const topology = defaultTopology('2012R2', 1, 1);
  return { ...topology, virtualMachines: topology.virtualMachines.map((one) => ({ ...one, ...change })) };
};

/** Systems in which components are tested when none is chosen: that is taken in which there is most to do. */
const usual: readonly { readonly topology: Topology; readonly options: ScopeOptions }[] = [
  { topology: defaultTopology('2012R2', 1, 2), options: { faults: stepFaults, diskOrder: 'parallel' } },
  { topology: defaultTopology('2012', 1, 2), options: { faults: stepFaults } },
  { topology: changed({ scsiControllers: 0 }), options: { faults: stepFaults } },
  { topology: changed({ backupServiceRunning: false }), options: { faults: stepFaults } },
  {
    topology: defaultTopology('2012R2', 1, 1),
    options: { backups: 2, persistentShadowCopies: true, operatorRemovesScsi: true },
  },
];

/** More states than any system of one virtual machine that components are tested in. */
const maxStates = 2_000_000;

const actorIn = (composition: Composition, role: Role): ActorDefinition | undefined =>
  groupsOf(composition)
    .flatMap(({ actors }) => actors)
    .find((actor) => actor.role === role);

/** A copy of the chart that nobody else asks, in the place of one actor. */
function withOwnChart(composition: Composition, own: ActorDefinition): [Composition, ActorDefinition] {
  const twin = { ...own, chart: own.chart.provide({}) };
  const inGroup = (group: Group): Group => ({
    ...group,
    actors: group.actors.map((actor) => (actor === own ? twin : actor)),
  });
  return [{ ...composition, hub: inGroup(composition.hub), units: composition.units.map(inGroup) }, twin];
}

function receiversOf({ wires, gathers }: Composition, role: Role): Receivers {
  const found: Record<string, string[]> = {};
  const add = (to: string, types: readonly string[]): void => {
    found[to] = [...new Set([...(found[to] ?? []), ...types])];
  };
  for (const wire of wires) if (wire.from === role) add(wire.to, wire.messages);
  for (const gather of gathers) if (gather.from === role) add(gather.to, [gather.message]);
  return found;
}

const isElapse = ({ type }: Message): boolean => type.startsWith('xstate.after.');

/** What a component meets in a system: its states there and the messages that reach it. */
function met(composition: Composition, own: ActorDefinition) {
  const [watched, twin] = withOwnChart(composition, own);
  const result = search(new Product(watched), { maxStates });
  if (!result.complete) {
    throw new ComponentError(`the system has more than ${maxStates} states; choose a smaller topology`);
  }
  const chart = chartOf(twin);
  const asked = chart.asked();
  const messages = new Map<string, Message>();
  const snapshots = new Set<AnyMachineSnapshot>([chart.initial.snapshot]);
  for (const { snapshot, message } of asked) {
    const reaction = chart.react(snapshot, message);
    if (reaction === null) continue;
    snapshots.add(snapshot).add(reaction.snapshot);
    if (!isElapse(message)) messages.set(JSON.stringify(message), message);
  }
  return {
    chart,
    snapshots,
    messages: [...messages.keys()].sort().map((key) => messages.get(key) as Message),
  };
}

const durationOf = (delay: string): number =>
  (delays as Readonly<Record<string, { readonly milliseconds: number }>>)[delay]?.milliseconds ?? 0;

/** The reaction of a chart to an input, or null where it does not take it or waits for nothing of the name. */
export function reactionTo(chart: Chart, snapshot: AnyMachineSnapshot, input: ComponentInput) {
  if ('message' in input) return chart.react(snapshot, input.message);
  const [pending, ...others] = chart.pendingDelays(snapshot).filter(({ delay }) => delay === input.elapse);
  if (others.length > 0) {
    throw new ComponentError(`${chart.machine.id} waits twice for ${input.elapse}: an input must name one`);
  }
  return pending === undefined ? null : chart.react(snapshot, { type: pending.event });
}

const nameOf = ({ value, context }: AnyMachineSnapshot): string =>
  JSON.stringify(value) + (context && Object.keys(context).length > 0 ? ` ${JSON.stringify(context)}` : '');

export interface TableOptions {
  /** States beyond these are left unspecified. Default: there are none. */
  readonly snapshots?: ReadonlySet<AnyMachineSnapshot>;
  /** Whether what a state does not take is dropped in silence; unspecified otherwise. Default: no. */
  readonly closed?: boolean;
  readonly maxStates?: number;
}

/**
 * The table of a chart over some inputs.
 * @throws ComponentError if it has more states than `maxStates` (default 100,000).
 */
export function tableOf(
  chart: Chart,
  inputs: readonly ComponentInput[],
  receivers: Receivers,
  { snapshots, closed = false, maxStates: limit = 100_000 }: TableOptions = {},
): Mealy {
  const states: AnyMachineSnapshot[] = [chart.initial.snapshot];
  const numbers = new Map([[chart.initial.snapshot, 0]]);
  const answers: Answer[] = [[]];
  const answerNumbers = new Map([[answerKey([], receivers), 0]]);
  const next: number[] = [];
  const answer: number[] = [];
  for (const state of states) {
    if (states.length > limit) throw new ComponentError(`${chart.machine.id} has more than ${limit} states`);
    for (const input of inputs) {
      const reaction = reactionTo(chart, state, input) ?? (closed ? { snapshot: state, outputs: [] } : null);
      if (reaction === null || snapshots?.has(reaction.snapshot) === false) {
        next.push(-1);
        answer.push(0);
        continue;
      }
      let to = numbers.get(reaction.snapshot);
      if (to === undefined) {
        to = states.length;
        numbers.set(reaction.snapshot, to);
        states.push(reaction.snapshot);
      }
      const key = answerKey(reaction.outputs, receivers);
      let said = answerNumbers.get(key);
      if (said === undefined) {
        said = answers.length;
        answerNumbers.set(key, said);
        answers.push(reaction.outputs);
      }
      next.push(to);
      answer.push(said);
    }
  }
  return {
    inputs,
    answers,
    names: states.map(nameOf),
    next: Int32Array.from(next),
    answer: Int32Array.from(answer),
  };
}

function componentIn(role: Role, topology: Topology, options: ScopeOptions): Component | null {
  const composition = backupComposition(topology, options);
  const own = actorIn(composition, role);
  if (own === undefined) return null;
  const { chart, snapshots, messages } = met(composition, own);
  const waited = new Set(
    [...snapshots].flatMap((snapshot) => chart.pendingDelays(snapshot)).map(({ delay }) => delay),
  );
  const receivers = receiversOf(composition, role);
  const inputs: readonly ComponentInput[] = [
    ...messages.map((message) => ({ message })),
    ...[...waited]
      .filter((delay) => !composition.disabledDelays.has(delay))
      .sort()
      .map((elapse) => ({ elapse, milliseconds: durationOf(elapse) })),
  ];
  const table = (closed: boolean): Mealy =>
    minimised(tableOf(chart, inputs, receivers, { snapshots, closed }));
  return {
    role,
    topology,
    options,
    input: own.input ?? null,
    receivers,
    mealy: table(false),
    closed: table(true),
  };
}

/** States that no test can tell apart make suites incomplete; after that, more to do is better. */
function isBetter(one: Component, other: Component): boolean {
  const alike = ({ closed }: Component): number => separate(closed).alike.length;
  const [mine, theirs] = [alike(one), alike(other)];
  const amount = ({ mealy }: Component): number => transitionsOf(mealy).length;
  return mine === theirs ? amount(one) > amount(other) : mine < theirs;
}

/** What a component is tested in, where it is chosen. */
export interface ComponentChoice {
  readonly topology?: Topology;
  readonly options?: ScopeOptions;
}

/**
 * A role as a component: the states and messages that it meets in a system of one virtual machine with
 * all faults enabled, unless another is chosen. In each of these states every message that its chart
 * takes is specified, as long as it leads to another of them.
 * @throws ComponentError if the role is not in the system, or the system is too large.
 */
export function componentOf(role: Role, choice: ComponentChoice = {}): Component {
  const systems =
    choice.topology === undefined ? usual : [{ topology: choice.topology, options: choice.options ?? {} }];
  const found = systems.flatMap(({ topology, options }) => {
    const one = componentIn(role, topology, { ...options, ...choice.options });
    return one === null ? [] : [one];
  });
  const [first, ...others] = found;
  if (first !== undefined) {
    return others.reduce((best, one) => (isBetter(one, best) ? one : best), first);
  }
  throw new ComponentError(`there is no ${role} in a system of this topology and these options`);
}
