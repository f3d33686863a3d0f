import { describe, expect, it } from 'vitest';
import { automaticMutants } from '../../src/mutants/index.ts';
import { type MutantScore, scoreMutant, scoreReport } from '../../src/verify/index.ts';

const all = automaticMutants();
const scoreOf = (name: string): MutantScore => {
  const mutant = all.find((one) => one.name === name);
  if (mutant === undefined) throw new RangeError(`there is no mutant '${name}'`);
  return scoreMutant(mutant);
};

describe('mutants that are made by rule', () => {
  it('have names of their own', () => {
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are made from every chart and from the wiring', () => {
    expect(new Set(all.map(({ role }) => role)).size).toBeGreaterThan(15);
  });

  it('are caught by a claim, and the scope is told', () => {
    expect(scoreOf('guestVss.idle DO_GUEST_SNAPSHOT_SET dropped')).toMatchObject({
      status: 'caught',
      claim: expect.stringMatching(/./),
      scope: expect.stringMatching(/^1 x 1/),
    });
  });

  it('that make no difference to anything that a claim could see are equivalent', () => {
    expect(scoreOf('virtualMachine.deciding always 2 whether isSavedAtFirst or not').status).toBe(
      'equivalent',
    );
  });

  it('are caught or equivalent, nearly all of a sample from end to end', () => {
    // Every 120th: a sample as fast as a test may be; all are scored by the command.
    const sample = all.filter((_, index) => index % 120 === 0).map(scoreMutant);
    expect(scoreReport(sample).score).toBeGreaterThan(0.8);
  });
});

describe('the score', () => {
  it('is the part that is settled', () => {
    const one = (status: MutantScore['status'], reason = ''): MutantScore => ({
      mutant: status,
      operator: 'guard negated',
      status,
      claim: status === 'caught' || status === 'vacuous' ? 'terminates' : '',
      scope: '',
      reason,
      states: 1,
    });
    const scores = [one('caught'), one('caught'), one('vacuous'), one('equivalent'), one('alive', 'why')];
    expect(scoreReport(scores)).toEqual({
      score: 0.8,
      total: 5,
      caught: 2,
      vacuous: 1,
      equivalent: 1,
      unmet: 0,
      byClaim: { terminates: 3 },
      byOperator: { 'guard negated': { total: 5, settled: 4 } },
      survivors: [{ mutant: 'alive', operator: 'guard negated', reason: 'why' }],
    });
  });
});
