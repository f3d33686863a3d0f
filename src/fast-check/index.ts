/**
 * fast-check arbitraries of topologies, schedules, environment actions and whole paths.
 * @module hyperv-backup-spec/fast-check
 */
export * from './paths.ts';
export * from './topologies.ts';
