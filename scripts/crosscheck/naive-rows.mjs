/** The naive explorer: text instead of numbers, no tables. */
import { groupsOf } from '../../dist/src/composition/index.js';
import { exploreNaively } from '../../dist/src/explore/index.js';
import { observers } from '../../dist/src/properties/index.js';
import { ofFormula, rowsOf, timed } from './own.mjs';

export function naiveRows(subject) {
  const { product, claims, exported, result } = subject;
  const { composition } = product;
  const rows = rowsOf('naive explorer', subject);
  const groups = groupsOf(composition);
  const { value: naive, time } = timed(() => exploreNaively(composition));
  const states = naive.states.size;
  const about = new Map(exported.claims.map((claim) => [claim.id, claim]));
  const views = [...naive.states.values()].map((state) =>
    state.groups.map((local, index) => ({ group: groups[index], state: local, observers })),
  );
  return [
    rows.states(states, time, 'complete', naive.complete && states === result.states),
    ...claims
      .filter(({ kind }) => kind === 'never' || kind === 'sometimes')
      .map((claim) => {
        const { sought } = about.get(claim.id);
        const found = views.some(([hub, ...units]) => units.some((unit) => sought(hub, unit)));
        return rows.claim(claim, ofFormula(claim, found), 0, states);
      }),
  ];
}
