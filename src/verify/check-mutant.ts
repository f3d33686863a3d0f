/** Whether a mutant is caught by the claim that must catch it, in every scope that it names. */
import type { SystemEvent } from '../composition/index.ts';
import type { Mutant, MutantScope } from '../mutants/index.ts';
import { claims } from '../properties/index.ts';
import { type ExploreOptions, exploreScope } from './explore-scope.ts';
import { compareEndings } from './isolation.ts';
import { chosenScope, defaultTopology, type Scope } from './scopes/index.ts';

export interface MutantResult {
  readonly mutant: string;
  readonly claim: string;
  readonly scope: string;
  readonly caught: boolean;
  /** Length of a shortest path, or of a lasso, that violates the claim; null where the violation is that there is none. */
  readonly length: number | null;
  readonly path: readonly SystemEvent[];
  readonly states: number;
}

export type MutantOptions = Pick<ExploreOptions, 'maxStates' | 'maxBytes' | 'store'>;

/** The scope that a mutant names. */
export function mutantScope({
  hostRelease,
  machines,
  disks,
  scsiControllers,
  backupServiceRunning,
  guest,
  integrationComponents,
  options,
}: MutantScope): Scope {
  const topology = defaultTopology(hostRelease, machines, disks);
  const [first, ...rest] = topology.virtualMachines;
  if (first === undefined) throw new RangeError('a mutant needs a virtual machine');
  const changed = {
    ...first,
    scsiControllers: scsiControllers ?? first.scsiControllers,
    guest: guest ?? first.guest,
    backupServiceRunning: backupServiceRunning ?? first.backupServiceRunning,
    integrationComponents: integrationComponents ?? first.integrationComponents,
  };
  const text = [
    `${machines} x ${disks} on ${hostRelease}`,
    ...(scsiControllers === undefined ? [] : [`${scsiControllers} SCSI`]),
    ...(guest === undefined ? [] : [guest]),
    ...(backupServiceRunning === false ? ['no backup service'] : []),
    ...(integrationComponents === undefined ? [] : [`${integrationComponents} components`]),
    ...(options === undefined ? [] : [JSON.stringify(options)]),
  ].join(', ');
  return { ...chosenScope({ ...topology, virtualMachines: [changed, ...rest] }, options), id: text };
}

/** Taking the first machine's SCSI controllers must change nothing for the others. */
function checkIsolation(
  mutant: Mutant,
  scope: Scope,
  bounds: MutantOptions,
): Pick<MutantResult, 'caught' | 'states'> {
  const [first, ...rest] = scope.topology.virtualMachines;
  if (first === undefined) throw new RangeError('isolation needs virtual machines');
  const scopes: readonly Scope[] = [1, 0].map((scsiControllers) => ({
    ...scope,
    id: `${scope.id}, ${scsiControllers} SCSI`,
    topology: { ...scope.topology, virtualMachines: [{ ...first, scsiControllers }, ...rest] },
    shapes: [`first with ${scsiControllers}`, ...rest.map(({ name }) => name)],
    siblings: { 'first with 1': ['first with 0'] },
  }));
  const explored = scopes.map((one) => ({
    scope: one,
    result: exploreScope(one, { model: mutant.model, ...bounds }),
  }));
  return {
    caught: compareEndings(explored).difference !== null,
    states: explored.reduce((sum, { result }) => sum + result.states, 0),
  };
}

export function checkMutant(mutant: Mutant, bounds: MutantOptions = {}): readonly MutantResult[] {
  const claim = claims.find(({ id }) => id === mutant.claim);
  if (claim === undefined)
    throw new RangeError(`mutant ${mutant.name} names the unknown claim ${mutant.claim}`);
  return mutant.scopes.map((named) => {
    const scope = mutantScope(named);
    const common = { mutant: mutant.name, claim: mutant.claim, scope: scope.id, length: null, path: [] };
    if (claim.kind === 'same') return { ...common, ...checkIsolation(mutant, scope, bounds) };
    const result = exploreScope(scope, {
      model: mutant.model,
      ...bounds,
      ...(claim.kind === 'never' ? { only: claim.id } : {}),
    });
    const { states } = result;
    if (claim.kind === 'sometimes') {
      return { ...common, states, caught: result.complete && result.found[claim.id] === undefined };
    }
    if (claim.kind === 'leads-to') {
      const lasso = result.lassos[claim.id];
      const path = lasso === undefined ? [] : [...lasso.stem, ...lasso.cycle];
      const caught = lasso !== undefined;
      return { ...common, states, caught, length: caught ? path.length : null, path };
    }
    const path = claim.kind === 'ends' ? result.stuck : (result.paths[claim.id] ?? null);
    return { ...common, states, caught: path !== null, length: path?.length ?? null, path: path ?? [] };
  });
}
