/** A search and the threads that help it. */
import { type Expansion, expanded, expander, expansionCounts } from './expander.ts';
import { countFindings, type FindingArrays, readFindings, sharedFindings } from './findings.ts';
import type { JointRows } from './joint-rows.ts';
import { sharedMemory } from './memory.ts';
import { type Move, moveAll, movePart, sizeOf } from './moves.ts';
import { sourceOf } from './origins.ts';
import { counter, doParts, endRounds, follow, lead, makeCounters } from './rounds.ts';
import { takeSlotAmongOthers } from './slots.ts';
import type { Storage, Visited } from './visited.ts';

/** What threads can do together, and what they count. */
export interface Task {
  readonly work: Expansion | Move;
  readonly counts: Int32Array;
  /** Tasks that count together are numbered in the order in which they are sent. */
  readonly number: number;
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
  /** By state, from the first on: whether it is still to be expanded. */
  readonly isPutOff: Uint8Array;
  /** By state, from the first on: whether one of the successors that were looked up has a greater number. */
  readonly hasGreater: Uint8Array;
}

/** So many states are expanded in one round: what is found of them stays in the caches of the processors. */
const mostInRound = 1 << 14;
/** Room for what one thread finds in one stretch of slots: for one of two threads, eight of each state of half a round. */
const findingsRoom = 1 << 14;

/** Slots or states in one part of a move: threads that write next to each other slow each other down. */
const movedAtOnce = 1 << 13;
/** To move fewer slots or states takes no longer than to tell another thread of it. */
const fewestMoved = 1 << 15;

/** How one thread, by number from 0 on, does its part of a task in each round. */
export const partIn = ({ work, counts }: Task, thread: number): (() => void) =>
  work.kind === 'expansion'
    ? expander(work, counts, thread)
    : () =>
        doParts(counts, movedAtOnce, (from, end) => {
          movePart(work, from, end, takeSlotAmongOthers);
          return true;
        });

/**
 * Helps with a task and all that follow until the rounds are over. Tasks that were sent in the meantime are received at
 * once: a thread that went back to wait for a message would be late for the round.
 */
export function help(first: Task, receive: () => Task): void {
  const { counts } = first;
  const thread = Atomics.add(counts, counter.threads, 1) + 1;
  let task = first;
  let doPart = partIn(first, thread);
  follow(counts, () => {
    const before = task;
    while (task.number < (counts[counter.task] as number)) task = receive();
    if (task !== before) doPart = partIn(task, thread);
    doPart();
  });
}

interface SharedExpansion extends Task {
  readonly work: Expansion;
  /** Does this thread's part of half a round. */
  readonly doHalf: () => void;
}

export class Team {
  readonly #helpers: Helpers;
  readonly #counts = makeCounters(expansionCounts);
  readonly storage: Storage = { allocate: sharedMemory, move: (move) => this.#move(move) };
  /** The expansion that the others help with. */
  #expansion: SharedExpansion | null = null;
  /** What threads write to in a round. */
  #findings: FindingArrays | null = null;
  readonly #isPutOff = new Uint8Array(new SharedArrayBuffer(mostInRound));
  readonly #hasGreater = new Uint8Array(new SharedArrayBuffer(mostInRound));

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
    const { work, counts, doHalf } = this.#share(rows, visited);
    const { isPutOff, hasGreater, findings } = work;
    isPutOff.fill(0, 0, end - first);
    hasGreater.fill(0, 0, end - first);
    findings.counts.fill(0);
    counts[expanded.first] = first;
    counts[expanded.isLookedUp] = 0;
    counts[expanded.steps] = 0;
    const claimed = lead(counts, first, end, doHalf);
    const steps = counts[expanded.steps] as number;
    this.#lookUp(rows, visited, first, work);
    return { claimed, steps, isPutOff, hasGreater };
  }

  /** Looks up what was found together; what needs slots of two stretches is left, and looked up by one thread. */
  #lookUp(rows: JointRows, visited: Visited, first: number, { findings, hasGreater }: Expansion): void {
    visited.reserve(countFindings(findings));
    const { counts, doHalf } = this.#share(rows, visited);
    findings.claims.fill(0);
    counts[expanded.first] = first;
    counts[expanded.isLookedUp] = 1;
    counts[expanded.stored] = visited.size;
    lead(counts, 0, findings.stretches, doHalf);
    visited.size = counts[expanded.stored] as number;
    const left = readFindings(findings);
    visited.addAll(left);
    for (let index = 0; index < left.count; index++) {
      const source = sourceOf(left.origins[index] as number);
      if ((left.numbers[index] as number) > source) hasGreater[source - first] = 1;
    }
  }

  /** Lets the others go. */
  end(): void {
    endRounds(this.#counts);
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
    const { words } = packing;
    if (this.#findings?.words !== words) {
      this.#findings = sharedFindings(words, this.#helpers.ready() + 1, findingsRoom);
    }
    const work: Expansion = {
      kind: 'expansion',
      packing,
      rows,
      states,
      findings: this.#findings,
      isPutOff: this.#isPutOff,
      hasGreater: this.#hasGreater,
    };
    const task = this.#send(work);
    this.#expansion = { ...task, work, doHalf: partIn(task, 0) };
    return this.#expansion;
  }

  #move(work: Move): void {
    const size = sizeOf(work);
    if (size < fewestMoved || !this.isWorth(size)) {
      moveAll(work);
      return;
    }
    const task = this.#send(work);
    this.#expansion = null;
    lead(task.counts, 0, size, partIn(task, 0));
  }

  #send(work: Task['work']): Task {
    const counts = this.#counts;
    const number = (counts[counter.task] as number) + 1;
    counts[counter.task] = number;
    const task = { work, counts, number };
    this.#helpers.send(task);
    return task;
  }
}

const haveSame = <Arrays extends object>(one: Arrays, other: Arrays): boolean =>
  Object.entries(one).every(([name, array]) => array === other[name as keyof Arrays]);
