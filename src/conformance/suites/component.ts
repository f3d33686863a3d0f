/** One actor of a system as a component to be tested: what it meets there, and its table. */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
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
import { backupComposition, type Role, switchableFaults, type Topology } from '../../system/index.ts';
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

/** Every fault, one in a run: what follows from two is in reach of suites that are complete. */
const oneFault: ScopeOptions = { faults: switchableFaults, faultBudget: 1 };
/** What a component does in a second backup, with a second set. */
const twice: ScopeOptions = { ...oneFault, backups: 2, persistentShadowCopies: true };

/** Systems in which components are tested when none is chosen. */
const usual: readonly { readonly topology: Topology; readonly options: ScopeOptions }[] = [
  { topology: defaultTopology('2012R2', 1, 2), options: { ...oneFault, diskOrder: 'parallel' } },
  { topology: defaultTopology('2012', 1, 2), options: oneFault },
  { topology: defaultTopology('2012R2', 1, 1), options: { ...twice, operatorRemovesScsi: true } },
  { topology: defaultTopology('2012', 1, 1), options: twice },
  // Few enough states of everything that all can be told apart.
  { topology: defaultTopology('2012R2', 1, 2), options: { faults: stepFaults, diskOrder: 'parallel' } },
];

const [created] = defaultTopology('2012R2', 1, 1).virtualMachines;

/** Where components are tested that only a machine with a Linux guest has. */
const withLinux: typeof usual =
  created === undefined
    ? []
    : [
        {
          topology: { hostRelease: '2012R2', virtualMachines: [{ ...created, guest: 'linux' }] },
          options: twice,
        },
      ];

/** A component with more transitions than this has suites that nobody runs; where there is another choice, it is taken. */
const maxTransitions = 1_000;

/** More states than any system of one virtual machine that components are tested in. */
const maxStates = 2_000_000;

const actorIn = (composition: Composition, role: Role): ActorDefinition | undefined =>
  groupsOf(composition)
    .flatMap(({ actors }) => actors)
    .find((actor) => actor.role === role);

/** The same composition with charts that nobody else asks. */
function withOwnCharts(composition: Composition): Composition {
  const twins = new Map<AnyStateMachine, AnyStateMachine>();
  const twinOf = (chart: AnyStateMachine): AnyStateMachine => {
    const twin = twins.get(chart) ?? chart.provide({});
    twins.set(chart, twin);
    return twin;
  };
  const inGroup = (group: Group): Group => ({
    ...group,
    actors: group.actors.map((actor) => ({ ...actor, chart: twinOf(actor.chart) })),
  });
  return { ...composition, hub: inGroup(composition.hub), units: composition.units.map(inGroup) };
}

/** Systems that were searched before: all their components are met at once. */
const searched = new WeakMap<Topology, Map<string, Composition>>();

/**
 * A system whose charts were asked everything that they meet in it.
 * @throws ComponentError if it is too large.
 */
function searchedSystem(topology: Topology, options: ScopeOptions): Composition {
  const ofTopology = searched.get(topology) ?? new Map<string, Composition>();
  searched.set(topology, ofTopology);
  const key = JSON.stringify(options);
  const known = ofTopology.get(key);
  if (known !== undefined) return known;
  const composition = withOwnCharts(backupComposition(topology, options));
  if (!search(new Product(composition), { maxStates }).complete) {
    throw new ComponentError(`the system has more than ${maxStates} states; choose a smaller topology`);
  }
  ofTopology.set(key, composition);
  return composition;
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

/** What an actor has met in a system that was searched: its states there and the messages that reach it. */
function met(own: ActorDefinition) {
  const chart = chartOf(own);
  const messages = new Map<string, Message>();
  const snapshots = new Set<AnyMachineSnapshot>([chart.initial.snapshot]);
  // Tables that are made afterwards ask the chart more.
  for (const { snapshot, message } of firstAsked(chart)) {
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

const askedFirst = new WeakMap<Chart, ReturnType<Chart['asked']>>();

/** What a chart was asked when this was called first. */
function firstAsked(chart: Chart): ReturnType<Chart['asked']> {
  const asked = askedFirst.get(chart) ?? chart.asked();
  askedFirst.set(chart, asked);
  return asked;
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

/** Beyond as many states a chart counts something that never ends, such as its shadow copy sets. */
const maxClosed = 1_000;

/**
 * The table over every state that a chart reaches with these inputs. A chart that counts on and on is cut off
 * at what was met: states at the edge differ only in what leads out of it, which no test may ask for.
 */
function closedTable(
  chart: Chart,
  inputs: readonly ComponentInput[],
  receivers: Receivers,
  snapshots: ReadonlySet<AnyMachineSnapshot>,
): Mealy {
  try {
    return tableOf(chart, inputs, receivers, { closed: true, maxStates: maxClosed });
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error;
    return tableOf(chart, inputs, receivers, { closed: true, snapshots });
  }
}

function componentIn(role: Role, topology: Topology, options: ScopeOptions): Component | null {
  const composition = searchedSystem(topology, options);
  const own = actorIn(composition, role);
  if (own === undefined) return null;
  const { chart, snapshots, messages } = met(own);
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
  return {
    role,
    topology,
    options,
    input: own.input ?? null,
    receivers,
    mealy: minimised(tableOf(chart, inputs, receivers, { snapshots })),
    closed: minimised(closedTable(chart, inputs, receivers, snapshots)),
  };
}

/** What a component is chosen for: to be covered, or to be tested completely. */
export type Purpose = 'covering' | 'complete';

/** To cover it, more to do is better; a complete suite needs all states to be told apart first. */
function isBetter(one: Component, other: Component, purpose: Purpose): boolean {
  const amount = ({ mealy }: Component): number => {
    const count = transitionsOf(mealy).length;
    return count > maxTransitions ? -count : count;
  };
  const alike = ({ closed }: Component): number => separate(closed).alike.length;
  if (purpose === 'covering') return amount(one) > amount(other);
  return alike(one) === alike(other) ? amount(one) > amount(other) : alike(one) < alike(other);
}

/** What a component is tested in, where it is chosen. */
export interface ComponentChoice {
  readonly topology?: Topology;
  readonly options?: ScopeOptions;
  /** Default: covering. */
  readonly purpose?: Purpose;
}

/**
 * A role as a component: the states and messages that it meets in a system of one virtual machine with
 * all faults enabled, one in a run, unless another is chosen. In each of these states every message that its chart
 * takes is specified, as long as it leads to another of them.
 * @throws ComponentError if the role is not in the system, or the system is too large.
 */
export function componentOf(role: Role, choice: ComponentChoice = {}): Component {
  const componentsIn = (systems: typeof usual): readonly Component[] =>
    systems.flatMap(({ topology, options }) => {
      const one = componentIn(role, topology, { ...options, ...choice.options });
      return one === null ? [] : [one];
    });
  const found = componentsIn(
    choice.topology === undefined ? usual : [{ topology: choice.topology, options: oneFault }],
  );
  const [first, ...others] =
    found.length > 0 || choice.topology !== undefined ? found : componentsIn(withLinux);
  if (first !== undefined) {
    return others.reduce(
      (best, one) => (isBetter(one, best, choice.purpose ?? 'covering') ? one : best),
      first,
    );
  }
  throw new ComponentError(`there is no ${role} in a system of this topology and these options`);
}
