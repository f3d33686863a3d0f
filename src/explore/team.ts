/** A search and the threads that help it. */
import { type Expansion, expanded, expander, expansionCounts } from './expander.ts';
import type { JointRows } from './joint-rows.ts';
import { sharedMemory } from './memory.ts';
import { type Move, moveAll, movePart, sizeOf } from './moves.ts';
import { doParts, endRounds, follow, lead, makeCounters } from './rounds.ts';
import { takeSlotAmongOthers } from './slots.ts';
import type { Storage, Visited } from './visited.ts';

/** What threads can do together, and what they count. */
export interface Task {
  readonly work: Expansion | Move;
  readonly counts: Int32Array;
}

/** Threads that a search can have help from; who starts a search knows how to start them. */
export interface Helpers {
  /** How many are ready. */
  ready(): number;
  /** With fewer states of one distance, threads wait for each other more than they work. */
  readonly fewestStates: number;
  /** Has each thread call `help`. */
  send(task: Task): void;
}

/** What came of a round. */
export interface RoundResult {
  /** The states below this number have been claimed; where room ran out, the rest is left to the next round. */
  readonly claimed: number;
  readonly steps: number;
  /** By state, from the first on: 0, `putOff` or `isSummit`. */
  readonly marks: Uint8Array;
}

/** So many states are expanded in one round, before the search looks at its bounds again. */
const mostInRound = 1 << 18;

/** Slots or states in one part of a move: threads that write next to each other slow each other down. */
const movedAtOnce = 1 << 13;
/** To move fewer slots or states takes no longer than to tell another thread of it. */
const fewestMoved = 1 << 15;

/** How one thread does its part of a task in each round. */
export const partIn = ({ work, counts }: Task): (() => void) =>
  work.kind === 'expansion'
    ? expander(work, counts)
    : () =>
        doParts(counts, movedAtOnce, (from, end) => {
          movePart(work, from, end, takeSlotAmongOthers);
          return true;
        });

/** Helps with a task until it is done. */
export function help(task: Task): void {
  follow(task.counts, partIn(task));
}

interface SharedExpansion {
  readonly work: Expansion;
  readonly counts: Int32Array;
  readonly expand: () => void;
}

export class Team {
  readonly #helpers: Helpers;
  readonly storage: Storage = { allocate: sharedMemory, move: (move) => this.#move(move) };
  /** The expansion that the others help with. */
  #expansion: { readonly work: Expansion; readonly counts: Int32Array; readonly expand: () => void } | null =
    null;

  constructor(helpers: Helpers) {
    this.#helpers = helpers;
  }

  /** So many states are worth it, and there is somebody to help. */
  isWorth(states: number): boolean {
    return states >= this.#helpers.fewestStates && this.#helpers.ready() > 0;
  }

  /**
   * Expands states of one distance, from the first on, together with all who help.
   * @throws Error if one of them has failed.
   */
  expand(rows: JointRows, visited: Visited, first: number, levelEnd: number): RoundResult {
    const end = Math.min(levelEnd, first + mostInRound);
    visited.reserve(2 * (end - first));
    const { work, counts, expand } = this.#share(rows, visited);
    work.marks.fill(0, 0, end - first);
    counts[expanded.stored] = visited.size;
    counts[expanded.promised] = visited.size;
    counts[expanded.steps] = 0;
    counts[expanded.first] = first;
    const claimed = lead(counts, first, end, expand);
    visited.size = counts[expanded.stored] as number;
    return { claimed, steps: counts[expanded.steps] as number, marks: work.marks };
  }

  /** Lets the others go. */
  end(): void {
    if (this.#expansion !== null) endRounds(this.#expansion.counts);
    this.#expansion = null;
  }

  /** What is shared; it is sent anew when an array was replaced by a longer one. */
  #share({ packing, arrays: rows }: JointRows, { arrays: states }: Visited): SharedExpansion {
    const before = this.#expansion;
    if (
      before !== null &&
      before.work.packing === packing &&
      haveSame(before.work.rows, rows) &&
      haveSame(before.work.states, states)
    )
      return before;
    this.end();
    const marks = new Uint8Array(new SharedArrayBuffer(Math.min(mostInRound, states.origins.length)));
    const work: Expansion = { kind: 'expansion', packing, rows, states, marks };
    const task = { work, counts: makeCounters(expansionCounts) };
    this.#helpers.send(task);
    this.#expansion = { ...task, expand: partIn(task) };
    return this.#expansion;
  }

  #move(work: Move): void {
    const size = sizeOf(work);
    if (size < fewestMoved || !this.isWorth(size)) {
      moveAll(work);
      return;
    }
    this.end();
    const task = { work, counts: makeCounters(0) };
    this.#helpers.send(task);
    lead(task.counts, 0, size, partIn(task));
    endRounds(task.counts);
  }
}

const haveSame = <Arrays extends object>(one: Arrays, other: Arrays): boolean =>
  Object.entries(one).every(([name, array]) => array === other[name as keyof Arrays]);
