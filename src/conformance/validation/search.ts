/**
 * Is there a run of the model that explains a log? Depth-first, with memory of what was tried.
 *
 * A line that says how it came names the step that begins with it. Where that step can be taken, and
 * everything that it shows is in the log for certain and stands there next, it is taken and nothing else
 * is tried: what any other explanation does before it concerns neither its actors nor its lines, so the
 * step may as well come first. A fully logged run has no other steps, so nothing of it is kept.
 * Elsewhere every step that the log allows is tried: first those that explain lines, then those that show
 * nothing, or nothing that must be in the log.
 */
import type { Composition } from '../../composition/index.ts';
import { isAtEnd, triedTooMuch, verdictOnWhole } from './end.ts';
import { Expectation } from './expectation.ts';
import type { Assumption, Explained, Outcome, Taken } from './explained.ts';
import { Labels } from './labels.ts';
import type { Log } from './log.ts';
import { Matcher, type Positions } from './match.ts';
import { type ShownLine, ShownProduct, type ShownStep } from './shown.ts';
import { Unread } from './unread.ts';

export interface SearchOptions {
  readonly limits: SearchLimits;
  /** Whether the steps are remembered; then memory grows with the run. */
  readonly isRunKept: boolean;
  /** Whether a run must come to the end of the backup. */
  readonly isEndDemanded: boolean;
}

export interface SearchLimits {
  /** States in which something was chosen that may be tried before the search gives up. */
  readonly maxChoices: number;
  /** Lines that may lie unexplained in memory, because other sources run behind. */
  readonly maxUnread: number;
}

/** Where no run needs to choose much, both are far away. */
export const defaultLimits: SearchLimits = { maxChoices: 200_000, maxUnread: 1_000_000 };

/** Longest prefixes that are told. */
const prefixesTold = 3;

const sum = (at: Positions): number => at.reduce((total, count) => total + count, 0);

interface Candidate extends Explained {
  readonly rank: number;
}

export class LogSearch {
  readonly product: ShownProduct;
  readonly labels = new Labels();
  readonly unread: Unread;
  readonly matcher: Matcher;
  readonly #options: SearchOptions;
  readonly #tried = new Set<string>();
  readonly #open: Explained[] = [];
  #furthest: Explained[] = [];
  /** The first that explains all and is not over. */
  #whole: Explained | null = null;
  #state: Int32Array;
  #at: Positions = [];
  /** The sum of the positions. */
  #explained = 0;
  #steps = 0;
  #assumed: Assumption | null = null;
  #run: Taken | null = null;

  /** @throws LogError if the header of the log declares what is not in the system. */
  constructor(composition: Composition, log: Log, options: SearchOptions) {
    this.product = new ShownProduct(composition, this.labels);
    this.unread = new Unread(log, composition, this.labels);
    this.matcher = new Matcher(
      this.labels,
      this.unread,
      new Expectation(composition, this.labels, log.header),
    );
    this.#options = options;
    this.#state = new Int32Array(this.product.width);
  }

