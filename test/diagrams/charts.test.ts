import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { allStates, chartGraph, mermaidChart, renderChart, renderSystem } from '../../src/diagrams/index.ts';
import { allRoles, backupComposition, referenceCharts } from '../../src/system/index.ts';
import { defaultTopology } from '../../src/verify/index.ts';

const committed = (name: string): string =>
  readFileSync(new URL(`../../docs/diagrams/${name}.svg`, import.meta.url), 'utf8');

describe('committed diagrams are those of the model (npm run generate)', () => {
  it.each(allRoles)('%s', async (role) => {
    expect(await renderChart(referenceCharts[role], { title: role })).toBe(committed(role));
  });
  it.each(['2012', '2012R2'] as const)('the system on %s', async (release) => {
    const composition = backupComposition(defaultTopology(release, 1, 1));
    expect(await renderSystem(composition, `Who talks to whom, host release ${release}`)).toBe(
      committed(`system-${release.toLowerCase()}`),
    );
  });
});

describe('a diagram of a chart', () => {
  it.each(allRoles)('of %s shows every state, delay and guard', async (role) => {
    const machine = referenceCharts[role];
    const svg = await renderChart(machine);
    const graph = chartGraph(machine);
    for (const { path } of allStates(graph.root)) expect(svg).toContain(`data-state="${path}"`);
    for (const { guard } of graph.transitions) if (guard !== null) expect(svg).toContain(guard);
    expect(svg).not.toContain('xstate.');
  });

  it('says more when the chart has one more transition', async () => {
    const chart = (event: string) =>
      createMachine({ id: 'door', initial: 'shut', states: { shut: { on: { [event]: 'open' } }, open: {} } });
    expect(await renderChart(chart('PUSH'))).not.toBe(await renderChart(chart('PULL')));
  });

  it('of a machine of the user’s never takes text for markup', async () => {
    const machine = setup({ guards: { '<b>': () => true } }).createMachine({
      id: '</svg><script>',
      initial: 'a"b',
      states: {
        'a"b': { description: '<img src=x>', on: { '<GO>': { guard: '<b>', target: 'c' } } },
        c: { type: 'final' },
      },
    });
    const svg = await renderChart(machine);
    expect(svg).not.toMatch(/<(script|img|b|GO)>?/);
    expect(svg).toContain('data-state="a&quot;b"');
  });
});

describe('Mermaid', () => {
  const regions = (target: string) =>
    createMachine({
      id: 'm',
      initial: 'both',
      states: {
        both: {
          type: 'parallel',
          states: {
            one: { initial: 'x', states: { x: { on: { GO: target } }, y: {} } },
            two: { initial: 'z', states: { z: {} } },
          },
        },
        failed: {},
      },
    });
  it('is not given a chart that it draws wrong: an arrow leaves a region', () => {
    expect(mermaidChart(regions('#m.failed'))).toBeNull();
  });
  it('is given regions that no arrow leaves', () => {
    expect(mermaidChart(regions('y'))).toContain('--');
  });
  it('is not given a chart that takes something in every state', () => {
    expect(mermaidChart(createMachine({ on: { GO: {} }, initial: 'a', states: { a: {} } }))).toBeNull();
  });
  it.each(allRoles)('has every state of %s, where it is drawn', (role) => {
    const text = mermaidChart(referenceCharts[role]);
    if (text === null) return expect(referenceCharts[role].root.transitions.size).toBeGreaterThan(0);
    for (const { key } of allStates(chartGraph(referenceCharts[role]).root)) {
      expect(text).toContain(`state "${key}"`);
    }
  });
});
