/** Messages, lines of a log and steps in words. */
import type { Message, SystemEvent } from '../../composition/index.ts';
import type { Label } from './labels.ts';

export const say = ({ type, ...fields }: Message): string =>
  Object.keys(fields).length === 0 ? type : `${type} ${JSON.stringify(fields)}`;

/** A label in words; `group` is where its actor is. */
export function labelText({ actor, message, via, from }: Label, group: string): string {
  const who = `${group}/${actor}`;
  if (via === 'wait') return `${message.type} of ${who} is over`;
  const sender = from === null || from.includes('/') ? from : `${group}/${from}`;
  const whence = [
    ...(via === 'environment' ? ['from the environment'] : []),
    ...(sender === null ? [] : [`from ${sender}`]),
    ...(via?.startsWith('channel ') ? [`over ${via.slice('channel '.length)}`] : []),
  ];
  return [`${who} takes ${say(message)}`, ...whence].join(' ');
}

export const eventText = (event: SystemEvent, group: string): string =>
  event.type === 'DELIVER'
    ? `${event.channel} of ${group} delivers`
    : event.type === 'ELAPSE'
      ? `${event.delay} of ${group}/${event.actor} is over`
      : `${group}/${event.actor} takes ${say(event.message)} from the environment`;
