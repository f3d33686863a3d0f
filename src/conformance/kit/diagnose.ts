/** What a failure is about: a known mistake that answers alike, and the claims and statements that it touches. */
import { Chart } from '../../composition/index.ts';
import { mutants } from '../../mutants/index.ts';
import { claims } from '../../properties/index.ts';
import type { Role } from '../../system/index.ts';
import { reactionTo } from '../suites/component.ts';
import type { SuiteHeader } from '../suites/format.ts';
import { answerKey, type ComponentInput } from '../suites/mealy.ts';
import type { TestResult } from './run.ts';

export interface Touched {
  /** Mistakes of the catalogue that answer as the implementation did. */
  readonly likeMutants: readonly { readonly name: string; readonly mistake: string }[];
  readonly claims: readonly {
    readonly id: string;
    readonly sentence: string;
    readonly covers: readonly string[];
  }[];
}

/** The claims that mistakes of a role break; those of mistakes that answer alike where there are any. */
export function touchedBy(
  { failure, shortest, goal }: Pick<TestResult, 'failure' | 'shortest' | 'goal'>,
  { component, input, receivers }: SuiteHeader,
): Touched {
  if (failure === null) return { likeMutants: [], claims: [] };
  const ofRole = mutants.filter(({ model }) => model.charts?.[component as Role] !== undefined);
  const alike = ofRole.filter(({ model }) => {
    const machine = model.charts?.[component as Role];
    if (machine === undefined) return false;
    const chart = new Chart(machine, input);
    let { snapshot } = chart.initial;
    let said: ReturnType<typeof reactionTo> = null;
    for (const one of shortest) {
      said = reactionTo(chart, snapshot, one.input as ComponentInput);
      snapshot = said?.snapshot ?? snapshot;
    }
    return answerKey(said?.outputs ?? [], receivers) === answerKey(failure.answered, receivers);
  });
  const ids = new Set((alike.length > 0 ? alike : ofRole).map(({ claim }) => claim));
  return {
    likeMutants: alike.map(({ name, mistake }) => ({ name, mistake })),
    claims: claims
      .filter(({ id }) => ids.has(id) || goal.startsWith(`${id}:`))
      .map(({ id, sentence, covers }) => ({ id, sentence, covers })),
  };
}
