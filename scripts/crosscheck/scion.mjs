/** SCION as a further engine: it runs a chart that is written as SCXML, beside what XState answers. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { delayEvent, scxmlState } from '../../dist/src/interchange/index.js';

const scion = createRequire(import.meta.url)('@scion-scxml/scxml');

const factoryOf = (text) =>
  new Promise((resolve, reject) => {
    scion.documentStringToModel('chart.scxml', text, (error, model) => {
      if (error) reject(error);
      else model.prepare((failed, factory) => (failed ? reject(failed) : resolve(factory)));
    });
  });

/** Instances of one model share its data in SCION, so each run begins with a copy of the first state. */
async function runnable(text) {
  const factory = await factoryOf(text);
  const waiting = [];
  const first = new scion.core.Statechart(factory, {
    customSend: ({ name }) => waiting.push(name),
    customCancel: () => {},
  });
  first.start();
  return { factory, snapshot: JSON.stringify(first.getSnapshot()), waiting };
}

/** By state of the chart: what it may be asked there, with the answer of the table. */
const questionsOf = (table) =>
  table.states.map((_, state) =>
    table.inputs.flatMap((input, number) => {
      const row = table.row(state, number);
      return row === undefined || row.kind === 'unknown' ? [] : [{ input, row }];
    }),
  );

/** The first difference on a sequence of choices among what the chart may be asked, or null. */
function differenceOn(table, questions, { factory, snapshot, waiting: atFirst }, choices) {
  let said = [];
  const waiting = new Set(atFirst);
  const chart = new scion.core.Statechart(factory, {
    customSend: ({ target, name, data }) => {
      if (target === '#_parent') said.push({ type: name, ...data });
      else waiting.add(name);
    },
    customCancel: (id) => waiting.delete(id),
    snapshot: JSON.parse(snapshot),
    // The registry of all sessions would keep every one of them alive.
    sessionRegistry: new Map(),
  });
  chart.start();
  let state = 0;
  for (const choice of choices) {
    const asked = questions[state];
    if (asked.length === 0) return null;
    const { input, row } = asked[choice % asked.length];
    said = [];
    if (input.kind === 'delay') {
      if (!waiting.delete(delayEvent(input))) return `${delayEvent(input)} is not waited for`;
      chart.gen({ name: delayEvent(input), data: {} });
    } else {
      const { type, ...data } = input.message;
      chart.gen({ name: type, data });
    }
    if (row.kind === 'taken') state = row.next;
    const after = table.states[state];
    const expected = row.kind === 'taken' ? row.says.map((number) => table.says[number]) : [];
    const pending = table.chart.pendingDelays(after).map(delayEvent).sort();
    const [configuration, , , data] = chart.getSnapshot();
    const fields = Object.keys(after.context ?? {}).map((field) => data[field]);
    const there = JSON.stringify([configuration, fields, said, [...waiting].sort()]);
    const here = JSON.stringify([
      [scxmlState(after.value)],
      Object.values(after.context ?? {}),
      expected,
      pending,
    ]);
    if (there !== here) return `SCION ${there}, XState ${here}`;
  }
  return null;
}

export async function compareWithScion(table, text, sequences = 1000) {
  const made = await runnable(text);
  const questions = questionsOf(table);
  let inputs = 0;
  const { counterexample } = fc.check(
    fc.property(fc.array(fc.nat(1000), { maxLength: 15, size: 'max' }), (choices) => {
      inputs += choices.length;
      return differenceOn(table, questions, made, choices) === null;
    }),
    { numRuns: sequences, seed: 1 },
  );
  const [shortest] = counterexample ?? [];
  const difference = shortest === undefined ? null : differenceOn(table, questions, made, shortest);
  return { difference, sequences, inputs };
}
