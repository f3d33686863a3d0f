/** The text that SPIN is given; what SPIN makes of it is in `crosscheck.test.ts`. */
import { describe, expect, it } from 'vitest';
import { Product, search } from '../../src/explore/index.ts';
import { exportedClaims, promela } from '../../src/interchange/index.ts';
import { chosenScope, defaultTopology, scopeComposition } from '../../src/verify/index.ts';

describe('the Promela export', () => {
  const scope = chosenScope(defaultTopology('2012R2', 1, 1));
  const text = () => {
    const product = new Product(scopeComposition(scope));
    search(product);
    return promela(product, exportedClaims(scope));
  };

  it('is the same text every time', () => {
    expect(text()).toBe(text());
  });

  it('names actors, channels and claims as the model does', () => {
    expect(text()).toContain('chan vm1_vmbus_to_guest');
    expect(text()).toContain('#define vm1_guest_vss at[');
    expect(text()).toContain('ltl every_backup_ends');
  });

  it('has claims that are more than constants, but for those whose violation nothing in the tables can bring about', () => {
    const constant = [...text().matchAll(/^static int is_(\w+)_in_vm1\(void\) \{ return [01]; \}$/gm)];
    expect(constant.map(([, name]) => name)).toEqual([
      // It has a SCSI controller, is running, is never mounted in the host or stopped, and nothing can fail.
      'fails_exactly_without_scsi',
      'saved_coherent',
      'mounts_2012r2',
      'no_downtime',
      'failures_have_causes',
      'one_fails_alone',
      'leftovers_are_met',
    ]);
  });
});
