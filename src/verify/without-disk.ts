/**
 * The state of a machine with one of its disks left out: the disks after it move up by one number, and what counts disks
 * counts one less. What is said about that disk, or kept in a list, goes with it.
 */
import type { GroupView } from '../composition/index.ts';
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

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

const renumbered = (disk: number, left: number): number => (disk > left ? disk - 1 : disk);

/** Whether an entry of a list, or a message in a channel, is about the disk that is left out. */
const isAbout = (entry: unknown, left: number): boolean =>
  isData(entry) &&
  (entry.disk === left ||
    (ofOneDisk.has(String(entry.from)) && entry.index === left) ||
    (isData(entry.message) && entry.message.disk === left));

/** Whether a controller has given a slot to the disk. */
const hasSlot = ({ connected, queue }: Data, disk: number): boolean =>
  [...(connected as readonly Data[]), ...(queue as readonly Data[])].some((entry) => entry.disk === disk);

/** How many counted disks there are less: one or none. */
function countedWithout(field: string, count: number, all: Data, left: number): number {
  switch (field) {
    case 'disks':
      return 1;
    case 'freeSlots':
      // There are as many as copies can need.
      return hasSlot(all, left) ? 0 : 1;
    case 'remaining':
      // Where copies are brought back one after the other, those that are not dealt with yet are the last.
      return left >= Number(all.disks) - count ? 1 : 0;
    case 'written':
      // A transaction writes to the first disks first.
      return left < count ? 1 : 0;
    default:
      return 0;
  }
}

function fieldWithout(field: string, value: unknown, all: Data, left: number): unknown {
  if (typeof value === 'number') {
    const isNumber = field === 'disk' || (field === 'index' && ofOneDisk.has(String(all.from)));
    if (isNumber) return renumbered(value, left);
    return left === none ? value : value - countedWithout(field, value, all, left);
  }
  if (!Array.isArray(value)) return dataWithout(value, left);
  if (field === 'arrived') return value.filter((disk) => disk !== left).map((disk) => renumbered(disk, left));
  const kept = byDisk.has(field) ? value.filter((_, disk) => disk !== left) : value;
  return dataWithout(kept, left);
}

function dataWithout(data: unknown, left: number): unknown {
  if (Array.isArray(data)) {
    return data.filter((entry) => !isAbout(entry, left)).map((entry) => dataWithout(entry, left));
  }
  if (!isData(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, fieldWithout(field, value, data, left)]),
  );
}

/** An actor is known by where it is and its context; all else is data. */
const textWithout = (part: object, left: number): string =>
  JSON.stringify(
    'value' in part && 'context' in part
      ? [part.value, dataWithout(part.context, left)]
      : dataWithout(part, left),
  );

/** Numbers of such states: equal numbers, equal states, of machines with the same actors but for those of one disk. */
export class WithoutDisk {
  readonly #numbers = new Map<string, number>();
  /** By part of a state and disk that is left out. States share their parts. */
  readonly #parts = new WeakMap<object, Map<number, number>>();

  number(view: GroupView, left: number): number {
    const { parts, problem } = view.state;
    return this.#numberOf(`${this.#partsOf(view, left).join()} ${parts.join()} ${problem}`);
  }

  /** Whether it makes no difference which of two disks next to each other is left out: the one with this number, or the next. */
  areTwins(view: GroupView, disk: number): boolean {
    const others = this.#partsOf(view, disk + 1);
    return this.#partsOf(view, disk).every((part, place) => part === others[place]);
  }

  /** Everything of which there is a number: actors, channels, and what is observed. */
  #partsOf({ group, state }: GroupView, left: number): readonly number[] {
    const actors = state.actors.filter((_, place) => {
      const { role, index } = group.actors[place] as GroupView['group']['actors'][number];
      return index !== left || !ofOneDisk.has(role);
    });
    return [...actors, ...state.channels, ...(state.observations as readonly object[])].map((part) =>
      this.#part(part, left),
    );
  }

  #part(part: object, left: number): number {
    const known = this.#parts.get(part) ?? new Map<number, number>();
    this.#parts.set(part, known);
    const number = known.get(left) ?? this.#numberOf(textWithout(part, left));
    known.set(left, number);
    return number;
  }

  #numberOf(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}
