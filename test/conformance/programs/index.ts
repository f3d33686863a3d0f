/** Programs of the tests: interpreters and compilers where they are there, and what is built with them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { Programs } from '../../../src/cli/conform.ts';
import { Program, type ProgramLimits, programLimits } from '../../../src/cli/program.ts';
import {
  type ConformanceReport,
  type Coverage,
  componentOf,
  makeSuite,
  reduceWith,
  reportOf,
  runSuite,
  type Suite,
  type SuiteChoice,
} from '../../../src/conformance/index.ts';
import type { Role, Topology } from '../../../src/system/index.ts';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The command as users have it. */
export const main = join(root, 'dist/src/cli/main.js');
export const programs = join(root, 'test/conformance/programs');
export const adapters = join(root, 'docs/example/adapters');

/**
 * The interpreter itself: what stands for it in the path may take longer to start than the tests. Empty where
 * there is none; then what needs it is left out, by name, and fails under CI.
 */
export const python = (
  spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout ?? ''
).trim();
export const withoutPython = python === '' && process.env.CI === undefined;

/** A C compiler, or empty. */
export const compiler =
  ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0) ?? '';

const suites = new Map<string, Suite>();

/** A suite, made once. */
export function suiteOf(
  component: SuiteChoice['component'],
  coverage: Coverage,
  more: Pick<SuiteChoice, 'topology' | 'options'> = {},
): Suite {
  const key = JSON.stringify([component, coverage, more]);
  const made =
    suites.get(key) ??
    makeSuite({ component, coverage, extraStates: 0, seed: 1, maxTests: 200_000, ...more });
  suites.set(key, made);
  return made;
}

/** Runs a suite against a program, as the command does, and says what came of it. */
export async function tryProgram(
  suite: Suite,
  [command = '', ...args]: readonly string[],
  limits: ProgramLimits = programLimits,
): Promise<ConformanceReport> {
  const laboratory = new Programs(suite, () => new Program(command, args, limits));
  try {
    const { component, topology } = suite.header;
    const reduce =
      component === 'system'
        ? {}
        : {
            reduce: reduceWith(
              componentOf(component as Role, {
                topology: topology as Topology,
                options: suite.header.options,
              }),
            ),
          };
    return reportOf(suite.header, await runSuite(suite, laboratory, reduce));
  } finally {
    await laboratory.end();
    await laboratory.discard();
  }
}

/** A folder in which the package can be imported by its name; the caller removes it. */
export function projectFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/hyperv-backup-spec'));
  for (const one of ['vitest', 'xstate', '@cucumber']) {
    symlinkSync(join(root, 'node_modules', one), join(folder, 'node_modules', one));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  return folder;
}

/** Programs in TypeScript, by their place in the project, as JavaScript in the same place of a folder. */
export function transpile(folder: string, ...files: readonly string[]): readonly string[] {
  return files.map((file) => {
    const { outputText } = ts.transpileModule(readFileSync(join(root, file), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        rewriteRelativeImportExtensions: true,
      },
    });
    const out = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, outputText);
    return out;
  });
}

/** A program in C, by its place in the project; the path of what was built. */
export function compile(folder: string, file: string): string {
  const out = join(folder, 'program');
  execFileSync(compiler, ['-std=c99', '-Wall', '-Wextra', '-Werror', '-O1', '-o', out, join(root, file)]);
  return out;
}
