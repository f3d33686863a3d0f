/** Logs as data: what actors took, line by line, as an implementation writes it; JSON lines, the header first. */
import { z } from 'zod';
import { optionsSchema } from '../../paths/index.ts';
import { suiteMessageSchema } from '../suites/format.ts';

const names = z
  .array(z.string().min(1))
  .describe('Actors ("group/actor"), roles, types of message or names of waits');

export const logHeaderSchema = z.strictObject({
  format: z.literal('hyperv-backup-spec/log'),
  version: z.literal(1),
  options: z.exactOptional(optionsSchema).describe('Which model the run is one of, such as faults'),
  logged: z.exactOptional(names).describe('What is written into this log at all; default: everything'),
  unlogged: z.exactOptional(names).describe('What is never written into this log'),
  mayMiss: z.exactOptional(names).describe('What is written, but not always'),
});

const source = z
  .string()
  .min(1)
  .describe('Whose clock it is; only lines of one source have an order. An actor is logged by one source');
const actor = z.string().min(1).describe('Who took it, as group/actor: "host/host-vss", "vm1/guest-vss"');

/** Fields that are not listed, such as times, are not read. */
export const logEntrySchema = z.union([
  z.looseObject({
    source,
    actor,
    received: suiteMessageSchema.describe('The message; fields that are left out may be anything'),
    from: z.exactOptional(z.string()).describe('Who said it, as group/actor, or "environment"'),
    channel: z.exactOptional(z.string()).describe('The channel that delivered it'),
  }),
  z.looseObject({ source, actor, elapsed: z.string().min(1).describe('What it waited for is over') }),
]);

export type LogHeader = z.infer<typeof logHeaderSchema>;
export type LogEntry = z.infer<typeof logEntrySchema>;

export const logJsonSchema = () =>
  z.toJSONSchema(z.union([logHeaderSchema, logEntrySchema]).describe('One line of a log: the header first'));

/** A log cannot be read; the message says where, and what is allowed. */
export class LogError extends Error {
  override readonly name = 'LogError';
}

/** A line of a log. */
export interface LogLine {
  /** Its number in the file, from 1. */
  readonly number: number;
  readonly source: string;
  /** What it may mean; more than one where the log does not say of whom it speaks. */
  readonly meanings: readonly LogEntry[];
}

export interface Log {
  readonly header: LogHeader;
  readonly lines: Iterable<LogLine>;
}

/** Characters of a line. */
const maxLine = 1 << 20;

function parsed(text: string, number: number): unknown {
  if (text.length > maxLine) throw new LogError(`line ${number} is longer than ${maxLine} characters`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LogError(`line ${number} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, number: number): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new LogError(`line ${number} is no line of a log: ${issue?.path.join('.') ?? ''} ${issue?.message}`);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** What the schema says of an entry; asked a million times it says it too slowly. */
const isEntry = (value: unknown): value is LogEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const { source: whose, actor: who, received, elapsed, from, channel } = value as Record<string, unknown>;
  return (
    isText(whose) &&
    isText(who) &&
    (typeof received === 'object' && received !== null
      ? isText((received as { type?: unknown }).type) &&
        (from === undefined || typeof from === 'string') &&
        (channel === undefined || typeof channel === 'string')
      : isText(elapsed))
  );
};

function* linesIn(lines: Iterator<string>): Iterable<LogLine> {
  let number = 1;
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    number++;
    if (next.value === '') continue;
    const value = parsed(next.value, number);
    const entry = isEntry(value) ? value : checked(logEntrySchema, value, number);
    yield { number, source: entry.source, meanings: [entry] };
  }
}

/**
 * A log from the lines of its file, which are read one by one, when they are asked for.
 * @throws LogError at a line that is none of a log, when it is reached.
 */
export function readLog(lines: Iterable<string>): Log {
  const iterator = lines[Symbol.iterator]();
  const first = iterator.next();
  if (first.done === true) throw new LogError('the log is empty; its first line is the header');
  const header = checked(logHeaderSchema, parsed(first.value, 1), 1);
  return { header, lines: linesIn(iterator) };
}
