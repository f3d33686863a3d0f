/** What a search looks for, and what it remembers of the answers. */
import type { GroupView } from '../composition/index.ts';
import type { GroupTable } from './group-table.ts';
import { Numbered } from './numbered.ts';

/** What is looked for in every state, in the hub together with each unit in turn. */
export interface Check {
  readonly id: string;
  sought(hub: GroupView, unit: GroupView): boolean;
}

/** What is looked for in every state as a whole; asked anew at each state. */
export interface WholeCheck {
  readonly id: string;
  sought(groups: readonly GroupView[]): boolean;
}

/** The view of a local state. Groups of one shape share a table, so the name is that of the first of them. */
export const viewOf = (table: GroupTable, local: number): GroupView => ({
  group: table.group,
  state: table.state(local),
  observers: table.composition.observers,
});

/** Which checks find something, as numbers of sets of checks: 0 is the empty set. */
function emptyFindings(): Numbered<readonly number[]> {
  const findings = new Numbered<readonly number[]>();
  findings.number('', []);
  return findings;
}

/** Answers of checks to pairs of hub and unit states, asked once for each pair. */
export class PairMemo {
  readonly #hub: GroupTable;
  readonly #unit: GroupTable;
  readonly #checks: readonly Check[];
  readonly #findings: Numbered<readonly number[]>;
  /** By state of the hub, then of the unit; few of all pairs are met. */
  readonly #known: (Map<number, number> | undefined)[] = [];

  constructor(
    hub: GroupTable,
    unit: GroupTable,
    checks: readonly Check[],
    findings: Numbered<readonly number[]>,
  ) {
    this.#hub = hub;
    this.#unit = unit;
    this.#checks = checks;
    this.#findings = findings;
  }

  /** The number of the set of checks that find something. */
  finding(hub: number, unit: number): number {
    const beside = this.#known[hub] ?? new Map<number, number>();
    this.#known[hub] = beside;
    const known = beside.get(unit);
    if (known !== undefined) return known;
    const hubView = viewOf(this.#hub, hub);
    const unitView = viewOf(this.#unit, unit);
    const set: number[] = [];
    this.#checks.forEach((check, index) => {
      if (check.sought(hubView, unitView)) set.push(index);
    });
    const number = this.#findings.number(set.join(), set);
    beside.set(unit, number);
    return number;
  }
}

/** What is known of one list of checks, kept as long as the list. */
export class CheckMemory {
  readonly findings = emptyFindings();
  /** Tables are held weakly: lists of checks outlive them. */
  readonly #pairs = new WeakMap<GroupTable, WeakMap<GroupTable, PairMemo>>();

  pair(hub: GroupTable, unit: GroupTable, checks: readonly Check[]): PairMemo {
    const ofHub = this.#pairs.get(hub) ?? new WeakMap<GroupTable, PairMemo>();
    this.#pairs.set(hub, ofHub);
    const memo = ofHub.get(unit) ?? new PairMemo(hub, unit, checks, this.findings);
    ofHub.set(unit, memo);
    return memo;
  }
}

const memories = new WeakMap<readonly Check[], CheckMemory>();

/** Equal lists of checks are one object, or nothing is remembered between searches. */
export function memoryOf(checks: readonly Check[]): CheckMemory {
  const memory = memories.get(checks) ?? new CheckMemory();
  memories.set(checks, memory);
  return memory;
}
