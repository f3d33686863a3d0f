/**
 * An executable, proven specification of how Hyper-V backs up running virtual machines through VSS.
 *
 * Each floor has an entry point of its own; this one holds what a first use needs.
 */

export { mutants } from './mutants/index.ts';
export { claims } from './properties/index.ts';
export * from './system/index.ts';
