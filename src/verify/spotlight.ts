/**
 * The spotlight: one virtual machine as it is, beside others that stand for any number.
 *
 * Claims of the kind `never` that nothing breaks here, whatever the machine's place among the others, hold for
 * every number of machines if the others are what they stand for; see `every-number.ts`.
 */
import type { Composition, Group } from '../composition/index.ts';
import {
  type Check,
  findStandstill,
  type GroupTable,
  Product,
  type SearchResult,
  search,
  type TableStore,
  viewOf,
} from '../explore/index.ts';
import { type Claim, isBetweenBackups, isOver, type LeadsToClaim } from '../properties/index.ts';
import { hostView, machineView } from '../system/index.ts';
import type { Bounds } from './explore-scope.ts';
import { isFair } from './liveness.ts';
import { isOthers, type OthersInput, othersGroup } from './others.ts';

/** What was found with one machine in the light. */
export interface Spotlight {
  readonly states: number;
  readonly complete: boolean;
  readonly found: ReadonlySet<string>;
  /** Why the argument that every fair run comes to rest fails; null where it holds. */
  readonly standstill: string | null;
}

/** At rest, where nobody has anything left to do, what a promise promises must hold. */
export const atRest = (claim: Claim): string => `${claim.id}, at rest`;

const promises = (claims: readonly Claim[]): readonly Check[] =>
  claims.flatMap((claim) =>
    claim.kind === 'leads-to'
      ? [
          {
            id: atRest(claim),
            sought: (hub, unit) => {
              const host = hostView(hub);
              return isBetweenBackups(host) && !claim.goal(host, machineView(unit));
            },
          } satisfies Check,
        ]
      : [],
  );

/**
 * Whether the host can be at rest, the machine have nothing left to do of its own, and a promise not be kept. Where the
 * machine has something left, which it does in the end, this is not the last word.
 */
function isBrokenInTheEnd(
  { goal }: LeadsToClaim,
  product: Product,
  result: SearchResult,
  unit: number,
): boolean {
  const [hubTable, table] = [product.tables[0], product.tables[unit]] as readonly [GroupTable, GroupTable];
  const state = new Int32Array(product.width);
  for (let number = 0; number < result.states; number++) {
    result.stateAt(number, state);
    const [hub, local] = [state[0] as number, state[unit] as number];
    const host = hostView(viewOf(hubTable, hub));
    if (!isBetweenBackups(host) || goal(host, machineView(viewOf(table, local)))) continue;
    if (!product.steps(unit, local).some(({ event }) => isFair(event))) return true;
  }
  return false;
}

const lists = new WeakMap<readonly Check[], readonly Check[]>();

/** The checks, asked about the machine in the light alone. */
function inTheLight(checks: readonly Check[], claims: readonly Claim[]): readonly Check[] {
  let list = lists.get(checks);
  if (list === undefined) {
    list = [...checks, ...promises(claims)].map(({ id, sought }) => ({
      id,
      sought: (hub, unit) => !isOthers(unit.group) && sought(hub, unit),
    }));
    lists.set(checks, list);
  }
  return list;
}

/** The places of a machine among any number of others: alone, first, and where places matter last or between. */
const arrangements = (machine: Group, input: OthersInput): readonly (readonly Group[])[] => {
  const others = othersGroup('others', input);
  return [
    [machine],
    [machine, others],
    ...(input.passesOn
      ? [
          [others, machine],
          [others, machine, others],
        ]
      : []),
  ];
};

/** Searches every arrangement of a machine and others. */
export function spotlightOn(
  composition: Composition,
  machine: Group,
  input: OthersInput,
  {
    checks,
    claims,
    store,
    bounds,
  }: {
    readonly checks: readonly Check[];
    readonly claims: readonly Claim[];
    readonly store: TableStore;
    readonly bounds: Bounds;
  },
): Spotlight {
  const found = new Set<string>();
  let states = 0;
  let complete = true;
  let standstill: string | null = null;
  const isRest = (hub: Parameters<typeof hostView>[0]): boolean => isBetweenBackups(hostView(hub));
  const isEnd = (hub: Parameters<typeof hostView>[0]): boolean => isOver(hostView(hub));
  for (const units of arrangements(machine, input)) {
    const product = new Product({ ...composition, units }, store);
    const result = search(product, { checks: inTheLight(checks, claims), isEnd, ...bounds });
    states += result.states;
    complete &&= result.complete;
    const unit = 1 + units.indexOf(machine);
    const kept = new Set(
      claims.flatMap((claim) =>
        claim.kind === 'leads-to' &&
        result.found.has(atRest(claim)) &&
        !isBrokenInTheEnd(claim, product, result, unit)
          ? [atRest(claim)]
          : [],
      ),
    );
    for (const id of result.found.keys()) if (!kept.has(id)) found.add(id);
    if (!result.complete) continue;
    standstill ??= findStandstill({ product, result, unit, fairness: isFair, isRest, isEnd });
  }
  return { states, complete, found, standstill };
}
