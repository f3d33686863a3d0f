/** The same scopes and mutants by our search and by other engines, as rows of one table. */
import { groupsOf } from '../../dist/src/composition/index.js';
import { exploreNaively, Product, search } from '../../dist/src/explore/index.js';
import { exportedClaims, promela } from '../../dist/src/interchange/index.js';
import { mutants } from '../../dist/src/mutants/index.js';
import { claims as allClaims, observers } from '../../dist/src/properties/index.js';
import {
  chosenScope,
  defaultTopology,
  exploreScope,
  mutantScope,
  scopeComposition,
  stepFaults,
} from '../../dist/src/verify/index.js';
import { claimsBySpin, missingForSpin, statesBySpin } from './spin.mjs';

/** The true model: both places of recovery, with all faults, and two virtual machines. */
export const trueScopes = ['2012R2', '2012'].flatMap((release) => [
  {
    ...chosenScope(defaultTopology(release, 1, 1), { faults: stepFaults }),
    id: `1 x 1 on ${release}, all faults`,
  },
  { ...chosenScope(defaultTopology(release, 2, 1)), id: `2 x 1 on ${release}` },
]);

const timed = (work) => {
  const start = performance.now();
  const value = work();
  return { value, time: Math.round(performance.now() - start) };
};

/** What our own search says of a claim. */
function ownVerdict(claim, result) {
  const found = result.found[claim.id] !== undefined;
  if (claim.kind === 'leads-to') return result.lassos[claim.id] === undefined ? 'holds' : 'violated';
  if (claim.kind === 'ends') return result.stuck === null ? 'holds' : 'violated';
  return found === (claim.kind === 'sometimes') ? 'holds' : 'violated';
}

const ofFormula = (claim, broken) => (broken === (claim.kind === 'sometimes') ? 'holds' : 'violated');

/** A searched scope, as it is exported. `tamper` changes the text: tests put faults into it. */
export function exported(scope, model, ids, tamper = (text) => text) {
  const product = new Product(scopeComposition(scope, model));
  search(product);
  const options = exportedClaims(scope);
  const claims = ids === undefined ? options.claims : options.claims.filter(({ id }) => ids.includes(id));
  return { text: tamper(promela(product, { ...options, claims })), ids: claims.map(({ id }) => id) };
}

const same = 'compares two systems, not the runs of one';

/** Rows of one scope by SPIN: the number of states, then each claim. */
export function spinRows(scope, { model = {}, only, tamper } = {}) {
  const result = exploreScope(scope, { model });
  const engine = 'SPIN';
  const claims = allClaims.filter(
    ({ id }) => result.claims.includes(id) && (only === undefined || id === only),
  );
  const { text, ids } = exported(scope, model, only === undefined ? undefined : [only], tamper);
  const rows = [];
  const countsStates = only === undefined || claims.some(({ kind }) => kind === 'ends');
  let isDead = false;
  if (countsStates) {
    const { value, time } = timed(() => statesBySpin(text));
    isDead = value.finding !== null;
    // A search that stops at a deadlock has not counted all states.
    const agrees = isDead ? result.stuck !== null : value.states === result.states;
    const verdict = value.finding ?? 'no deadlock';
    rows.push({
      engine,
      scope: scope.id,
      claim: 'all states',
      states: value.states,
      expected: result.states,
      verdict,
      time,
      agrees,
    });
  }
  const { value: answers, time } = timed(() => (ids.length === 0 ? new Map() : claimsBySpin(text, ids)));
  for (const claim of claims) {
    const expected = ownVerdict(claim, result);
    const row = { engine, scope: scope.id, claim: claim.id, states: null, expected };
    const answer = answers.get(claim.id);
    if (claim.kind === 'same') {
      rows.push({ ...row, verdict: null, time: 0, agrees: null, skipped: same });
    } else if (claim.kind === 'ends') {
      // On fair runs every backup ends, and there is no deadlock: then the end can be reached from everywhere.
      const ends = !isDead && answers.get('every-backup-ends')?.broken !== true;
      const verdict = ends ? 'holds' : 'violated';
      rows.push({ ...row, verdict, time: 0, agrees: verdict === expected });
    } else {
      const verdict = ofFormula(claim, answer.broken);
      const share = Math.round(time / ids.length);
      rows.push({
        ...row,
        states: answer.states,
        verdict,
        time: share,
        agrees: verdict === expected,
      });
    }
  }
  return rows;
}

/** Rows of one scope by the naive explorer: text instead of numbers, no tables. */
export function naiveRows(scope, { model = {} } = {}) {
  const engine = 'naive explorer';
  const result = exploreScope(scope, { model });
  const composition = scopeComposition(scope, model);
  const groups = groupsOf(composition);
  const { value: naive, time } = timed(() => exploreNaively(composition));
  const about = new Map(exportedClaims(scope).claims.map((claim) => [claim.id, claim]));
  const states = naive.states.size;
  const head = {
    engine,
    scope: scope.id,
    claim: 'all states',
    states,
    expected: result.states,
    verdict: 'complete',
  };
  const rows = [{ ...head, time, agrees: naive.complete && states === result.states }];
  for (const claim of allClaims.filter(
    ({ id, kind }) => result.claims.includes(id) && ['never', 'sometimes'].includes(kind),
  )) {
    const { sought } = about.get(claim.id);
    const views = (state) =>
      state.groups.map((local, index) => ({ group: groups[index], state: local, observers }));
    const found = [...naive.states.values()].some((state) => {
      const [hub, ...units] = views(state);
      return units.some((unit) => sought(hub, unit));
    });
    const verdict = ofFormula(claim, found);
    const expected = ownVerdict(claim, result);
    rows.push({
      engine,
      scope: scope.id,
      claim: claim.id,
      states,
      verdict,
      expected,
      time: 0,
      agrees: verdict === expected,
    });
  }
  return rows;
}

/** A mutant in the first scope that it names: the claim that must catch it, by SPIN. */
export function mutantRows(mutant) {
  const scope = mutantScope(mutant.scopes[0]);
  const named = { ...scope, id: `${mutant.name}: ${scope.id}` };
  return spinRows(named, { model: mutant.model, only: mutant.claim })
    .filter(({ claim }) => claim === mutant.claim)
    .map((row) => ({ ...row, agrees: row.skipped ? null : row.agrees && row.verdict === 'violated' }));
}

/** Every row, as it is made. */
export function* allRows() {
  for (const scope of trueScopes) yield* naiveRows(scope);
  const missing = missingForSpin();
  if (missing !== null) {
    yield {
      engine: 'SPIN',
      scope: 'all',
      claim: 'all',
      states: null,
      verdict: null,
      time: 0,
      agrees: null,
      skipped: missing,
    };
    return;
  }
  for (const scope of trueScopes) yield* spinRows(scope);
  for (const mutant of mutants) yield* mutantRows(mutant);
}
