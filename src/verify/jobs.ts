/** The work of a verification, cut into jobs that do not depend on each other. */
import { type Helpers, type Progress, TableStore } from '../explore/index.ts';
import { type AutomaticMutant, automaticMutants, type Mutant, mutants } from '../mutants/index.ts';
import type { HostRelease } from '../system/index.ts';
import { type BesideReport, besideAll, besideGroups } from './beside-spotlight.ts';
import { checkMutant, type MutantResult } from './check-mutant.ts';
import { byMachine, type DiskInduction, inductOverDisks } from './every-disk.ts';
import { type Induction, induct, optionsKey, shapesIn } from './every-number.ts';
import { type Bounds, exploreScope } from './explore-scope.ts';
import { type RandomRuns, randomRuns } from './random-runs.ts';
import {
  isProvedFurther,
  type Scope,
  type ScopeGroup,
  scopeGroups,
  scopesOf,
  standsForAnyDisks,
} from './scopes/index.ts';
import { type MutantScore, scoreMutant } from './score.ts';
import type { Explored } from './verdicts.ts';

/** Plain data: a job can be sent to another thread. */
export type Job =
  | { readonly kind: 'group'; readonly group: ScopeGroup }
  | { readonly kind: 'scope'; readonly scope: Scope; readonly mutant?: string }
  /** Every step of a group of scopes is held against the spotlight. */
  | { readonly kind: 'beside'; readonly group: ScopeGroup }
  /** Whether the machines of a group of scopes stand for those with any number of disks. */
  | { readonly kind: 'disks'; readonly group: ScopeGroup }
  | { readonly kind: 'mutant'; readonly mutant: string }
  /** Some of the mutants that are made by rule: from one place in their list to before another. */
  | { readonly kind: 'automatic'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'random';
      readonly hostRelease: HostRelease;
      readonly seed: number;
      readonly runs: number;
    };

export type JobResult =
  | {
      readonly kind: 'explored';
      readonly explored: readonly Explored[];
      /** Transitions of charts that were taken, by name. */
      readonly taken: readonly string[];
      /** What of it holds for every number of machines; null where another job looks at the same options. */
      readonly induction: Induction | null;
    }
  | {
      readonly kind: 'mutant';
      readonly results: readonly MutantResult[];
      /** Transitions of charts that were taken, by name. */
      readonly taken: readonly string[];
    }
  | { readonly kind: 'beside'; readonly report: BesideReport }
  | { readonly kind: 'disks'; readonly inductions: readonly DiskInduction[] }
  | { readonly kind: 'automatic'; readonly results: readonly MutantScore[] }
  | { readonly kind: 'random'; readonly runs: RandomRuns };

export interface JobHooks extends Bounds {
  readonly helpers?: Helpers;
  readonly onProgress?: (progress: Progress) => void;
  readonly isCancelled?: () => boolean;
}

/** All jobs of a verification; a full one has the larger scopes of faults too: every group of scopes, steps beside the spotlight, every mutant, and random runs of large hosts. */
export const fullJobs = (hostRelease?: HostRelease, seed = 1, full = false): readonly Job[] => [
  // The longest come first, so that no thread is left with one at the end.
  ...scopeGroups(hostRelease, full)
    .filter(standsForAnyDisks)
    .map((group) => ({ kind: 'disks' as const, group })),
  ...scopeGroups(hostRelease, full).map((group) => ({ kind: 'group' as const, group })),
  ...besideGroups(hostRelease, full).map((group) => ({ kind: 'beside' as const, group })),
  ...mutants.map(({ name }) => ({ kind: 'mutant' as const, mutant: name })),
  ...(hostRelease === undefined ? (['2012', '2012R2'] as const) : [hostRelease]).map((release) => ({
    kind: 'random' as const,
    hostRelease: release,
    seed,
    runs: full ? 5_000 : 100,
  })),
];

let automatic: readonly AutomaticMutant[] | undefined;

/** Mutants that are made by rule; making them once takes a second. */
const allAutomatic = (): readonly AutomaticMutant[] => {
  automatic ??= automaticMutants();
  return automatic;
};

