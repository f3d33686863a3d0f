/** Rules that every chart keeps, read off its definition. */
import { describe, expect, it } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { delays } from '../../machines/index.ts';
import { Chart } from '../../src/composition/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { allRoles, referenceCharts } from '../../src/system/index.ts';
import { chartsMet } from './met.ts';

const nodesOf = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap((child) => nodesOf(child as AnyStateNode)),
];

const charts = allRoles.map((role) => [role, referenceCharts[role] as AnyStateMachine] as const);

const afterNames = (node: AnyStateNode): readonly string[] =>
  Object.keys((node.config as { after?: object }).after ?? {});

describe.each(charts)('%s', (_, chart) => {
  const nodes = nodesOf(chart.root as AnyStateNode);

  it('waits only for delays that are declared, since a misspelt one would fire at once', () => {
    for (const node of nodes) {
      for (const name of afterNames(node)) {
        expect(Object.keys(chart.implementations.delays)).toContain(name);
        expect(Object.keys(delays)).toContain(name);
      }
    }
  });

  it('has a last branch without a guard for every delay, since a delay is spent when it fires', () => {
    for (const node of nodes) {
      for (const name of afterNames(node)) {
        const branches = node.after.filter(({ delay }) => delay === name);
        expect(branches.at(-1)?.guard).toBeUndefined();
      }
    }
  });

  it('describes every state', () => {
    for (const node of nodes.filter((one) => one !== chart.root)) {
      expect(node.description, node.id).toBeTruthy();
    }
  });

  it('has no dot in a state or message, no wildcard, no history and no invoked actor', () => {
    for (const node of nodes) {
      expect(node.key).not.toContain('.');
      expect(node.history).toBe(false);
      expect(node.invoke).toEqual([]);
      for (const type of node.transitions.keys()) {
        if (!type.startsWith('xstate.')) expect(type).toMatch(/^[A-Z_]+$/);
      }
    }
  });

  it('names its guards, actions and delays instead of writing them in place', () => {
    const text = JSON.stringify(chart.config, (key, value) =>
      typeof value === 'function' && key !== 'context' ? 'FUNCTION' : value,
    );
    expect(text).not.toContain('FUNCTION');
  });
});

it('no chart says anything on entry of its initial state, since nobody listens yet', () => {
  for (const { actor } of chartsMet()) {
    expect(new Chart(actor.chart, actor.input).initial.outputs).toEqual([]);
  }
});

it('a chart with another effect than emitting is refused', () => {
  const faulty = referenceCharts['guest-vss'].provide({ actions: { freeze: () => {} } });
  const chart = new Chart(faulty, undefined);
  const preparing = chart.react(chart.initial.snapshot, { type: 'DO_GUEST_SNAPSHOT_SET' })?.snapshot;
  expect(() =>
    chart.react(preparing as never, { type: 'xstate.after.guestPreparation.guestVss.preparing' }),
  ).toThrow("has the effect 'freeze'");
});

it('every mutant has a name of its own', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});
