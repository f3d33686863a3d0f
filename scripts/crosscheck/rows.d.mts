import type { Mutant } from '../../src/mutants/index.ts';
import type { ExploreOptions, Scope } from '../../src/verify/index.ts';

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

export interface SpinOptions {
  readonly model?: ExploreOptions['model'];
  /** This claim alone. */
  readonly only?: string;
  /** Changes the exported text. */
  readonly tamper?: (text: string) => string;
}

export const trueScopes: readonly Scope[];
export function exported(
  scope: Scope,
  model: ExploreOptions['model'],
  ids?: readonly string[],
): { readonly text: string; readonly ids: readonly string[] };
export function spinRows(scope: Scope, options?: SpinOptions): readonly Row[];
export function naiveRows(scope: Scope): readonly Row[];
export function mutantRows(mutant: Mutant): readonly Row[];
