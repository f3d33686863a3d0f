/**
 * Statecharts composed by data: what a composition is, what it does, as actor logic and live.
 * @module hyperv-backup-spec/composition
 */
export * from './chart.ts';
export * from './composition.ts';
export * from './group.ts';
export * from './live.ts';
export * from './logic.ts';
export * from './step.ts';
export * from './transitions.ts';
