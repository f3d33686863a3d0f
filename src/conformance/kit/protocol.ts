/** The conformance protocol: what a tester and an implementation say to each other, one JSON object a line. */
import { z } from 'zod';
import { suiteInputSchema, suiteMessageSchema } from '../suites/format.ts';

/** It changes when an old implementation would misread a new tester. */
export const protocolVersion = 1;

const seq = z.int().nonnegative().describe('Counts the requests of one process; the answer repeats it');
const outputs = z.array(suiteMessageSchema).describe('What was said, in order; empty where nothing was');

export const requestSchema = z.discriminatedUnion('command', [
  z.strictObject({
    seq,
    command: z.literal('start'),
    protocol: z.literal(protocolVersion),
    component: z.string(),
    input: z.unknown().describe('What the component is made with'),
    topology: z.unknown().describe('The system in which it is tested'),
    options: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({ seq, command: z.literal('reset') }),
  z.strictObject({
    seq,
    command: z.literal('step'),
    inputs: z
      .array(suiteInputSchema)
      .min(1)
      .describe('Done one after the other; nothing is decided in between'),
  }),
  z.strictObject({
    seq,
    command: z.literal('advance'),
    elapse: z.string().describe('The wait that is over now; no other is'),
    milliseconds: z.number().nonnegative(),
    actor: z.exactOptional(z.string()),
  }),
  z.strictObject({ seq, command: z.literal('observe') }),
  z.strictObject({ seq, command: z.literal('stop') }),
]);

const types = z.union([z.literal('all'), z.array(z.string())]);

const declarationSchema = z.strictObject({
  seq,
  protocol: z.literal(protocolVersion),
  implementation: z.strictObject({ name: z.string(), version: z.exactOptional(z.string()) }),
  accepts: types.describe('Types of messages and names of waits that can be made to happen'),
  observes: types.describe('Types of messages of the component that can be seen'),
});

const skippedSchema = z.strictObject({ seq, skipped: z.literal(true), reason: z.string() });
const erroredSchema = z.strictObject({ seq, errored: z.literal(true), context: z.unknown() });

/** By command, the answer where nothing is skipped or in error. */
export const answerSchemas = {
  start: declarationSchema,
  reset: z.strictObject({ seq }),
  step: z.strictObject({ seq, outputs: z.array(outputs).describe('By input, in the same order') }),
  advance: z.strictObject({ seq, outputs }),
  observe: z.strictObject({
    seq,
    outputs: outputs.describe('What was said since the last answer'),
    state: z.exactOptional(z.string().describe('Where the component is, in words; shown, not judged')),
  }),
  stop: z.strictObject({ seq }),
} as const;

export const refusalSchema = z.union([skippedSchema, erroredSchema]);

export const protocolJsonSchema = () =>
  z.toJSONSchema(
    z
      .union([requestSchema, ...Object.values(answerSchemas), refusalSchema])
      .describe('One line of the conformance protocol'),
  );

export type Request = z.infer<typeof requestSchema>;
export type Declaration = Omit<z.infer<typeof declarationSchema>, 'seq' | 'protocol'>;
export type Subject = Omit<Extract<Request, { command: 'start' }>, 'seq' | 'command' | 'protocol'>;
