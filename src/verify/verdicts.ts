/** From explored scopes and checked mutants to a verdict for each claim. */
import type { SystemEvent } from '../composition/index.ts';
import { claims as allClaims, type Claim } from '../properties/index.ts';
import type { BesideReport } from './beside-spotlight.ts';
import type { MutantResult } from './check-mutant.ts';
import { premiseId } from './checks.ts';
import type { Coverage } from './coverage.ts';
import type { DiskInduction } from './every-disk.ts';
import { type Induction, optionsKey, shapesIn } from './every-number.ts';
import type { ScopeResult } from './explore-scope.ts';
import { compareEndings, type Difference } from './isolation.ts';
import type { RandomRuns } from './random-runs.ts';
import { isProvedFurther, type Scope, standsForAnyDisks } from './scopes/index.ts';

/**
 * `vacuous`: nothing breaks the claim, but a premise of it never occurs, or no mutant shows that it can
 * be broken. `not applicable`: in a scope of the user's, the claim says nothing.
 */
export type Verdict = 'holds' | 'violated' | 'inconclusive' | 'vacuous' | 'not applicable';

export interface Explored {
  readonly scope: Scope;
  readonly result: ScopeResult;
  /** Time that the exploration took, where it is of interest. */
  readonly milliseconds?: number;
}

/** Where something was seen first, with a shortest path to it. */
export interface Sighting {
  readonly scope: Scope;
  readonly check: string;
  readonly path: readonly SystemEvent[];
  /** What happens after the path for ever, empty if nothing need happen; null where the path says it all. */
  readonly cycle: readonly SystemEvent[] | null;
}

/** The first scope in which something occurs, and the length of a shortest path to it there. */
export interface Witness {
  readonly premise: string;
  readonly scope: string | null;
  readonly length: number | null;
}

export interface ClaimReport {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** Why it is not `holds`, in words; empty where it is. */
  readonly reason: string;
  /** It was proved for every number of virtual machines, under all options of its scopes. */
  readonly everyN: boolean;
  /**
   * It says something of machines with many disks too, and was proved for every number of them, under all options under
   * which such machines were explored.
   */
  readonly everyDisks: boolean;
  readonly scopes: number;
  readonly topologies: number;
  readonly states: number;
  readonly steps: number;
  /** Time that its scopes took, all claims about them together. */
  readonly milliseconds: number;
  /** For every premise, and for what a claim says occurs: where it was seen first. */
  readonly witnesses: readonly Witness[];
  readonly mutants: readonly string[];
  readonly counterexample: Sighting | null;
  readonly difference: Difference | null;
}

const groupKey = ({ scope }: Explored): string =>
  JSON.stringify([scope.topology.hostRelease, scope.family, scope.options]);

