/** Whether the claims catch mutants that are made by rule, in scopes that grow. */
import { compare, observed, Product, TableStore } from '../explore/index.ts';
import { type AutomaticMutant, automaticMutants, type MutantScope } from '../mutants/index.ts';
import { claims } from '../properties/index.ts';
import { hostView, machineView } from '../system/index.ts';
import { checkMutant, mutantScope } from './check-mutant.ts';
import { exploreScope, type ScopeResult, scopeComposition } from './explore-scope.ts';
import { allFaults, type Scope } from './scopes.ts';

export interface MutantScore {
  readonly mutant: string;
  readonly operator: string;
  /**
   * `caught`: a claim is violated. `equivalent`: no claim that could be written over what is seen of host and
   * virtual machines could be, in any of the scopes. `alive`: neither is shown.
   */
  readonly status: 'caught' | 'equivalent' | 'alive';
  /** The claim that is violated; empty where none is. */
  readonly claim: string;
  /** Where it is violated; empty where it is not. */
  readonly scope: string;
  /** What is known of a mutant that is alive; empty for others. */
  readonly reason: string;
  readonly states: number;
}

const both = ['2012R2', '2012'] as const;
const one = { machines: 1, disks: 1 } as const;
const two = { machines: 2, disks: 1 } as const;

/**
 * The scopes in which a mutant is looked for, smallest first: one virtual machine, what can be wrong with
 * it, its options, two disks, two machines. No claim speaks of more than two machines or disks at a time.
 */
export const ladder: readonly Scope[] = [
  ...both.flatMap((hostRelease): readonly MutantScope[] => [
    { hostRelease, ...one },
    { hostRelease, ...one, options: { faults: allFaults } },
  ]),
  ...both.flatMap((hostRelease): readonly MutantScope[] => [
    { hostRelease, ...one, backupServiceRunning: false },
    { hostRelease, ...one, scsiControllers: 0 },
    { hostRelease, ...one, scsiControllers: 0, options: { controllerCheck: 'whenPreparing' } },
    { hostRelease, ...one, scsiControllers: 2 },
    { hostRelease, ...one, options: { previousVersions: true } },
    { hostRelease, machines: 1, disks: 0 },
    { hostRelease, ...one, options: { transactions: true } },
    { hostRelease, ...one, options: { backups: 2, persistentShadowCopies: true } },
    { hostRelease, ...one, options: { backups: 2, persistentShadowCopies: true, operatorRemovesScsi: true } },
  ]),
  ...both.flatMap((hostRelease): readonly MutantScope[] => [
    { hostRelease, machines: 1, disks: 2, options: { faults: allFaults } },
    { hostRelease, machines: 1, disks: 2, options: { faults: allFaults, diskOrder: 'parallel' } },
    { hostRelease, machines: 1, disks: 2, options: { transactions: true } },
    { hostRelease, ...two },
    { hostRelease, ...two, backupServiceRunning: false, options: { failureScope: 'all', faults: allFaults } },
    { hostRelease, ...two, options: { failureScope: 'perVm', faults: allFaults } },
    { hostRelease, ...two, scsiControllers: 0, options: { failureScope: 'all' } },
    { hostRelease, ...two, options: { virtualMachineOrder: 'oneAtATime' } },
  ]),
].map(mutantScope);

/** A mutant that multiplies the states of a scope beyond this is judged by what was found until then. */
const maxStates = 60_000;

/** What is seen of a state: everything that claims are written over. */
const seenOf: Parameters<typeof observed>[1] = (view, group) =>
  JSON.stringify(group === 0 ? hostView(view) : machineView(view));

const references = new Map<string, ScopeResult>();

function referenceOf(scope: Scope): ScopeResult {
  const known = references.get(scope.id) ?? exploreScope(scope, { store: referenceStore });
  references.set(scope.id, known);
  return known;
}

const referenceStore = new TableStore();

/** The claim that is violated in an explored scope, or null. */
function violated(result: ScopeResult): string | null {
  for (const { id, kind } of claims) {
    if (!result.claims.includes(id)) continue;
    if (kind === 'never' && result.paths[id] !== undefined) return id;
    if (kind === 'ends' && result.stuck !== null) return id;
    if (kind === 'leads-to' && result.lassos[id] !== undefined) return id;
  }
  return null;
}

/** What occurs in the reference scope, and no longer does. */
function lost(scope: Scope, result: ScopeResult): string | null {
  if (!result.complete) return null;
  return Object.keys(referenceOf(scope).found).find((id) => result.found[id] === undefined) ?? null;
}

function isIn({ role }: AutomaticMutant, scope: Scope): boolean {
  const { hub, units } = scopeComposition(scope);
  return role === null || [hub, ...units].some(({ actors }) => actors.some((actor) => actor.role === role));
}

/** How one mutant fares. */
export function scoreMutant(mutant: AutomaticMutant): MutantScore {
  const { name, operator, model } = mutant;
  const common = { mutant: name, operator, claim: '', scope: '', reason: '' };
  const scopes = ladder.filter((scope) => isIn(mutant, scope));
  const store = new TableStore();
  let states = 0;
  let vanished: string | null = null;
  for (const scope of scopes) {
    let result: ScopeResult;
    try {
      result = exploreScope(scope, { model, store, maxStates });
    } catch (error) {
      const reason = `the checker stops in ${scope.id}: ${error instanceof Error ? error.message : error}`;
      return { ...common, status: 'alive', reason, states };
    }
    states += result.states;
    const claim = violated(result);
    if (claim !== null) return { ...common, status: 'caught', claim, scope: scope.id, states };
    if (vanished === null) {
      const id = lost(scope, result);
      if (id !== null) vanished = `in ${scope.id} it no longer occurs: ${id}`;
    }
  }
  for (const scope of scopes.filter(({ topology }) => topology.virtualMachines.length > 1)) {
    break;
  }
  for (const scope of scopes) {
    const comparison = compare(
      observed(new Product(scopeComposition(scope), referenceStore), seenOf),
      observed(new Product(scopeComposition(scope, model), store), seenOf),
      4 * maxStates,
    );
    if (comparison.verdict === 'equal') continue;
    const reason =
      vanished ??
      (comparison.verdict === 'inconclusive'
        ? `too large to compare in ${scope.id}`
        : `no claim sees the difference in ${scope.id}, after ${comparison.events.at(-1) ?? 'nothing'} (step ${comparison.events.length}, ${comparison.seen})`);
    return { ...common, status: 'alive', reason, states };
  }
  return { ...common, status: 'equivalent', states };
}
