/** The concrete system, step by step, beside the spotlight that stands for it. */
import { describe, expect, it } from 'vitest';
import type { HostRelease, ModelOptions } from '../../src/system/index.ts';
import {
  besideAll,
  besideGroups,
  besideSpotlight,
  chosenScope,
  exploreScope,
  induct,
  judge,
} from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';

const cases: readonly (readonly [HostRelease, number, Partial<ModelOptions>, object])[] = [
  ['2012R2', 2, { faults: ['F7', 'F14'] }, { backupServiceRunning: false }],
  ['2012', 2, { faults: ['F7', 'F14'] }, { running: false }],
  ['2012R2', 2, { faults: ['F18', 'F30', 'F31'], failureScope: 'all' }, {}],
  ['2012R2', 3, { virtualMachineOrder: 'oneAtATime' }, { scsiControllers: 0 }],
  ['2012', 3, {}, {}],
];

describe('every concrete step is answered by the spotlight', () => {
  it.each(cases)('on %s with %i machines and %o', (release, count, options, first) => {
    const scope = chosenScope(topologyWith(release, count, 1, first), options);
    for (let light = 1; light <= count; light++) {
      const { failure, complete, pairs, states } = besideSpotlight({ scope, light });
      expect(failure).toBeNull();
      expect(complete).toBe(true);
      expect(pairs).toBeGreaterThanOrEqual(states);
    }
  });

  it('of two and three machines of all shapes', () => {
    const groups = besideGroups('2012R2').filter(({ family }) => family === 'three machines');
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) {
      expect(besideAll(group)).toMatchObject({ failure: null, complete: true });
    }
  });
});

describe('it can fail', () => {
  const withoutScsi = chosenScope(topologyWith('2012R2', 2, 1, { scsiControllers: 0 }), {
    failureScope: 'all',
  });
  const refuted = besideSpotlight({ scope: withoutScsi, light: 2, mayFail: false });

  it('where others that never fail stand for a machine without a controller', () => {
    expect(refuted.failure).toContain('no answer');
  });

  it('and then nothing is called proved for every number', () => {
    const scope = chosenScope(topologyWith('2012R2', 1, 1));
    const explored = [{ scope, result: exploreScope(scope) }];
    const proved = (failure: string | null) =>
      judge(explored, {
        full: false,
        mutants: [],
        inductions: [induct([scope])],
        besides: [{ ...refuted, failure, hostRelease: '2012R2', family: 'chosen', systems: 1 }],
      }).filter(({ everyN }) => everyN);
    expect(proved(null).length).toBeGreaterThan(10);
    expect(proved(refuted.failure)).toEqual([]);
  });

  it('to come to an end where a bound is met, and says so', () => {
    const scope = chosenScope(topologyWith('2012R2', 3, 1));
    expect(besideSpotlight({ scope, light: 1 }, { maxStates: 100 })).toMatchObject({
      complete: false,
      failure: null,
    });
  });
});