  /** @throws LogError at a line that is none of a log. */
  run(): Outcome {
    const { maxChoices, maxUnread } = this.#options.limits;
    for (;;) {
      if (!this.#readAhead())
        return this.#givenUp(`more than ${maxUnread} lines wait for lines of other sources`);
      if (this.#isDone()) {
        if (isAtEnd(this.product, this.#state)) return this.#comesToTheEnd();
        this.#lookForTheEnd();
      }
      const taken = this.#takeNamed();
      if (taken === 'taken') continue;
      const candidates = taken === 'more' ? 'more' : this.#candidates();
      if (candidates === 'more') {
        this.#more();
        continue;
      }
      this.#note();
      for (const candidate of candidates) this.#open.push(candidate);
      if (!this.#back())
        return this.#whole === null ? this.#fails('unexplained', null) : this.#explains(this.#whole, false);
      if (this.#tried.size > maxChoices) return this.#givenUp(triedTooMuch(maxChoices));
    }
  }

  /**
   * All lines are explained: from here on only steps that the log would not show lead to the end of the
   * backup. Other ways to explain the lines are tried only where the end is demanded.
   */
  #lookForTheEnd(): void {
    if (this.#whole !== null) return;
    this.#whole = this.#here();
    if (!this.#options.isEndDemanded) this.#open.length = 0;
  }

  /** Whether the lines that lie unexplained are few enough; at least one is there unless the log is at its end. */
  #readAhead(): boolean {
    const { unread } = this;
    while (this.#at.length < unread.sources.length) this.#at.push(0);
    if (unread.isAtEnd) return true;
    const waiting = unread.lines - this.#explained;
    if (waiting === 0) {
      this.#more();
      return this.#readAhead();
    }
    return waiting <= this.#options.limits.maxUnread;
  }

  /** Reads on; of lines that nothing can come back to, none is kept. */
  #more(): void {
    if (this.#open.length === 0) {
      for (const [index, source] of this.unread.sources.entries()) source.forget(this.#at[index] ?? 0);
    }
    this.unread.more();
  }

  #isDone(): boolean {
    return this.unread.isAtEnd && this.#explained === this.unread.lines;
  }

  /** Takes the step that some next line names, if there is just one, all that it shows is certain, and stands there. */
  #takeNamed(): 'taken' | 'more' | 'none' {
    const { sources } = this.unread;
    let first = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < sources.length; index++) {
      const source = sources[index] as (typeof sources)[number];
      const position = this.#at[index] ?? 0;
      if (position < source.end && source.number(position) < least) {
        least = source.number(position);
        first = index;
      }
    }
    if (first < 0) return 'none';
    const found = this.#takeNamedBy(first);
    if (found !== 'none') return found;
    let isMoreNeeded = false;
    for (let index = 0; index < sources.length; index++) {
      if (index === first) continue;
      const other = this.#takeNamedBy(index);
      if (other === 'taken') return 'taken';
      if (other === 'more') isMoreNeeded = true;
    }
    return isMoreNeeded ? 'more' : 'none';
  }

  #takeNamedBy(index: number): 'taken' | 'more' | 'none' {
    const source = this.unread.sources[index];
    const position = this.#at[index] ?? 0;
    if (source === undefined || position >= source.end) return 'none';
    const [meaning, ...others] = source.meanings(position);
    if (meaning === undefined || others.length > 0) return 'none';
    const { group, label } = meaning;
    if (this.labels.label(label).via === null) return 'none';
    const step = this.product.namedStep(group, this.#state[group] as number, label);
    if (step === null) return 'none';
    const before = step.told.outgoing === 0 ? null : this.#state.slice();
    const local = this.#state[group] as number;
    const lines = this.product.take(this.#state, group, step);
    if (lines !== null && this.matcher.isCertain(lines)) {
      const isInOrder = this.matcher.goesOn(lines, this.#at);
      const match = isInOrder ? null : this.matcher.match(lines, this.#at);
      if (match === null || match.kind === 'read') {
        this.#at = match?.readings[0]?.at ?? this.#at;
        this.#explained += lines.length;
        this.#steps++;
        this.#run = this.#goneOn(group, step);
        return 'taken';
      }
      this.#restore(before, group, local);
      return match.kind === 'more' ? 'more' : 'none';
    }
    this.#restore(before, group, local);
    return 'none';
  }

  /** The run with one step more, where it is kept. */
  #goneOn(group: number, { told }: ShownStep): Taken | null {
    return this.#options.isRunKept ? { before: this.#run, event: { ...told.event, group } } : null;
  }

  #restore(before: Int32Array | null, group: number, local: number): void {
    if (before === null) this.#state[group] = local;
    else this.#state = before;
  }

  /** Every step that the log allows here, with the ways to read it: the best last. */
  #candidates(): readonly Candidate[] | 'more' {
    const found: Candidate[] = [];
    for (let group = 0; group < this.product.width; group++) {
      for (const step of this.product.shownSteps(group, this.#state[group] as number)) {
        const isIdle = step.told.next === this.#state[group] && step.told.outgoing === 0;
        const state = this.#state.slice();
        const lines = this.product.take(state, group, step);
        if (lines === null) continue;
        const match = this.matcher.match(lines, this.#at);
        if (match.kind === 'more') return 'more';
        if (match.kind === 'mismatch') continue;
        for (const { at, missing } of match.readings) {
          const explained = sum(at) - this.#explained;
          if (explained === 0 && isIdle) continue;
          found.push(this.#candidate(step, group, state, at, missing, explained));
        }
      }
    }
    return found.sort((one, other) => one.rank - other.rank);
  }

  #candidate(
    step: ShownStep,
    group: number,
    state: Int32Array,
    at: Positions,
    missing: readonly ShownLine[],
    explained: number,
  ): Candidate {
    const { told } = step;
    const event = explained > 0 ? null : { ...told.event, group };
    const assumed =
      event === null && missing.length === 0 ? this.#assumed : { before: this.#assumed, event, missing };
    const rank = explained > 0 ? 2 + explained : told.event.type === 'ACT' ? 0 : 1;
    const run = this.#goneOn(group, step);
    return { state, at, lines: sum(at), steps: this.#steps + 1, assumed, run, rank };
  }

  /** Goes on where the next untried state is; false where none is left. */
  #back(): boolean {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      const key = `${next.at.join()} ${next.state.join()}`;
      if (this.#tried.has(key)) continue;
      this.#tried.add(key);
      this.#state = next.state.slice();
      this.#at = next.at.slice();
      this.#explained = next.lines;
      this.#steps = next.steps;
      this.#assumed = next.assumed;
      this.#run = next.run;
      return true;
    }
    return false;
  }

  #here(): Explained {
    return {
      state: this.#state.slice(),
      at: this.#at.slice(),
      lines: this.#explained,
      steps: this.#steps,
      assumed: this.#assumed,
      run: this.#run,
    };
  }

  /** Remembers where most lines are explained. */
  #note(): void {
    const lines = this.#explained;
    const most = this.#furthest[0]?.lines ?? -1;
    if (lines < most) return;
    if (lines > most) this.#furthest = [];
    if (this.#furthest.length < prefixesTold) this.#furthest.push(this.#here());
  }

  /** Where the end is not demanded, the run ends with the log: what it may do then is not assumed. */
  #comesToTheEnd(): Outcome {
    const run = this.#options.isEndDemanded ? this.#here() : (this.#whole ?? this.#here());
    return this.#explains(run, true);
  }

  #explains(run: Explained, isComplete: boolean | null): Outcome {
    return { ...verdictOnWhole(isComplete, this.#options.isEndDemanded), furthest: [run] };
  }

  #givenUp(reason: string): Outcome {
    if (this.#whole === null || this.#options.isEndDemanded) return this.#fails('inconclusive', reason);
    return this.#explains(this.#whole, null);
  }

  #fails(verdict: Outcome['verdict'], reason: string | null): Outcome {
    if (this.#furthest.length === 0) this.#note();
    return { verdict, reason, isComplete: null, furthest: this.#furthest };
  }
}
