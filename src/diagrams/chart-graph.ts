/** A statechart as states and labelled arrows: what every drawing of a chart starts from. */
import type { AnyStateMachine, AnyStateNode } from 'xstate';

export interface ChartState {
  /** The keys from the root down, joined by dots; unique in the chart. */
  readonly path: string;
  readonly key: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly description: string;
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  /** The path of the state that is entered first, of a compound state. */
  readonly initial: string | null;
  readonly states: readonly ChartState[];
}

export interface ChartTransition {
  readonly from: string;
  /** Equal to `from` where `kind` is `internal`. */
  readonly to: string;
  readonly kind: 'external' | 'internal';
  /** The event as it is written in a statechart: a type, `after freezeWindow`, `done`, or nothing. */
  readonly event: string;
  readonly guard: string | null;
  readonly actions: readonly string[];
  readonly description: string;
}

export interface ChartGraph {
  readonly id: string;
  readonly description: string;
  /** What the machine itself takes, in every state, starts here; its path is empty. */
  readonly root: ChartState;
  readonly transitions: readonly ChartTransition[];
}

type Definition = AnyStateNode['always'] extends readonly (infer T)[] | undefined ? T : never;

const pathOf = (node: AnyStateNode): string => node.path.join('.');

/** XState starts and stops the timers of `after` by actions of its own; the arrow says the delay. */
const isOwn = (name: string): boolean => !name.startsWith('xstate.');

const nameOf = (part: unknown): string => {
  if (typeof part === 'string') return part;
  const { type, name } = part as { readonly type?: unknown; readonly name?: unknown };
  if (typeof type === 'string') return type;
  return typeof name === 'string' && name !== '' ? name : 'inline';
};

const actionsOf = (actions: readonly unknown[]): readonly string[] => actions.map(nameOf).filter(isOwn);

const initialOf = (node: AnyStateNode): string | null => {
  const target = node.type === 'compound' ? node.initial.target?.[0] : undefined;
  return target === undefined ? null : pathOf(target);
};

const stateOf = (node: AnyStateNode): ChartState => ({
  path: pathOf(node),
  key: node.key,
  kind: node.type,
  description: node.description ?? '',
  entry: actionsOf(node.entry),
  exit: actionsOf(node.exit),
  initial: initialOf(node),
  states: Object.values(node.states).map(stateOf),
});

const eventText = (node: AnyStateNode, type: string): string => {
  const delay = node.after.find(({ eventType }) => eventType === type)?.delay;
  if (delay !== undefined) return `after ${typeof delay === 'number' ? `${delay} ms` : delay}`;
  if (type.startsWith('xstate.done.')) return 'done';
  return type.startsWith('xstate.error.') ? 'error' : type;
};

const transitionsOf = (node: AnyStateNode): readonly ChartTransition[] => {
  const one = (definition: Definition): readonly ChartTransition[] => {
    const common = {
      from: pathOf(node),
      event: eventText(node, definition.eventType),
      guard: definition.guard === undefined ? null : nameOf(definition.guard),
      actions: actionsOf(definition.actions),
      description: definition.description ?? '',
    };
    if (definition.target === undefined) return [{ ...common, to: common.from, kind: 'internal' }];
    return definition.target.map((target: AnyStateNode) => ({
      ...common,
      to: pathOf(target),
      kind: 'external',
    }));
  };
  return [
    ...[...node.transitions.values()].flat().flatMap(one),
    ...(node.always ?? []).flatMap(one),
    ...Object.values(node.states).flatMap(transitionsOf),
  ];
};

/** The states and arrows of any XState machine, in the order of its configuration. */
export const chartGraph = (machine: AnyStateMachine): ChartGraph => ({
  id: machine.id,
  description: machine.root.description ?? '',
  root: stateOf(machine.root),
  transitions: transitionsOf(machine.root),
});

/** All states inside a state, each before those inside it. */
export const allStates = ({ states }: ChartState): readonly ChartState[] =>
  states.flatMap((state) => [state, ...allStates(state)]);

/** Whether the machine itself takes or does something, whatever its state. */
export const rootActs = ({ root, transitions }: ChartGraph): boolean =>
  root.entry.length + root.exit.length > 0 || transitions.some(({ from }) => from === root.path);

/** The text on an arrow, in the notation of statecharts: event [guard] / actions. */
export const labelParts = ({ event, guard, actions }: ChartTransition): readonly string[] => [
  ...(event === '' ? [] : [event]),
  ...(guard === null ? [] : [`[${guard}]`]),
  ...(actions.length === 0 ? [] : [`/ ${actions.join(', ')}`]),
];
