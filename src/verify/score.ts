/** Whether the claims catch mutants that are made by rule, in scopes that grow. */
import { groupsOf } from '../composition/index.ts';
import { compare, observed, Product, TableStore } from '../explore/index.ts';
import type { AutomaticMutant, MutantScope } from '../mutants/index.ts';
import { type Claim, claims } from '../properties/index.ts';
import { allFaults, hostView, machineView, switchableFaults } from '../system/index.ts';
import { checkMutant, mutantScope } from './check-mutant.ts';
import { premiseId } from './checks.ts';
import { exploreScope, type ScopeResult, scopeComposition } from './explore-scope.ts';
import { canHappenOn, narrowScopes, type Scope, stepFaults } from './scopes/index.ts';

export interface MutantScore {
  readonly mutant: string;
  readonly operator: string;
  /**
   * `caught`: a claim is violated. `vacuous`: none is, but one that says something of the model says nothing any
   * more: what it presupposes occurs in some of the scopes without the mutant, and in none with it; a verification
   * fails by that. `equivalent`: no claim that could be written over what is seen of host and virtual machines
   * could be violated, in any of the scopes. `alive`: nothing of this is shown.
   */
  readonly status: 'caught' | 'vacuous' | 'equivalent' | 'alive';
  /** The claim that is violated, or says nothing any more; empty where none is. */
  readonly claim: string;
  /** Where it is violated; empty where it is not. */
  readonly scope: string;
  /** What is known of a mutant that is not caught. */
  readonly reason: string;
  readonly states: number;
}

const both = ['2012R2', '2012'] as const;
const one = { machines: 1, disks: 1 } as const;
const two = { machines: 2, disks: 1 } as const;
const linux = { hostRelease: '2012R2', ...one, guest: 'linux' } as const satisfies MutantScope;
const oneFault = { faults: allFaults, faultBudget: 1 } as const;

const withOlderComponents: MutantScope = {
  hostRelease: '2012R2',
  ...one,
  integrationComponents: 'older',
  options: { olderComponents: 'connected' },
};

/** What a machine with a Linux guest has instead. */
const ofLinux: readonly MutantScope[] = [
  { ...linux },
  { ...linux, scsiControllers: 0 },
  { ...linux, scsiControllers: 0, options: { linuxControllerCheck: 'spared' } },
  { ...linux, disks: 2, options: { transactions: true } },
  { ...linux, backupServiceRunning: false },
  { ...linux, options: { backups: 2, operatorRemovesScsi: true } },
  ...switchableFaults
    .filter((fault) => canHappenOn('2012R2', fault))
    .map((fault) => ({ ...linux, options: { faults: [fault] } })),
  { ...linux, options: { ...oneFault, backups: 2 } },
];

/**
 * The scopes in which a mutant is looked for, smallest first: one virtual machine, what can be wrong with
 * it, its options, two disks, two machines. No claim speaks of more than two machines or disks at a time.
 */
const ladder: readonly Scope[] = [
  ...both.flatMap((hostRelease): readonly MutantScope[] => [
    { hostRelease, ...one },
    { hostRelease, ...one, options: { faults: stepFaults } },
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
    { hostRelease, machines: 1, disks: 2, options: { faults: stepFaults } },
    { hostRelease, machines: 1, disks: 2, options: { diskOrder: 'parallel' } },
    { hostRelease, machines: 1, disks: 2, options: { faults: stepFaults, diskOrder: 'parallel' } },
    { hostRelease, machines: 1, disks: 2, options: { transactions: true } },
    { hostRelease, ...two },
    {
      hostRelease,
      ...two,
      backupServiceRunning: false,
      options: { failureScope: 'all', faults: stepFaults },
    },
    { hostRelease, ...two, options: { failureScope: 'perVm', faults: stepFaults } },
    { hostRelease, ...two, scsiControllers: 0, options: { failureScope: 'all' } },
    { hostRelease, ...two, options: { virtualMachineOrder: 'oneAtATime' } },
  ]),
  // Each fault alone, so that a cause that belongs to another one is seen.
  ...both.flatMap((hostRelease): readonly MutantScope[] => [
    ...switchableFaults
      .filter((fault) => canHappenOn(hostRelease, fault))
      .map((fault) => ({ hostRelease, ...one, options: { faults: [fault] } })),
    { hostRelease, ...one, options: { faults: ['F32'], operatorDuringBackup: 'refused' } },
    { hostRelease, ...one, options: { faults: ['F32', 'F33'], operatorDuringBackup: 'refused' } },
    { hostRelease, ...one, backupServiceRunning: false, options: { faults: ['F31'] } },
  ]),
  withOlderComponents,
  ...ofLinux,
  // Every fault, one in a run: with two, a mutant takes ten times as long and meets no more transitions.
  ...both.flatMap((hostRelease): readonly MutantScope[] => [
    { hostRelease, ...one, options: { ...oneFault, failureScope: hostRelease === '2012' ? 'perVm' : 'all' } },
    { hostRelease, ...one, options: { ...oneFault, operatorDuringBackup: 'refused' } },
    { hostRelease, ...one, backupServiceRunning: false, options: oneFault },
    { hostRelease, ...one, options: { ...oneFault, backups: 2 } },
  ]),
].map(mutantScope);

