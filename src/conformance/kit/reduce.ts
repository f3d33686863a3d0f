/** Shorter tests that may fail in the same way: steps are left out, and what is left is expected anew. */
import type { Component } from '../suites/component.ts';
import type { SuiteTest } from '../suites/format.ts';
import { nextOf } from '../suites/mealy.ts';
import { stepsOf } from '../suites/suite.ts';
import type { Reduce } from './run.ts';

/** Shorter sequences that the table specifies, the shortest first. */
export const reduceWith =
  ({ closed }: Pick<Component, 'closed'>): Reduce =>
  (steps) => {
    const numbers = steps.map(({ input }) =>
      closed.inputs.findIndex((one) => JSON.stringify(one) === JSON.stringify(input)),
    );
    const candidates: SuiteTest['steps'][] = [];
    for (let length = numbers.length - 1; length >= 1; length--) {
      for (let from = 0; from + length < numbers.length; from++) {
        const kept = [...numbers.slice(0, from), ...numbers.slice(from + length)];
        let state = 0;
        for (const input of kept) state = state < 0 || input < 0 ? -1 : nextOf(closed, state, input);
        if (state >= 0) candidates.push(stepsOf(closed, kept));
      }
    }
    return candidates;
  };
