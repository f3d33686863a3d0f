/**
 * What a step shows against the next lines of the sources that it concerns.
 *
 * Lines of one step may stand in any order in which a system may work off its calls: an answer after what
 * it answers, and what one actor says to another in the order in which it is said. The lines of a step are
 * the next ones of their source, without others between them.
 */
import type { Expectation } from './expectation.ts';
import type { Labels } from './labels.ts';
import type { ShownLine } from './shown.ts';
import type { Source, Unread } from './unread.ts';

/** By source, how many of its lines are explained. */
export type Positions = number[];

/** One way in which the log may show a step. */
export interface Reading {
  readonly at: Positions;
  /** What the step shows and the log does not hold, where it need not. */
  readonly missing: readonly ShownLine[];
}

export interface Mismatch {
  /** What the step shows and the log does not hold there. */
  readonly shown: ShownLine;
  /** Where it should stand, or null where no line of the actor is left. */
  readonly place: { readonly source: number; readonly position: number } | null;
}

export type Match =
  | { readonly kind: 'read'; readonly readings: readonly Reading[] }
  /** Lines that are not read yet may be what it shows. */
  | { readonly kind: 'more' }
  | { readonly kind: 'mismatch'; readonly mismatch: Mismatch };

/** Ways to read one step that are followed; more differ only in which of many like lines are missing. */
const maxReadings = 64;

/** A way to read the lines of a step in one source. */
interface Part {
  readonly end: number;
  readonly missing: readonly ShownLine[];
}

export class Matcher {
  readonly #labels: Labels;
  readonly #unread: Unread;
  readonly #expectation: Expectation;

  constructor(labels: Labels, unread: Unread, expectation: Expectation) {
    this.#labels = labels;
    this.#unread = unread;
    this.#expectation = expectation;
  }

  /** Whether every line of a step is in the log for certain. */
  isCertain(lines: readonly ShownLine[]): boolean {
    for (const { group, label } of lines) if (this.#expectation.of(group, label) !== 'logged') return false;
    return true;
  }

  /** Lines in the order in which they are shown, all of them certain: the positions go on, or stay where they are. */
  goesOn(lines: readonly ShownLine[], at: Positions): boolean {
    for (let count = 0; count < lines.length; count++) {
      const line = lines[count] as ShownLine;
      const source = this.#sourceOf(line);
      if (source >= 0 && this.#isAt(source, at[source] as number, line)) {
        (at[source] as number)++;
        continue;
      }
      for (let matched = 0; matched < count; matched++) {
        (at[this.#sourceOf(lines[matched] as ShownLine)] as number)--;
      }
      return false;
    }
    return true;
  }

  match(lines: readonly ShownLine[], at: Positions): Match {
    const bySource = new Map<number, ShownLine[]>();
    const absent: ShownLine[] = [];
    for (const line of lines) {
      const expected = this.#expectation.of(line.group, line.label);
      if (expected === 'unlogged') continue;
      const source = this.#sourceOf(line);
      if (source >= 0) {
        const known = bySource.get(source);
        if (known === undefined) bySource.set(source, [line]);
        else known.push(line);
      } else if (expected === 'perhaps') absent.push(line);
      else if (!this.#unread.isAtEnd) return { kind: 'more' };
      else return { kind: 'mismatch', mismatch: { shown: line, place: null } };
    }
    let readings: readonly Reading[] = [{ at, missing: absent }];
    for (const [source, shown] of bySource) {
      const parts = this.#parts(source, at[source] ?? 0, shown, lines);
      if ('kind' in parts) return parts;
      readings = readings
        .flatMap((reading) =>
          parts.map(({ end, missing }: Part) => {
            const after = reading.at.slice();
            after[source] = end;
            return { at: after, missing: [...reading.missing, ...missing] };
          }),
        )
        .slice(0, maxReadings);
    }
    return { kind: 'read', readings };
  }

  #sourceOf({ group, label }: ShownLine): number {
    return this.#unread.sourceOf(group, this.#labels.label(label).actor);
  }

  #isAt(source: number, position: number, { group, label }: ShownLine): boolean {
    const lines = this.#unread.sources[source] as Source;
    if (position >= lines.end) return false;
    for (const meaning of lines.meanings(position)) {
      if (meaning.group === group && this.#labels.matches(meaning.label, label)) return true;
    }
    return false;
  }

  /** The one way to read lines of which none may be missing: like lines are interchangeable. */
  #whole(
    source: number,
    start: number,
    shown: readonly ShownLine[],
    all: readonly ShownLine[],
  ): readonly [Part] | Exclude<Match, { kind: 'read' }> {
    const { end } = this.#unread.sources[source] as Source;
    const open = [...shown];
    for (let position = start; ; position++) {
      const [owed] = open;
      if (owed === undefined) return [{ end: position, missing: [] }];
      if (position >= end && !this.#unread.isAtEnd) return { kind: 'more' };
      const next = open.findIndex(
        (line) => this.#isAt(source, position, line) && this.#passedOver(line, open, all) !== null,
      );
      if (next < 0) return { kind: 'mismatch', mismatch: { shown: owed, place: { source, position } } };
      open.splice(next, 1);
    }
  }

  /** The ways to read the lines of a step in one source, the most lines first. */
  #parts(
    source: number,
    start: number,
    shown: readonly ShownLine[],
    all: readonly ShownLine[],
  ): readonly Part[] | Exclude<Match, { kind: 'read' }> {
    if (this.isCertain(shown)) return this.#whole(source, start, shown, all);
    const parts = new Map<number, Part>();
    const { end } = this.#unread.sources[source] as Source;
    let needsMore = false;
    let mismatch: Mismatch | null = null;
    const visit = (position: number, open: readonly ShownLine[], missing: readonly ShownLine[]): void => {
      const owed = open.find((line) => this.#expectation.of(line.group, line.label) === 'logged');
      if (owed === undefined && !parts.has(position)) {
        parts.set(position, { end: position, missing: [...missing, ...open] });
      }
      if (open.length === 0) return;
      if (position >= end && !this.#unread.isAtEnd) {
        needsMore = true;
        return;
      }
      let isRead = false;
      for (const line of open) {
        if (!this.#isAt(source, position, line)) continue;
        const passed = this.#passedOver(line, open, all);
        if (passed === null) continue;
        isRead = true;
        visit(
          position + 1,
          open.filter((one) => one !== line && !passed.includes(one)),
          [...missing, ...passed],
        );
      }
      if (!isRead && owed !== undefined) mismatch ??= { shown: owed, place: { source, position } };
    };
    visit(start, shown, []);
    if (needsMore) return { kind: 'more' };
    if (parts.size === 0 && mismatch !== null) return { kind: 'mismatch', mismatch };
    return [...parts.values()].sort((one, other) => other.end - one.end);
  }

  /** Lines that must be missing where this one is next; null where one of them cannot be. */
  #passedOver(
    line: ShownLine,
    open: readonly ShownLine[],
    all: readonly ShownLine[],
  ): readonly ShownLine[] | null {
    const { actor, from } = this.#labels.label(line.label);
    const passed: ShownLine[] = [];
    for (const other of open) {
      if (other === line) break;
      const label = this.#labels.label(other.label);
      const isBefore =
        all[line.cause] === other ||
        (other.group === line.group && label.actor === actor && label.from === from);
      if (!isBefore) continue;
      if (this.#expectation.of(other.group, other.label) === 'logged') return null;
      passed.push(other);
    }
    return passed;
  }
}