/** So many mutants are one job: few enough that threads end at about the same time. */
const mutantsPerJob = 20;

/** Jobs that score every mutant that is made by rule. */
export const automaticJobs = (): readonly Job[] =>
  Array.from({ length: Math.ceil(allAutomatic().length / mutantsPerJob) }, (_, index) => ({
    kind: 'automatic' as const,
    from: index * mutantsPerJob,
    to: (index + 1) * mutantsPerJob,
  }));

const mutantNamed = (name: string): Mutant => {
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new RangeError(`there is no mutant '${name}'`);
  return mutant;
};

/** A scope may be explored with a mutant in place of the model. */
const modelOf = (job: Job) =>
  job.kind === 'scope' && job.mutant !== undefined ? { model: mutantNamed(job.mutant).model } : {};

const optionTexts = new WeakMap<ScopeGroup['options'], Map<HostRelease, string>>();

/** The options of a group as text; every group is asked for it again and again. */
function optionsOfGroup({ release, options }: ScopeGroup): string {
  const texts = optionTexts.get(options) ?? new Map<HostRelease, string>();
  optionTexts.set(options, texts);
  const text =
    texts.get(release) ?? optionsKey({ topology: { hostRelease: release, virtualMachines: [] }, options });
  texts.set(release, text);
  return text;
}

/** Jobs of equal text have the same shapes of machines, which a thread works out once; null where nothing is kept. */
export const keptBetween = (job: Job): string | null =>
  job.kind === 'group' || job.kind === 'beside' ? `${job.group.release} ${optionsOfGroup(job.group)}` : null;

/**
 * A job does the induction where it has shapes that no job before it has under the same options, by default or else in a
 * full verification.
 */
function isInductionDue(job: Job, scopes: readonly Scope[]): boolean {
  if (job.kind !== 'group') return true;
  const { release, family } = job.group;
  if (!isProvedFurther(job.group)) return false;
  const isAlike = (group: ScopeGroup): boolean =>
    group.release === release &&
    isProvedFurther(group) &&
    optionsOfGroup(group) === optionsOfGroup(job.group);
  const alike = [...scopeGroups(release), ...scopeGroups(release, true)].filter(isAlike);
  const before = alike.slice(
    0,
    alike.findIndex((group) => group.family === family),
  );
  const known = new Set(before.flatMap(scopesOf).flatMap(shapesIn));
  return scopes.flatMap(shapesIn).some((shape) => !known.has(shape));
}

/** Does one job. The same job always has the same result; with helpers, paths may be others of the same lengths. */
export function runJob(job: Job, hooks: JobHooks = {}): JobResult {
  if (job.kind === 'automatic') {
    return { kind: 'automatic', results: allAutomatic().slice(job.from, job.to).map(scoreMutant) };
  }
  if (job.kind === 'disks') {
    return {
      kind: 'disks',
      inductions: byMachine(scopesOf(job.group)).map((scopes) => inductOverDisks(scopes)),
    };
  }
  if (job.kind === 'beside') return { kind: 'beside', report: besideAll(job.group, hooks) };
  if (job.kind === 'random') return { kind: 'random', runs: randomRuns(job.hostRelease, job.seed, job.runs) };
  const store = new TableStore();
  if (job.kind === 'mutant') {
    const results = checkMutant(mutantNamed(job.mutant), { ...hooks, store });
    return { kind: 'mutant', results, taken: [...store.taken] };
  }
  const scopes = job.kind === 'scope' ? [job.scope] : scopesOf(job.group);
  const explored = scopes.map((scope) => {
    const start = performance.now();
    const result = exploreScope(scope, { ...hooks, store, ...modelOf(job) });
    return { scope, result, milliseconds: performance.now() - start };
  });
  // The others that the induction puts in are no part of the model.
  const taken = [...store.taken];
  const isDue = explored.every(({ result }) => result.complete) && isInductionDue(job, scopes);
  const induction = isDue ? induct(scopes, { ...hooks, store, ...modelOf(job) }) : null;
  return { kind: 'explored', explored, taken, induction };
}
