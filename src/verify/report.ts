/** The report of a verification, and its JSON Schema. */
import { z } from 'zod';
import type { Composition } from '../composition/index.ts';
import { mutants as allMutants } from '../mutants/index.ts';
import type { BesideReport } from './beside-spotlight.ts';
import type { MutantResult } from './check-mutant.ts';
import type { Coverage } from './coverage.ts';
import type { DiskInduction } from './every-disk.ts';
import type { Induction } from './every-number.ts';
import { scopeComposition } from './explore-scope.ts';
import { tell } from './narrative.ts';
import type { RandomRuns } from './random-runs.ts';
import { type ClaimReport, type Explored, overall, type Sighting } from './verdicts.ts';

const verdict = z.enum(['holds', 'violated', 'inconclusive', 'vacuous', 'not applicable']);
const count = z.number().int().nonnegative();

const step = z.strictObject({
  event: z
    .record(z.string(), z.unknown())
    .describe('The event: DELIVER, ELAPSE or ACT; groups count from 0, the host.'),
  headline: z.string(),
  messages: z.array(z.string()),
  changes: z.array(z.string()),
});

const path = z.strictObject({
  scope: z.string(),
  steps: z.array(step),
  cycle: z
    .array(step)
    .nullable()
    .describe('What happens after the steps for ever; null where the steps violate the claim themselves.'),
});

const claim = z.strictObject({
  id: z.string(),
  sentence: z.string(),
  covers: z.array(z.string()).describe('Statements of the protocol, S1 to S20.'),
  verdict,
  reason: z.string().describe('Why it does not hold; empty where it does.'),
  everyN: z
    .boolean()
    .describe('It was proved for every number of virtual machines, under all options of its scopes.'),
  everyDisks: z
    .boolean()
    .describe(
      'It was also proved for every number of disks of each machine, under all options under which machines with many disks were explored.',
    ),
  scopes: count.describe('Explored scopes that the claim is about.'),
  topologies: z.number().nonnegative().describe('Topologies that these scopes stand for.'),
  states: count,
  steps: count,
  witness: z
    .array(z.strictObject({ premise: z.string(), scope: z.string().nullable(), length: count.nullable() }))
    .describe('Where each premise occurs, and the length of a shortest path to it.'),
  mutants: z.array(z.string()).describe('Wrong variants of the design that it catches.'),
  counterexample: path.nullable(),
});

export const reportSchema = z
  .strictObject({
    verdict,
    claims: z.array(claim),
    mutants: z.array(
      z.strictObject({
        name: z.string(),
        claim: z.string(),
        scope: z.string(),
        caught: z.boolean(),
        length: count
          .nullable()
          .describe('Length of a shortest path, or of a lasso, that violates the claim.'),
        states: count,
      }),
    ),
    scopes: z.array(
      z.strictObject({ id: z.string(), states: count, steps: count, depth: count, complete: z.boolean() }),
    ),
    inductions: z
      .array(
        z.strictObject({
          hostRelease: z.string(),
          options: z.string().describe('The options in force, as JSON.'),
          shapes: count.describe('Shapes of one virtual machine.'),
          states: count.describe('States with one machine in the light, over all shapes.'),
          positions: count.describe('Positions of the simulation games.'),
          failure: z
            .strictObject({ shape: z.string(), step: z.string(), reason: z.string() })
            .nullable()
            .describe('The first step of the induction that fails; null where it holds.'),
          proved: z.array(z.string()).describe('Claims that hold for every number of machines under them.'),
        }),
      )
      .describe('What holds for every number of virtual machines, by set of options.'),
    diskInductions: z
      .array(
        z.strictObject({
          hostRelease: z.string(),
          options: z.string().describe('The options in force, as JSON.'),
          shapes: z.array(z.string()).describe('Machines that stand for those with more disks.'),
          states: count.describe('States of all systems that were compared.'),
          failure: z.string().nullable().describe('Why they do not; null where they do.'),
        }),
      )
      .describe('What is so of machines with any number of disks, by set of options.'),
    besides: z
      .array(
        z.strictObject({
          hostRelease: z.string(),
          family: z.string(),
          systems: count.describe('Systems, counted once for each machine that was put into the light.'),
          states: count.describe('States of the concrete systems.'),
          pairs: count.describe('Pairs of a concrete state and one of the spotlight that stands for it.'),
          complete: z.boolean(),
          failure: z
            .string()
            .nullable()
            .describe('A step that the spotlight has no answer to; null where there is none.'),
        }),
      )
      .describe(
        'Concrete systems, step by step beside the spotlight that stands for any number of machines.',
      ),
    transitions: z
      .strictObject({ transitions: count, neverTaken: z.array(z.string()) })
      .optional()
      .describe(
        'Where all scopes were explored: how many transitions charts have, and which none of them takes.',
      ),
    randomRuns: z
      .array(
        z.strictObject({
          hostRelease: z.string(),
          machines: count,
          disks: count,
          runs: count,
          violated: z.array(z.string()),
          mounts: z.array(count).describe('The numbers of host mounts that there were in a run.'),
          unfinished: count,
        }),
      )
      .describe('Complete backups of large hosts on random schedules, all claims checked in every state.'),
    outcomes: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe('With a topology: by virtual machine, everything that can be reported of it.'),
  })
  .describe('What hyperv-backup-spec verify has found.');

