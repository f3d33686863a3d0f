/** The examples in every language, the reference charts as programs, and faulty controllers and hosts. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Coverage, Suite } from '../../src/conformance/index.ts';
import { systemCoverages } from '../../src/conformance/suites/system.ts';
import { allRoles, type Role } from '../../src/system/index.ts';
import { defaultTopology } from '../../src/verify/index.ts';
import {
  compile,
  compiler,
  programs,
  projectFolder,
  python,
  root,
  suiteOf,
  transpile,
  tryProgram,
  withoutPython,
} from './programs/index.ts';

const folder = projectFolder('programs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [writer = '', faultyWriter = ''] = transpile(
  folder,
  'docs/example/adapters/hyper_v_vss_writer.ts',
  'test/conformance/programs/faulty-writer.ts',
);

async function passes(component: Role | 'system', coverage: Coverage, ...command: readonly string[]) {
  const suite = suiteOf(component, coverage);
  const { verdict, counts } = await tryProgram(suite, command);
  expect([verdict, counts.pass]).toEqual(['pass', suite.tests.length]);
}

const names = (file: string, pattern: RegExp): readonly string[] =>
  readFileSync(join(programs, file), 'utf8')
    .split('\n')
    .flatMap((line) => pattern.exec(line)?.[1] ?? []);

/** One of the suites fails, with a short path to the mistake. */
async function fails(suites: readonly Suite[], ...command: readonly string[]) {
  let report = await tryProgram(suites[0] as Suite, command);
  for (const suite of suites.slice(1)) {
    if (report.verdict === 'pass') report = await tryProgram(suite, command);
  }
  const { verdict, results } = report;
  expect(verdict).toBe('fail');
  const failure = results.find((one) => one.failure !== null)?.failure;
  expect(failure?.steps.length).toBeLessThan(10);
  expect(JSON.stringify(failure?.expected)).not.toBe(JSON.stringify(failure?.answered));
}

/** Where one failed machine fails all; in the usual system of the writer it fails alone. */
const failsAll = { topology: defaultTopology('2012', 1, 1) };

describe('a writer in TypeScript', () => {
  it.each(['transitions', 'pairs', 'hsi'] as const)('passes the suite %s', async (coverage) => {
    await passes('hyper-v-vss-writer', coverage, process.execPath, writer);
  });

  it.each(names('faulty-writer.ts', /^class (\w+) extends/))('that is faulty fails: %s', async (name) => {
    const suite = suiteOf('hyper-v-vss-writer', 'pairs', name === 'HidesFailures' ? failsAll : {});
    await fails([suite], process.execPath, faultyWriter, name);
  });
});

describe.skipIf(withoutPython)('a controller in Python', () => {
  const controller = join(programs, 'scsi_controller.py');

  it.each(['transitions', 'pairs', 'hsi'] as const)('passes the suite %s', async (coverage) => {
    await passes('scsi-controller', coverage, python, controller);
  });

  it.each(names('scsi_controller.py', /^class (\w+)\(Controller\)/))(
    'that is faulty fails: %s',
    async (name) => {
      const suites = [suiteOf('scsi-controller', 'pairs'), suiteOf('scsi-controller', 'hsi')];
      await fails(suites, python, controller, name);
    },
  );
});

describe.skipIf(compiler === '')('a controller in C', () => {
  it('passes every suite', async () => {
    const program = compile(folder, 'docs/example/adapters/scsi_controller.c');
    for (const coverage of ['transitions', 'pairs', 'hsi'] as const)
      await passes('scsi-controller', coverage, program);
  });
});

describe('the model as a program', () => {
  const reference = join(root, 'test/conformance/programs/reference.mjs');

  it.each(allRoles)('%s passes a complete suite', async (role) => {
    await passes(role, 'hsi', process.execPath, reference, role);
  });

  it.each(systemCoverages)('the system passes the suite %s', async (coverage) => {
    await passes('system', coverage, process.execPath, reference, 'system');
  });
});
