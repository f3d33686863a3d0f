/** What came of a suite, as data: the source of every report. */
import { z } from 'zod';
import {
  type SuiteHeader,
  type SuiteTest,
  suiteHeaderSchema,
  suiteInputSchema,
  suiteMessageSchema,
} from '../suites/format.ts';
import { touchedBy } from './diagnose.ts';
import { inputName, type SuiteRun, type TestVerdict, verdicts } from './run.ts';

const step = z.strictObject({ input: suiteInputSchema, outputs: z.array(suiteMessageSchema) });

export const conformanceReportSchema = z.strictObject({
  format: z.literal('hyperv-backup-spec/conformance'),
  version: z.literal(1),
  verdict: z.enum(verdicts),
  implementation: z.string().nullable(),
  suite: suiteHeaderSchema,
  counts: z.strictObject({
    pass: z.int(),
    fail: z.int(),
    inconclusive: z.int(),
    skipped: z.int(),
    errored: z.int(),
  }),
  results: z.array(
    z.strictObject({
      id: z.string(),
      goal: z.string(),
      verdict: z.enum(verdicts),
      reason: z.string().nullable(),
      milliseconds: z.number(),
      failure: z
        .strictObject({
          steps: z.array(step).describe('A shortest failing prefix, found by running it again'),
          expected: z.array(suiteMessageSchema),
          answered: z.array(suiteMessageSchema),
          likeMutants: z.array(z.strictObject({ name: z.string(), mistake: z.string() })),
          claims: z.array(
            z.strictObject({ id: z.string(), sentence: z.string(), covers: z.array(z.string()) }),
          ),
          diagram: z.string().describe('A Mermaid sequence diagram'),
        })
        .nullable(),
    }),
  ),
});

export type ConformanceReport = z.infer<typeof conformanceReportSchema>;
export const conformanceReportJsonSchema = () => z.toJSONSchema(conformanceReportSchema);

/** The verdict of a suite: the worst of its tests; nothing that did not run passes. */
const overall = (counts: ConformanceReport['counts']): TestVerdict =>
  counts.fail > 0
    ? 'fail'
    : counts.errored > 0
      ? 'errored'
      : counts.inconclusive > 0 || counts.pass === 0
        ? 'inconclusive'
        : 'pass';

/** Control characters, also those that turn text around, as they are written in JSON. */
export const harmless = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );

/** Letters, digits and underscores only: nothing that a program prints is syntax of a diagram. */
const label = (text: string): string => text.replaceAll(/[^\w -]/g, '_').slice(0, 80);

function diagramOf(
  component: string,
  steps: readonly z.infer<typeof step>[],
  answered: readonly { type: string }[],
): string {
  const lines = steps.flatMap(({ input, outputs }, index) => [
    'elapse' in input
      ? `  Note over C: ${label(inputName(input))} is over`
      : `  T->>C: ${label(inputName(input))}`,
    ...(index < steps.length - 1 ? outputs : answered).map(({ type }) => `  C-->>T: ${label(type)}`),
  ]);
  const expected = (steps.at(-1)?.outputs ?? []).map(({ type }) => label(type)).join(', ') || 'silence';
  return [
    'sequenceDiagram',
    '  participant T as tester',
    `  participant C as ${label(component)}`,
    ...lines,
    `  Note over C: expected ${expected}`,
  ].join('\n');
}

export function reportOf(suite: SuiteHeader, { results, declaration }: SuiteRun): ConformanceReport {
  const counts = { pass: 0, fail: 0, inconclusive: 0, skipped: 0, errored: 0 };
  for (const { verdict } of results) counts[verdict]++;
  const copy = (messages: readonly { readonly type: string }[]) =>
    messages.map((message) => ({ ...message }));
  return {
    format: 'hyperv-backup-spec/conformance',
    version: 1,
    verdict: overall(counts),
    implementation: declaration?.implementation.name ?? null,
    suite,
    counts,
    results: results.map((result) => {
      const { id, goal, verdict, reason, milliseconds, failure, shortest } = result;
      const touched = touchedBy(result, suite);
      return {
        id,
        goal,
        verdict,
        reason,
        milliseconds: Math.round(milliseconds * 1000) / 1000,
        failure:
          failure === null
            ? null
            : {
                steps: [...shortest],
                expected: copy(failure.expected),
                answered: copy(failure.answered),
                likeMutants: touched.likeMutants.map((one) => ({ ...one })),
                claims: touched.claims.map((one) => ({ ...one, covers: [...one.covers] })),
                diagram: diagramOf(suite.component, shortest, failure.answered),
              },
      };
    }),
  };
}

type Failure = NonNullable<ConformanceReport['results'][number]['failure']>;

/** What is told of a failure in words. */
interface ToldFailure extends Pick<Failure, 'likeMutants' | 'claims'> {
  readonly steps: SuiteTest['steps'];
  readonly expected: readonly unknown[];
  readonly answered: readonly unknown[];
}

/** Failures that are told on the terminal and in HTML; the JSON report has them all. */
const failuresTold = 5;

/** Messages in words. */
export const said = (messages: readonly unknown[]): string =>
  messages.length === 0 ? 'nothing' : messages.map((message) => JSON.stringify(message)).join(' ');

/** A failure in words, line by line. */
export const failureLines = ({
  steps,
  expected,
  answered,
  likeMutants,
  claims,
}: ToldFailure): readonly string[] =>
  [
    ...steps.map(
      ({ input }, index) =>
        `  ${index + 1}. ${'message' in input ? JSON.stringify(input.message) : `${inputName(input)} is over`}`,
    ),
    `  expected: ${said(expected)}`,
    `  answered: ${said(answered)}`,
    ...likeMutants.map(({ name, mistake }) => `  answers like the mistake ${name}: ${mistake}`),
    ...claims.map(({ id, covers }) => `  touches ${id} (${covers.join(' ')})`),
  ].map(harmless);

/** A report for the terminal; nothing in it moves a cursor. */
export function terminalReport({
  verdict,
  implementation,
  suite,
  counts,
  results,
}: ConformanceReport): string {
  const lines = [
    `${suite.component}, ${suite.coverage}: ${implementation ?? 'no implementation'}`,
    ...verdicts.filter((one) => counts[one] > 0).map((one) => `  ${one}: ${counts[one]}`),
  ];
  const bad = results.filter((one) => one.verdict === 'fail' || one.verdict === 'errored');
  for (const { id, goal, reason, failure } of bad.slice(0, failuresTold)) {
    lines.push(`${id}: ${goal}`, ...(reason === null ? [] : [`  ${reason}`]));
    if (failure !== null) lines.push(...failureLines(failure));
  }
  if (bad.length > failuresTold) lines.push(`and ${bad.length - failuresTold} more`);
  const [skipped] = results.filter((one) => one.verdict === 'skipped');
  if (skipped !== undefined) lines.push(`skipped, for instance ${skipped.id}: ${skipped.reason}`);
  return [...lines, `verdict: ${verdict}`].map(harmless).join('\n');
}
