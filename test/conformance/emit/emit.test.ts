/** Generated test files, run by vitest and by Cucumber against a true and a faulty object. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gherkinFeature, vitestFile } from '../../../src/conformance/index.ts';
import { projectFolder, root, suiteOf, transpile } from '../programs/index.ts';

const folder = projectFolder('emit');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const suite = suiteOf('hyper-v-vss-writer', 'transitions');

beforeAll(() => {
  transpile(
    folder,
    'docs/example/adapters/hyper_v_vss_writer.ts',
    'test/conformance/programs/faulty-writer.ts',
  );
  copyFileSync(join(root, 'docs/example/cucumber/steps.mjs'), join(folder, 'steps.mjs'));
  writeFileSync(
    join(folder, 'true.mjs'),
    "export { adapter } from './docs/example/adapters/hyper_v_vss_writer.js';\n",
  );
  writeFileSync(
    join(folder, 'faulty.mjs'),
    "import { mistakes } from './test/conformance/programs/faulty-writer.js';\nexport const adapter = new mistakes.DoesNotWaitForMachines();\n",
  );
  writeFileSync(join(folder, 'true.test.ts'), vitestFile(suite, './true.mjs'));
  writeFileSync(join(folder, 'faulty.test.ts'), vitestFile(suite, './faulty.mjs'));
  writeFileSync(join(folder, 'writer.feature'), gherkinFeature(suite));
});

const run = (script: string, args: readonly string[], adapter: string) =>
  spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ADAPTER: join(folder, adapter), CI: 'true' },
  });

describe('for vitest', () => {
  const vitest = (file: string) =>
    run('vitest/vitest.mjs', ['run', file, '--root', folder, '--reporter=json'], '');

  it('a true writer passes every test of the file', () => {
    const { status, stdout } = vitest('true.test.ts');
    const { numPassedTests } = JSON.parse(stdout) as { numPassedTests: number };
    expect([status, numPassedTests]).toEqual([0, suite.tests.length]);
  });

  it('a faulty one does not, and is told where', () => {
    const { status, stdout } = vitest('faulty.test.ts');
    expect(status).toBe(1);
    expect(stdout).toContain('hyper-v-vss-writer answers wrongly in step');
    expect(stdout).toContain('WRITER_READY');
  });
});

describe('for Cucumber', () => {
  const cucumber = (adapter: string) =>
    run(
      '@cucumber/cucumber/bin/cucumber.js',
      ['writer.feature', '--import', 'steps.mjs', '--format', 'progress'],
      adapter,
    );

  it('a true writer passes every scenario', () => {
    const { status, stdout, stderr } = cucumber('true.mjs');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${suite.tests.length} scenarios (${suite.tests.length} passed)`);
  });

  it('a faulty one does not', () => {
    const { status, stdout } = cucumber('faulty.mjs');
    expect(status).toBe(1);
    expect(stdout).toMatch(/scenarios \(\d+ failed/);
  });
});

it('every suite of the system is a feature, with its channels', () => {
  const feature = gherkinFeature(suiteOf('system', 'claims'));
  expect(feature).toMatch(/When vss-calls of host delivers/);
  expect(feature).toMatch(/\| START_SNAPSHOT_SET \| \{"from":"host\/backup-application"/);
});

it('the command writes both', () => {
  for (const format of ['vitest', 'gherkin']) {
    const out = join(folder, `out.${format}`);
    const { status } = spawnSync(
      process.execPath,
      [
        join(root, 'dist/src/cli/main.js'),
        'suite',
        '--component',
        'guest-vss',
        '--format',
        format,
        '--out',
        out,
      ],
      { encoding: 'utf8' },
    );
    expect([status, readFileSync(out, 'utf8').includes('DO_GUEST_SNAPSHOT_SET')]).toEqual([0, true]);
  }
});
