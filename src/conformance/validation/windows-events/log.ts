/** Windows events as a log of the model: each computer is a source; what is not known is counted, not guessed at. */
import { actorName, type Composition, groupsOf } from '../../../composition/index.ts';
import { backupComposition, type Fault, type Topology } from '../../../system/index.ts';
import { declarableNames } from '../expectation.ts';
import { type Log, type LogEntry, LogError, type LogLine } from '../log.ts';
import { type EventMeaning, eventMeanings, meaningOf, type Shown } from './mapping.ts';
import type { WindowsEvent } from './read.ts';

/** An event that is not part of the log of the model, and how often it came. */
export interface EventCount {
  readonly provider: string;
  readonly id: number;
  readonly says: string | null;
  readonly times: number;
}

export interface WindowsLog {
  readonly log: Log;
  readonly events: number;
  /** Events of which nothing is known here. */
  readonly unknown: readonly EventCount[];
  /** Events that are known, and of which the model of this system has nothing. */
  readonly unmodelled: readonly EventCount[];
  /** Events that say again what another event of the same computer has just said. */
  readonly repeated: number;
}

interface Placed {
  readonly event: WindowsEvent;
  readonly where: EventMeaning['where'];
  /** The virtual machine that it is about; null where it does not say so. */
  readonly machine: string | null;
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Which computer is which: guests are called as their virtual machines, and one computer is the host. */
function place(events: readonly WindowsEvent[], { virtualMachines }: Topology): readonly Placed[] {
  const names = virtualMachines.map(({ name }) => name);
  const guestOf = (computer: string): string | undefined =>
    names.find((name) => isSame(name, computer) || isSame(name, computer.split('.')[0] ?? ''));
  const hosts = [...new Set(events.map(({ computer }) => computer))].filter(
    (one) => guestOf(one) === undefined,
  );
  if (hosts.length > 1) {
    throw new LogError(
      `the computers ${hosts.join(', ')} are not called as virtual machines of the topology (${names.join(', ')}), and only one of them can be the host`,
    );
  }
  return events.map((event) => {
    const guest = guestOf(event.computer);
    if (guest !== undefined) return { event, where: 'guest', machine: guest };
    const named = names.find((name) => event.data.some((text) => isSame(text, name)));
    return { event, where: 'host', machine: named ?? null };
  });
}

/** By time within a computer; the number of the record, or the place in the file, where the time is the same. */
const inOrder = (one: Placed, other: Placed): number =>
  (one.event.time ?? 0) - (other.event.time ?? 0) ||
  (one.event.record ?? 0) - (other.event.record ?? 0) ||
  one.event.number - other.event.number;

/** What an event may mean: of the actors of its virtual machine, or of every one where it does not say which. */
function entriesOf(
  composition: Composition,
  { event, machine }: Placed,
  shows: readonly Shown[],
): readonly LogEntry[] {
  return shows.flatMap((shown) =>
    groupsOf(composition).flatMap(({ name, actors }, group) =>
      actors
        .filter(({ role }) => role === shown.role && (group === 0 || machine === null || name === machine))
        .map((actor): LogEntry => {
          const who = { source: event.computer, actor: `${name}/${actorName(actor)}` };
          return 'elapsed' in shown
            ? { ...who, elapsed: shown.elapsed }
            : { ...who, received: { type: shown.takes, ...shown.fields } };
        }),
    ),
  );
}

const nameOf = (shown: Shown): string => ('elapsed' in shown ? shown.elapsed : shown.takes);

function counted(placed: readonly Placed[], says: (one: Placed) => string | null): readonly EventCount[] {
  const counts = new Map<string, EventCount>();
  for (const one of placed) {
    const { provider, id } = one.event;
    const key = `${provider.toLowerCase()} ${id}`;
    const times = (counts.get(key)?.times ?? 0) + 1;
    counts.set(key, { provider, id, says: says(one), times });
  }
  return [...counts.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
}

/**
 * Events as a log. The faults that they give evidence of are switched on, each may happen as often as there
 * are events of it, and everything else is unlogged.
 * @throws LogError if it cannot be told which computer is the host.
 */
export function logOfWindowsEvents(topology: Topology, events: readonly WindowsEvent[]): WindowsLog {
  const { hostRelease } = topology;
  const placed = [...place(events, topology)].sort(inOrder);
  const meanings = new Map(
    placed.map((one) => [one, meaningOf(one.event.provider, one.event.id, one.where, hostRelease)]),
  );
  const composition = backupComposition(topology);
  const unknown: Placed[] = [];
  const unmodelled: Placed[] = [];
  const lines: LogLine[] = [];
  const last = new Map<string, { readonly key: string; readonly event: WindowsEvent }>();
  const evidence: (readonly Fault[])[] = [];
  let repeated = 0;
  for (const one of placed) {
    const known = meanings.get(one);
    const entries = known === undefined ? [] : entriesOf(composition, one, known.shows);
    if (known === undefined) unknown.push(one);
    else if (entries.length === 0) unmodelled.push(one);
    else {
      const { computer: source, number, provider, id } = one.event;
      const key = JSON.stringify(entries);
      const before = last.get(source);
      last.set(source, { key, event: one.event });
      // Several services report the same; the same event again is another occurrence.
      if (before?.key === key && (before.event.provider !== provider || before.event.id !== id)) {
        repeated++;
        continue;
      }
      if (known.faults.length > 0) evidence.push(known.faults);
      lines.push({ number, source, meanings: entries });
    }
  }
  const options = { faults: [...new Set(evidence.flat())].sort(), faultBudget: evidence.length };
  const known = declarableNames(backupComposition(topology, options));
  const logged = [...new Set(eventMeanings.flatMap(({ shows }) => shows.map(nameOf)))].filter((name) =>
    known.has(name),
  );
  return {
    log: {
      header: {
        format: 'hyperv-backup-spec/log',
        version: 1,
        options,
        logged,
        mayMiss: logged,
      },
      lines,
    },
    events: events.length,
    unknown: counted(unknown, () => null),
    unmodelled: counted(unmodelled, (one) => meanings.get(one)?.says ?? null),
    repeated,
  };
}
