/** What is proved for every number of machines, and that no mistake is. */
import { describe, expect, it } from 'vitest';
import { mutants } from '../../src/mutants/index.ts';
import { claims } from '../../src/properties/index.ts';
import { induct, mutantScope, scopeGroups, scopesOf } from '../../src/verify/index.ts';

const inductive = scopeGroups().filter(
  ({ family, options }) => family === 'one machine' && options.diskOrder !== 'parallel',
);

describe('the induction', () => {
  it.each(inductive.map((group) => [group.release, JSON.stringify(group.options), group] as const))(
    'holds on %s with %s',
    (_, __, group) => {
      const { failure, claims: about, proved } = induct(scopesOf(group));
      expect(failure).toBeNull();
      expect(about.filter((id) => !proved.includes(id)).sort()).toEqual(
        about.filter((id) => id === 'drift' || id === 'isolation').sort(),
      );
    },
  );

  it('holds where machines recover one at a time', () => {
    for (const group of scopeGroups().filter(({ family }) => family === 'two machines, one at a time')) {
      const { failure, proved } = induct(scopesOf(group).slice(0, 12));
      expect(failure).toBeNull();
      expect(proved).toContain('barrier');
    }
  });
});

describe('nothing is proved for every number that a mutant breaks', () => {
  const decided = mutants.filter(({ claim }) => {
    const kind = claims.find(({ id }) => id === claim)?.kind;
    return kind === 'never' || kind === 'ends' || kind === 'leads-to';
  });

  it.each(decided.map((mutant) => [mutant.name, mutant] as const))('%s', (_, { model, claim, scopes }) => {
    for (const scope of scopes) {
      const { claims: about, proved } = induct([mutantScope(scope)], { model });
      expect(about).toContain(claim);
      expect(proved).not.toContain(claim);
    }
  });
});

describe('a mistake that needs several machines', () => {
  const failureOf = (name: string) => {
    const mutant = mutants.find((one) => one.name === name);
    const [scope] = mutant?.scopes ?? [];
    if (mutant === undefined || scope === undefined) throw new RangeError(`there is no mutant ${name}`);
    return induct([mutantScope(scope)], { model: mutant.model });
  };

  it.each([
    'answer-credited-to-neighbour',
    'copy-connected-to-neighbour',
    'copies-swapped',
    'counter-forgets-machine',
  ])('leaves nothing proved for every number: %s', (name) => {
    const { failure, proved } = failureOf(name);
    expect(failure?.step).toBe('machines speak to the writer only');
    expect(proved).toEqual([]);
  });
});
