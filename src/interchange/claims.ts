/** The claims of a scope in the terms of other checkers. */
import type { Check, Fairness } from '../explore/index.ts';
import { claims as allClaims, isOver, observers } from '../properties/index.ts';
import { hostView, machineView, optionsOf } from '../system/index.ts';
import { claimsAbout, isFair, type Scope } from '../verify/index.ts';

/** What a claim says, in the terms of a checker: of the hub and each unit in turn. */
export type ExportedClaim = { readonly id: string; readonly sentence: string } & (
  | { readonly kind: 'never' | 'sometimes'; readonly sought: Check['sought'] }
  | { readonly kind: 'leads-to'; readonly sought: Check['sought']; readonly goal: Check['sought'] }
);

export interface ExportOptions {
  readonly claims: readonly ExportedClaim[];
  /** Where it is no deadlock that nothing can happen any more. */
  readonly isEnd: Check['sought'];
  readonly isFair: Fairness;
}

/**
 * The claims about a scope that can be said of its states and runs one by one. Left out are `same`, which
 * compares two systems, and `ends`: from every state the end can be reached, which is no property of runs.
 */
export function exportedClaims({ topology, options }: Scope): ExportOptions {
  const scope = {
    hostRelease: topology.hostRelease,
    options: optionsOf(topology, { ...options, observers }),
  };
  const claims = claimsAbout(scope, allClaims).flatMap((claim): readonly ExportedClaim[] => {
    const { id, sentence } = claim;
    const situation = claim.situation(scope);
    const sought: Check['sought'] = (hub, unit) => situation(hostView(hub), machineView(unit));
    if (claim.kind === 'leads-to') {
      const { goal } = claim;
      return [
        {
          id,
          sentence,
          kind: claim.kind,
          sought,
          goal: (hub, unit) => goal(hostView(hub), machineView(unit)),
        },
      ];
    }
    return claim.kind === 'never' || claim.kind === 'sometimes'
      ? [{ id, sentence, kind: claim.kind, sought }]
      : [];
  });
  return { claims, isEnd: (hub) => isOver(hostView(hub)), isFair };
}
