/** One scope explored, judged claim by claim, in a form that can be sent between threads. */
import type { SystemEvent } from '../composition/index.ts';
import {
  eventsTo,
  type Helpers,
  type Lasso,
  lengthTo,
  Product,
  type Progress,
  search,
  TableStore,
  viewOf,
} from '../explore/index.ts';
import {
  claims as allClaims,
  type Claim,
  ending,
  isHandOverDone,
  isOver,
  observers,
} from '../properties/index.ts';
import {
  backupComposition,
  hostView,
  type ModelOptions,
  machineView,
  optionsOf,
  outcomeOf,
} from '../system/index.ts';
import { checksFor, claimsAbout } from './checks.ts';
import { lassosOf } from './liveness.ts';
import type { Scope } from './scopes/index.ts';

export interface Bounds {
  readonly maxStates?: number;
  readonly maxBytes?: number;
}

export interface ExploreOptions extends Bounds {
  readonly claims?: readonly Claim[];
  /** Changes to the model: a mutant, or charts of the user's. */
  readonly model?: Partial<Pick<ModelOptions, 'charts' | 'rewire'>>;
  readonly store?: TableStore;
  readonly helpers?: Helpers;
  readonly onProgress?: (progress: Progress) => void;
  readonly isCancelled?: () => boolean;
  /** Find only this, by a shortest path. */
  readonly only?: string;
}

export interface ScopeResult {
  readonly scope: string;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly complete: boolean;
  /** Claims that say something about the scope. */
  readonly claims: readonly string[];
  /** What was found, by the id of its check, with the length of a shortest path. */
  readonly found: Readonly<Record<string, number>>;
  /** Shortest paths to what breaks a claim, or shows one that says that something occurs. */
  readonly paths: Readonly<Record<string, readonly SystemEvent[]>>;
  /** Fair runs that never come to what a claim promises, by its id; none where the search is not complete. */
  readonly lassos: Readonly<Record<string, Lasso>>;
  /** A state from which no end can be reached. */
  readonly stuck: readonly SystemEvent[] | null;
  /** By virtual machine: how it can end. */
  readonly endings: readonly (readonly string[])[];
  /** By virtual machine: what can be reported of it. */
  readonly outcomes: readonly (readonly string[])[];
}

const checkLists = new Map<string, ReturnType<typeof checksFor>>();

/** Equal scopes of claims share their list of checks, and with it what is known of pairs of states. */
export function sharedChecks(
  hostRelease: Scope['topology']['hostRelease'],
  options: ModelOptions,
  claims: readonly Claim[],
) {
  const { charts, rewire, observers: watching, ...data } = options;
  const key = JSON.stringify([hostRelease, data, claims.map(({ id }) => id)]);
  let checks = checkLists.get(key);
  if (checks === undefined) {
    checks = checksFor({ hostRelease, options }, claims);
    checkLists.set(key, checks);
  }
  return checks;
}

/** Everything about a scope that a path in it needs. */
export function scopeComposition(scope: Scope, model: ExploreOptions['model'] = {}) {
  return backupComposition(scope.topology, { ...scope.options, ...model, observers });
}

export function exploreScope(scope: Scope, explore: ExploreOptions = {}): ScopeResult {
  const { hostRelease } = scope.topology;
  const options = optionsOf(scope.topology, { ...scope.options, ...explore.model, observers });
  const claims = claimsAbout({ hostRelease, options }, explore.claims ?? allClaims);
  const all = sharedChecks(hostRelease, options, claims);
  const checks = explore.only === undefined ? all : all.filter(({ id }) => id === explore.only);
  const product = new Product(scopeComposition(scope, explore.model), explore.store ?? new TableStore());
  const result = search(product, {
    checks,
    isEnd: (hub) => isOver(hostView(hub)),
    // Copies are there to be looked at until the requester lets go of them.
    collectAt: (hub) => isHandOverDone(hostView(hub)) || isOver(hostView(hub)),
    ...(explore.only === undefined ? {} : { stopAt: [explore.only] }),
    ...(explore.maxStates === undefined ? {} : { maxStates: explore.maxStates }),
    ...(explore.maxBytes === undefined ? {} : { maxBytes: explore.maxBytes }),
    ...(explore.helpers === undefined ? {} : { helpers: explore.helpers }),
    ...(explore.onProgress === undefined ? {} : { onProgress: explore.onProgress }),
    ...(explore.isCancelled === undefined ? {} : { isCancelled: explore.isCancelled }),
  });
  const situations = new Set(claims.flatMap(({ id, kind }) => (kind === 'leads-to' ? [] : [id])));
  // One thing is looked for: what a state shows.
  const promises = explore.only === undefined ? claims.filter((claim) => claim.kind === 'leads-to') : [];
  const ends = (describe: (machine: ReturnType<typeof machineView>) => string | null) =>
    product.tables
      .slice(1)
      .map((table, index) =>
        [
          ...new Set(
            [...(result.collected[index + 1] ?? [])].map((local) =>
              describe(machineView(viewOf(table, local))),
            ),
          ),
        ]
          .filter((text) => text !== null)
          .sort(),
      );
  const found: ScopeResult = {
    scope: scope.id,
    states: result.states,
    steps: result.steps,
    depth: result.depth,
    complete: result.complete,
    claims: claims.map(({ id }) => id),
    found: Object.fromEntries([...result.found].map(([id, number]) => [id, lengthTo(result, number)])),
    paths: Object.fromEntries(
      [...result.found]
        .filter(([id]) => situations.has(id) || id === explore.only)
        .map(([id, number]) => [id, eventsTo(product, result, number)]),
    ),
    lassos: lassosOf(promises, { hostRelease, options }, product, result),
    stuck: result.stuck === null ? null : eventsTo(product, result, result.stuck),
    endings: ends(ending),
    outcomes: ends(outcomeOf),
  };
  result.release();
  return found;
}
