/** The TLA+ export, checked by tla-checker. */
import { describe, expect, it } from 'vitest';
import { checkTla } from '../../scripts/crosscheck/tla.mjs';
import { Product, search } from '../../src/explore/index.ts';
import { exportedClaims, type TlaModule, tla } from '../../src/interchange/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import {
  chosenScope,
  defaultTopology,
  type ExploreOptions,
  mutantScope,
  type Scope,
  scopeComposition,
} from '../../src/verify/index.ts';

function moduleOf(scope: Scope, model: ExploreOptions['model'] = {}): TlaModule {
  const product = new Product(scopeComposition(scope, model));
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

  it.each(['recovery-skipped', 'reports-before-disconnect', 'freeze-put-off-while-guest-writes'])(
    'is violated by %s in the claim that catches it',
    (name) => {
      const mutant = mutants.find((one) => one.name === name);
      const [named] = mutant?.scopes ?? [];
      if (mutant === undefined || named === undefined) throw new Error(`there is no mutant ${name}`);
      const exported = moduleOf(mutantScope(named), mutant.model);
      expect(checkTla(exported.module, about(exported, mutant.claim)).isViolated).toBe(true);
    },
  );

  it('is violated when it leaves out a transition', () => {
    const { module, configuration } = moduleOf(scope);
    const line = /^ {2}\\\/ AtRest \/\\ vm1_guest_vss = "thawing".*$/m;
    expect(module).toMatch(line);
    expect(checkTla(module.replace(line, '  \\/ FALSE'), configuration).isViolated).toBe(true);
  });
});
