/** A run of the model as a fully logged run: what an implementation would have written. */
import {
  type Composition,
  groupsOf,
  initialState,
  type Message,
  reachedGroups,
  type SystemEvent,
  type SystemState,
  selectActors,
  step,
  wiresFrom,
} from '../../composition/index.ts';
import { isInGuest, type Role } from '../../system/index.ts';
import type { ScopeOptions } from '../../verify/index.ts';
import type { LogEntry, LogHeader } from './log.ts';

const headerOf = (options: ScopeOptions): LogHeader => ({
  format: 'hyperv-backup-spec/log',
  version: 1,
  ...(Object.keys(options).length === 0 ? {} : { options: options as NonNullable<LogHeader['options']> }),
});

/** How many actors take what a channel delivers; they do so before anything that they say to it. */
function receiversOf(
  composition: Composition,
  state: SystemState,
  { group, channel }: Extract<SystemEvent, { type: 'DELIVER' }>,
): number {
  const place = composition.channels.findIndex(({ name }) => name === channel);
  const parcel = state.groups[group]?.channels[place]?.[0];
  if (parcel === undefined) return 0;
  const groups = groupsOf(composition);
  return wiresFrom(composition, parcel.from, parcel.message.type)
    .filter((wire) => wire.channel === channel)
    .flatMap((wire) =>
      reachedGroups(wire.reach ?? 'own', group, groups.length - 1).flatMap((number) => {
        const reached = groups[number];
        return reached === undefined ? [] : selectActors(reached, wire, parcel.message);
      }),
    ).length;
}

/**
 * The lines of a fully logged run, the header first: the host and each guest write what their actors take.
 * @param options Those that the composition was made with, where they differ from what the topology says.
 * @throws RangeError at the first event that is not enabled.
 */
export function* recordedLines(
  composition: Composition,
  events: Iterable<SystemEvent>,
  options: ScopeOptions,
): Iterable<string> {
  const groups = groupsOf(composition);
  const nameOf = (group: number): string => groups[group]?.name ?? '';
  const written = (group: number, actor: string): Pick<LogEntry, 'source' | 'actor'> => ({
    source: isInGuest(actor.replace(/\[\d+\]$/, '') as Role) ? nameOf(group) : 'host',
    actor: `${nameOf(group)}/${actor}`,
  });
  const line = (entry: LogEntry): string => `${JSON.stringify(entry)}\n`;
  const copy = (message: Message) => ({ ...message });
  yield `${JSON.stringify(headerOf(options))}\n`;
  let state = initialState(composition);
  for (const event of events) {
    if (event.type === 'ELAPSE') yield line({ ...written(event.group, event.actor), elapsed: event.delay });
    if (event.type === 'ACT') {
      const received = copy(event.message);
      yield line({ ...written(event.group, event.actor), received, from: 'environment' });
    }
    const reached = step(composition, state, event);
    let delivered = event.type === 'DELIVER' ? receiversOf(composition, state, event) : 0;
    for (const { from, to, message } of reached.communications) {
      if ('channel' in to) continue;
      yield line({
        ...written(to.group, to.actor),
        received: copy(message),
        from: `${nameOf(from.group)}/${from.actor}`,
        ...(delivered > 0 && event.type === 'DELIVER' ? { channel: event.channel } : {}),
      });
      delivered--;
    }
    state = reached.state;
  }
}
