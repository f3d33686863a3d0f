/** Implementations as programs: true ones, faulty ones, and ones that break the protocol. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, describe, expect, it } from 'vitest';
import { programLimits } from '../../src/cli/program.ts';
import {
  chartImplementation,
  componentOf,
  conformanceReportSchema,
  htmlReport,
  inProcess,
  junitReport,
  makeSuite,
  reduceWith,
  reportOf,
  runSuite,
  terminalReport,
} from '../../src/conformance/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { allRoles, type Role, referenceCharts } from '../../src/system/index.ts';
import { adapters, main, programs, python, suiteOf, tryProgram, withoutPython } from './programs/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'conform-'));
const inPython = describe.skipIf(withoutPython);
const service = join(adapters, 'guest_integration_service.py');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function conform(options: readonly string[], ...command: readonly string[]) {
  const files = {
    json: join(folder, 'r.json'),
    junit: join(folder, 'r.xml'),
    html: join(folder, 'r.html'),
    log: join(folder, 'r.log'),
  };
  const flags = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'conform', '--component', 'guest-integration-service', ...options, ...flags, '--', ...command],
    { encoding: 'utf8' },
  );
  const read = (file: string): string => readFileSync(file, 'utf8');
  expect(stderr).not.toContain('internal error');
  return {
    status,
    out: stdout,
    report: conformanceReportSchema.parse(JSON.parse(read(files.json))),
    junit: read(files.junit),
    html: read(files.html),
    log: read(files.log),
  };
}

inPython('a true implementation in Python passes', () => {
  it('a complete suite', () => {
    const { status, report } = conform(['--coverage', 'hsi'], python, service);
    expect([status, report.verdict, report.counts.pass]).toEqual([0, 'pass', report.suite.tests]);
  });
});

describe('a true implementation passes', () => {
  it.each(allRoles)('%s in process, every suite of its chart', async (role) => {
    for (const coverage of ['transitions', 'pairs', 'mutants', 'hsi'] as const) {
      const suite = makeSuite({ component: role, coverage, extraStates: 0, seed: 1, maxTests: 200_000 });
      const laboratory = inProcess(chartImplementation(referenceCharts[role]), suite);
      const { results } = await runSuite(suite, laboratory);
      expect(results.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    }
  });
});

const mistakes = readFileSync(join(programs, 'faulty.py'), 'utf8')
  .split('\n')
  .flatMap((line) => /^class (\w+)\(Service\)/.exec(line)?.[1] ?? []);

inPython('a faulty implementation in Python fails', () => {
  it('there are at least twelve', () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(12);
  });

  it.each(mistakes)('%s, with a short path', async (name) => {
    const suite = suiteOf('guest-integration-service', 'pairs');
    const report = await tryProgram(suite, [python, join(programs, 'faulty.py'), name]);
    expect(report.verdict).toBe('fail');
    const failure = report.results.find((one) => one.failure !== null)?.failure;
    expect(failure?.steps.length).toBeLessThan(10);
    expect(failure?.claims.length).toBeGreaterThan(0);
    expect(JSON.stringify(failure?.expected)).not.toBe(JSON.stringify(failure?.answered));
  });
});

describe('a faulty implementation fails', () => {
  const suites = new Map(
    allRoles.map((role) => [
      role,
      makeSuite({ component: role, coverage: 'mutants', extraStates: 0, seed: 1, maxTests: 1 }),
    ]),
  );
  const charts = mutants
    .flatMap(({ name, model }) =>
      Object.entries(model.charts ?? {}).map(([role, chart]) => ({ name, role: role as Role, chart })),
    )
    // A mistake that shows only with faults, or to another actor, is listed by the suite as not reached.
    .flatMap((one) => {
      const suite = suites.get(one.role);
      const isReached = !suite?.header.unreached.some(({ goal }) => goal.startsWith(`${one.name}:`));
      return suite !== undefined && isReached ? [{ ...one, suite }] : [];
    });

  it('most mutants of the charts show in the suite of their component', () => {
    expect(charts.length).toBeGreaterThan(mutants.length / 2);
  });

  it.each(charts)(
    '$role as in $name, in process, and the mistake is named where it shows',
    async ({ name, role, chart, suite }) => {
      const laboratory = inProcess(chartImplementation(chart), suite);
      const run = await runSuite(suite, laboratory, { reduce: reduceWith(componentOf(role)) });
      const report = reportOf(suite.header, run);
      expect(report.verdict).toBe('fail');
      const named = report.results.flatMap(
        ({ failure }) => failure?.likeMutants.map((one) => one.name) ?? [],
      );
      expect(named).toContain(name);
    },
  );
});

/** The time limit is what ends these; the others must not run into it, however busy the machine is. */
const neverAnswers = new Set(['hang', 'silent-start', 'closes-stdin']);

inPython('a program that breaks the protocol is errored', () => {
  it.each([
    ['crash', /exit code 3/],
    ['hang', /no answer to reset within 300 ms/],
    ['silent-start', /no answer to start/],
    ['garbage', /not JSON/],
    ['flood', /seq|without being asked/],
    ['long-line', /longer than/],
    ['closes-stdout', /closed its standard output/],
    ['closes-stdin', /standard input|without|no answer|exit/],
    ['twice', /seq|without being asked/],
    ['out-of-order', /does not carry seq/],
    ['wrong-form', /does not fit/],
    ['says-errored', /disk/],
  ])('%s', async (mode, reason) => {
    const limits = neverAnswers.has(mode) ? { ...programLimits, timeout: 300 } : programLimits;
    const suite = suiteOf('guest-integration-service', 'mutants');
    const report = await tryProgram(suite, [python, join(programs, 'hostile.py'), mode], limits);
    const [out, html, junit] = [terminalReport(report), htmlReport(report), junitReport(report)];
    expect(report.verdict).toBe('errored');
    expect(report.counts.errored).toBe(report.suite.tests);
    for (const one of report.results) expect(one.reason).toMatch(reason);
    expect(out + html + junit).not.toContain('\u001b');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<b>');
    expect(XMLValidator.validate(junit)).toBe(true);
  });

  it('and its log is kept', () => {
    const { status, log } = conform(['--coverage', 'mutants'], python, join(programs, 'hostile.py'), 'crash');
    expect(status).toBe(1);
    expect(log).toContain('about to crash');
  });

  it('while a program that skips everything is not called a pass', () => {
    const { status, report } = conform(
      ['--coverage', 'mutants'],
      python,
      join(programs, 'hostile.py'),
      'says-skipped',
    );
    expect([status, report.verdict]).toEqual([4, 'inconclusive']);
  });
});

it('a program that is not there is a wrong argument, not a failure of its tests', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, 'conform', '--component', 'guest-vss', '--', join(folder, 'nothing')],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([3, expect.stringMatching(/nothing: it cannot be started/)]);
});
