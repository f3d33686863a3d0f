/**
 * What a line says, as a number: labels are interned, so that a line of a log and what a step of the model
 * shows are compared as integers. Names of groups are left out where they are the label's own, so that
 * virtual machines of one shape share labels.
 */
import type { Message } from '../../composition/index.ts';
import type { LogEntry } from './log.ts';

/** How a message came: delivered by a channel, from the environment, as a call, or a wait that was over. */
export type Via = `channel ${string}` | 'environment' | 'call' | 'wait';

export interface Label {
  /** Name within its group. */
  readonly actor: string;
  /** What it took; of a wait only its name as the type. */
  readonly message: Message;
  /** Null where the log does not say it. */
  readonly via: Via | null;
  /**
   * Who said it: a name within the same group, or group/actor; null where the log does not say it, and where
   * several say it together.
   */
  readonly from: string | null;
}

/** Fields in a fixed order. */
function messageKey(message: Message): string {
  const names = Object.keys(message);
  if (names.length === 1) return message.type;
  return JSON.stringify(names.sort().map((name) => [name, message[name]]));
}

const isPart = (part: Message, whole: Message): boolean =>
  Object.entries(part).every(([name, value]) => JSON.stringify(value) === JSON.stringify(whole[name]));

export class Labels {
  readonly #labels: Label[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #matches = new Map<number, boolean>();

  number(label: Label): number {
    const { actor, message, via, from } = label;
    const key = `${actor} ${via} ${from} ${messageKey(message)}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#labels.length;
      this.#labels.push(label);
      this.#numbers.set(key, number);
    }
    return number;
  }

  label(number: number): Label {
    return this.#labels[number] as Label;
  }

  /** Whether a line of a log may be what the model shows. */
  matches(logged: number, shown: number): boolean {
    if (logged === shown) return true;
    const key = logged * 2 ** 26 + shown;
    let known = this.#matches.get(key);
    if (known === undefined) {
      const [one, other] = [this.label(logged), this.label(shown)];
      known =
        one.actor === other.actor &&
        (one.via === null ? other.via !== 'wait' : one.via === other.via) &&
        (one.from === null || other.from === null || one.from === other.from) &&
        isPart(one.message, other.message);
      this.#matches.set(key, known);
    }
    return known;
  }
}

/** The label of a line; `group` and `actor` are its address, taken apart. */
export function labelOfEntry(entry: LogEntry, group: string, actor: string): Label {
  if ('elapsed' in entry) {
    return { actor, message: { type: String(entry.elapsed) }, via: 'wait', from: null };
  }
  const { received, from, channel } = entry as Extract<LogEntry, { received: unknown }>;
  const isFromWorld = from === 'environment';
  return {
    actor,
    message: received,
    via: channel !== undefined ? `channel ${channel}` : isFromWorld ? 'environment' : null,
    from: from === undefined || isFromWorld ? null : withinGroup(from, group),
  };
}

/** An address as a label names it. */
export const withinGroup = (address: string, group: string): string =>
  address.startsWith(`${group}/`) ? address.slice(group.length + 1) : address;
