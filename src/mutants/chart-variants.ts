/**
 * Every small mistake that can be made in a chart, by rule: a transition is dropped or leads elsewhere, a
 * message is dropped or another is said, a guard is negated or dropped, guarded branches change places, a
 * delay means something else.
 */
import { type AnyStateMachine, emit, not } from 'xstate';
import { branchesOf, type EditableState, edited, type Provided, type Transition } from './edit.ts';
import { type Emission, emissionsOf } from './emissions.ts';

/** A chart with one mistake. */
export interface ChartVariant {
  /** What was changed, and to what. */
  readonly name: string;
  readonly operator: string;
  /**
   * The beginning of the names of the transitions that it changes (see `transitionNames`), one of which is
   * taken whenever their cause occurs there; null where that cannot be said.
   */
  readonly place: string | null;
  /** Made anew each time: what is remembered of a chart lives as long as the chart. */
  readonly make: () => AnyStateMachine;
}

/** The meaning of every delay, and one of each meaning that stands in for one of the other. */
export interface DelayMeanings {
  readonly isLimit: (delay: string) => boolean;
  readonly work: string;
  readonly limit: string;
}

/** More targets, or messages, in one place repeat the mistake that the first ones stand for. */
const maxTargets = 3;
const maxSwaps = 2;

/** The next few after one; after the last comes the first. */
const nextOf = <T>(all: readonly T[], one: T, count: number): readonly T[] => {
  const at = all.indexOf(one);
  return [...all.slice(at + 1), ...all.slice(0, at)].slice(0, count);
};

interface Change {
  readonly name: string;
  readonly operator: string;
  readonly branches: readonly Transition[];
  /** The delay that takes the place of the one that is waited for. */
  readonly delay?: string;
  readonly provided?: Provided;
}

/** Other targets than the one that a transition of a state has; null is to stay. */
function otherTargets(root: EditableState, id: string, path: string, target: string): (string | null)[] {
  const full = target.startsWith('#')
    ? target.slice(id.length + 2).split('.')
    : [...path.split('.').slice(0, -1), ...target.split('.')];
  const parents = full.slice(0, -1);
  const parent = parents.reduce<EditableState | undefined>((at, key) => at?.states?.[key], root);
  const siblings = nextOf(Object.keys(parent?.states ?? {}), full.at(-1) as string, maxTargets);
  return [...siblings.map((key) => `#${[id, ...parents, key].join('.')}`), null];
}

type Actions = readonly string[];
const actionsOf = (actions: string | Actions | undefined): Actions =>
  actions === undefined ? [] : typeof actions === 'string' ? [actions] : actions;

/** A list of actions in which one message is missing, or is another of the same shape. */
function actionChanges(
  actions: Actions,
  emissions: ReadonlyMap<string, Emission>,
): readonly { name: string; operator: string; actions: Actions; provided?: Provided }[] {
  return actions.flatMap((action, index) => {
    const emission = emissions.get(action);
    if (emission === undefined) return [];
    const alike = [...emissions].filter(
      ([name, { shape, constant, type }]) =>
        name === action || (shape === emission.shape && (constant !== null || type !== emission.type)),
    );
    const swaps = nextOf(
      alike.map(([name]) => name),
      action,
      maxSwaps,
    ).map((other) => {
      const { constant, type } = emissions.get(other) as Emission;
      const swapped = emit(
        (args, params) => ({ ...emission.evaluate(args, params), ...(constant ?? { type }) }) as never,
      );
      return {
        name: ` says ${other} for ${action}`,
        operator: 'message swapped',
        actions: actions.with(index, 'swapped'),
        provided: { actions: { swapped } },
      };
    });
    const rest = actions.filter((_, place) => place !== index);
    return [{ name: ` does not ${action}`, operator: 'message dropped', actions: rest }, ...swaps];
  });
}

