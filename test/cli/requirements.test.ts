/** The command `requirements`: what covers statements and faults. */
import { expect, it } from 'vitest';
import type { Requirement } from '../../src/verify/index.ts';
import { calledIn, ownFolder } from './command.ts';

const call = calledIn(ownFolder('requirements-'));
const requirements = (...args: readonly string[]) => call('requirements', ...args);

it('shows the claims, mutants and tests of a statement', () => {
  const { code, out } = requirements('S20');
  expect(code).toBe(0);
  expect(out).toMatch(/^S20 .*SCSI/);
  expect(out).toMatch(
    /claim: fails-exactly-without-scsi, holds for every number of machines and of their disks; mutants: /,
  );
  expect(out).toMatch(/test: test\/verify\/situations\.test\.ts: .*\(S20\)/);
});

it('shows a run of a fault, or why it is not modelled', () => {
  expect(requirements('F7').out).toMatch(/run: \d+ steps in .*, reported: failed:guest-writer-veto/);
  expect(requirements('F9').out).toMatch(/not modelled: \S+/);
});

it('has all statements and faults as JSON', () => {
  const all = JSON.parse(requirements('--json').out) as Requirement[];
  expect(all.map(({ id }) => id)).toEqual([
    ...Array.from({ length: 20 }, (_, index) => `S${index + 1}`),
    ...Array.from({ length: 46 }, (_, index) => `F${index + 1}`),
  ]);
});

it('refuses a number that is not there, and says which are', () => {
  const { code, err } = requirements('S21');
  expect(code).toBe(2);
  expect(err).toMatch(/S21.*S1, S2/s);
});
