/** Which backups fail: what the program finds, and that it finds something else where the model is another. */
import { expect, it } from 'vitest';
import { mutants } from '../../src/mutants/index.ts';
import { switchableFaults } from '../../src/system/index.ts';
import { characterize, formulaText } from '../../src/verify/index.ts';
import { primeImplicants, UndecidedError } from '../../src/verify/prime-implicants.ts';

const withoutScsi = 'runs, is fit for an online backup, has a disk, has no SCSI controller';
const slotsTaken =
  'runs, is fit for an online backup, has a Windows guest, all slots of its SCSI controllers are taken';

const modelOf = (name: string) => {
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new RangeError(`there is no mutant ${name}`);
  return mutant.model;
};

it('on 2012 R2 exactly machines that nothing can be connected to fail (S18, S20)', () => {
  const { canFail, mustFail, canFailAmongOthers } = characterize('2012R2');
  expect(formulaText(canFail)).toBe(`${withoutScsi}; or ${slotsTaken}`);
  expect(mustFail).toEqual(canFail);
  expect(canFailAmongOthers).toEqual(canFail);
});

it('before, none do, except with others', () => {
  const { canFail, canFailAmongOthers } = characterize('2012');
  expect(formulaText(canFail)).toBe('never');
  expect(formulaText(canFailAmongOthers)).toBe('always');
});

it('a veto in the guest adds every machine with a Windows guest that is backed up online (F7)', () => {
  const { canFail, mustFail } = characterize('2012R2', { faults: ['F7'] });
  expect(formulaText(canFail)).toBe(
    `runs, is fit for an online backup, has a Windows guest; or ${withoutScsi}`,
  );
  expect(formulaText(mustFail)).toBe(`${withoutScsi}; or ${slotsTaken}`);
});

it.each(['2012', '2012R2'] as const)('what each fault adds on %s is said by attributes alone', (release) => {
  const failing = switchableFaults.filter(
    (fault) => characterize(release, { faults: [fault], faultBudget: 1 }).canFail.length > 0,
  );
  expect(failing).toContain('F7');
});

it('a slot that is lost adds machines that have one SCSI controller (F23)', () => {
  const { canFail } = characterize('2012R2', { faults: ['F34'], faultBudget: 1 });
  expect(formulaText(canFail)).toContain('has at most one SCSI controller');
});

it('were IDE to have hot add, generation would matter (S18)', () => {
  const text = formulaText(characterize('2012R2', {}, modelOf('hot-add-over-ide')).canFail);
  expect(text).toContain('is of generation 2');
  expect(text).not.toBe(`${withoutScsi}; or ${slotsTaken}`);
});

it('were the requester to overlook failures, none would be reported', () => {
  expect(formulaText(characterize('2012R2', {}, modelOf('failure-taken-for-success')).canFail)).toBe('never');
});

it('no literal and no term of a formula can be left out', () => {
  const [yes, no] = [true, false];
  expect(
    primeImplicants(
      [
        [yes, no],
        [yes, yes],
      ],
      [
        [no, no],
        [no, yes],
      ],
    ),
  ).toEqual([[yes, null]]);
  expect(
    primeImplicants(
      [
        [yes, no],
        [no, yes],
      ],
      [
        [no, no],
        [yes, yes],
      ],
    ),
  ).toHaveLength(2);
  expect(primeImplicants([], [[yes]])).toEqual([]);
  expect(() => primeImplicants([[yes]], [[yes]])).toThrow(UndecidedError);
});
