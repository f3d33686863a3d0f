/** Charts as SCXML, run by an interpreter that other people wrote. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/composition/index.ts';
import { Product, search } from '../../src/explore/index.ts';
import { type ChartTable, delayEvent, scxml, scxmlState, systemTables } from '../../src/interchange/index.ts';
import { chosenScope, defaultTopology, scopeComposition, stepFaults } from '../../src/verify/index.ts';

interface Sent {
  readonly target: string | null;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Statechart {
  start(): void;
  gen(event: { name: string; data: object }): readonly string[];
  getConfiguration(): readonly string[];
  getSnapshot(): unknown;
}

interface Scion {
  documentStringToModel(
    url: string,
    text: string,
    done: (
      error: unknown,
      model: { prepare(ready: (error: unknown, factory: object) => void): void },
    ) => void,
  ): void;
  core: {
    Statechart: new (
      factory: object,
      options: {
        customSend(sent: Sent): unknown;
        customCancel(id: string): unknown;
        snapshot?: unknown;
        sessionRegistry?: Map<string, unknown>;
      },
    ) => Statechart;
  };
}

const scion = createRequire(import.meta.url)('@scion-scxml/scxml') as Scion;

/** Instances of one model share its data in SCION, so each run begins with a copy of the first state. */
interface Runnable {
  readonly factory: object;
  readonly snapshot: string;
  readonly waiting: readonly string[];
}

const factoryOf = (text: string): Promise<object> =>
  new Promise((resolve, reject) => {
    scion.documentStringToModel('chart.scxml', text, (error, model) => {
      if (error) reject(error);
      else model.prepare((failed, factory) => (failed ? reject(failed) : resolve(factory)));
    });
  });

/** Every chart of both places of recovery; those that are alike in both are there once. */
const tables: readonly (readonly [string, ChartTable])[] = [
  ...new Map(
    (['2012R2', '2012'] as const).flatMap((release) => {
      const scope = chosenScope(defaultTopology(release, 1, 1), { faults: stepFaults });
      const product = new Product(scopeComposition(scope));
      search(product);
      return systemTables(product).charts.map((table): [string, readonly [string, ChartTable]] => [
        scxml(table),
        [`${table.name} on ${release}`, table],
      ]);
    }),
  ).values(),
];

async function runnable(text: string): Promise<Runnable> {
  const factory = await factoryOf(text);
  const waiting: string[] = [];
  const first = new scion.core.Statechart(factory, {
    customSend: ({ name }) => waiting.push(name),
    customCancel: () => {},
  });
  first.start();
  return { factory, snapshot: JSON.stringify(first.getSnapshot()), waiting };
}

/** The first difference between SCION and XState on a sequence of choices, or null. */
function differenceOn(
  table: ChartTable,
  { factory, snapshot, waiting: atFirst }: Runnable,
  choices: readonly number[],
): string | null {
  let said: Message[] = [];
  const waiting = new Set(atFirst);
  const chart = new scion.core.Statechart(factory, {
    customSend: ({ target, name, data }) => {
      if (target === '#_parent') said.push({ type: name, ...data });
      else waiting.add(name);
    },
    customCancel: (id) => waiting.delete(id),
    snapshot: JSON.parse(snapshot) as unknown,
    // The registry of all sessions would keep every one of them alive.
    sessionRegistry: new Map(),
  });
  chart.start();
  let state = 0;
  for (const choice of choices) {
    const asked = table.inputs.flatMap((input, number) => {
      const row = table.row(state, number);
      return row === undefined || row.kind === 'unknown' ? [] : [{ input, row }];
    });
    const chosen = asked[choice % Math.max(1, asked.length)];
    if (chosen === undefined) return null;
    const { input, row } = chosen;
    said = [];
    if (input.kind === 'delay') {
      if (!waiting.delete(delayEvent(input))) return `${delayEvent(input)} is not waited for`;
      chart.gen({ name: delayEvent(input), data: {} });
    } else {
      const { type, ...data } = input.message;
      chart.gen({ name: type, data });
    }
    if (row.kind === 'taken') state = row.next;
    const expected = row.kind === 'taken' ? row.says.map((number) => table.says[number]) : [];
    const snapshot = table.states[state] as ChartTable['states'][number];
    const pending = table.chart.pendingDelays(snapshot).map(delayEvent).sort();
    const there = JSON.stringify([chart.getConfiguration(), said, [...waiting].sort()]);
    const here = JSON.stringify([[scxmlState(snapshot.value)], expected, pending]);
    if (there !== here) return `SCION ${there}, XState ${here}`;
  }
  return null;
}

describe('a chart as SCXML', () => {
  it.each(tables)('%s has no dots in names of states and events', (_, table) => {
    for (const [, name] of scxml(table).matchAll(/(?:id|event|target)="([^"#]*)"/g))
      expect(name).not.toContain('.');
  });

  it.each(tables)('%s goes in SCION where it goes in XState, and says the same', async (_, table) => {
    const made = await runnable(scxml(table));
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 15 }), (choices) => {
        expect(differenceOn(table, made, choices)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a mistake in the export is noticed', () => {
  const [, table] = tables.find(([name]) => name.startsWith('guest_vss')) ?? ['', undefined];
  if (table === undefined) throw new Error('there is no guest VSS');
  let text = '';
  beforeAll(() => {
    text = scxml(table);
  });
  it.each([
    ['an output left out', /\n[^\n]*<send event="FREEZE_APPLICATIONS"[^\n]*/],
    ['a delay that is not cancelled', /<cancel sendid="[^"]*freezeWindow"\/>/],
    ['a guard that is another', /row === 0/],
  ])('%s', async (_, mistake) => {
    expect(text).toMatch(mistake);
    const made = await runnable(text.replace(mistake, ''));
    const { failed } = fc.check(
      fc.property(
        fc.array(fc.nat(1000), { maxLength: 15 }),
        (choices) => differenceOn(table, made, choices) === null,
      ),
      { numRuns: 1000 },
    );
    expect(failed).toBe(true);
  });
});
