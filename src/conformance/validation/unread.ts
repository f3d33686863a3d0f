/** The lines of a log that no step has explained yet, by source; read on as they are needed. */
import { actorName, type Composition, groupsOf } from '../../composition/index.ts';
import { type Labels, labelOfEntry } from './labels.ts';
import { type Log, type LogEntry, LogError, type LogLine } from './log.ts';

/** Lines that are read at once. */
const block = 4096;

/** Explained lines of a source that are kept until it is worth while to drop them. */
const dropped = 8192;

/** What a line may mean: that an actor of a group shows this. */
export interface Meaning {
  readonly group: number;
  readonly label: number;
}

/** An actor that the log names. */
interface Address {
  readonly group: number;
  /** Of its group. */
  readonly name: string;
  readonly actor: string;
  /** The source that logs it. */
  readonly owner: number;
}

/** The lines of one source. A position counts the lines before it. */
export class Source {
  readonly name: string;
  #first = 0;
  #meanings: (readonly Meaning[])[] = [];
  #numbers: number[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** The position after the last line that was read. */
  get end(): number {
    return this.#first + this.#numbers.length;
  }

  add(meanings: readonly Meaning[], number: number): void {
    this.#meanings.push(meanings);
    this.#numbers.push(number);
  }

  meanings(position: number): readonly Meaning[] {
    return this.#meanings[position - this.#first] as readonly Meaning[];
  }

  /** The number of the line in the file. */
  number(position: number): number {
    return this.#numbers[position - this.#first] as number;
  }

  /** Lines before a position are not asked for any more. */
  forget(position: number): void {
    const count = position - this.#first;
    if (count < dropped) return;
    this.#meanings = this.#meanings.slice(count);
    this.#numbers = this.#numbers.slice(count);
    this.#first = position;
  }
}

export class Unread {
  readonly sources: Source[] = [];
  isAtEnd = false;
  /** Lines that were read so far. */
  lines = 0;
  readonly #log: Iterator<LogLine>;
  readonly #labels: Labels;
  readonly #groups: ReadonlyMap<string, number>;
  readonly #actors: readonly ReadonlySet<string>[];
  readonly #byName = new Map<string, number>();
  /** By group and label. */
  readonly #single: (readonly Meaning[])[][];
  readonly #addresses = new Map<string, Address>();
  /** By group and actor. */
  readonly #sourceOf: Map<string, number>[];

  constructor({ lines }: Log, composition: Composition, labels: Labels) {
    const groups = groupsOf(composition);
    this.#log = lines[Symbol.iterator]();
    this.#labels = labels;
    this.#groups = new Map(groups.map(({ name }, group) => [name, group]));
    this.#actors = groups.map(({ actors }) => new Set(actors.map(actorName)));
    this.#sourceOf = groups.map(() => new Map());
    this.#single = groups.map(() => []);
  }

  /** The source that logs an actor, or -1 where none of its lines was read so far. */
  sourceOf(group: number, actor: string): number {
    return this.#sourceOf[group]?.get(actor) ?? -1;
  }

  /**
   * Reads some lines more; false where there are none.
   * @throws LogError at a line that is none of a log, or names what is not in the system.
   */
  more(): boolean {
    const before = this.lines;
    while (!this.isAtEnd && this.lines - before < block) {
      const next = this.#log.next();
      if (next.done === true) this.isAtEnd = true;
      else this.#add(next.value);
    }
    return this.lines > before;
  }

  #add({ number, source, meanings }: LogLine): void {
    this.lines++;
    const place = this.#source(source);
    const [first, ...others] = meanings;
    const known =
      first !== undefined && others.length === 0
        ? this.#alone(this.#meaning(first, number, place))
        : meanings.map((entry) => this.#meaning(entry, number, place));
    (this.sources[place] as Source).add(known, number);
  }

  /** One object for each meaning, however many lines have it. */
  #alone(meaning: Meaning): readonly Meaning[] {
    const ofGroup = this.#single[meaning.group] ?? [];
    const known = ofGroup[meaning.label] ?? [meaning];
    ofGroup[meaning.label] = known;
    return known;
  }

  #meaning(entry: LogEntry, number: number, source: number): Meaning {
    const { group, name, actor, owner } =
      this.#addresses.get(entry.actor) ?? this.#address(entry.actor, number, source);
    if (owner !== source) {
      throw new LogError(
        `line ${number}: '${entry.actor}' is logged by '${this.sources[owner]?.name}' and by '${this.sources[source]?.name}'; an actor is logged by one source`,
      );
    }
    return { group, label: this.#labels.number(labelOfEntry(entry, name, actor)) };
  }

  /** An address that is met for the first time: from now on its actor is logged by this source. */
  #address(text: string, number: number, owner: number): Address {
    const slash = text.lastIndexOf('/');
    const name = text.slice(0, slash);
    const actor = text.slice(slash + 1);
    const group = this.#groups.get(name);
    if (group === undefined || this.#actors[group]?.has(actor) !== true) {
      const known = group === undefined ? [...this.#groups.keys()] : [...(this.#actors[group] ?? [])];
      throw new LogError(
        `line ${number}: there is no actor '${text}' in this system; ${group === undefined ? 'groups' : `actors of ${name}`} are ${known.join(', ')}`,
      );
    }
    const address = { group, name, actor, owner };
    this.#addresses.set(text, address);
    this.#sourceOf[group]?.set(actor, owner);
    return address;
  }

  #source(name: string): number {
    let source = this.#byName.get(name);
    if (source === undefined) {
      source = this.sources.push(new Source(name)) - 1;
      this.#byName.set(name, source);
    }
    return source;
  }
}
