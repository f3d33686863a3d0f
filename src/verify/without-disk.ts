/**
 * The state of a machine with one of its disks left out: the disks after it move up by one number, and what counts disks
 * counts one less. Where something speaks of that disk by its number, this is the state of no machine.
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
  // Only what is of one disk has a number of its own in a channel.
  if (field === 'index' && ofOneDisk.has(String(all.from))) return renumbered(value, left);
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

/** Numbers of such states: equal numbers, equal states, of machines with the same actors but for those of one disk. */
export class WithoutDisk {
  readonly #numbers = new Map<string, number>();
  /** By part of a state and disk that is left out. States share their parts. */
  readonly #parts = new WeakMap<object, Map<number, number>>();

  number({ group, state }: GroupView, left: number): number {
    const actors = group.actors.map(({ role, index }, place) => {
      if (ofOneDisk.has(role) && index === left) return '';
      const { value, context } = state.actors[place] as GroupState['actors'][number];
      return `${role} ${JSON.stringify(value)} ${this.#part(context, left)}`;
    });
    const others = [...state.channels, ...state.observations].map((part) => this.#part(part as object, left));
    return this.#numberOf(
      `${actors.filter((actor) => actor !== '').join()} ${others.join()} ${state.parts.join()} ${state.problem}`,
    );
  }

  #part(part: object, left: number): number {
    const known = this.#parts.get(part) ?? new Map<number, number>();
    this.#parts.set(part, known);
    const number = known.get(left) ?? this.#numberOf(JSON.stringify(dataWithout(part, left)));
    known.set(left, number);
    return number;
  }

  #numberOf(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}
