/** A checker of TLA+: the number of states at rest, then each claim as an invariant or a property. */
import { tla } from '../../dist/src/interchange/index.js';
import { ofFormula, rowsOf, timed } from './own.mjs';

/** A configuration that asks for one claim. */
export const about = ({ invariants, properties }, claim) =>
  `SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\n${properties.has(claim) ? `PROPERTY ${properties.get(claim)}` : `INVARIANT ${invariants.get(claim)}`}\n`;

/**
 * @param check What the engine says of a module under a configuration: whether something is violated.
 * @param count How many states at rest it meets; null where it cannot say.
 */
export function tlaRows(engine, subject, { check, count }, tamper = (text) => text) {
  const { product, exported, claims } = subject;
  const rows = rowsOf(engine, subject);
  const made = tla(product, exported);
  const module = tamper(made.module);
  const found = [];
  if (claims.length > 1 && count !== null) {
    const { value, time } = timed(() => count(module));
    found.push(rows.states(value, time));
  }
  const expressible = claims.filter(({ id }) => made.invariants.has(id) || made.properties.has(id));
  // One run for all that must hold; what is broken there is asked for one by one.
  const { value: all, time } = timed(() =>
    claims.length > 1 ? check(module, made.configuration) : { isViolated: true },
  );
  const share = Math.round(time / expressible.length);
  for (const claim of expressible) {
    if (claim.kind !== 'sometimes' && !all.isViolated) {
      found.push(rows.claim(claim, 'holds', share));
    } else {
      const { value, time: alone } = timed(() => check(module, about(made, claim.id)));
      found.push(rows.claim(claim, ofFormula(claim, value.isViolated), alone));
    }
  }
  return found;
}