export type Report = z.infer<typeof reportSchema>;

export const reportJsonSchema = (): object => ({
  title: 'Report of hyperv-backup-spec verify',
  ...z.toJSONSchema(reportSchema),
});

const told = (
  composition: Composition,
  { scope, path: events, cycle }: Sighting,
): Report['claims'][number]['counterexample'] => {
  const steps = tell(composition, [...events, ...(cycle ?? [])]).map(
    ({ event, headline, messages, changes }) => ({
      event: { ...event },
      headline,
      messages: [...messages],
      changes: [...changes],
    }),
  );
  return {
    scope: scope.id,
    steps: steps.slice(0, events.length),
    cycle: cycle === null ? null : steps.slice(events.length),
  };
};

function claimPart(
  { claim: about, counterexample, mutants, witnesses, ...rest }: ClaimReport,
  model: Parameters<typeof scopeComposition>[1],
): Report['claims'][number] {
  return {
    id: about.id,
    sentence: about.sentence,
    covers: [...about.covers],
    verdict: rest.verdict,
    reason: rest.reason,
    everyN: rest.everyN,
    everyDisks: rest.everyDisks,
    scopes: rest.scopes,
    topologies: rest.topologies,
    states: rest.states,
    steps: rest.steps,
    witness: [...witnesses],
    mutants: [...mutants],
    counterexample:
      counterexample === null ? null : told(scopeComposition(counterexample.scope, model), counterexample),
  };
}

export interface ReportParts {
  readonly explored: readonly Explored[];
  readonly claims: readonly ClaimReport[];
  readonly mutants: readonly MutantResult[];
  readonly randomRuns: readonly RandomRuns[];
  readonly inductions: readonly Induction[];
  readonly diskInductions: readonly DiskInduction[];
  readonly besides: readonly BesideReport[];
  /** Where all scopes were explored. */
  readonly coverage?: Coverage;
  /** The mutant that was verified in place of the model, if any. */
  readonly mutant?: string;
  /** Report what can be reported of every virtual machine of the one scope. */
  readonly withOutcomes?: boolean;
}

export function makeReport({
  explored,
  claims,
  mutants,
  randomRuns,
  inductions,
  diskInductions,
  besides,
  coverage,
  mutant,
  withOutcomes,
}: ReportParts): Report {
  const model = allMutants.find(({ name }) => name === mutant)?.model;
  const [first] = explored;
  return {
    verdict: overall(claims, coverage),
    claims: claims.map((one) => claimPart(one, model)),
    mutants: mutants.map(({ mutant: name, claim: id, scope, caught, length, states }) => ({
      name,
      claim: id,
      scope,
      caught,
      length,
      states,
    })),
    scopes: explored.map(({ scope, result: { states, steps, depth, complete } }) => ({
      id: scope.id,
      states,
      steps,
      depth,
      complete,
    })),
    inductions: inductions.map(({ claims: about, shapes, proved, ...rest }) => ({
      ...rest,
      shapes: shapes.length,
      proved: [...proved],
    })),
    diskInductions: diskInductions.map(({ shapes, ...rest }) => ({ ...rest, shapes: [...shapes] })),
    besides: [...besides],
    ...(coverage === undefined ? {} : { transitions: { ...coverage, neverTaken: [...coverage.neverTaken] } }),
    randomRuns: randomRuns.map(({ violated, mounts, ...rest }) => ({
      ...rest,
      violated: [...violated],
      mounts: [...mounts],
    })),
    ...(withOutcomes && first !== undefined
      ? {
          outcomes: Object.fromEntries(
            first.scope.topology.virtualMachines.map(({ name }, index) => [
              name,
              [...(first.result.outcomes[index] ?? [])],
            ]),
          ),
        }
      : {}),
  };
}
