/** The fast search and the naive explorer agree; what was verified stands in verification.json. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exploreNaively } from '../../src/explore/index.ts';
import { claims } from '../../src/properties/index.ts';
import { topologyJsonSchema } from '../../src/system/index.ts';
import {
  claimsTable,
  coverageOf,
  exploreScope,
  fullJobs,
  judge,
  pinned,
  reportJsonSchema,
  runJob,
  scopeComposition,
  scopeGroups,
  scopesOf,
  type Verified,
} from '../../src/verify/index.ts';

const results = fullJobs().map((job) => runJob(job));
const explored = results.flatMap((result) => (result.kind === 'explored' ? result.explored : []));
const mutants = results.flatMap((result) => (result.kind === 'mutant' ? result.results : []));
const inductions = results.flatMap((result) =>
  result.kind === 'explored' && result.induction !== null ? [result.induction] : [],
);
const diskInductions = results.flatMap((result) => (result.kind === 'disks' ? result.inductions : []));
const transitions = coverageOf(results.flatMap((result) => (result.kind === 'explored' ? result.taken : [])));
const reports = judge(explored, { full: true, mutants, inductions, diskInductions });

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

describe.each(claims)('$id', ({ id }) => {
  const report = reports.find(({ claim }) => claim.id === id);

  it('holds', () => {
    expect(report?.reason).toBe('');
    expect(report?.verdict).toBe('holds');
  });

  it('has premises that occur', () => {
    for (const { premise, scope, length } of report?.witnesses ?? []) {
      expect(scope, premise).not.toBeNull();
      expect(length, premise).toBeGreaterThan(0);
    }
    expect(report?.witnesses.length).toBeGreaterThan(0);
  });

  it('catches a mutant', () => {
    expect(report?.mutants.length).toBeGreaterThan(0);
  });
});

it('every claim about single runs and machines is proved for every number of machines', () => {
  // One run shows that copies drift, or that a guest is left frozen; isolation compares systems; that a retry
  // succeeds is claimed only where no second fault strikes, and a budget of faults is one of the whole host.
  expect(reports.filter(({ everyN }) => !everyN).map(({ claim }) => claim.id)).toEqual([
    'drift',
    'isolation',
    'retry-succeeds',
    'left-frozen',
  ]);
  expect(inductions.filter(({ failure }) => failure !== null)).toEqual([]);
});

it('without the induction for some shapes under one set of options a claim is not proved for every number, though others have those options', () => {
  const fewer = judge(explored, { full: true, mutants, inductions: inductions.slice(1) });
  expect(fewer.find(({ claim }) => claim.id === 'barrier')?.everyN).toBe(false);
});

it('what is said of machines with many disks is proved for every number of disks', () => {
  expect(diskInductions.filter(({ failure }) => failure !== null)).toEqual([]);
  // Nothing of these occurs on machines with many disks without other faults, or with one backup; drift is one run.
  expect(
    reports.filter(({ everyN, everyDisks }) => everyN && !everyDisks).map(({ claim }) => claim.id),
  ).toEqual([
    'own-backup-only',
    'leftovers-are-reported',
    'leftovers-are-met',
    'refused-before-asking',
    'older-components-fail',
    'lost-service-is-noticed',
    'hardware-follows-its-machine',
    'driver-knows-its-daemon',
    'ready-without-daemon',
    'request-lost',
    'unanswered-is-given-up',
    'hung-guest-holds-up',
    'every-merge-ends',
  ]);
});

it('without the induction over disks of one machine a claim is not proved for every number of them', () => {
  const fewer = judge(explored, {
    full: true,
    mutants,
    inductions,
    diskInductions: diskInductions.slice(1),
  });
  expect(fewer.find(({ claim }) => claim.id === 'barrier')).toMatchObject({
    everyN: true,
    everyDisks: false,
  });
});

it('random runs of 100 virtual machines with 2 disks meet no violation, and mount 200 copies or none', () => {
  const runs = results.flatMap((result) => (result.kind === 'random' ? [result.runs] : []));
  expect(runs.map(({ hostRelease, mounts }) => [hostRelease, ...new Set(mounts)])).toEqual([
    ['2012', 200],
    ['2012R2', 0],
  ]);
  expect(runs.flatMap(({ violated }) => violated)).toEqual([]);
  expect(runs.map(({ unfinished }) => unfinished)).toEqual([0, 0]);
});

it('a violation in a random run outweighs all that was explored', () => {
  const [runs] = results.flatMap((result) => (result.kind === 'random' ? [result.runs] : []));
  const met = { ...(runs as NonNullable<typeof runs>), violated: ['barrier'] };
  const verdicts = judge(explored, { full: true, mutants, randomRuns: [met] });
  expect(verdicts.find(({ claim }) => claim.id === 'barrier')?.verdict).toBe('violated');
});

it('every transition of every chart is taken in some scope', () => {
  expect(transitions.neverTaken).toEqual([]);
});

it('every mutant is caught by its claim in every scope that it names', () => {
  expect(mutants.filter(({ caught }) => !caught)).toEqual([]);
});

it('verdicts, counts and runs are those of verification.json', () => {
  const { tests, ...verified } = read('verification.json') as Verified;
  expect(pinned({ explored, mutants, claims: reports, transitions })).toEqual(verified);
});

it('the table of claims in the README is generated from them', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(claimsTable(reports));
});

it('the published JSON Schemas are those of the code', () => {
  expect(JSON.parse(JSON.stringify(topologyJsonSchema()))).toEqual(read('docs/schemas/topology.schema.json'));
  expect(JSON.parse(JSON.stringify(reportJsonSchema()))).toEqual(read('docs/schemas/report.schema.json'));
});

describe('the naive explorer finds the same states and steps', () => {
  const groups = scopeGroups();

  it('in every small scope with one virtual machine', () => {
    for (const { scope, result } of explored.filter(
      ({ scope, result }) => scope.shapes.length === 1 && result.states < 5_000,
    )) {
      const naive = exploreNaively(scopeComposition(scope));
      expect([scope.id, naive.states.size, naive.steps]).toEqual([scope.id, result.states, result.steps]);
    }
  });

  it('in a sample of scopes with two', () => {
    const pairs = groups
      .filter(({ family }) => family.startsWith('two machines'))
      .flatMap((group) =>
        scopesOf(group)
          .slice(0, 40)
          .filter((_, index) => index % 13 === 3),
      );
    expect(pairs.length).toBeGreaterThan(20);
    for (const scope of pairs) {
      const naive = exploreNaively(scopeComposition(scope));
      const { states, steps } = exploreScope(scope);
      expect([scope.id, naive.states.size, naive.steps]).toEqual([scope.id, states, steps]);
    }
  });
});

it('a claim that compares scopes is not applicable to one scope alone', () => {
  const [one] = explored.filter(({ result }) => result.claims.includes('isolation'));
  const verdicts = judge([one as NonNullable<typeof one>], { full: false, mutants: [] });
  expect(verdicts.find(({ claim }) => claim.id === 'isolation')?.verdict).toBe('not applicable');
});

describe('a bound', () => {
  const [group] = scopeGroups('2012R2').filter(({ family }) => family === 'four machines');
  const scope = scopesOf(group as NonNullable<typeof group>)[0] as ReturnType<typeof scopesOf>[number];

  it('on states makes the verdict inconclusive, never holds', () => {
    const result = exploreScope(scope, { maxStates: 500 });
    expect(result.complete).toBe(false);
    const verdicts = judge([{ scope, result }], { full: false, mutants: [] });
    expect(verdicts.find(({ claim }) => claim.id === 'barrier')?.verdict).toBe('inconclusive');
  });

  it('on memory does so too', () => {
    expect(exploreScope(scope, { maxBytes: 200_000 }).complete).toBe(false);
  });
});
