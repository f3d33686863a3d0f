/** What is explored: topologies and options. */
export { stepFaults } from './families.ts';
export * from './groups.ts';
export { defaultTopology } from './machines.ts';
export * from './scope.ts';
