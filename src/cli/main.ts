#!/usr/bin/env node
/** hyperv-backup-spec: prove the claims, run a backup, draw, list what there is. */
import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { componentNames, coverages, defaultLimits } from '../conformance/index.ts';
import { exportFormats } from '../interchange/index.ts';
import { allFaults, type Fault, faultCatalogue, hostReleases, switchableFaults } from '../system/index.ts';
import { type CharacterizeFlags, characterizeCommand } from './characterize.ts';
import { type ConformFlags, conform } from './conform.ts';
import { type DiagramFlags, diagram, diagramFormats } from './diagram.ts';
import { exitCodes, InputError, UsageError } from './exit.ts';
import { type ExplainFlags, explain } from './explain.ts';
import { type ExportFlags, exportChoices, exportModel } from './export.ts';
import { type Listed, list, listed } from './list.ts';
import { type MutantsFlags, scoreMutants } from './mutants.ts';
import { programLimits } from './program.ts';
import { type ReplayFlags, replay } from './replay.ts';
import { requirementIds, showRequirements } from './requirements.ts';
import { type RunFlags, run } from './run.ts';
import { suite, suiteFormats, type WriteFlags } from './suite.ts';
import { logFormats, type ValidateFlags, validate } from './validate.ts';
import { defaultMaxMemory, type VerifyFlags, vacuityLevels, verify } from './verify.ts';

const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    }
    return value;
  };

const faultList = (text: string): readonly Fault[] => {
  if (text === 'none') return [];
  if (text === 'all') return allFaults;
  return text.split(',').map((id) => {
    const fault = switchableFaults.find((one) => one === id);
    if (fault === undefined) {
      throw new InvalidArgumentError(
        `It must be none, all, or numbers among ${switchableFaults.join(', ')}.`,
      );
    }
    return fault;
  });
};

const upTo =
  (most: number) =>
  (text: string): number => {
    const value = wholeNumber(0)(text);
    if (value > most) throw new InvalidArgumentError(`It must be at most ${most}.`);
    return value;
  };

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

const exitHelp = `
Exit codes: 0 holds, 1 violated or vacuous, 2 wrong usage, 3 bad input, 4 inconclusive,
70 internal error, 130 interrupted.`;

/** What a suite is chosen by. */
const withSuiteOptions = (command: Command, isChosen: boolean): Command =>
  command
    .addOption(
      new Option('--component <name>', 'what is tested')
        .choices(componentNames)
        .makeOptionMandatory(isChosen),
    )
    .addOption(
      new Option('--coverage <kind>', 'what is covered, or a complete method')
        .choices(coverages)
        .default('transitions'),
    )
    .option(
      '--extra-states <k>',
      'states that an implementation may have more than the model (w, wp, hsi), up to 2',
      upTo(2),
      0,
    )
    .option('--topology <file>', 'the system in which it is tested')
    .option('--faults <list>', 'faults that may happen: none, all, or numbers such as F7,F8', faultList)
    .option('--seed <n>', 'of the generated mistakes on which the suite is measured', wholeNumber(0), 1)
    .option('--max-tests <n>', 'refuse complete suites that may become larger', wholeNumber(1), 200_000);
const formatsHelp = `
Formats:
${exportFormats.map(({ name, description }) => `  ${name.padEnd(8)} ${description}`).join('\n')}`;

