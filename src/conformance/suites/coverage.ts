/** Sequences that cover a table: its states, its transitions, pairs of transitions, or what mutants change. */
import { mutants } from '../../mutants/index.ts';
import { distinguish } from '../compare-charts.ts';
import { withoutPrefixes } from './complete.ts';
import type { Component } from './component.ts';
import { accessSequences, inputsAt, type Mealy, nextOf, transitionsOf } from './mealy.ts';

export const componentCoverages = ['states', 'transitions', 'pairs', 'mutants'] as const;
export type ComponentCoverage = (typeof componentCoverages)[number];

export interface Sequence {
  readonly goal: string;
  readonly inputs: readonly number[];
}

export interface Covered {
  readonly sequences: readonly Sequence[];
  /** Goals that no sequence reaches, with the reason. */
  readonly unreached: readonly { readonly goal: string; readonly reason: string }[];
}

const goalOf: Readonly<Record<Exclude<ComponentCoverage, 'mutants'>, string>> = {
  states: 'every state',
  transitions: 'every transition',
  pairs: 'every pair of transitions that follow each other',
};

function sequencesFor(mealy: Mealy, coverage: keyof typeof goalOf): readonly (readonly number[])[] {
  const access = accessSequences(mealy);
  if (coverage === 'states') return access;
  const transitions = transitionsOf(mealy).map(({ from, input, to }) => ({
    to,
    sequence: [...(access[from] ?? []), input],
  }));
  if (coverage === 'transitions') return transitions.map(({ sequence }) => sequence);
  return transitions.flatMap(({ to, sequence }) => [
    sequence,
    ...inputsAt(mealy, to).map((input) => [...sequence, input]),
  ]);
}

/** For each mutant of the role's chart, a shortest sequence that tells it from the chart. */
function tellMutants({ role, mealy, input, receivers }: Component): Covered {
  const sequences: Sequence[] = [];
  const unreached: { goal: string; reason: string }[] = [];
  for (const { name, mistake, model } of mutants) {
    const chart = model.charts?.[role];
    if (chart === undefined) continue;
    const goal = `${name}: ${mistake}`;
    const found = distinguish(mealy, { chart, input, receivers });
    if (found.kind === 'different') sequences.push({ goal, inputs: found.inputs });
    else unreached.push({ goal, reason: 'it answers alike in the system in which the component is tested' });
  }
  return { sequences, unreached };
}

export function coveringSequences(component: Component, coverage: ComponentCoverage): Covered {
  if (coverage === 'mutants') return tellMutants(component);
  const { mealy } = component;
  return {
    sequences: withoutPrefixes(sequencesFor(mealy, coverage)).map((inputs) => {
      const last = mealy.inputs[inputs.at(-1) as number];
      const state = mealy.names[inputs.slice(0, -1).reduce((at, input) => nextOf(mealy, at, input), 0)];
      const what = last === undefined ? '' : 'message' in last ? last.message.type : `${last.elapse} over`;
      return { goal: `${goalOf[coverage]}: ${what} in ${state}`, inputs };
    }),
    unreached: [],
  };
}
