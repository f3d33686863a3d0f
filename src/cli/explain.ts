import type { HostRelease } from '../system/index.ts';
import { explainFault, type FaultExplained, narrate } from '../verify/index.ts';
import { exitCodes, UsageError } from './exit.ts';
import { writeJson } from './files.ts';

export interface ExplainFlags {
  readonly hostRelease?: HostRelease;
  readonly json?: boolean;
}

function asText({ fault, run }: FaultExplained): string {
  const events = fault.events.map(({ where, log, ids }) => `${where}: ${log} ${ids.join(', ')}`);
  const lines = [`${fault.id}: ${fault.sentence}`, `Strikes ${fault.strikes}.`];
  if (run === null) {
    lines.push(
      `Not modelled: ${fault.happening.kind === 'notModelled' ? fault.happening.why : 'it cannot happen here'}.`,
    );
  } else {
    lines.push('', `A shortest run, on ${run.scope.topology.hostRelease}:`, narrate(run.steps), '');
    lines.push(`Reported: ${run.outcome}`);
    if (run.error !== null) lines.push(`Error: ${run.error.name} (${run.error.value})`);
    lines.push(`Writer: ${run.writerStates.join(' → ')}`);
  }
  lines.push(`Events: ${events.length === 0 ? 'none known' : events.join('; ')}`, `Seen: ${fault.seen}`);
  if (run !== null) lines.push('At the end:', ...run.end.map((text) => `  ${text}`));
  lines.push(`Left: ${fault.left}`, `Next: ${fault.next}`);
  if (run !== null && run.error !== null) lines.push(`Trying again: ${run.error.retry}`);
  lines.push(`Source: ${fault.source}`);
  return lines.join('\n');
}

/** What a fault does: told as a run, then what is seen of it, what is left and what to do next. */
export function explain(id: string, { hostRelease, json }: ExplainFlags): number {
  let explained: FaultExplained;
  try {
    explained = explainFault(id, hostRelease);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  if (json === true) writeJson('-', explained);
  else process.stdout.write(`${asText(explained)}\n`);
  return exitCodes.holds;
}
