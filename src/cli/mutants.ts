import { automaticJobs, requiredScore, type ScoreReport, scoreReport } from '../verify/index.ts';
import { exitCodes } from './exit.ts';
import { writeJson } from './files.ts';
import { runJobs } from './pool.ts';
import { StatusLine } from './status.ts';

export interface MutantsFlags {
  readonly json?: string;
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

function told({
  score,
  total,
  caught,
  vacuous,
  equivalent,
  unmet,
  byOperator,
  survivors,
}: ScoreReport): string {
  return [
    ...survivors.map(({ mutant, reason }) => `${mutant}\n    ${reason}`),
    ...Object.entries(byOperator).map(
      ([operator, { total: all, settled }]) => `${operator}: ${settled} of ${all} settled`,
    ),
    `${total} mutants: ${caught} caught, ${vacuous} leave a claim without what it presupposes, ${equivalent} equivalent (${unmet} of them change what is never met), ${survivors.length} alive`,
    `score ${percent(score)}, at least ${percent(requiredScore)} is required`,
  ].join('\n');
}

export async function scoreMutants({ json }: MutantsFlags): Promise<number> {
  const jobs = automaticJobs();
  const status = new StatusLine('mutants');
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  const results = await runJobs(jobs, {
    onProgress: (progress) => status.update(progress),
    signal: interruption.signal,
  });
  status.end();
  const scores = results.flatMap((result) => (result?.kind === 'automatic' ? result.results : []));
  const report = scoreReport(scores);
  if (json !== '-') process.stdout.write(`${told(report)}\n`);
  if (interruption.signal.aborted) {
    process.stderr.write(`interrupted after ${scores.length} mutants\n`);
    return exitCodes.interrupted;
  }
  if (json !== undefined) writeJson(json, report);
  return report.score >= requiredScore ? exitCodes.holds : exitCodes.violated;
}
