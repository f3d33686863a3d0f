import { mutants as allMutants } from '../mutants/index.ts';
import { evidenceFiles } from '../paths/index.ts';
import { claims as allClaims } from '../properties/index.ts';
import { type Fault, type HostRelease, hostReleases } from '../system/index.ts';
import {
  type ClaimReport,
  type Coverage,
  chosenScope,
  coverageOf,
  coverageText,
  defaultTopology,
  fullJobs,
  type Job,
  type JobResult,
  judge,
  makeReport,
  mutantScope,
  overall,
  type Scope,
} from '../verify/index.ts';
import { certify, refuseToCertify } from './certify.ts';
import { exitCodeOf, exitCodes, UsageError } from './exit.ts';
import { readTopology, writeJson } from './files.ts';
import { checkFolder, writeFiles } from './folder.ts';
import { runJobs, threadsFor } from './pool.ts';
import { StatusLine } from './status.ts';
import { everyNumber, explain, number, table } from './verdicts.ts';

export const vacuityLevels = ['error', 'warn', 'off'] as const;

export interface VerifyFlags {
  readonly hostRelease?: HostRelease;
  readonly vms?: number;
  readonly disks?: number;
  readonly topology?: string;
  readonly claim?: string;
  readonly mutant?: string;
  readonly maxStates?: number;
  /** In MiB, for the states of all threads. */
  readonly maxMemory: number;
  readonly seed: number;
  readonly full?: boolean;
  readonly faults?: readonly Fault[];
  readonly faultBudget?: number;
  readonly json?: string;
  readonly itf?: string;
  readonly certificate?: string;
  readonly mermaid?: boolean;
  /** What comes of claims that say nothing, and of transitions that nothing takes. */
  readonly vacuity: (typeof vacuityLevels)[number];
}

/** MiB that states may take: with what else there is, two threads stay under 2 GiB. */
export const defaultMaxMemory = 1536;

const known = (what: string, name: string | undefined, names: readonly string[]): void => {
  if (name !== undefined && !names.includes(name)) {
    throw new UsageError(`there is no ${what} '${name}'; there are ${names.join(', ')}`);
  }
};

const faultOptions = ({ faults, faultBudget }: VerifyFlags) => ({
  ...(faults === undefined ? {} : { faults }),
  ...(faultBudget === undefined ? {} : { faultBudget }),
});

/** The scopes that the flags ask for, or null for all. */
function chosenScopes(flags: VerifyFlags): readonly Scope[] | null {
  const { topology, vms, disks, hostRelease, mutant } = flags;
  if (topology !== undefined) {
    if (vms !== undefined || disks !== undefined || hostRelease !== undefined) {
      throw new UsageError('--topology says everything that --vms, --disks and --host-release would say');
    }
    return [chosenScope(readTopology(topology), faultOptions(flags))];
  }
  if (vms !== undefined || disks !== undefined || flags.faults !== undefined) {
    const releases = hostRelease === undefined ? (['2012', '2012R2'] as const) : [hostRelease];
    return releases.map((release) => {
      const scope = chosenScope(defaultTopology(release, vms ?? 1, disks ?? 1), faultOptions(flags));
      return { ...scope, id: `${vms ?? 1} x ${disks ?? 1} on ${release}` };
    });
  }
  const named = allMutants.find(({ name }) => name === mutant);
  return named === undefined ? null : named.scopes.map(mutantScope);
}

const jobsFor = (flags: VerifyFlags, scopes: readonly Scope[] | null): readonly Job[] => {
  if (scopes !== null) {
    return scopes.map((scope) => ({
      kind: 'scope',
      scope,
      ...(flags.mutant === undefined ? {} : { mutant: flags.mutant }),
    }));
  }
  const jobs = fullJobs(flags.hostRelease, flags.seed, flags.full === true);
  if (flags.claim === undefined) return jobs;
  const relevant = new Set(allMutants.filter(({ claim }) => claim === flags.claim).map(({ name }) => name));
  return jobs.filter((job) => job.kind !== 'mutant' || relevant.has(job.mutant));
};

/**
 * What was taken of all transitions; not where only some of the scopes or claims were asked for, or a search was cut
 * short: then not all can be expected.
 */
function coverageFor(
  flags: VerifyFlags,
  scopes: readonly Scope[] | null,
  done: readonly JobResult[],
): Coverage | undefined {
  const explorations = done.flatMap((result) => (result.kind === 'explored' ? [result] : []));
  const isWhole = scopes === null && flags.hostRelease === undefined && flags.claim === undefined;
  return isWhole && explorations.every(({ explored }) => explored.every(({ result }) => result.complete))
    ? coverageOf(explorations.flatMap(({ taken }) => taken))
    : undefined;
}

