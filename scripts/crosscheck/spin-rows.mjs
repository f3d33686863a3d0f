/** SPIN: the number of states, then each claim as `ltl` under weak fairness. */
import { promela } from '../../dist/src/interchange/index.js';
import { ofFormula, rowsOf, timed } from './own.mjs';
import { claimsBySpin, statesBySpin } from './spin.mjs';

/** How many states SPIN meets, and what an assertion has found there, or null. */
export const countBySpin = ({ product, exported }) => statesBySpin(promela(product, exported));

/** @param tamper Changes the text: tests put faults into it. */
export function spinRows(subject, tamper = (text) => text) {
  const { product, exported, result, claims } = subject;
  const rows = rowsOf('SPIN', subject);
  const text = tamper(promela(product, exported));
  const ids = exported.claims.map(({ id }) => id);
  const found = [];
  let isDead = false;
  if (claims.length > 1 || claims.some(({ kind }) => kind === 'ends')) {
    const { value, time } = timed(() => statesBySpin(text));
    isDead = value.finding !== null;
    // A search that stops at a deadlock has not counted all states.
    const agrees = isDead ? result.stuck !== null : value.states === result.states;
    found.push(rows.states(value.states, time, value.finding ?? 'no deadlock', agrees));
  }
  const { value: answers, time } = timed(() => (ids.length === 0 ? new Map() : claimsBySpin(text, ids)));
  for (const claim of claims) {
    const answer = answers.get(claim.id);
    if (claim.kind === 'same') {
      found.push(rows.skipped(claim, 'compares two systems, not the runs of one'));
    } else if (claim.kind === 'ends') {
      // On fair runs every backup ends, and there is no deadlock: then the end can be reached from everywhere.
      const ends = !isDead && answers.get('every-backup-ends')?.broken !== true;
      found.push(rows.claim(claim, ends ? 'holds' : 'violated', 0));
    } else {
      const share = Math.round(time / ids.length);
      const verdict = answer.isGap ? 'a gap in the tables' : ofFormula(claim, answer.broken);
      found.push(rows.claim(claim, verdict, share, answer.states));
    }
  }
  return found;
}
