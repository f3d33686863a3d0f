/** The TLA+ export, checked by tla-checker. */
import { describe, expect, it } from 'vitest';
import { checkTla, statesAtRest } from '../../scripts/crosscheck/tla.mjs';
import { Product, search } from '../../src/explore/index.ts';
import { exportedClaims, type TlaModule, tla } from '../../src/interchange/index.ts';
import {
  chosenScope,
  defaultTopology,
  type Scope,
  scopeComposition,
  stepFaults,
} from '../../src/verify/index.ts';

function moduleOf(scope: Scope): TlaModule {
  const product = new Product(scopeComposition(scope));
  search(product);
  return tla(product, exportedClaims(scope));
}

/** A configuration with one claim. */
const about = ({ invariants, properties }: TlaModule, claim: string): string =>
  `SPECIFICATION Spec\n${properties.has(claim) ? `PROPERTY ${properties.get(claim)}` : `INVARIANT ${invariants.get(claim)}`}\n`;

const scope = chosenScope(defaultTopology('2012R2', 1, 1));

describe('the TLA+ export', () => {
  it.each(['2012R2', '2012'] as const)('holds in every claim on %s', (release) => {
    const { module, configuration } = moduleOf(chosenScope(defaultTopology(release, 1, 1)));
    expect(checkTla(module, configuration).isViolated).toBe(false);
  });

  it('reaches what some run must reach', () => {
    const exported = moduleOf(scope);
    expect(checkTla(exported.module, about(exported, 'drift')).isViolated).toBe(true);
  });

  it('has as many states at rest as the search meets, within a budget too', () => {
    const budgeted = { faults: stepFaults, faultBudget: 1 };
    for (const options of [{}, budgeted]) {
      const one = chosenScope(defaultTopology('2012R2', 1, 1), options);
      const product = new Product(scopeComposition(one));
      const { states } = search(product);
      const { module } = tla(product, exportedClaims(one));
      expect(statesAtRest(module)).toBe(states);
      const isFree = module.replaceAll("budget' = budget - 1", "budget' = budget");
      if (options === budgeted) expect(statesAtRest(isFree)).not.toBe(states);
    }
  });
});
