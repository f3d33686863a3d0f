/** What is kept of a failure repeats it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  failureFiles,
  inProcess,
  readSuite,
  replayComponentTrace,
  reportOf,
  runSuite,
  systemImplementation,
} from '../../src/conformance/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { replayItf, UnreadableError } from '../../src/paths/index.ts';
import { backupComposition } from '../../src/system/index.ts';
import { main, projectFolder, root, suiteOf, transpile } from './programs/index.ts';

const folder = projectFolder('failures');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('of a component', () => {
  const [writer = '', faulty = ''] = transpile(
    folder,
    'docs/example/adapters/hyper_v_vss_writer.ts',
    'test/conformance/programs/faulty-writer.ts',
  );
  const kept = join(folder, 'kept');
  mkdirSync(kept);
  const conform = (...args: readonly string[]) =>
    spawnSync(process.execPath, [main, 'conform', ...args], { cwd: folder, encoding: 'utf8' });
  const mistaken = [process.execPath, faulty, 'DoesNotWaitForMachines'];

  it('there is a path, a test for each runner and a diagram, and they fail again', () => {
    const chosen = ['--component', 'hyper-v-vss-writer', '--failures', kept, '--adapter', '../faulty.mjs'];
    expect(conform(...chosen, '--', ...mistaken).status).toBe(1);
    const names = readdirSync(kept);
    const [suite = ''] = names.filter((name) => name.endsWith('.suite.jsonl'));
    const id = suite.replace('.suite.jsonl', '');
    expect(names).toEqual(expect.arrayContaining([`${id}.itf.json`, `${id}.mmd`, `${id}.test.ts`]));
    const trace = JSON.parse(readFileSync(join(kept, `${id}.itf.json`), 'utf8')) as { states: unknown[] };
    const { tests } = readSuite(readFileSync(join(kept, suite), 'utf8'));
    expect(trace.states.length).toBe((tests[0]?.steps.length ?? 0) + 1);
    expect(conform('--suite', join(kept, suite), '--', ...mistaken).status).toBe(1);
    expect(conform('--suite', join(kept, suite), '--', process.execPath, writer).status).toBe(0);
    writeFileSync(
      join(folder, 'faulty.mjs'),
      "import { mistakes } from './test/conformance/programs/faulty-writer.js';\nexport const adapter = new mistakes.DoesNotWaitForMachines();\n",
    );
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', `kept/${id}.test.ts`, '--root', folder],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([status, stdout.includes('1 failed')]).toEqual([1, true]);
  });

  it('and the path is replayed by the reference chart', () => {
    const [file = ''] = readdirSync(kept).filter((name) => name.endsWith('.itf.json'));
    const call = (...args: readonly string[]) =>
      spawnSync(process.execPath, [main, ...args], { cwd: kept, encoding: 'utf8' });
    const told = call('replay', file);
    expect(told.status).toBe(0);
    expect(told.stdout).toMatch(/^test of hyper-v-vss-writer\n/);
    expect(told.stdout).toMatch(/The model allows all \d+ steps\. .* the implementation answered/);
    const { allowed, component, steps } = JSON.parse(call('replay', file, '--json', '-').stdout) as {
      allowed: boolean;
      component: string;
      steps: unknown[];
    };
    expect([allowed, component, steps.length > 0]).toEqual([true, 'hyper-v-vss-writer', true]);
    const picture = call('diagram', '--path', file);
    expect(picture.status).toBe(3);
    expect(picture.stderr).toContain('the trace of a test of one component');
  });

  it('and a path with another answer or another state is refused at the exact step', () => {
    const [file = ''] = readdirSync(kept).filter((name) => name.endsWith('.itf.json'));
    const text = readFileSync(join(kept, file), 'utf8');
    const changed = (change: (state: Record<string, unknown>) => void): string => {
      const trace = JSON.parse(text) as { states: Record<string, unknown>[] };
      change(trace.states[1] ?? {});
      return JSON.stringify(trace);
    };
    for (const name of ['expected', 'state', 'input']) {
      const wrong = changed((state) => {
        state[name] = 'something else';
      });
      expect(() => replayComponentTrace(wrong)).toThrow(`Step 1 is refused: variable ${name}`);
    }
    expect(() => replayComponentTrace(text.replace('"hyper-v-vss-writer"', '"butler"'))).toThrow(
      UnreadableError,
    );
  });

  it('and nothing that is there is overwritten', () => {
    const { status, stderr } = conform(
      '--component',
      'hyper-v-vss-writer',
      '--failures',
      kept,
      '--',
      ...mistaken,
    );
    expect([status, stderr.includes('is not empty')]).toEqual([3, true]);
  });
});

describe('of a system', () => {
  it('the path is one of the model, and is replayed', async () => {
    const suite = suiteOf('system', 'transitions');
    const [mutant] = mutants.filter(({ model }) => model.charts?.['hyper-v-vss-writer'] !== undefined);
    const wrong = systemImplementation((topology, options) =>
      backupComposition(topology, { ...options, ...mutant?.model }),
    );
    const report = reportOf(suite.header, await runSuite(suite, inProcess(wrong, suite)));
    expect(report.verdict).toBe('fail');
    const files = failureFiles(report, './adapter.ts');
    const [name = ''] = [...files.keys()].filter((one) => one.endsWith('.itf.json'));
    const { replayed } = replayItf(files.get(name) ?? '');
    expect(replayed.steps.length).toBeGreaterThan(0);
  });
});
