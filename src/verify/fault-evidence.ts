/** What speaks for a fault: a run in which it happens, and what the claims meet only because of it. */
import { claims } from '../properties/index.ts';
import type { FaultEntry } from '../system/index.ts';
import { premiseId } from './checks.ts';
import { explainFault } from './explain.ts';
import { exploreScope } from './explore-scope.ts';
import { chosenScope, defaultTopology } from './scopes/index.ts';
import type { Witness } from './verdicts.ts';

export interface FaultEvidence {
  /** The scope of a shortest run in which it happens, the length of that run, and what is reported then. */
  readonly scope: string;
  readonly length: number;
  readonly outcome: string;
  /** By claim: what it presupposes and is met only because of the fault, once in a run of two virtual machines. */
  readonly premises: Readonly<Record<string, readonly Witness[]>>;
}

/** Evidence for a fault; null where it is not modelled. */
export function faultEvidence(fault: FaultEntry): FaultEvidence | null {
  const { run } = explainFault(fault.id);
  if (run === null) return null;
  const { topology, options } = run.scope;
  const { faults, faultBudget, ...undisturbed } = options;
  // One that lies in the topology is there from the start; the rest strike one of two machines.
  const isMadeUp = fault.happening.kind === 'topology' || fault.happening.kind === 'always';
  const [struck] = topology.virtualMachines;
  const others = defaultTopology(topology.hostRelease, isMadeUp ? 1 : 2, 1);
  const host =
    isMadeUp || struck === undefined
      ? others
      : { ...others, virtualMachines: [struck, ...others.virtualMachines.slice(1)] };
  const scope = isMadeUp ? run.scope : chosenScope(host, options);
  const result = exploreScope(scope);
  const without = exploreScope(chosenScope(host, undisturbed));
  const premises = claims.map(
    (claim) =>
      [
        claim.id,
        Object.keys(claim.premises).flatMap((premise) => {
          const id = premiseId(claim, premise);
          const length = result.found[id];
          const isMet =
            fault.happening.kind === 'always'
              ? claim.counts?.includes(fault.id) === true
              : without.found[id] === undefined;
          return length === undefined || !isMet ? [] : [{ premise, scope: scope.id, length }];
        }),
      ] as const,
  );
  return {
    scope: run.scope.id,
    length: run.events.length,
    outcome: run.outcome,
    premises: Object.fromEntries(premises.filter(([, met]) => met.length > 0)),
  };
}