/** What an interrupted verification leaves of a verdict: that a claim is violated. */
const leftOpen = (report: ClaimReport): ClaimReport =>
  report.verdict === 'violated'
    ? report
    : {
        ...report,
        verdict: 'inconclusive',
        reason: 'interrupted before all was explored',
        everyN: false,
        everyDisks: false,
      };

export async function verify(flags: VerifyFlags): Promise<number> {
  known(
    'claim',
    flags.claim,
    allClaims.map(({ id }) => id),
  );
  known(
    'mutant',
    flags.mutant,
    allMutants.map(({ name }) => name),
  );
  known('host release', flags.hostRelease, hostReleases);
  if (flags.itf !== undefined) checkFolder(flags.itf, null);
  const scopes = chosenScopes(flags);
  if (flags.certificate !== undefined) refuseToCertify(scopes?.length ?? null, flags.mutant);
  const jobs = jobsFor(flags, scopes);
  const status = new StatusLine(flags.claim ?? 'all claims');
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  const results = await runJobs(jobs, {
    maxBytes: (flags.maxMemory * 2 ** 20) / threadsFor(jobs),
    ...(flags.maxStates === undefined ? {} : { maxStates: flags.maxStates }),
    onProgress: (progress) => status.update(progress),
    signal: interruption.signal,
  });
  status.end();
  const done = results.filter((result): result is JobResult => result !== undefined);
  const explored = done.flatMap((result) => (result.kind === 'explored' ? result.explored : []));
  const mutants = done.flatMap((result) => (result.kind === 'mutant' ? result.results : []));
  const randomRuns = done.flatMap((result) => (result.kind === 'random' ? [result.runs] : []));
  const inductions = done.flatMap((result) =>
    result.kind === 'explored' && result.induction !== null ? [result.induction] : [],
  );
  const diskInductions = done.flatMap((result) => (result.kind === 'disks' ? result.inductions : []));
  const besides = done.flatMap((result) => (result.kind === 'beside' ? [result.report] : []));
  const chosen = allClaims.filter(({ id }) => flags.claim === undefined || id === flags.claim);
  // Claims about one place of recovery only are not expected where the other was asked for.
  const isInterrupted = interruption.signal.aborted;
  const judged = judge(explored, {
    full: scopes === null && flags.hostRelease === undefined,
    mutants,
    claims: chosen,
    randomRuns,
    inductions,
    diskInductions,
    besides,
  });
  const reports = isInterrupted ? judged.map(leftOpen) : judged;
  const coverage = isInterrupted ? undefined : coverageFor(flags, scopes, done);
  const report = makeReport({
    explored,
    claims: reports,
    mutants,
    randomRuns,
    inductions,
    diskInductions,
    besides,
    ...(coverage === undefined ? {} : { coverage }),
    ...(flags.mutant === undefined ? {} : { mutant: flags.mutant }),
    withOutcomes: flags.topology !== undefined,
  });
  if (flags.json !== '-') {
    process.stdout.write(`${table(reports)}\n`);
    for (const one of reports) {
      const saysAll = one.verdict === 'holds' || one.verdict === 'not applicable';
      if (!saysAll && (!isInterrupted || one.verdict === 'violated')) {
        process.stdout.write(`\n${explain(one, flags)}\n`);
      }
    }
    process.stdout.write(everyNumber(reports, { inductions, diskInductions, besides }));
    for (const { hostRelease, machines, disks, runs, mounts } of randomRuns) {
      process.stdout.write(
        `${runs} random backups of ${machines} machines with ${disks} disks on ${hostRelease}: host mounts ${[...new Set(mounts)].join(', ')}\n`,
      );
    }
    for (const [name, outcomes] of Object.entries(report.outcomes ?? {})) {
      process.stdout.write(`${name}: ${outcomes.join(', ')}\n`);
    }
    if (coverage !== undefined && flags.vacuity !== 'off') {
      process.stdout.write(`${coverageText(coverage)}\n`);
    }
    if (isInterrupted) {
      const covered = explored.reduce((sum, { result }) => sum + result.states, 0);
      process.stdout.write(
        `interrupted: ${done.length} of ${jobs.length} jobs were done or begun, ${number.format(covered)} states covered\n`,
      );
    }
  }
  if (flags.json !== undefined) writeJson(flags.json, report);
  const [only] = explored;
  if (flags.certificate !== undefined && only !== undefined) {
    certify(flags.certificate, only, report.verdict);
  }
  if (flags.itf !== undefined) {
    writeFiles(flags.itf, evidenceFiles(reports, explored, flags.mutant ?? null));
  }
  if (isInterrupted) return exitCodes.interrupted;
  // Where nothing is worse, vacuity is not held against the model unless it is asked for.
  if (flags.vacuity === 'error') return exitCodeOf(overall(reports, coverage));
  return exitCodeOf(overall(reports.filter(({ verdict }) => verdict !== 'vacuous')));
}
