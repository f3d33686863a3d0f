/**
 * Claims for every number of virtual machines, by induction; docs/proof.md has the argument.
 *
 * For each shape of machine, on the tables: one machine is simulated by the others, and one machine beside the
 * others is simulated by the others again. Together the two say that the others stand for any number. What
 * nothing breaks in the spotlight then holds for every number.
 */
import type { Composition } from '../composition/index.ts';
import {
  NotCompositional,
  Passed,
  Product,
  simulate,
  TableStore,
  TableUnit,
  UnitPair,
} from '../explore/index.ts';
import { claims as allClaims, type Claim, observers } from '../properties/index.ts';
import { type HostRelease, type ModelOptions, optionsOf } from '../system/index.ts';
import { claimsAbout } from './checks.ts';
import { type Bounds, type ExploreOptions, scopeComposition, sharedChecks } from './explore-scope.ts';
import { type OthersInput, othersGroup } from './others.ts';
import type { Scope } from './scopes/index.ts';
import { atRest, spotlightOn } from './spotlight.ts';

/** A step of the induction that fails. */
export interface InductionFailure {
  readonly shape: string;
  readonly step: string;
  readonly reason: string;
}

/** What holds for any number of machines of some shapes, under one set of options. */
export interface Induction {
  readonly hostRelease: HostRelease;
  /** The options in force, as text; see `optionsKey`. */
  readonly options: string;
  /** Shapes of one machine, by id. */
  readonly shapes: readonly string[];
  /** States of the spotlight, over all shapes. */
  readonly states: number;
  /** Positions of the simulation games. */
  readonly positions: number;
  /** The first step of the induction that fails; null where the others stand for any number. */
  readonly failure: InductionFailure | null;
  /** Claims that say something under these options. */
  readonly claims: readonly string[];
  /** Those of them that hold for every number of machines. */
  readonly proved: readonly string[];
}

/** The options in force under which claims are made; equal text, equal options. */
export function optionsKey({ topology, options }: Pick<Scope, 'topology' | 'options'>): string {
  const { charts, rewire, observers: watching, ...data } = optionsOf(topology, options);
  return JSON.stringify(Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The shape of each machine; in a scope of the user's, its name. */
export const shapesIn = ({ topology, shapes }: Scope): readonly string[] =>
  topology.virtualMachines.map(({ name }, index) => shapes[index] ?? name);

/**
 * The composition of a scope without its budget: one that is shared by all machines ties them together. Without
 * it there are more runs, so what holds then holds within the budget.
 */
export function withoutBudget(scope: Scope, model?: ExploreOptions['model']): Composition {
  const { budget, ...composition } = scopeComposition(scope, model);
  return composition;
}

interface Steps {
  readonly positions: number;
  readonly failure: Omit<InductionFailure, 'shape'> | null;
}

/** Both steps of the induction for one machine, at each place that makes a difference. */
function inductionSteps(
  scope: Scope,
  model: ExploreOptions['model'],
  input: OthersInput,
  store: TableStore,
): Steps {
  const composition = withoutBudget(scope, model);
  const [machine] = composition.units;
  if (machine === undefined) throw new RangeError('an induction needs a virtual machine');
  const { tables } = new Product({ ...composition, units: [machine, othersGroup('others', input)] }, store);
  const [hub, table, othersTable] = tables as readonly [
    Product['tables'][number],
    Product['tables'][number],
    Product['tables'][number],
  ];
  const passed = new Passed();
  let positions = 0;
  try {
    const one = new TableUnit(hub, table, passed);
    const others = new TableUnit(hub, othersTable, passed);
    const both = new UnitPair(others, one, passed);
    for (const before of input.passesOn ? [undefined, others] : [undefined]) {
      for (const [step, concrete] of [
        ['one machine is simulated by the others', one],
        ['the others and one machine are simulated by the others', both],
      ] as const) {
        const game = { hub, concrete, abstract: others, ...(before === undefined ? {} : { before }) };
        const { positions: played, failure } = simulate(game);
        positions += played;
        if (failure !== null) return { positions, failure: { step, reason: failure } };
      }
    }
  } catch (error) {
    if (!(error instanceof NotCompositional)) throw error;
    return { positions, failure: { step: 'machines speak to the writer only', reason: error.message } };
  }
  return { positions, failure: null };
}

const proves = (claim: Claim, found: ReadonlySet<string>, comesToRest: boolean): boolean => {
  switch (claim.kind) {
    case 'never':
      return !found.has(claim.id);
    case 'ends':
      return comesToRest;
    case 'leads-to':
      return comesToRest && !found.has(atRest(claim));
    case 'sometimes':
    case 'same':
      // One run with one number of machines shows the one; the other compares systems.
      return false;
  }
};

/**
 * The induction over machines of the shapes of these scopes, which differ in nothing else. Where no machine may
 * fail, others that never fail stand for them; otherwise others that may.
 */
export function induct(
  scopes: readonly Scope[],
  { model, store = new TableStore(), maxStates, maxBytes }: ExploreOptions = {},
): Induction {
  const [first] = scopes;
  if (first === undefined) throw new RangeError('an induction needs a scope');
  const { hostRelease } = first.topology;
  const options: ModelOptions = optionsOf(first.topology, { ...first.options, ...model, observers });
  const passesOn = options.virtualMachineOrder === 'oneAtATime';
  const byShape = new Map(
    scopes.flatMap((scope) =>
      shapesIn(scope).map((shape, index): [string, Scope] => [
        shape,
        {
          ...scope,
          topology: {
            ...scope.topology,
            virtualMachines: scope.topology.virtualMachines.slice(index, index + 1),
          },
        },
      ]),
    ),
  );
  const bounds: Bounds = {
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  const attempt = (mayFail: boolean) => {
    let positions = 0;
    for (const [shape, scope] of byShape) {
      const steps = inductionSteps(scope, model, { passesOn, mayFail }, store);
      positions += steps.positions;
      if (steps.failure !== null) return { mayFail, positions, failure: { shape, ...steps.failure } };
    }
    return { mayFail, positions, failure: null };
  };
  const reliable = attempt(false);
  const { mayFail, positions, failure } = reliable.failure === null ? reliable : attempt(true);
  const claims = claimsAbout({ hostRelease, options });
  const checks = sharedChecks(hostRelease, options, claims);
  const found = new Set<string>();
  let states = 0;
  let comesToRest = true;
  let complete = true;
  for (const scope of byShape.values()) {
    const composition = withoutBudget(scope, model);
    const [machine] = composition.units;
    if (machine === undefined) continue;
    const light = spotlightOn(composition, machine, { passesOn, mayFail }, { checks, claims, store, bounds });
    states += light.states;
    complete &&= light.complete;
    comesToRest &&= light.standstill === null;
    for (const id of light.found) found.add(id);
  }
  const isProof = failure === null && complete;
  return {
    hostRelease,
    options: optionsKey(first),
    shapes: [...byShape.keys()],
    states,
    positions,
    failure,
    claims: claims.map(({ id }) => id),
    proved: isProof
      ? allClaims
          .filter((claim) => claims.includes(claim) && proves(claim, found, comesToRest))
          .map(({ id }) => id)
      : [],
  };
}