function groups(explored: readonly Explored[]): readonly (readonly Explored[])[] {
  const found = new Map<string, Explored[]>();
  for (const one of explored) {
    const key = groupKey(one);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}

function counterexampleOf(claim: Claim, about: readonly Explored[]): Sighting | null {
  for (const { scope, result } of about) {
    if (claim.kind === 'leads-to') {
      const lasso = result.lassos[claim.id];
      if (lasso !== undefined) return { scope, check: claim.id, path: lasso.stem, cycle: lasso.cycle };
      continue;
    }
    const path =
      claim.kind === 'ends' ? result.stuck : claim.kind === 'never' ? result.paths[claim.id] : null;
    if (path !== null && path !== undefined) return { scope, check: claim.id, path, cycle: null };
  }
  return null;
}

const shapeKey = (hostRelease: string, options: string, shape: string): string =>
  `${hostRelease} ${options} ${shape}`;

/** By explored scope, the claims that were proved for every number of machines of each of its shapes, under its options. */
function provedByOptions(
  explored: readonly Explored[],
  inductions: readonly Induction[],
): (one: Explored) => ReadonlySet<string> {
  const proved = new Map<string, readonly string[]>();
  const inAll = (lists: readonly (readonly string[])[]): readonly string[] =>
    lists.reduce((kept, list) => kept.filter((id) => list.includes(id)));
  for (const one of inductions) {
    for (const shape of one.shapes) {
      const key = shapeKey(one.hostRelease, one.options, shape);
      proved.set(key, inAll([one.proved, proved.get(key) ?? one.proved]));
    }
  }
  const ofScope = new Map(
    explored.map(({ scope }) => {
      const options = optionsKey(scope);
      const lists = shapesIn(scope).map(
        (shape) => proved.get(shapeKey(scope.topology.hostRelease, options, shape)) ?? [],
      );
      return [scope, new Set(inAll(lists))] as const;
    }),
  );
  return ({ scope }) => ofScope.get(scope) ?? new Set();
}

/** Whether the one machine of a scope stands for those with more disks, under its options. */
function standingForMore(inductions: readonly DiskInduction[]): (scope: Scope) => boolean {
  const standing = new Set(
    inductions
      .filter(({ failure }) => failure === null)
      .flatMap(({ hostRelease, options, shapes }) =>
        shapes.map((shape) => shapeKey(hostRelease, options, shape)),
      ),
  );
  return (scope) =>
    shapesIn(scope).every((shape) =>
      standing.has(shapeKey(scope.topology.hostRelease, optionsKey(scope), shape)),
    );
}

export interface Judgement {
  /** The scopes are all that the claim is about, not some that a user chose. */
  readonly full: boolean;
  readonly mutants: readonly MutantResult[];
  readonly claims?: readonly Claim[];
  readonly randomRuns?: readonly RandomRuns[];
  readonly inductions?: readonly Induction[];
  readonly diskInductions?: readonly DiskInduction[];
  /** Concrete systems held against the spotlight: where one fails, the argument is wrong. */
  readonly besides?: readonly BesideReport[];
}

export function judge(
  explored: readonly Explored[],
  {
    full,
    mutants,
    claims = allClaims,
    randomRuns = [],
    inductions = [],
    diskInductions = [],
    besides = [],
  }: Judgement,
): readonly ClaimReport[] {
  const provedUnder = provedByOptions(explored, inductions);
  const isStanding = standingForMore(diskInductions);
  return claims.map((claim) => {
    const about = explored.filter(({ result }) => result.claims.includes(claim.id));
    const inductive = about.filter(({ scope }) => isProvedFurther(scope));
    const counterexample = counterexampleOf(claim, about);
    const comparisons = claim.kind === 'same' ? groups(about).map(compareEndings) : [];
    const difference = comparisons.find((one) => one.difference !== null)?.difference ?? null;
    const comparesNothing = claim.kind === 'same' && comparisons.every(({ compared }) => compared === 0);
    const witnessOf = (premise: string, check: string): Witness => {
      const first = about.find(({ result }) => result.found[check] !== undefined);
      return { premise, scope: first?.scope.id ?? null, length: first?.result.found[check] ?? null };
    };
    const witnesses = [
      ...Object.keys(claim.premises).map((name) => witnessOf(name, premiseId(claim, name))),
      ...(claim.kind === 'sometimes' || claim.kind === 'leads-to' ? [witnessOf('it occurs', claim.id)] : []),
    ];
    const ofClaim = mutants.filter((mutant) => mutant.claim === claim.id);
    const caught = [...new Set(ofClaim.map(({ mutant }) => mutant))].filter((name) =>
      ofClaim.every((one) => one.mutant !== name || one.caught),
    );
    const missed = ofClaim.filter((one) => !one.caught);
    const sum = (of: (one: Explored) => number): number => about.reduce((total, one) => total + of(one), 0);
    const [verdict, reason] = ((): [Verdict, string] => {
      if (counterexample !== null || difference !== null) return ['violated', 'a counterexample was found'];
      const met = randomRuns.find(({ violated, unfinished }) =>
        claim.kind === 'ends' ? unfinished > 0 : violated.includes(claim.id),
      );
      if (met !== undefined) {
        return ['violated', `met in a random run of ${met.machines} machines on ${met.hostRelease}`];
      }
      if (about.length === 0)
        return full ? ['vacuous', 'no scope is about it'] : ['not applicable', 'no scope is about it'];
      if (comparesNothing) {
        return [
          full ? 'vacuous' : 'not applicable',
          'no two scopes differ in the controllers of one machine',
        ];
      }
      const seen =
        claim.kind === 'sometimes' && about.some(({ result }) => result.found[claim.id] !== undefined);
      if (claim.kind !== 'sometimes' || !seen) {
        const open = about.filter(({ result }) => !result.complete).length;
        if (open > 0)
          return ['inconclusive', `${open} of ${about.length} scopes were not searched to the end`];
      }
      if (claim.kind === 'sometimes' && !seen) {
        return full ? ['violated', 'no run shows it'] : ['not applicable', 'no run here shows it'];
      }
      const absent = witnesses.filter(({ scope }) => scope === null);
      if (full) {
        if (absent.length > 0)
          return ['vacuous', `never occurs: ${absent.map(({ premise }) => premise).join('; ')}`];
        if (missed.length > 0)
          return ['vacuous', `misses the mutant ${missed[0]?.mutant} in ${missed[0]?.scope}`];
        if (caught.length === 0) return ['vacuous', 'no mutant shows that it can be broken'];
      } else if (absent.length > 0 && absent.length === witnesses.length) {
        return ['not applicable', 'its premise cannot occur here'];
      }
      return ['holds', ''];
    })();
    // What only several faults lead to is explored, and proved no further.
    const occursIn =
      (some: readonly Explored[]) =>
      (premise: string): boolean =>
        some.some(({ result }) => result.found[premiseId(claim, premise)] !== undefined);
    const premises = Object.keys(claim.premises);
    const everyN =
      verdict === 'holds' &&
      besides.every(({ failure }) => failure === null) &&
      inductive.length > 0 &&
      inductive.every((one) => provedUnder(one).has(claim.id)) &&
      (!full || premises.every(occursIn(inductive)));
    const withDisks = inductive.filter(({ scope }) => standsForAnyDisks(scope));
    return {
      claim,
      verdict,
      reason,
      everyN,
      everyDisks:
        everyN &&
        withDisks.length > 0 &&
        withDisks.every(({ scope }) => isStanding(scope)) &&
        premises.some(occursIn(withDisks)),
      scopes: about.length,
      topologies: sum(({ scope }) => scope.topologies),
      states: sum(({ result }) => result.states),
      steps: sum(({ result }) => result.steps),
      milliseconds: sum(({ milliseconds = 0 }) => milliseconds),
      witnesses,
      mutants: caught,
      counterexample,
      difference,
    };
  });
}

/**
 * The verdict on everything: the worst of all. Where all scopes were explored, a transition that none of them takes
 * is as bad as a claim that says nothing.
 */
export function overall(reports: readonly Pick<ClaimReport, 'verdict'>[], coverage?: Coverage): Verdict {
  const order: readonly Verdict[] = ['violated', 'vacuous', 'inconclusive', 'holds'];
  const isPartlyTaken = coverage !== undefined && coverage.neverTaken.length > 0;
  return (
    order.find(
      (verdict) =>
        reports.some((report) => report.verdict === verdict) || (verdict === 'vacuous' && isPartlyTaken),
    ) ?? 'not applicable'
  );
}
