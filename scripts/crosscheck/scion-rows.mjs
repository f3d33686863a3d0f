/** SCION: each chart as SCXML on random inputs, beside what XState answers. */
import { scxml } from '../../dist/src/interchange/index.js';
import { chartScopes, chartTables } from './charts.mjs';
import { compareWithScion } from './scion.mjs';

/** Fewer sequences than the tests run. */
const sequences = 100;

export async function* scionRows() {
  for (const { name, table } of chartTables(chartScopes)) {
    const start = performance.now();
    const { difference, inputs } = await compareWithScion(table, scxml(table), sequences);
    yield {
      engine: 'SCION',
      scope: name,
      claim: `answers as XState to ${inputs} inputs`,
      states: table.states.length,
      expected: 'same',
      verdict: difference === null ? 'same' : 'different',
      time: Math.round(performance.now() - start),
      agrees: difference === null,
    };
  }
}
