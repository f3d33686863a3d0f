import type { ChartTable } from '../../src/interchange/index.ts';
import type { Scope } from '../../src/verify/index.ts';

/** Scopes that together have every chart. */
export const chartScopes: readonly Scope[];
/** The charts of some scopes, each as the first scope of a host release has it; those that are alike are there once. */
export function chartTables(
  scopes: readonly Scope[],
): readonly { readonly name: string; readonly table: ChartTable }[];
