/** Whether a run of the model explains a log, and the report of it. */
import { z } from 'zod';
import type { SystemEvent } from '../../composition/index.ts';
import { backupComposition, type Topology } from '../../system/index.ts';
import { harmless } from '../kit/report.ts';
import type { Log } from './log.ts';
import { eventText, labelText, refusals } from './refusal.ts';
import { runOf, type ValidationOptions } from './run.ts';
import { type Assumption, defaultLimits, LogSearch, type Taken } from './search.ts';
import { type EventCount, logOfWindowsEvents } from './windows-events/log.ts';
import { readWindowsEvents } from './windows-events/read.ts';

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
  reason: z.string().nullable().describe('Why the search gave up'),
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

function eventsOf(last: Taken | null): readonly SystemEvent[] {
  const events: SystemEvent[] = [];
  for (let one = last; one !== null; one = one.before) events.push(one.event);
  return events.reverse();
}

/**
 * Looks for a run of the model of a topology that explains every line of a log.
 * @throws LogError where the log cannot be read, or names what is not in the system.
 */
export function validateLog(
  topology: Topology,
  log: Log,
  { limits = defaultLimits, onRun }: ValidationOptions = {},
): Validation {
  const { options = {}, unlogged = [], mayMiss = [] } = log.header;
  const search = new LogSearch(backupComposition(topology, options), log, limits, onRun !== undefined);
  const { verdict, reason, furthest } = search.run();
  const [best] = furthest;
  onRun?.(runOf(topology, options, eventsOf(best?.run ?? null), verdict === 'explained'));
  const prefixes =
    verdict === 'explained'
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

/** Assumptions of one kind that are told on the terminal. */
const assumptionsTold = 10;

function assumedLines(title: string, counts: Validation['assumed']['steps']): readonly string[] {
  if (counts.length === 0) return [];
  const more = counts.length - assumptionsTold;
  return [
    title,
    ...counts.slice(0, assumptionsTold).map(({ what, times }) => `  ${times} x ${what}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function eventLines({
  events,
  repeated,
  unknown,
  unmodelled,
}: NonNullable<Validation['windowsEvents']>): readonly string[] {
  const list = (title: string, counts: readonly EventCount[]): readonly string[] =>
    counts.length === 0
      ? []
      : [
          title,
          ...counts.map(
            ({ provider, id, says, times }) =>
              `  ${times} x ${provider} ${id}${says === null ? '' : `: ${says}`}`,
          ),
        ];
  return [
    `${events} events${repeated > 0 ? `, of which ${repeated} repeat another` : ''}`,
    ...list('of these nothing is known:', unknown),
    ...list('of these the model has nothing:', unmodelled),
  ];
}

/** A validation for the terminal; nothing in it moves a cursor. */
export function validationText({
  verdict,
  reason,
  lines,
  explained,
  steps,
  assumed,
  firstUnexplained,
  prefixes,
  windowsEvents,
}: Validation): string {
  return [
    ...(windowsEvents === undefined ? [] : eventLines(windowsEvents)),
    `${explained} of ${lines} lines are explained, by ${steps} steps`,
    ...(assumed.unlogged.length > 0 ? [`assumed: ${assumed.unlogged.join(', ')} are not logged`] : []),
    ...(assumed.mayMiss.length > 0 ? [`assumed: lines of ${assumed.mayMiss.join(', ')} may be missing`] : []),
    ...assumedLines('assumed steps that no line shows:', assumed.steps),
    ...assumedLines('assumed to have happened without a line:', assumed.lines),
    ...(firstUnexplained === null ? [] : [`the first line that no run explains is line ${firstUnexplained}`]),
    ...prefixes.flatMap(({ explained: count, next }, index) => [
      `${index === 0 ? 'a longest run' : 'another'} explains ${count} lines; then`,
      ...next.flatMap(({ source, line, text, reasons }) => [
        `  line ${line} (${source}): ${text}`,
        ...reasons.map((one) => `    ${one}`),
      ]),
    ]),
    ...(reason === null ? [] : [reason]),
    `verdict: ${verdict}`,
  ]
    .map(harmless)
    .join('\n');
}
