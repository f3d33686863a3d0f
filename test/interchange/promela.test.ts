/** The text that SPIN is given; what SPIN makes of it is in `crosscheck.test.ts`. */
import { describe, expect, it } from 'vitest';
import { Product, search } from '../../src/explore/index.ts';
import { exportedClaims, promela } from '../../src/interchange/index.ts';
import { allFaults } from '../../src/system/index.ts';
import { chosenScope, defaultTopology, scopeComposition } from '../../src/verify/index.ts';

describe('the Promela export', () => {
  const plain = chosenScope(defaultTopology('2012R2', 1, 1));
  const text = (scope = plain) => {
    const product = new Product(scopeComposition(scope));
    search(product);
    return promela(product, exportedClaims(scope));
  };

  it('is the same text every time', () => {
    expect(text()).toBe(text());
  });

  it('has no block of C that is longer than SPIN reads, also where all faults may happen', () => {
    const withFaults = chosenScope(defaultTopology('2012R2', 1, 1), { faults: allFaults, faultBudget: 1 });
    const made = text(withFaults).split(/^c_(?:decl|code) \{$/m);
    const lengths = made.map((block) => block.split(/^\}$/m)[0]?.length ?? 0);
    expect(made.length).toBeGreaterThan(3);
    expect(Math.max(...lengths.slice(1))).toBeLessThan(65_536);
  });

  it('names actors, channels and claims as the model does', () => {
    expect(text()).toContain('chan vm1_vmbus_to_guest');
    expect(text()).toContain('#define vm1_guest_vss at[');
    expect(text()).toContain('ltl every_backup_ends');
  });

  it('has claims that are conditions on states, also where no run meets what they forbid', () => {
    const made = text();
    for (const claim of ['consistent_2012r2', 'barrier', 'nesting', 'clean_end', 'own_backup_only']) {
      const [, condition] = new RegExp(`is_${claim}_in_vm1\\(void\\) \\{ return (.*); \\}`).exec(made) ?? [];
      expect(condition, claim).toMatch(/now\.vm1_/);
    }
  });
});
