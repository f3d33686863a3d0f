/** Suites as data: what is done to a component, and what it must answer; written as JSON lines. */
import { z } from 'zod';

const message = z
  .looseObject({ type: z.string() })
  .describe('A message: a type, and fields that are plain data');

const input = z
  .union([
    z.strictObject({ message: message.describe('A message reaches the component') }),
    z.strictObject({
      elapse: z.string().describe('What the component waits for is over: the name of the delay'),
      milliseconds: z.number().nonnegative().describe('How long that is in the reference model'),
    }),
    z.strictObject({
      deliver: z.string().describe('The first message of this channel is delivered'),
      group: z.string().describe('"host", or the name of a virtual machine'),
    }),
    z.strictObject({
      elapse: z.string(),
      milliseconds: z.number().nonnegative(),
      actor: z.string().describe('Who waits for it, as group/actor'),
    }),
    z.strictObject({
      message,
      actor: z.string().describe('Whom the environment does it to, as group/actor'),
    }),
  ])
  .describe('What a tester does in one step');

const test = z.strictObject({
  id: z.string(),
  goal: z.string().describe('What the test is for'),
  steps: z.array(
    z.strictObject({
      input,
      outputs: z
        .array(message)
        .describe('What must be said in this step, no more and no less; nothing where it is empty'),
    }),
  ),
});

const header = z.strictObject({
  format: z.literal('hyperv-backup-spec/suite'),
  version: z.literal(1),
  component: z.string().describe('A role, or "system"'),
  input: z.unknown().describe('What the component is made with'),
  topology: z.unknown().describe('The system in which it is tested, as a topology file'),
  options: z.record(z.string(), z.unknown()),
  coverage: z.string(),
  extraStates: z.int().min(0).max(2).nullable(),
  seed: z.int().nonnegative(),
  receivers: z
    .record(z.string(), z.array(z.string()))
    .describe('Only messages to one receiver have an order'),
  tests: z.int().nonnegative(),
  inputs: z.int().nonnegative().describe('Inputs of all tests together'),
  faultDomain: z
    .string()
    .nullable()
    .describe('What the suite is complete for; null where it is not complete'),
  killRate: z
    .strictObject({ mutants: z.int(), killed: z.int() })
    .nullable()
    .describe('Measured on generated mutants of an implementation'),
  unreached: z.array(z.strictObject({ goal: z.string(), reason: z.string() })),
});

export const suiteInputSchema = input;
export const suiteMessageSchema = message;
/** The first line of a suite file; every other line is a test. */
export const suiteHeaderSchema = header;
export const suiteTestSchema = test;
export const suiteJsonSchema = () =>
  z.toJSONSchema(z.union([header, test]).describe('One line of a suite: the header first, then tests'));

export type SuiteInput = z.infer<typeof input>;
export type SuiteTest = z.infer<typeof test>;
export type SuiteHeader = z.infer<typeof header>;

export interface Suite {
  readonly header: SuiteHeader;
  readonly tests: readonly SuiteTest[];
}

/** A suite as JSON lines, the header first. */
export const suiteLines = ({ header: first, tests }: Suite): string =>
  [first, ...tests].map((line) => `${JSON.stringify(line)}\n`).join('');

/** A file is no suite; the message says where, and what is wrong. */
export class SuiteFormatError extends Error {}

/**
 * A suite from its JSON lines.
 * @throws SuiteFormatError if it is none.
 */
export function readSuite(text: string): Suite {
  const [head = '', ...rest] = text.split('\n').filter((line) => line.trim() !== '');
  const checked = <T>(schema: z.ZodType<T>, line: string, number: number): T => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new SuiteFormatError(`line ${number} is not JSON`);
    }
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new SuiteFormatError(`line ${number}: ${issue?.path.join('.')}: ${issue?.message}`);
  };
  return {
    header: checked(header, head, 1),
    tests: rest.map((line, index) => checked(test, line, index + 2)),
  };
}
