import type { Mutant } from '../../src/mutants/index.ts';
import type { Subject } from './own.mjs';

/** What one engine says of one claim in one scope, held against our search. */
export interface Row {
  readonly engine: string;
  readonly scope: string;
  readonly claim: string;
  readonly states: number | null;
  readonly verdict: string | null;
  readonly expected?: string | number;
  /** Milliseconds. */
  readonly time: number;
  /** Null where the engine was not asked. */
  readonly agrees: boolean | null;
  /** Why it was not asked. */
  readonly skipped?: string;
}

export interface Engine {
  readonly name: string;
  /** What is missing to run it, and how to get it; null where it is here. */
  readonly missing: string | null;
  /** `tamper` changes the exported text. */
  rows(subject: Subject, tamper?: (text: string) => string): readonly Row[];
  /** Larger scopes take it too long. */
  readonly maxStates: number;
  /** Whether it is asked about a mutant. */
  mutants(mutant: Mutant): boolean;
}

export function engines(): Promise<readonly Engine[]>;
export function mutantRows(mutant: Mutant, rowsBy: Engine['rows']): readonly Row[];
export function allRows(): AsyncIterable<Row>;
