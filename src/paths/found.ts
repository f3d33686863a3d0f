/** Paths of what a verification or a random run has found. */
import type { SystemEvent } from '../composition/index.ts';
import { claims } from '../properties/index.ts';
import { premiseId, type RandomRun, type Scope, type ScopeResult, type Sighting } from '../verify/index.ts';
import { modelOf, type Path, type PathSubject } from './path.ts';

/** What a check of a verification looks for: a claim, or one of its premises. */
function subjectOfCheck(id: string): PathSubject {
  for (const claim of claims) {
    if (claim.id === id) return { kind: 'claim', id, title: claim.sentence };
    const premise = Object.keys(claim.premises).find((name) => premiseId(claim, name) === id);
    if (premise !== undefined) {
      return { kind: 'premise', id, title: `A premise of ${claim.id}: ${premise}.` };
    }
  }
  throw new RangeError(`no claim and no premise is called '${id}'`);
}

/** The path of a counterexample or witness; `mutant` names what was verified in place of the model. */
export const pathOfSighting = (
  { scope, check, path, cycle }: Sighting,
  mutant: string | null = null,
): Path => ({ model: modelOf(scope, mutant), shows: subjectOfCheck(check), events: path, cycle });

/** All paths that the exploration of a scope has kept, in the order of the claims. */
export function pathsOfScope(
  scope: Scope,
  { claims: about, paths, lassos, stuck }: Pick<ScopeResult, 'claims' | 'paths' | 'lassos' | 'stuck'>,
  mutant: string | null = null,
): readonly Path[] {
  const sighting = (check: string, path: readonly SystemEvent[], cycle: Path['cycle'] = null): Path =>
    pathOfSighting({ scope, check, path, cycle }, mutant);
  const ending = claims.find(({ kind }) => kind === 'ends')?.id ?? '';
  return [
    ...Object.entries(paths).map(([check, path]) => sighting(check, path)),
    ...Object.entries(lassos).map(([check, { stem, cycle }]) => sighting(check, stem, cycle)),
    ...(stuck === null || !about.includes(ending) ? [] : [sighting(ending, stuck)]),
  ];
}

/** The path of one backup on a random schedule. */
export const pathOfRun = (
  scope: Scope,
  { events }: Pick<RandomRun, 'events'>,
  seed: number,
  mutant: string | null = null,
): Path => ({
  model: modelOf(scope, mutant),
  shows: { kind: 'run', id: `seed ${seed}`, title: `One backup on the random schedule of seed ${seed}.` },
  events,
  cycle: null,
});