/** All variants of a chart, in the order of its states. */
export function chartVariants(chart: AnyStateMachine, delays: DelayMeanings): readonly ChartVariant[] {
  const root = chart.config as EditableState;
  const emissions = emissionsOf(chart);
  const found: ChartVariant[] = [];

  const branchChanges = (path: string, kind: 'on' | 'after' | 'always', branches: readonly Transition[]) =>
    branches.flatMap((branch, index): readonly Change[] => {
      const which = branches.length > 1 ? ` ${index + 1}` : '';
      const { guard, target, ...rest } = branch;
      const change = (
        operator: string,
        what: string,
        other: Transition | null,
        provided: Provided = {},
      ): Change => ({
        operator,
        name: `${which}${what}`,
        branches: other === null ? branches.filter((one) => one !== branch) : branches.with(index, other),
        provided,
      });
      const next = branches[index + 1];
      return [
        // The message stays one that the chart knows: a role must take all that its reference chart takes.
        kind === 'on'
          ? change(
              'transition dropped',
              ' dropped',
              { ...branch, guard: 'never' },
              { guards: { never: () => false } },
            )
          : change('transition dropped', ' dropped', null),
        ...(target === undefined ? [] : otherTargets(root, chart.id, path, target)).map((other) =>
          change('transition retargeted', other === null ? ' stays' : ` to ${other}`, {
            ...rest,
            ...(guard === undefined ? {} : { guard }),
            ...(other === null ? {} : { target: other }),
          }),
        ),
        ...actionChanges(actionsOf(branch.actions), emissions).map(({ operator, name, actions, provided }) =>
          change(operator, name, { ...branch, actions }, provided),
        ),
        ...(guard === undefined
          ? []
          : [
              change('guard negated', ` if not ${guard}`, { ...branch, guard: not(guard as never) }),
              change('guard dropped', ` whether ${guard} or not`, {
                ...rest,
                ...(target === undefined ? {} : { target }),
              }),
            ]),
        ...(next === undefined
          ? []
          : [
              {
                operator: 'branches swapped',
                name: `${which} after the next`,
                branches: branches.with(index, next).with(index + 1, branch),
              },
            ]),
      ];
    });

  const delayChanges = (state: EditableState, cause: string, branches: readonly Transition[]): Change[] => {
    const delay = delays.isLimit(cause) ? delays.work : delays.limit;
    if (state.after?.[delay] !== undefined) return [];
    const provided = { delays: { [delay]: 1_000 } };
    return [{ operator: 'delay of other meaning', name: ` waits for ${delay}`, branches, delay, provided }];
  };

  const visit = (state: EditableState, path: string): void => {
    const id = path === '' ? chart.id : `${chart.id}.${path}`;
    const add = (
      place: string,
      branches: readonly Transition[],
      changes: readonly Change[],
      put: (one: EditableState, by: Change) => void,
    ) => {
      const isTotal = branches.some(({ guard }) => guard === undefined);
      for (const by of changes) {
        const { name, operator, provided } = by;
        const make = () => edited(chart, { [path]: (one) => put(one, by) }, provided);
        // A limit that becomes work, or the other way round, ends where the first would not.
        const isMet = isTotal && by.delay === undefined;
        found.push({ name: `${place}${name}`, operator, place: isMet ? place : null, make });
      }
    };
    for (const [type, transitions] of Object.entries(state.on ?? {})) {
      const branches = branchesOf(transitions);
      add(`${id} ${type}`, branches, branchChanges(path, 'on', branches), (one, by) => {
        one.on = { ...one.on, [type]: by.branches };
      });
    }
    for (const [delay, transitions] of Object.entries(state.after ?? {})) {
      const branches = branchesOf(transitions);
      const changes = [...branchChanges(path, 'after', branches), ...delayChanges(state, delay, branches)];
      add(`${id} after ${delay}`, branches, changes, (one, by) => {
        const { [delay]: _, ...others } = one.after ?? {};
        one.after = by.branches.length === 0 ? others : { ...others, [by.delay ?? delay]: by.branches };
      });
    }
    const eventless = branchesOf(state.always);
    add(`${id} always`, eventless, branchChanges(path, 'always', eventless), (one, { branches }) => {
      one.always = branches;
    });
    for (const part of ['entry', 'exit'] as const) {
      for (const { name, operator, actions, provided } of actionChanges(actionsOf(state[part]), emissions)) {
        const make = () =>
          edited(chart, { [path]: (one) => Object.assign(one, { [part]: actions }) }, provided);
        found.push({ name: `${id} ${part}${name}`, operator, place: null, make });
      }
    }
    for (const [key, inner] of Object.entries(state.states ?? {})) {
      visit(inner, path === '' ? key : `${path}.${key}`);
    }
  };
  visit(root, '');
  return found;
}
