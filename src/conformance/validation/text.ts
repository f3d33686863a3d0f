/** A validation for people. */
import { harmless } from '../kit/report.ts';
import type { Validation } from './validate.ts';
import type { EventCount } from './windows-events/log.ts';

/** Of a list, how much is told on the terminal. */
const most = 10;

const told = (all: readonly string[]): readonly string[] => [
  ...all.slice(0, most).map((one) => `  ${one}`),
  ...(all.length > most ? [`  and ${all.length - most} more`] : []),
];

function assumedLines(title: string, counts: Validation['assumed']['steps']): readonly string[] {
  if (counts.length === 0) return [];
  return [title, ...told(counts.map(({ what, times }) => `${times} x ${what}`))];
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
  complete,
  next: due,
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
    ...(complete === false ? ['the backup does not end with the log; next would be', ...told(due)] : []),
    ...(reason === null ? [] : [reason]),
    `verdict: ${verdict}`,
  ]
    .map(harmless)
    .join('\n');
}
