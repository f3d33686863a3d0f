/**
 * Events from the logs of Windows, as XML (`wevtutil qe LOG /f:xml`, or `ToXml()` of Get-WinEvent) and as JSON
 * (`Get-WinEvent … | ConvertTo-Json`).
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { parseUntrusted } from '../../../paths/index.ts';
import { LogError } from '../log.ts';

export interface WindowsEvent {
  /** Its place in the file, from 1. */
  readonly number: number;
  readonly provider: string;
  readonly id: number;
  readonly computer: string;
  /** Milliseconds since 1970, or null. */
  readonly time: number | null;
  readonly record: number | null;
  /** Everything that it carries, such as the name of a virtual machine, without the names of the fields. */
  readonly data: readonly string[];
}

/** Characters of a file, and of one event in it; elements within elements. */
const maxText = 64 * 2 ** 20;
const maxEvent = 2 ** 20;
const maxDepth = 24;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  maxNestedTags: maxDepth,
});

const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The entities that XML itself knows; others stay as they are written. */
const decoded = (text: string): string =>
  text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => predefined[name] ?? '');

const node = z.looseObject({});
const textNode = z.union([
  z.string(),
  z.looseObject({ '#text': z.string() }).transform((one) => one['#text']),
]);
const systemSchema = z.looseObject({
  Provider: z.looseObject({ '@Name': z.string() }),
  EventID: textNode,
  Computer: textNode,
  TimeCreated: z.exactOptional(z.looseObject({ '@SystemTime': z.string() })),
  EventRecordID: z.exactOptional(textNode),
});
const eventSchema = z.looseObject({
  Event: z.looseObject({
    System: systemSchema,
    EventData: z.exactOptional(z.union([node, z.string()])),
    UserData: z.exactOptional(z.union([node, z.string()])),
  }),
});

/** Texts of elements, not of attributes; the parser has bounded how deep they lie. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [decoded(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name.startsWith('@') ? [] : textsIn(inner)));
}

const idOf = (text: string, number: number): number => {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 0) throw new LogError(`event ${number}: '${text}' is no event id`);
  // Classic sources carry severity and facility in the upper half.
  return id % 2 ** 16;
};

const timeOf = (text: string | undefined): number | null => {
  const dotNet = /^\/Date\((-?\d+)/.exec(text ?? '');
  const time = dotNet === null ? Date.parse(text ?? '') : Number(dotNet[1]);
  return Number.isNaN(time) ? null : time;
};

function fromXml(text: string, number: number): WindowsEvent {
  if (text.length > maxEvent) throw new LogError(`event ${number} is longer than ${maxEvent} characters`);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new LogError(`event ${number} is not XML: ${valid.err.msg}`);
  let value: unknown;
  try {
    value = parser.parse(text);
  } catch (error) {
    throw new LogError(`event ${number} is not XML: ${error instanceof Error ? error.message : error}`);
  }
  const result = eventSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new LogError(`event ${number}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { System, EventData, UserData } = result.data.Event;
  return {
    number,
    provider: decoded(System.Provider['@Name']),
    id: idOf(System.EventID, number),
    computer: decoded(System.Computer),
    time: timeOf(System.TimeCreated?.['@SystemTime']),
    record: System.EventRecordID === undefined ? null : Number(System.EventRecordID),
    data: [...textsIn(EventData), ...textsIn(UserData)],
  };
}

/** A sequence of Event elements, with or without an element around them. */
function eventsInXml(text: string): readonly WindowsEvent[] {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new LogError('it has a DOCTYPE; events have none');
  const events: WindowsEvent[] = [];
  const start = /<Event[\s>]/g;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const end = text.indexOf('</Event>', found.index);
    if (end < 0) throw new LogError(`event ${events.length + 1} has no end`);
    events.push(fromXml(text.slice(found.index, end + '</Event>'.length), events.length + 1));
    start.lastIndex = end;
  }
  return events;
}

const jsonSchema = z.looseObject({
  Id: z.int().nonnegative(),
  ProviderName: z.string(),
  MachineName: z.string(),
  TimeCreated: z.exactOptional(z.union([z.string(), z.null()])),
  RecordId: z.exactOptional(z.number().nullable()),
  Properties: z.exactOptional(z.array(z.looseObject({ Value: z.unknown() })).nullable()),
});

function eventsInJson(text: string): readonly WindowsEvent[] {
  let value: unknown;
  try {
    value = parseUntrusted(text);
  } catch (error) {
    throw new LogError(error instanceof Error ? error.message : String(error));
  }
  return (Array.isArray(value) ? value : [value]).map((one, place) => {
    const result = jsonSchema.safeParse(one);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new LogError(`event ${place + 1}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    const { Id, ProviderName, MachineName, TimeCreated, RecordId, Properties } = result.data;
    return {
      number: place + 1,
      provider: ProviderName,
      id: idOf(String(Id), place + 1),
      computer: MachineName,
      time: timeOf(TimeCreated ?? undefined),
      record: RecordId ?? null,
      data: (Properties ?? []).flatMap(({ Value }) => textsIn(Value)),
    };
  });
}

/**
 * The events in the text of a file, in its order.
 * @throws LogError if it is neither of the two forms, or larger than any log that is to be read as a whole.
 */
export function readWindowsEvents(text: string): readonly WindowsEvent[] {
  if (text.length > maxText) throw new LogError(`it has ${text.length} characters; allowed: ${maxText}`);
  const start = text.replace(/^\uFEFF/, '').trimStart();
  const events = start.startsWith('<') ? eventsInXml(start) : eventsInJson(start);
  if (events.length === 0) throw new LogError('there is no event in it');
  return events;
}
