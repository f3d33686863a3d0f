/**
 * Claims over topologies, options and releases: what is explored, and the verdicts.
 * @module hyperv-backup-spec/verify
 */

export { anyDisks, fromWithin } from './any-disks.ts';
export {
  type Beside,
  type BesideReport,
  besideAll,
  besideGroups,
  besideSpotlight,
} from './beside-spotlight.ts';
export {
  type Characterization,
  characterize,
  type Formula,
  formulaText,
} from './characterize.ts';
export * from './check-mutant.ts';
export { checksFor, claimsAbout, premiseId } from './checks.ts';
export { type Coverage, coverageOf, coverageText } from './coverage.ts';
export { byMachine, type DiskInduction, inductOverDisks } from './every-disk.ts';
export { type Induction, type InductionFailure, induct, optionsKey } from './every-number.ts';
export * from './explain.ts';
export {
  type Bounds,
  type ExploreOptions,
  exploreScope,
  type ScopeResult,
  scopeComposition,
} from './explore-scope.ts';
export { type FaultEvidence, faultEvidence } from './fault-evidence.ts';
export * from './jobs.ts';
export { isFair } from './liveness.ts';
export * from './narrative.ts';
export { type OthersInput, othersGroup } from './others.ts';
export { claimsTable, type Pinned, pinned } from './pinned.ts';
export { randomNumbers } from './random-numbers.ts';
export * from './random-runs.ts';
export { compareFlows, type FlowComparison } from './refinement.ts';
export * from './report.ts';
export * from './requirements.ts';
export {
  chosenScope,
  defaultTopology,
  fullFamilies,
  type Scope,
  type ScopeGroup,
  type ScopeOptions,
  scopeGroups,
  scopesOf,
  stepFaults,
} from './scopes/index.ts';
export {
  type MutantScore,
  requiredScore,
  type ScoreReport,
  scoreMutant,
  scoreReport,
} from './score.ts';
export * from './verdicts.ts';