function program(end: (code: number) => void): Command {
  const root = new Command('hyperv-backup-spec')
    .description('A proven model of how Hyper-V backs up running virtual machines through VSS.')
    .version(version(), '--version')
    .addHelpText('after', exitHelp)
    .exitOverride();
  root
    .command('verify')
    .description('Prove the claims: all of them over all scopes, unless something is chosen.')
    .addOption(new Option('--host-release <release>', 'only this release of the host').choices(hostReleases))
    .option('--vms <n>', 'so many virtual machines as Hyper-V creates them', wholeNumber(1))
    .option('--disks <n>', 'with so many disks each', wholeNumber(0))
    .option('--topology <file>', 'the topology in this file, with the possible outcomes of each machine')
    .option(
      '--faults <list>',
      'faults that may happen, in the chosen systems: none, all, or numbers such as F7,F8',
      faultList,
    )
    .option('--fault-budget <n>', 'so many of them in one run at most', wholeNumber(0))
    .option('--full', 'the larger scopes of faults too, which take minutes')
    .option('--claim <id>', 'only this claim')
    .option('--mutant <name>', 'a wrong variant of the design in place of the model')
    .option('--max-states <n>', 'store no more states than this in one scope', wholeNumber(1))
    .option(
      '--max-memory <MiB>',
      'memory for states of all scopes under way',
      wholeNumber(1),
      defaultMaxMemory,
    )
    .option('--seed <n>', 'the schedules of the random runs of large hosts', wholeNumber(0), 1)
    .option('--mermaid', 'show counterexamples as Mermaid sequence diagrams')
    .addOption(
      new Option(
        '--vacuity <level>',
        'what comes of a claim that says nothing, since its premise never occurs or no mutant breaks it; and, where all claims are verified in all scopes, of a transition of a chart that none of them takes',
      )
        .choices(vacuityLevels)
        .default('error'),
    )
    .option('--json <file>', 'write the report to this file, or - for standard output')
    .option('--certificate <file>', 'of one scope: write what others need to check that its claims hold')
    .option(
      '--itf <folder>',
      'write every counterexample and witness as a path in ITF into this empty folder',
    )
    .addHelpText('after', exitHelp)
    .action(async (flags: VerifyFlags) => end(await verify(flags)));
  root
    .command('run')
    .description('One backup, step by step, on a random schedule.')
    .option('--topology <file>', 'the topology in this file; default: two virtual machines on 2012 R2')
    .option('--faults <list>', 'faults that may happen: none, all, or numbers such as F7,F8', faultList)
    .option('--fault-budget <n>', 'so many of them at most', wholeNumber(0))
    .option('--seed <n>', 'the schedule', wholeNumber(0), 1)
    .option('--json <file>', 'write the run to this file, or - for standard output')
    .option('--itf <file>', 'write the run as a path in ITF to this file, or - for standard output')
    .option('--log <file>', 'write the run as a log, as validate reads it')
    .action((flags: RunFlags) => end(run(flags)));
  withSuiteOptions(root.command('suite'), true)
    .description('Tests for implementations of one component or of the system.')
    .addOption(
      new Option('--format <format>', 'JSON lines, or a file of tests (docs/emitters.md)')
        .choices(suiteFormats)
        .default('jsonl'),
    )
    .option('--adapter <module>', 'of vitest: the module that exports the adapter', './adapter.ts')
    .option('--out <file>', 'write the suite to this file, or - for standard output', '-')
    .action((flags: WriteFlags) => end(suite(flags)));
  root
    .command('diagram')
    .description(
      'Draw statecharts, the whole system, or a path; without a choice, all charts, the system and both flows.',
    )
    .argument('[chart...]', 'draw these charts; see list charts')
    .option('--system', 'who talks to whom')
    .option('--path <file>', 'the path in this ITF file, as a sequence diagram')
    .addOption(new Option('--format <format>', 'what to write').choices(diagramFormats).default('svg'))
    .option('--out <folder>', 'write into this folder, or - for standard output', 'docs/diagrams')
    .option('--json <file>', 'write a list of what was drawn to this file, or - for standard output')
    .action(async (charts: string[], flags: DiagramFlags) => end(await diagram(charts, flags)));
  withSuiteOptions(root.command('conform'), false)
    .description('Test a program that speaks the conformance protocol (docs/conformance-protocol.md).')
    .argument('<command>', 'the program; it is started without a shell')
    .argument('[args...]', 'its arguments; put -- before the command')
    .option('--suite <file>', 'the suite in this file, as suite writes it; nothing of it is chosen then')
    .option(
      '--failures <folder>',
      'write each failure as ITF, as tests and as a diagram into this empty folder',
    )
    .option('--adapter <module>', 'of tests for vitest: the module that exports the adapter', './adapter.ts')
    .option('--timeout <ms>', 'one answer may take so long', wholeNumber(1), programLimits.timeout)
    .option('--json <file>', 'write the report to this file, or - for standard output')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as one HTML page')
    .option('--log <file>', 'write what the program wrote to standard error')
    .addHelpText('after', exitHelp)
    .action(async (command: string, args: string[], flags: ConformFlags) =>
      end(await conform(command, args, flags)),
    );
  root
    .command('validate')
    .description('Say whether a run of the model explains a log (docs/logs.md).')
    .argument('<log>', 'the log')
    .requiredOption('--topology <file>', 'the system that wrote it')
    .addOption(new Option('--format <format>', 'the form of the log').choices(logFormats).default('ndjson'))
    .option('--complete', 'demand that the backup ends with the log')
    .option(
      '--max-choices <n>',
      'give up after so many states in which something was chosen',
      wholeNumber(1),
      defaultLimits.maxChoices,
    )
    .option(
      '--max-unread <n>',
      'give up where so many lines wait for lines of other sources',
      wholeNumber(1),
      defaultLimits.maxUnread,
    )
    .option('--json <file>', 'write the report to this file, or - for standard output')
    .option(
      '--itf <file>',
      'write the run that explains the log, or its longest explained beginning, as a path in ITF',
    )
    .addHelpText('after', exitHelp)
    .action((file: string, flags: ValidateFlags) => end(validate(file, flags)));
  root
    .command('replay')
    .description(
      'Replay a path in ITF, or the trace of a failed test; what the model does not allow is refused at the exact step.',
    )
    .argument('<file>', 'the path, as --itf of verify, run and validate, or conform --failures, writes it')
    .option('--json <file>', 'write the steps, or the refusal, to this file, or - for standard output')
    .addHelpText('after', exitHelp)
    .action((file: string, flags: ReplayFlags) => end(replay(file, flags)));
  root
    .command('export')
    .description('Write the model in a form that other tools read.')
    .addOption(new Option('--format <format>', 'what to write').choices(exportChoices).makeOptionMandatory())
    .option('--topology <file>', 'the topology in this file; default: one virtual machine on 2012 R2')
    .option('--out <folder>', 'write into this folder, which must be empty', '.')
    .option('--force', 'replace files in a folder that is not empty')
    .addHelpText('after', formatsHelp)
    .action((flags: ExportFlags) => end(exportModel(flags)));
  root
    .command('characterize')
    .description('When the backup of a virtual machine fails, as a formula over its topology.')
    .addOption(new Option('--host-release <release>', 'only this release of the host').choices(hostReleases))
    .option('--faults <list>', 'faults that may happen: none, all, or numbers such as F7,F8', faultList)
    .option('--json [file]', 'write the formulas to this file, or to standard output', '')
    .action((flags: Omit<CharacterizeFlags, 'json'> & { json: string | true }) => {
      const { json, ...rest } = flags;
      end(characterizeCommand({ ...rest, ...(json === '' ? {} : { json: json === true ? '-' : json }) }));
    });
  root
    .command('mutants')
    .description('Make every small mistake in charts and wiring, and see whether a claim catches it.')
    .option('--json <file>', 'write the score to this file, or - for standard output')
    .action(async (flags: MutantsFlags) => end(await scoreMutants(flags)));
  root
    .command('explain')
    .description(
      'A fault: a shortest run in which it happens, what the operator sees, what is left, what to do.',
    )
    .addArgument(new Argument('<fault>', 'its number').choices(faultCatalogue.map(({ id }) => id)))
    .addOption(new Option('--host-release <release>', 'on this release of the host').choices(hostReleases))
    .option('--json', 'as JSON')
    .action((id: string, flags: ExplainFlags) => end(explain(id, flags)));
  root
    .command('requirements')
    .description('Statements of the protocol and faults, with the claims, runs and tests that cover them.')
    .addArgument(new Argument('[number...]', 'only these, such as S7 or F14').choices(requirementIds))
    .option('--json', 'as JSON')
    .action((ids: string[], { json }: { json?: boolean }) => end(showRequirements(ids, json === true)));
  root
    .command('list')
    .description('What there is.')
    .addArgument(new Argument('<what>', 'what to list').choices(listed))
    .option('--json', 'as JSON')
    .action((what: Listed, { json }: { json?: boolean }) => end(list(what, json === true)));
  return root;
}

async function main(): Promise<number> {
  let code: number = exitCodes.holds;
  try {
    await program((given) => {
      code = given;
    }).parseAsync();
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.holds : exitCodes.usage;
    if (error instanceof UsageError || error instanceof InputError) {
      process.stderr.write(`hyperv-backup-spec: ${error.message}\n`);
      return error instanceof UsageError ? exitCodes.usage : exitCodes.badInput;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`hyperv-backup-spec: internal error: ${text}\n`);
    return exitCodes.internal;
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe may leave early.
  if (error.code === 'EPIPE') process.exit(exitCodes.holds);
  throw error;
});

process.exitCode = await main();
