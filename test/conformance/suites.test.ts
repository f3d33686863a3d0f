/** Suites from tables: what they are complete for is held against generated mistakes and against XState. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Coverage,
  compareCharts,
  componentOf,
  conformanceReportJsonSchema,
  killRate,
  makeSuite,
  planComplete,
  protocolJsonSchema,
  type SuiteChoice,
  stateCount,
  suiteHeaderSchema,
  suiteJsonSchema,
  suiteLines,
  suiteTestSchema,
  transitionsOf,
} from '../../src/conformance/index.ts';
import { completeMethods, completeSequences } from '../../src/conformance/suites/complete.ts';
import { separate } from '../../src/conformance/suites/separate.ts';
import { systemCoverages } from '../../src/conformance/suites/system.ts';
import { mutants } from '../../src/mutants/index.ts';
import { allRoles, type Role, referenceCharts } from '../../src/system/index.ts';

const choose = (component: SuiteChoice['component'], coverage: Coverage, extraStates = 0) =>
  makeSuite({ component, coverage, extraStates, seed: 1, maxTests: 100_000 });

const component = (role: Role) => componentOf(role, { purpose: 'complete' });
const service = component('guest-integration-service');
const covered = componentOf('guest-integration-service');

describe('tables', () => {
  it.each(allRoles)('%s meets something to do', (role) => {
    expect(transitionsOf(component(role).mealy).length).toBeGreaterThan(0);
  });

  it('sequences that tell two states apart are answered differently', () => {
    const { between, alike } = separate(service.closed);
    expect(alike).toEqual([]);
    expect(between(0, 1)?.length).toBeGreaterThan(0);
  });
});

describe('complete suites', () => {
  it.each(completeMethods)('%s finds every generated mistake, also deep in extra states', (method) => {
    const sequences = completeSequences(service.closed, method, 1);
    const { mutants, killed } = killRate(service.closed, sequences, 1, 7);
    expect(mutants).toBeGreaterThan(500);
    expect(killed).toBe(mutants);
  });

  it('covering every transition is not enough for that', () => {
    const { header } = choose('guest-integration-service', 'transitions');
    expect(header.killRate?.killed).toBeLessThan(header.killRate?.mutants ?? 0);
  });

  it('are not larger than they were said to become', () => {
    for (const method of completeMethods) {
      const { atMost } = planComplete(service.closed, method, 1);
      expect(completeSequences(service.closed, method, 1).length).toBeLessThanOrEqual(atMost);
    }
  });

  it('are refused before they are made where they may become too large', () => {
    const choice = { component: 'guest-integration-service', coverage: 'w', extraStates: 2 } as const;
    expect(() => makeSuite({ ...choice, seed: 1, maxTests: 100 })).toThrow(/more than 100/);
  });

  it('say so where states cannot be told apart', () => {
    for (const role of allRoles) {
      const { header } = choose(role, 'hsi');
      const alike = separate(component(role).closed).alike.length;
      expect([role, header.faultDomain === null, header.unreached.length]).toEqual([role, alike > 0, alike]);
    }
  });
});

describe('suites', () => {
  it('cover every state and every transition', () => {
    const tests = choose('guest-integration-service', 'transitions').tests;
    const seen = new Set(
      tests.flatMap(({ steps }) => {
        let state = 0;
        return steps.map(({ input }) => {
          const number = covered.mealy.inputs.findIndex(
            (one) => JSON.stringify(one) === JSON.stringify(input),
          );
          const key = `${state} ${number}`;
          state = covered.mealy.next[state * covered.mealy.inputs.length + number] ?? -1;
          return key;
        });
      }),
    );
    expect(seen.size).toBe(transitionsOf(covered.mealy).length);
    expect(choose('guest-integration-service', 'states').tests.length).toBeLessThan(
      stateCount(covered.mealy),
    );
  });

  // Those for mutants take the longest; the model as a program is tried with them.
  it.each(systemCoverages.filter((one) => one !== 'mutants'))('of the system are made for %s', (coverage) => {
    const { header, tests } = choose('system', coverage);
    expect(tests.length).toBeGreaterThan(10);
    for (const { goal, reason } of header.unreached) expect(reason, goal).not.toBe('');
  });

  it('of the system have every fault of its release', () => {
    const { unreached } = choose('system', 'faults').header;
    // Copies are mounted in the host before 2012 R2 only; the others strike machines with a Linux guest.
    const ofLinux = ['F25', 'F26', 'F27', 'F28', 'F39', 'F40', 'F41'];
    expect(unreached.map(({ goal }) => goal.split(':')[0])).toEqual(['F13', 'F15', ...ofLinux]);
  });

  it('reach a fault or say that it does not occur', () => {
    const made = makeSuite({
      component: 'system',
      coverage: 'faults',
      extraStates: 0,
      seed: 1,
      maxTests: 100,
      options: { faults: ['F7'] },
    });
    expect(made.tests.map(({ goal }) => goal.slice(0, 2))).toEqual(['F7']);
    expect(made.header.unreached.length).toBeGreaterThan(0);
  });

  it('are the same bytes for the same choice, and fit their schema line by line', () => {
    const made = choose('guest-vss', 'wp', 1);
    expect(suiteLines(choose('guest-vss', 'wp', 1))).toBe(suiteLines(made));
    const [first, ...rest] = suiteLines(made).trimEnd().split('\n');
    suiteHeaderSchema.parse(JSON.parse(first ?? ''));
    for (const line of rest) suiteTestSchema.parse(JSON.parse(line));
  });

  it.each([
    ['suite', suiteJsonSchema],
    ['conformance-protocol', protocolJsonSchema],
    ['conformance-report', conformanceReportJsonSchema],
  ])('%s.schema.json is up to date', (name, make) => {
    const file = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(make())));
  });

  it('are told apart by the shortest sequence, which compareCharts gives', () => {
    const mutant = mutants.find(({ model }) => model.charts?.['guest-integration-service']);
    const theirs = mutant?.model.charts?.['guest-integration-service'];
    if (theirs === undefined) throw new Error('there is no mutant of the service');
    expect(compareCharts(theirs, service)).toMatchObject({ kind: 'different' });
    expect(compareCharts(referenceCharts['guest-integration-service'], service).kind).toBe('alike');
  });
});
