/** A search and the threads that help it. */
import { type Ascent, ascender, partOfAscent } from './ascent.ts';
import { type Expansion, expanded, expander, expansionCounts } from './expander.ts';
import { countFindings, emptyFindings, type FindingArrays, readFindings } from './findings.ts';
import { JointRows } from './joint-rows.ts';
import { clearMarks, mark, mergeMarks, mostInRound, sharedMarks, statesWith } from './marks.ts';
import { SharedMemory } from './memory.ts';
import {
  type Move,
  moveAll,
  movedAtOnce,
  movePart,
  moveRest,
  type SharedMove,
  sharedMove,
  sizeOf,
} from './moves.ts';
import { clearOpenSteps, sharedOpenSteps } from './open-steps.ts';
import { sourceOf } from './origins.ts';
import { counter, doParts, endRounds, follow, lead, makeCounters } from './rounds.ts';
import type { Storage, Visited } from './visited.ts';

/** What threads can do together, and what they count. */
export interface Task {
  readonly work: Expansion | SharedMove | Ascent;
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

/** What came of a round; its arrays are written over in the next one. */
export interface RoundResult {
  /** The states below this number have been claimed; where room ran out, the rest is left to the next round. */
  readonly claimed: number;
  readonly steps: number;
  /** States with no greater number among the successors that were looked up. */
  readonly highest: Int32Array;
  /** States that are still to be expanded. */
  readonly putOff: Int32Array;
}

/**
 * What the thread that leads does while others look up: it is given the steps that were left open (see open-steps.ts) and
 * the states that were put off.
 */
export type Meanwhile = (openSteps: Int32Array, putOff: Int32Array) => void;

/** Room for what one thread finds in one stretch of slots: for one of two threads, eight of each state of half a round. */
const findingsRoom = 1 << 14;

/** To move fewer slots or states takes no longer than to tell another thread of it. */
const fewestMoved = 1 << 15;

/** How one thread, by number from 0 on, does its part of a task in each round. */
export function partIn({ work, counts }: Task, thread: number): () => void {
  if (work.kind === 'expansion') return expander(work, counts, thread);
  const [partSize, doPart] =
    work.kind === 'ascent'
      ? [partOfAscent, ascender(work, new JointRows(work.packing, work.rows))]
      : [work.partSize, (from: number) => movePart(work, from)];
  return () =>
    doParts(counts, partSize, (from, end) => {
      doPart(from, end);
      return true;
    });
}

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

/** What searches with the same helpers share with them, one after the other. */
const memories = new WeakMap<Helpers, SharedMemory>();

interface SharedExpansion extends Task {
  readonly work: Expansion;
  /** Does this thread's part of half a round. */
  readonly doHalf: () => void;
}

export class Team {
  readonly #helpers: Helpers;
  readonly #counts = makeCounters(expansionCounts);
  readonly storage: Storage;
  /** The expansion that the others help with. */
  #expansion: SharedExpansion | null = null;
  /** What threads write to in a round. */
  #findings: FindingArrays | null = null;
  #marks: Uint8Array | null = null;
  #openSteps: Int32Array | null = null;
  readonly #merged = new Uint8Array(mostInRound);
  readonly #putOff = new Int32Array(mostInRound);
  readonly #highest = new Int32Array(mostInRound);

  constructor(helpers: Helpers) {
    this.#helpers = helpers;
    const memory = memories.get(helpers) ?? new SharedMemory();
    memories.set(helpers, memory);
    this.storage = { memory, move: (move) => this.#move(move) };
  }

  /** So many states are worth it, and there is somebody to help. */
  isWorth(states: number): boolean {
    return states >= this.#helpers.fewestStates && this.#helpers.ready() > 0;
  }

  /**
   * Expands states of one distance, from the first on, together with all who help. Where they can neither add states nor rows,
   * there is something else to do meanwhile.
   * @throws Error if one of them has failed.
   */
  expand(
    rows: JointRows,
    visited: Visited,
    first: number,
    levelEnd: number,
    meanwhile: Meanwhile,
  ): RoundResult {
    const end = Math.min(levelEnd, first + mostInRound);
    const { work, counts, doHalf } = this.#share(rows, visited);
    const { marks, findings, openSteps } = work;
    clearOpenSteps(openSteps);
    clearMarks(marks, end - first);
    findings.counts.fill(0);
    counts[expanded.first] = first;
    counts[expanded.isLookedUp] = 0;
    counts[expanded.steps] = 0;
    const claimed = lead(counts, first, end, doHalf);
    const steps = counts[expanded.steps] as number;
    mergeMarks(marks, end - first, this.#merged);
    const putOff = statesWith(mark.putOff, this.#merged, first, claimed - first, this.#putOff);
    this.#lookUp(rows, visited, first, work, () => meanwhile(openSteps, putOff));
    mergeMarks(marks, end - first, this.#merged);
    const highest = statesWith(mark.none, this.#merged, first, claimed - first, this.#highest);
    return { claimed, steps, highest, putOff };
  }

  /** Looks up what was found together; what needs slots of two stretches is left, and looked up by one thread. */
  #lookUp(
    rows: JointRows,
    visited: Visited,
    first: number,
    { findings, marks }: Expansion,
    meanwhile: () => void,
  ): void {
    visited.reserve(countFindings(findings));
    const { counts, doHalf } = this.#share(rows, visited);
    findings.claims.fill(0);
    counts[expanded.first] = first;
    counts[expanded.isLookedUp] = 1;
    counts[expanded.stored] = visited.size;
    lead(counts, 0, findings.stretches, () => {
      meanwhile();
      doHalf();
    });
    visited.size = counts[expanded.stored] as number;
    const left = readFindings(findings);
    visited.addAll(left);
    for (let index = 0; index < left.count; index++) {
      const source = sourceOf(left.origins[index] as number);
      if ((left.numbers[index] as number) > source) marks[source - first] = mark.higher;
    }
  }

  /** Looks which of some states ascend; see ascent.ts. */
  ascend({ packing, arrays: rows }: JointRows, { arrays: states }: Visited, candidates: Int32Array): void {
    this.#do({ kind: 'ascent', packing, rows, states, candidates }, candidates.length);
  }

  /** Lets the others go. */
  end(): void {
    endRounds(this.#counts);
    this.#releaseFindings();
  }

  #releaseFindings(): void {
    if (this.#findings !== null) this.storage.memory.release(this.#findings.entries);
    this.#findings = null;
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
      this.#releaseFindings();
      this.#findings = emptyFindings(words, this.#helpers.ready() + 1, findingsRoom, this.storage.memory);
    }
    this.#marks ??= sharedMarks(this.#helpers.ready() + 1);
    this.#openSteps ??= sharedOpenSteps(this.#helpers.ready() + 1);
    const work: Expansion = {
      kind: 'expansion',
      packing,
      rows,
      states,
      findings: this.#findings,
      marks: this.#marks,
      openSteps: this.#openSteps,
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
    const shared = sharedMove(work, movedAtOnce, this.storage.memory);
    this.#do(shared, size);
    moveRest(shared);
    this.storage.memory.release(shared.left);
  }

  /** Does so much work, part by part. */
  #do(work: SharedMove | Ascent, size: number): void {
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
