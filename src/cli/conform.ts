import {
  type ConformanceReport,
  componentOf,
  type Declaration,
  failureFiles,
  htmlReport,
  junitReport,
  type Laboratory,
  readSuite,
  reduceWith,
  reportOf,
  runSuite,
  type Suite,
  SuiteFormatError,
  terminalReport,
} from '../conformance/index.ts';
import type { Role, Topology } from '../system/index.ts';
import { exitCodes, InputError, UsageError } from './exit.ts';
import { isOutputTaken, readText, writeJson, writeText } from './files.ts';
import { checkFolder, writeFiles } from './folder.ts';
import { NotStarted, Program, programLimits } from './program.ts';
import { chosenSuite, type SuiteFlags } from './suite.ts';

export interface ConformFlags extends Omit<SuiteFlags, 'component'> {
  readonly component?: SuiteFlags['component'];
  /** A suite that was written before; then nothing of it is chosen. */
  readonly suite?: string;
  readonly failures?: string;
  readonly adapter: string;
  readonly timeout: number;
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly log?: string;
}

/** Programs, one at a time: one that went wrong is ended and the next test gets a fresh one. */
export class Programs implements Laboratory {
  readonly #start: () => Program;
  readonly #suite: Suite;
  #current: { implementation: Program; declaration: Declaration } | null = null;
  #starting: Program | null = null;
  log = '';

  constructor(suite: Suite, start: () => Program) {
    this.#suite = suite;
    this.#start = start;
  }

  async take() {
    if (this.#current === null) {
      const implementation = this.#start();
      this.#starting = implementation;
      const { component, input, topology, options } = this.#suite.header;
      const declaration = await implementation.start({ component, input, topology, options });
      this.#current = { implementation, declaration };
      this.#starting = null;
    }
    return this.#current;
  }

  async discard() {
    const program = this.#current?.implementation ?? this.#starting;
    this.#current = null;
    this.#starting = null;
    if (program === null) return;
    program.kill();
    await program.stop();
    this.log += program.log;
  }

  async end() {
    const program = this.#current?.implementation;
    this.#current = null;
    if (program === undefined) return;
    await program.stop();
    this.log += program.log;
  }
}

const exitCodeOf = (verdict: ConformanceReport['verdict']): number =>
  verdict === 'pass'
    ? exitCodes.holds
    : verdict === 'fail' || verdict === 'errored'
      ? exitCodes.violated
      : exitCodes.inconclusive;

function newSuite({ component, ...flags }: Omit<ConformFlags, 'timeout' | 'adapter'>): Suite {
  if (component === undefined)
    throw new UsageError('choose a component with --component, or a suite with --suite');
  return chosenSuite({ component, ...flags });
}

function writtenSuite(file: string): Suite {
  try {
    return readSuite(readText('suite', file));
  } catch (error) {
    if (error instanceof SuiteFormatError) throw new InputError(`${file} is not a suite: ${error.message}`);
    throw error;
  }
}

/** Runs a suite against a program that speaks the conformance protocol. */
export async function conform(
  command: string,
  args: readonly string[],
  flags: ConformFlags,
): Promise<number> {
  const { timeout, json, junit, html, log, failures, adapter, suite: file, ...chosen } = flags;
  const isQuiet = isOutputTaken({ json, junit, html, log });
  if (failures !== undefined) checkFolder(failures, null);
  const suite = file === undefined ? newSuite(chosen) : writtenSuite(file);
  const programs = new Programs(suite, () => new Program(command, args, { ...programLimits, timeout }));
  const { component, topology, options } = suite.header;
  const reduce =
    component === 'system'
      ? {}
      : { reduce: reduceWith(componentOf(component as Role, { topology: topology as Topology, options })) };
  try {
    await programs.take().catch((error: unknown) => {
      if (error instanceof NotStarted) throw new InputError(`${command}: ${error.message}`);
      return programs.discard();
    });
    const report = reportOf(suite.header, await runSuite(suite, programs, reduce));
    await programs.end();
    if (!isQuiet) process.stdout.write(`${terminalReport(report)}\n`);
    if (json !== undefined) writeJson(json, report);
    if (junit !== undefined) writeText(junit, junitReport(report));
    if (html !== undefined) writeText(html, htmlReport(report));
    if (failures !== undefined) writeFiles(failures, failureFiles(report, adapter));
    if (log !== undefined) writeText(log, programs.log);
    return exitCodeOf(report.verdict);
  } finally {
    await programs.discard();
  }
}
