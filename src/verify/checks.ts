/** From claims to what a search looks for: one check for what a claim is about, one for each premise. */
import type { GroupView } from '../composition/index.ts';
import type { Check } from '../explore/index.ts';
import { claims as allClaims, type Claim, type ClaimScope, type Situation } from '../properties/index.ts';
import { hostView, machineView } from '../system/index.ts';

export type ScopeCheck = Check;

/** All checks are asked about one host and one machine before the next, so their views are kept that long. */
function lastViewed<View>(viewOf: (group: GroupView) => View): (group: GroupView) => View {
  let last: { readonly group: GroupView; readonly view: View } | null = null;
  return (group) => {
    if (last?.group !== group) last = { group, view: viewOf(group) };
    return last.view;
  };
}
const [hostOf, machineOf] = [lastViewed(hostView), lastViewed(machineView)];

const asCheck = (id: string, situation: Situation): Check => ({
  id,
  sought: (hub, unit) => situation(hostOf(hub), machineOf(unit)),
});

export const premiseId = (claim: Claim, premise: string): string => `${claim.id}: ${premise}`;

/** Nothing is judged by where the goal is met; virtual machines that differ in it are not of one shape. */
const goalId = (claim: Claim): string => `${claim.id}, goal`;

/** The claims that say something about a scope. */
export const claimsAbout = (scope: ClaimScope, claims: readonly Claim[] = allClaims): readonly Claim[] =>
  claims.filter((claim) => claim.applies(scope));

/** What to look for, so that claims can be judged. */
export const checksFor = (scope: ClaimScope, claims: readonly Claim[]): readonly Check[] =>
  claims.flatMap((claim) => [
    asCheck(claim.id, claim.situation(scope)),
    ...(claim.kind === 'leads-to' ? [asCheck(goalId(claim), claim.goal)] : []),
    ...Object.entries(claim.premises).map(([name, premise]) => asCheck(premiseId(claim, name), premise)),
  ]);
