/**
 * Search over composed I/O automata; it knows nothing of what they model.
 * @module hyperv-backup-spec/explore
 */
export { type Check, viewOf, type WholeCheck } from './checks.ts';
export { type Comparison, compare, type Observed } from './difference.ts';
export { allButTheEnvironment, type Fairness } from './fairness.ts';
export { EndlessStepError, type Incoming, type Outgoing, type Reception } from './group-steps.ts';
export * from './group-table.ts';
export type { Lasso } from './lasso.ts';
export * from './leads-to.ts';

export * from './naive.ts';
export * from './packing.ts';
export * from './path.ts';
export * from './product.ts';
export * from './progress.ts';
export * from './search.ts';
export * from './simulation.ts';
export * from './symmetry.ts';
export { TableStore } from './table-store.ts';
export { type Helpers, help, type Task } from './team.ts';
export * from './units.ts';
export * from './visited.ts';
export { Watch } from './watch.ts';