/** What is seen of a state: everything that claims are written over, but names: equal groups share a table. */
const seenOf: Parameters<typeof observed>[1] = (view, group) =>
  JSON.stringify(group === 0 ? hostView(view) : { ...machineView(view), name: '' });

/** A scope of the ladder without mistakes. */
class Rung {
  readonly scope: Scope;
  readonly roles: ReadonlySet<string>;
  readonly result: ScopeResult;
  readonly product: Product;
  readonly #taken: readonly string[];

  constructor(scope: Scope) {
    const store = new TableStore();
    const composition = scopeComposition(scope);
    this.scope = scope;
    this.roles = new Set(groupsOf(composition).flatMap(({ actors }) => actors.map(({ role }) => role)));
    this.result = exploreScope(scope, { store });
    this.product = new Product(composition, store);
    this.#taken = [...store.taken];
  }

  /** Whether a mutant can make a difference here: what it changes is met without it, or that is unknown. */
  concerns({ role, place }: AutomaticMutant): boolean {
    if (role !== null && !this.roles.has(role)) return false;
    return place === null || this.#taken.some((name) => name === place || name.startsWith(`${place} `));
  }

  /** A mutant that multiplies the states of the scope beyond this is judged by what was found until then. */
  get maxStates(): number {
    return 1_000 + 2 * this.result.states;
  }
}

let rungs: readonly Rung[] | undefined;
/** For what no rung meets: where certain things come together. */
let narrowRungs: readonly Rung[] | undefined;

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

/** Whether a difference shows between the reference and a mutant, and what is known of it. */
function differenceOf({ product, scope, result, maxStates }: Rung, mutant: Product): string | null {
  // Each pair merges two classes of states, so there are fewer pairs than states of both.
  const pairs = result.states + maxStates;
  const comparison = compare(observed(product, seenOf), observed(mutant, seenOf), pairs);
  if (comparison.verdict === 'equal') return null;
  if (comparison.verdict === 'inconclusive') return `too many states to compare in ${scope.id}`;
  const { events, seen } = comparison;
  const what = seen === 'state' ? 'host or virtual machine differ' : 'other events may happen';
  return `no claim objects that ${what} in ${scope.id} after ${events.length} of ${result.depth} steps, the last ${events.at(-1) ?? 'none'}`;
}

/** What must occur, or a claim says nothing: its premises, and what it says occurs. */
const mustOccur = (claim: Claim): readonly (readonly [claim: Claim, what: string, check: string])[] => [
  ...Object.keys(claim.premises).map((name) => [claim, name, premiseId(claim, name)] as const),
  ...(claim.kind === 'sometimes' ? [[claim, 'it occurs', claim.id] as const] : []),
];

/** A claim that says nothing any more, where these scopes are explored with a mutant instead of without. */
function emptied(
  all: readonly Rung[],
  results: ReadonlyMap<Rung, ScopeResult>,
): { readonly claim: string; readonly what: string } | null {
  const occurs = (check: string, of: (rung: Rung) => ScopeResult): boolean =>
    all.some((rung) => of(rung).found[check] !== undefined);
  const lost = claims
    .flatMap(mustOccur)
    .find(
      ([, , check]) =>
        occurs(check, ({ result }) => result) && !occurs(check, (rung) => results.get(rung) ?? rung.result),
    );
  return lost === undefined ? null : { claim: lost[0].id, what: lost[1] };
}

