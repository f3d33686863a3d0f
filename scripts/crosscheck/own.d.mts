import type { Product, SearchResult } from '../../src/explore/index.ts';
import type { ExportOptions } from '../../src/interchange/index.ts';
import type { Mutant } from '../../src/mutants/index.ts';
import type { Claim } from '../../src/properties/index.ts';
import type { ExploreOptions, Scope, ScopeResult } from '../../src/verify/index.ts';

/** A scope as engines are given it, and what our search says of it. */
export interface Subject {
  readonly scope: Scope;
  readonly result: ScopeResult;
  readonly product: Product;
  readonly own: SearchResult;
  readonly claims: readonly Claim[];
  readonly exported: ExportOptions;
  expected(claim: Claim): string;
}

export const trueScopes: readonly Scope[];
export function scopeOfMutant(mutant: Mutant): Scope;
export function subjectOf(scope: Scope, model?: ExploreOptions['model'], only?: string | null): Subject;
