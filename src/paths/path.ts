/** A path: the one form of counterexamples, witnesses, random runs and recorded runs. */
import type { Composition, SystemEvent } from '../composition/index.ts';
import { mutants } from '../mutants/index.ts';
import { optionsFor, type Topology } from '../system/index.ts';
import { chosenScope, type Scope, type ScopeOptions, scopeComposition } from '../verify/index.ts';
import { optionNames } from './itf-schema.ts';

/** The model that a path belongs to, as data. */
export interface PathModel {
  readonly topology: Topology;
  /** Those that differ from what the topology and the host release say. */
  readonly options: ScopeOptions;
  /** The wrong variant of the design that takes the place of the model, or null. */
  readonly mutant: string | null;
}

/** What a path is there for: to violate a claim, to show its premise or a fault, or just as a run. */
export interface PathSubject {
  readonly kind: 'claim' | 'premise' | 'fault' | 'run';
  /** The claim, the premise as a verification names it, the number of the fault, or the schedule. */
  readonly id: string;
  /** In words, for a heading. */
  readonly title: string;
}

export interface Path {
  readonly model: PathModel;
  readonly shows: PathSubject;
  readonly events: readonly SystemEvent[];
  /**
   * What happens after the events for ever; empty where nothing need happen any more. Null where the path
   * ends with its events.
   */
  readonly cycle: readonly SystemEvent[] | null;
}

/** The model of a scope as data. */
export function modelOf({ topology, options }: Scope, mutant: string | null = null): PathModel {
  const defaults: Readonly<Record<string, unknown>> = {
    ...optionsFor(topology.hostRelease, topology.options ?? {}),
  };
  // In the order in which a file that is read has them, so that a path is written as the same bytes again.
  const chosen = optionNames.filter(
    (name) => options[name] !== undefined && JSON.stringify(options[name]) !== JSON.stringify(defaults[name]),
  );
  return { topology, options: Object.fromEntries(chosen.map((name) => [name, options[name]])), mutant };
}

/** The scope that a model is, as if somebody had chosen it. */
export const scopeOf = ({ topology, options }: PathModel): Scope => chosenScope(topology, options);

/**
 * The composition in which a path is played, observers included.
 * @throws RangeError if there is no such mutant.
 */
export function compositionOf(model: PathModel): Composition {
  const mutant = mutants.find(({ name }) => name === model.mutant);
  if (model.mutant !== null && mutant === undefined) {
    throw new RangeError(
      `there is no mutant '${model.mutant}'; there are ${mutants.map(({ name }) => name).join(', ')}`,
    );
  }
  return scopeComposition(scopeOf(model), mutant?.model);
}