/** How one mutant fares. */
export function scoreMutant(mutant: AutomaticMutant): MutantScore {
  rungs ??= ladder.map((scope) => new Rung(scope));
  const { name, operator } = mutant;
  const model = mutant.makeModel();
  const common = { mutant: name, operator, claim: '', scope: '', reason: '', states: 0 };
  let all = rungs;
  let concerned = all.filter((rung) => rung.concerns(mutant));
  if (concerned.length === 0) {
    narrowRungs ??= narrowScopes().map((scope) => new Rung(scope));
    all = [...rungs, ...narrowRungs];
    concerned = narrowRungs.filter((rung) => rung.concerns(mutant));
  }
  if (concerned.length === 0) {
    return { ...common, status: 'equivalent', reason: 'what it changes is not met in any scope' };
  }
  const store = new TableStore();
  const results = new Map<Rung, ScopeResult>();
  let states = 0;
  let reason: string | null = null;
  try {
    for (const rung of concerned) {
      const { scope, maxStates } = rung;
      const result = exploreScope(scope, { model, store, maxStates });
      results.set(rung, result);
      states += result.states;
      const claim = violated(result);
      if (claim !== null) return { ...common, status: 'caught', claim, scope: scope.id, states };
      if (!result.complete) {
        reason = `${scope.id} has more than ${maxStates} states`;
        break;
      }
    }
    const apart = {
      name,
      mistake: name,
      claim: 'isolation',
      scopes: [{ hostRelease: '2012R2', ...two }],
      model,
    } as const;
    const [compared] = checkMutant(apart, { maxStates: 10_000 });
    if (compared?.caught)
      return { ...common, status: 'caught', claim: 'isolation', scope: compared.scope, states };
    const empty = reason === null ? emptied(all, results) : null;
    if (empty !== null) {
      const { claim, what } = empty;
      return { ...common, status: 'vacuous', claim, reason: `it no longer occurs: ${what}`, states };
    }
    for (const rung of concerned) {
      reason ??= differenceOf(rung, new Product(scopeComposition(rung.scope, model), store));
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    reason = `the checker stops: ${error.message}`;
  }
  if (reason === null) return { ...common, status: 'equivalent', states };
  return { ...common, status: 'alive', reason, states };
}

/** Of all mutants that are made by rule, at least this part must be objected to or shown to be equivalent. */
export const requiredScore = 0.95;

export interface ScoreReport {
  /** The part that is caught, vacuous or equivalent, from 0 to 1. */
  readonly score: number;
  readonly total: number;
  readonly caught: number;
  /** No claim is violated, but a verification fails: what some claim presupposes no longer occurs. */
  readonly vacuous: number;
  readonly equivalent: number;
  /** Of the equivalent, those that change what is met in none of the scopes. */
  readonly unmet: number;
  readonly byClaim: Readonly<Record<string, number>>;
  readonly byOperator: Readonly<Record<string, { readonly total: number; readonly settled: number }>>;
  readonly survivors: readonly {
    readonly mutant: string;
    readonly operator: string;
    readonly reason: string;
  }[];
}

export function scoreReport(scores: readonly MutantScore[]): ScoreReport {
  const byClaim: Record<string, number> = {};
  const byOperator: Record<string, { total: number; settled: number }> = {};
  for (const { status, claim, operator } of scores) {
    if (claim !== '') byClaim[claim] = (byClaim[claim] ?? 0) + 1;
    const { total, settled } = byOperator[operator] ?? { total: 0, settled: 0 };
    byOperator[operator] = { total: total + 1, settled: settled + (status === 'alive' ? 0 : 1) };
  }
  const of = (status: MutantScore['status']) => scores.filter((score) => score.status === status);
  const [caught, equivalent, alive] = [of('caught'), of('equivalent'), of('alive')];
  return {
    score: scores.length === 0 ? 0 : (scores.length - alive.length) / scores.length,
    total: scores.length,
    caught: caught.length,
    vacuous: of('vacuous').length,
    equivalent: equivalent.length,
    unmet: equivalent.filter(({ reason }) => reason !== '').length,
    byClaim,
    byOperator,
    survivors: alive.map(({ mutant, operator, reason }) => ({ mutant, operator, reason })),
  };
}
