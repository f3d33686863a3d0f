/** Claims of the kind `leads-to`, decided in a searched scope. */
import { type Delay, delays } from '../../machines/index.ts';
import type { GroupView } from '../composition/index.ts';
import {
  allButTheEnvironment,
  decideLeadsTo,
  type Fairness,
  type Lasso,
  type Product,
  type SearchResult,
} from '../explore/index.ts';
import type { ClaimScope, LeadsToClaim } from '../properties/index.ts';
import { hostView, machineView } from '../system/index.ts';

/**
 * Delays that need not elapse: limits, which are faults, and what people do when they like. A limit that is all that
 * leads on where nobody answers does elapse.
 */
const optional: ReadonlySet<string> = new Set([
  ...Object.entries<Delay>(delays).flatMap(([name, { kind, isSure }]) =>
    kind === 'limit' && isSure !== true ? [name] : [],
  ),
  'untilNextBackup',
  'operatorActs',
]);

/** Messages arrive and work gets done; guests, operators and faults do what they like. */
export const isFair: Fairness = (event) =>
  allButTheEnvironment(event) && !(event.type === 'ELAPSE' && optional.has(event.delay));

/** By claim that is violated for some virtual machine: a fair run that shows it for the first such. */
export function lassosOf(
  claims: readonly LeadsToClaim[],
  scope: ClaimScope,
  product: Product,
  result: SearchResult,
): Readonly<Record<string, Lasso>> {
  const decide = decideLeadsTo(product, result, isFair);
  const lassos: Record<string, Lasso> = {};
  for (const claim of claims) {
    const situation = claim.situation(scope);
    for (let unit = 1; unit < product.width && lassos[claim.id] === undefined; unit++) {
      const inUnit =
        (sought: typeof claim.goal) =>
        (groups: readonly GroupView[]): boolean =>
          sought(hostView(groups[0] as GroupView), machineView(groups[unit] as GroupView));
      const answer = decide({ trigger: inUnit(situation), goal: inUnit(claim.goal) });
      if (answer.verdict === 'violated') lassos[claim.id] = answer.lasso;
    }
  }
  return lassos;
}
