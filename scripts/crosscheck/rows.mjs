/** The same scopes and mutants by our search and by every engine that is here, as rows of one table. */

import { mutants } from '../../dist/src/mutants/index.js';
import { claims as allClaims } from '../../dist/src/properties/index.js';
import { certificateRows, missingForPython } from './certificate-rows.mjs';
import { naiveRows } from './naive-rows.mjs';
import { missingRow, scopeOfMutant, subjectOf, trueScopes } from './own.mjs';
import { missingForSpin } from './spin.mjs';
import { spinRows } from './spin-rows.mjs';
import { tlaRows } from './tla-rows.mjs';
import { checkByTlc, missingForTlc } from './tlc.mjs';

/** A module that needs a package of its own; null where the package is not installed. */
async function installed(load) {
  try {
    return await load();
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') throw error;
    return null;
  }
}

/** The engines that take a whole system, with what is missing to run them and how many states are too many. */
export async function engines() {
  const tlaChecker = await installed(() => import('./tla.mjs'));
  const byTlaChecker = { check: tlaChecker?.checkTla, count: tlaChecker?.statesAtRest };
  return [
    {
      name: 'naive explorer',
      missing: null,
      rows: naiveRows,
      maxStates: Number.POSITIVE_INFINITY,
      mutants: () => false,
    },
    {
      name: 'SPIN',
      missing: missingForSpin(),
      rows: spinRows,
      maxStates: Number.POSITIVE_INFINITY,
      mutants: () => true,
    },
    {
      name: 'tla-checker',
      missing: tlaChecker === null ? 'tla-checker not found: npm install' : null,
      rows: (subject, tamper) => tlaRows('tla-checker', subject, byTlaChecker, tamper),
      maxStates: 250,
      mutants: isFirstSmall,
    },
    {
      name: 'TLC',
      missing: missingForTlc(),
      rows: (subject, tamper) => tlaRows('TLC', subject, { check: checkByTlc, count: null }, tamper),
      maxStates: 5000,
      mutants: isFirstSmall,
    },
    {
      name: 'certificate',
      missing: missingForPython(),
      rows: certificateRows,
      maxStates: Number.POSITIVE_INFINITY,
      mutants: isSmall,
    },
  ];
}

const kindOf = (id) => allClaims.find((claim) => claim.id === id)?.kind;

/** Caught by what a state shows, in one machine without options: cheap enough for slow engines. */
const isSmall = ({ claim, scopes: [scope] }) =>
  scope.machines === 1 && scope.options === undefined && ['never', 'sometimes'].includes(kindOf(claim));

/** One of the small mutants for each claim, for engines that take long. */
const isFirstSmall = (mutant) =>
  mutant === mutants.find((other) => other.claim === mutant.claim && isSmall(other));

/** A mutant in the first scope that it names: the claim that must catch it. */
export function mutantRows(mutant, rowsBy) {
  const subject = subjectOf(scopeOfMutant(mutant), mutant.model, mutant.claim);
  return rowsBy(subject)
    .filter(({ claim }) => claim === mutant.claim)
    .map((row) => ({ ...row, agrees: row.skipped ? null : row.agrees && row.verdict === 'violated' }));
}

/** Every row, as it is made. */
export async function* allRows() {
  const present = [];
  for (const engine of await engines()) {
    if (engine.missing === null) present.push(engine);
    else yield missingRow(engine.name, engine.missing);
  }
  const scion = await installed(() => import('./scion-rows.mjs'));
  if (scion === null) yield missingRow('SCION', '@scion-scxml/scxml not found: npm install');
  else yield* scion.scionRows();
  for (const scope of trueScopes) {
    const subject = subjectOf(scope);
    for (const { name, rows, maxStates } of present) {
      if (subject.result.states <= maxStates) yield* rows(subject);
      else
        yield { ...missingRow(name, `takes it too long: ${subject.result.states} states`), scope: scope.id };
    }
  }
  for (const mutant of mutants) {
    for (const engine of present) if (engine.mutants(mutant)) yield* mutantRows(mutant, engine.rows);
  }
}
