/** Whether a run of the model explains a log, and the report of it. */
import { z } from 'zod';
import type { SystemEvent } from '../../composition/index.ts';
import { backupComposition, type Topology } from '../../system/index.ts';
import { dueIn } from './end.ts';
import { type Assumption, eventsOf } from './explained.ts';
import type { Log } from './log.ts';
import { refusals } from './refusal.ts';
import { runOf, type ValidationOptions } from './run.ts';
import { defaultLimits, LogSearch } from './search.ts';
import { type EventCount, logOfWindowsEvents } from './windows-events/log.ts';
import { readWindowsEvents } from './windows-events/read.ts';
import { eventText, labelText } from './words.ts';

const counted = z.array(z.strictObject({ what: z.string(), times: z.int() }));

const eventCount = z.strictObject({
  provider: z.string(),
  id: z.int(),
  says: z.string().nullable(),
  times: z.int(),
});

export const validationSchema = z.strictObject({
  format: z.literal('hyperv-backup-spec/validation'),
  version: z.literal(1),
  verdict: z
    .enum(['explained', 'unexplained', 'inconclusive'])
    .describe('Explained only where a run of the model explains every line'),
  reason: z.string().nullable().describe('Why the search gave up, or what the log lacks as a whole'),
  complete: z
    .boolean()
    .nullable()
    .describe(
      'Whether the run that explains every line can come to the end of the backup without any line more; null where there is none, or this was not found out',
    ),
  next: z.array(z.string()).describe('What would happen next in a run that is not complete'),
  lines: z.int().describe('Lines that were read'),
  explained: z.int().describe('Lines that the longest run explains'),
  steps: z.int().describe('Steps of that run'),
  sources: z.array(z.strictObject({ name: z.string(), lines: z.int(), explained: z.int() })),
  assumed: z
    .strictObject({
      unlogged: z.array(z.string()).describe('Declared: never in this log'),
      mayMiss: z.array(z.string()).describe('Declared: not always in this log'),
      steps: counted.describe('Steps of the run that no line shows'),
      lines: counted.describe('What steps of the run show and the log does not hold'),
    })
    .describe('What is taken on trust'),
  firstUnexplained: z
    .int()
    .nullable()
    .describe(
      'The first line, by its number in the file, that no run explains; of a trace the state, from 0',
    ),
  windowsEvents: z
    .exactOptional(
      z.strictObject({
        events: z.int(),
        repeated: z.int().describe('Events that say again what another service has just said'),
        unknown: z.array(eventCount).describe('Nothing is known of them'),
        unmodelled: z
          .array(eventCount)
          .describe('They are known, and the model of this system has nothing of them'),
      }),
    )
    .describe('Of a log of Windows'),
  prefixes: z
    .array(
      z.strictObject({
        explained: z.int(),
        steps: z.int(),
        next: z.array(
          z.strictObject({
            source: z.string(),
            line: z.int(),
            text: z.string(),
            reasons: z.array(z.string()).describe('Steps that come near, and what refuses them'),
          }),
        ),
      }),
    )
    .describe('The longest runs that explain the beginning of the log'),
});

export type Validation = z.infer<typeof validationSchema>;

export const validationJsonSchema = () => z.toJSONSchema(validationSchema);

/** Next lines that are told of one prefix; the first in the file says most. */
const linesTold = 5;

function assumptionsOf(search: LogSearch, last: Assumption | null) {
  const steps = new Map<string, number>();
  const lines = new Map<string, number>();
  const count = (counts: Map<string, number>, what: string): void => {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  };
  const nameOf = (group: number): string => search.product.names[group] ?? '';
  const textOf = (event: SystemEvent): string => eventText(event, nameOf(event.group));
  for (let one = last; one !== null; one = one.before) {
    if (one.event !== null) count(steps, textOf(one.event));
    for (const { group, label } of one.missing) {
      count(lines, labelText(search.labels.label(label), nameOf(group)));
    }
  }
  const list = (counts: Map<string, number>) => [...counts].sort().map(([what, times]) => ({ what, times }));
  return { steps: list(steps), lines: list(lines) };
}

/**
 * Looks for a run of the model of a topology that explains every line of a log.
 * @throws LogError where the log cannot be read, or names what is not in the system.
 */
export function validateLog(
  topology: Topology,
  log: Log,
  { limits = defaultLimits, isEndDemanded = false, onRun }: ValidationOptions = {},
): Validation {
  const { options = {}, unlogged = [], mayMiss = [] } = log.header;
  const isRunKept = onRun !== undefined;
  const search = new LogSearch(backupComposition(topology, options), log, {
    limits,
    isRunKept,
    isEndDemanded,
  });
  const { verdict, reason, isComplete, furthest } = search.run();
  const [best] = furthest;
  const isWhole = search.unread.isAtEnd && best?.lines === search.unread.lines;
  onRun?.(runOf(topology, options, eventsOf(best?.run ?? null), isWhole));
  const prefixes = isWhole
    ? []
    : furthest.map((explained) => ({
        explained: explained.lines,
        steps: explained.steps,
        next: refusals(search, explained)
          .slice(0, linesTold)
          .map((one) => ({ ...one, reasons: [...one.reasons] })),
      }));
  const firstLines = prefixes.flatMap(({ next }) => next.slice(0, 1).map(({ line }) => line));
  return {
    format: 'hyperv-backup-spec/validation',
    version: 1,
    verdict,
    reason,
    complete: isComplete,
    next: isComplete === false && best !== undefined ? dueIn(search.product, best.state) : [],
    lines: search.unread.lines,
    explained: best?.lines ?? 0,
    steps: best?.steps ?? 0,
    sources: search.unread.sources.map((source, index) => ({
      name: source.name,
      lines: source.end,
      explained: best?.at[index] ?? 0,
    })),
    assumed: {
      unlogged: [...unlogged],
      mayMiss: [...mayMiss],
      ...assumptionsOf(search, best?.assumed ?? null),
    },
    firstUnexplained: firstLines.length === 0 ? null : Math.max(...firstLines),
    prefixes,
  };
}

/**
 * Looks for a run of the model of a topology that explains the events in logs of Windows.
 * @param text What `wevtutil qe … /f:xml` or `Get-WinEvent … | ConvertTo-Json` has written.
 * @throws LogError where they cannot be read, or it cannot be told which computer is the host.
 */
export function validateWindowsEvents(
  topology: Topology,
  text: string,
  options: ValidationOptions = {},
): Validation {
  const { log, ...windowsEvents } = logOfWindowsEvents(topology, readWindowsEvents(text));
  const copy = (counts: readonly EventCount[]) => counts.map((one) => ({ ...one }));
  return {
    ...validateLog(topology, log, options),
    windowsEvents: {
      ...windowsEvents,
      unknown: copy(windowsEvents.unknown),
      unmodelled: copy(windowsEvents.unmodelled),
    },
  };
}
