/** Every statement and every fault is covered, and the page that shows by what is current. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namedTests } from '../../scripts/named-tests.mjs';
import { claims } from '../../src/properties/index.ts';
import { requirements, requirementsPage, type Verified } from '../../src/verify/index.ts';

const text = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const verified = JSON.parse(text('verification.json')) as Verified;
const all = requirements(verified);
const statements = all.filter(({ id }) => id.startsWith('S'));
const faults = all.filter(({ id }) => id.startsWith('F'));

it('there are 20 statements', () => {
  expect(statements.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => `S${index + 1}`));
});

describe.each(statements)('$id', ({ claims: by, tests }) => {
  it('has a claim that holds, whose premises occur and which catches a mutant', () => {
    expect(by.length).toBeGreaterThan(0);
    for (const { verdict, witnesses, mutants } of by) {
      expect(verdict).toBe('holds');
      expect(witnesses.length).toBeGreaterThan(0);
      expect(mutants.length).toBeGreaterThan(0);
    }
  });

  it('has a test that names it', () => {
    expect(tests.length).toBeGreaterThan(0);
  });
});

describe.each(faults)('$id', ({ claims: by, notModelled, run, tests }) => {
  it('happens in a run and is presupposed by a claim, or it is said why it is not modelled', () => {
    if (notModelled !== null) {
      expect([run, by]).toEqual([null, []]);
      return;
    }
    expect(run?.length).toBeGreaterThan(0);
    expect(by.length).toBeGreaterThan(0);
  });

  it('has a test that names it', () => {
    expect(tests.length).toBeGreaterThan(0);
  });
});

it('a statement without a claim is seen to have none', () => {
  const others = claims.filter(({ covers }) => !covers.includes('S1'));
  expect(requirements(verified, others).find(({ id }) => id === 'S1')?.claims).toEqual([]);
});

it('the tests that verification.json names are those that there are', () => {
  expect(namedTests()).toEqual(verified.tests);
});

it('docs/requirements.md is generated from it', () => {
  expect(text('docs/requirements.md')).toBe(requirementsPage(all));
});
