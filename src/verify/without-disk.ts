/**
 * The state of a machine with one of its disks left out, as text: the disks after it move up by one number, and what
 * counts disks counts one less. Where something speaks of that disk by its number, the text says so, and is not that of
 * any state.
 */
import type { GroupState, GroupView } from '../composition/index.ts';
import type { Role } from '../system/index.ts';

/** There is one of each for each disk. */
const ofOneDisk: ReadonlySet<string> = new Set<Role>([
  'virtual-hard-disk',
  'copy-recovery-in-host',
  'copy-recovery-in-guest',
]);

/** Fields with one entry for each disk. */
const byDisk: ReadonlySet<string> = new Set(['disks', 'mounts', 'dismounts', 'entries']);

/** The number that leaves all disks as they are. */
export const none = Number.POSITIVE_INFINITY;

type Data = Readonly<Record<string, unknown>>;

const renumbered = (disk: unknown, left: number): unknown =>
  typeof disk !== 'number' || disk < left ? disk : disk === left ? 'left out' : disk - 1;

function fieldWithout(field: string, value: unknown, all: Data, left: number): unknown {
  if (field === 'disk') return renumbered(value, left);
  if (field === 'arrived') return (value as readonly number[]).map((disk) => renumbered(disk, left));
  if (byDisk.has(field) && Array.isArray(value)) {
    return value.filter((_, disk) => disk !== left).map((one) => dataWithout(one, left));
  }
  if (typeof value !== 'number') return dataWithout(value, left);
  const isCounted =
    // Every disk counts in how many there are, and in how many free slots copies can need.
    field === 'disks' || field === 'freeSlots'
      ? left !== none
      : // Copies that are not dealt with yet are those of the last disks; a transaction writes to the first ones first.
        field === 'remaining'
        ? left !== none && left >= Number(all.disks) - value
        : field === 'written' && left < value;
  return isCounted ? value - 1 : value;
}

function dataWithout(data: unknown, left: number): unknown {
  if (Array.isArray(data)) return data.map((one) => dataWithout(one, left));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, fieldWithout(field, value, data as Data, left)]),
  );
}

export function withoutDisk({ group, state }: GroupView, left: number): string {
  const actors = group.actors.flatMap(({ role, index }, place) => {
    const { value, context } = state.actors[place] as GroupState['actors'][number];
    if (!ofOneDisk.has(role)) return [[role, index, value, dataWithout(context, left)]];
    return index === left ? [] : [[role, renumbered(index, left), value, dataWithout(context, left)]];
  });
  const channels = state.channels.map((parcels) =>
    parcels.map(({ from, index, message }) => [
      from,
      ofOneDisk.has(from) ? renumbered(index, left) : index,
      dataWithout(message, left),
    ]),
  );
  const { parts, observations, problem } = state;
  return JSON.stringify([actors, channels, parts, dataWithout(observations, left), problem]);
}
