/** The scopes that engines are given, what our search says of them, and how a row is made of both. */
import { Product, search } from '../../dist/src/explore/index.js';
import { exportedClaims } from '../../dist/src/interchange/index.js';
import { claims as allClaims } from '../../dist/src/properties/index.js';
import { allFaults } from '../../dist/src/system/index.js';
import {
  chosenScope,
  defaultTopology,
  exploreScope,
  mutantScope,
  scopeComposition,
  stepFaults,
} from '../../dist/src/verify/index.js';

/** The true model: both places of recovery, with faults at any time and with a budget of them; two machines. */
export const trueScopes = ['2012R2', '2012'].flatMap((release) => [
  {
    ...chosenScope(defaultTopology(release, 1, 1), { faults: stepFaults }),
    id: `1 x 1 on ${release}, step faults`,
  },
  {
    ...chosenScope(defaultTopology(release, 1, 1), { faults: stepFaults, faultBudget: 1 }),
    id: `1 x 1 on ${release}, one step fault at most`,
  },
  {
    ...chosenScope(defaultTopology(release, 1, 1), { faults: allFaults, faultBudget: 1 }),
    id: `1 x 1 on ${release}, any fault once`,
  },
  { ...chosenScope(defaultTopology(release, 2, 1)), id: `2 x 1 on ${release}` },
]);

/** The first scope that a mutant names, under the name of the mutant. */
export const scopeOfMutant = (mutant) => {
  const scope = mutantScope(mutant.scopes[0]);
  return { ...scope, id: `${mutant.name}: ${scope.id}` };
};

export const timed = (work) => {
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

/** The verdict on a claim whose formula some run breaks, or none. */
export const ofFormula = ({ kind }, broken) => (broken === (kind === 'sometimes') ? 'holds' : 'violated');

/**
 * A scope, explored by us, and its tables as they are exported.
 * @param only the id of the one claim that is asked for; null for all.
 */
export function subjectOf(scope, model = {}, only = null) {
  const result = exploreScope(scope, { model });
  const product = new Product(scopeComposition(scope, model));
  const own = search(product);
  const { claims, ...rest } = exportedClaims(scope);
  const isAsked = ({ id }) => only === null || id === only;
  const asked = allClaims.filter((claim) => result.claims.includes(claim.id) && isAsked(claim));
  return {
    scope,
    result,
    product,
    own,
    claims: asked,
    exported: { ...rest, claims: claims.filter(isAsked) },
    expected: (claim) => ownVerdict(claim, result),
  };
}

/** Makes rows of one engine about one subject. */
export const rowsOf = (engine, { scope, result, expected }) => ({
  states: (states, time, verdict = 'complete', agrees = states === result.states) => ({
    engine,
    scope: scope.id,
    claim: 'all states',
    states,
    expected: result.states,
    verdict,
    time,
    agrees,
  }),
  claim: (claim, verdict, time, states = null) => ({
    engine,
    scope: scope.id,
    claim: claim.id,
    states,
    expected: expected(claim),
    verdict,
    time,
    agrees: verdict === expected(claim),
  }),
  skipped: (claim, skipped) => ({
    engine,
    scope: scope.id,
    claim: claim.id,
    states: null,
    expected: expected(claim),
    verdict: null,
    time: 0,
    agrees: null,
    skipped,
  }),
});

/** The row of an engine that is not here. */
export const missingRow = (engine, skipped) => ({
  engine,
  scope: 'all',
  claim: 'all',
  states: null,
  verdict: null,
  time: 0,
  agrees: null,
  skipped,
});
