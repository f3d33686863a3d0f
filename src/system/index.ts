/**
 * The model: topologies, options, wiring, and the system that they make.
 * @module hyperv-backup-spec/system
 */
export * from './backup-composition.ts';
export * from './backup-system.ts';
export * from './charts.ts';
export * from './faults/index.ts';
export * from './machine-traits.ts';
export * from './options.ts';
export * from './topology.ts';
export * from './view.ts';
export * from './wiring.ts';
export * from './writer-states.ts';
