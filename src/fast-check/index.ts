/** fast-check arbitraries of topologies, schedules, environment actions and whole paths. */
export * from './paths.ts';
export * from './topologies.ts';
