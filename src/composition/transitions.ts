/** The transitions of a chart by name, and which of them a step takes. */
import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition } from 'xstate';

const known = new WeakMap<AnyStateMachine, ReadonlyMap<AnyTransitionDefinition, string>>();

/**
 * Every transition of a chart with its name: the id of its state, what makes it happen, and its place
 * among those that the same makes happen there, counted from 1 and left out where it is the only one.
 * Delays are named as the chart declares them; `always` is what needs no event.
 */
export function transitionNames(machine: AnyStateMachine): ReadonlyMap<AnyTransitionDefinition, string> {
  const found = known.get(machine);
  if (found !== undefined) return found;
  const names = new Map<AnyTransitionDefinition, string>();
  const name = (state: string, cause: string, branches: readonly AnyTransitionDefinition[]): void => {
    branches.forEach((branch, place) => {
      names.set(branch, `${state} ${cause}${branches.length > 1 ? ` ${place + 1}` : ''}`);
    });
  };
  const visit = (node: AnyStateMachine['root']): void => {
    const delays = new Map(node.after.map(({ eventType, delay }) => [eventType as string, `after ${delay}`]));
    for (const [type, branches] of node.transitions) name(node.id, delays.get(type) ?? type, branches);
    name(node.id, 'always', node.always ?? []);
    Object.values(node.states).forEach(visit);
  };
  visit(machine.root);
  known.set(machine, names);
  return names;
}

/** A transition that was there for a message and not taken, because of its guard. */
export interface RefusedTransition {
  /** Its name (see `transitionNames`). */
  readonly transition: string;
  readonly guard: string;
}

const guardName = (guard: unknown): string =>
  typeof guard === 'string' ? guard : ((guard as { type?: string; name?: string }).type ?? 'unnamed');

/** The transitions that guards refuse to a message in a state, before the one that is taken, if any is. */
export function refusedTransitions(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  message: AnyEventObject,
): readonly RefusedTransition[] {
  const names = transitionNames(machine);
  const taken = new Set(machine.getTransitionData(snapshot, message) ?? []);
  return snapshot._nodes.flatMap((node) => {
    const branches = node.transitions.get(message.type) ?? [];
    const chosen = branches.findIndex((branch) => taken.has(branch));
    if (chosen < 0 && taken.size > 0) return [];
    return branches
      .slice(0, chosen < 0 ? branches.length : chosen)
      .flatMap((branch) =>
        branch.guard === undefined
          ? []
          : [{ transition: names.get(branch) ?? node.id, guard: guardName(branch.guard) }],
      );
  });
}
