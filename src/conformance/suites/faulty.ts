/** Mistakes put into a table, to measure what a suite finds. */
import { randomNumbers } from '../../verify/index.ts';
import { answerOf, type Mealy, nextOf, stateCount, transitionsOf } from './mealy.ts';

export interface KillRate {
  /** Mistakes that some specified sequence shows. */
  readonly mutants: number;
  readonly killed: number;
}

/** Up to so many mistakes are tried of each kind. */
const mistakesTried = 500;

type Change = {
  readonly state: number;
  readonly input: number;
  readonly to: number;
  readonly answer: number;
};

/** A table with extra copies of one state, and one transition changed. */
function changed(
  mealy: Mealy,
  extraStates: number,
  copied: number,
  { state, input, to, answer }: Change,
): Mealy {
  const width = mealy.inputs.length;
  const count = stateCount(mealy);
  const next = new Int32Array((count + extraStates) * width);
  const answers = new Int32Array(next.length);
  next.set(mealy.next);
  answers.set(mealy.answer);
  for (let extra = 0; extra < extraStates; extra++) {
    next.copyWithin((count + extra) * width, copied * width, (copied + 1) * width);
    answers.copyWithin((count + extra) * width, copied * width, (copied + 1) * width);
  }
  // Copies lead on to each other before they lead to where the state leads: the mistake lies deep.
  if (extraStates > 0) {
    const entered = transitionsOf(mealy).find((one) => one.to === copied);
    if (entered !== undefined) next[entered.from * width + entered.input] = count;
    for (let extra = 0; extra + 1 < extraStates; extra++) {
      for (let at = 0; at < width; at++) {
        if (next[(count + extra) * width + at] === copied)
          next[(count + extra) * width + at] = count + extra + 1;
      }
    }
  }
  next[state * width + input] = to;
  answers[state * width + input] = answer;
  const names = [...mealy.names, ...Array.from({ length: extraStates }, (_, extra) => `copy ${extra + 1}`)];
  return { ...mealy, names, next, answer: answers };
}

/** Whether two tables over the same inputs answer every sequence alike that the first specifies. */
export function answersAlike(reference: Mealy, other: Mealy): boolean {
  const seen = new Set(['0 0']);
  const queue: [number, number][] = [[0, 0]];
  for (const [one, two] of queue) {
    for (let input = 0; input < reference.inputs.length; input++) {
      const to = nextOf(reference, one, input);
      if (to < 0) continue;
      if (answerOf(reference, one, input) !== answerOf(other, two, input)) return false;
      const pair: [number, number] = [to, nextOf(other, two, input)];
      if (pair[1] < 0) return false;
      if (seen.has(pair.join(' '))) continue;
      seen.add(pair.join(' '));
      queue.push(pair);
    }
  }
  return true;
}

function kills(sequence: readonly number[], reference: Mealy, other: Mealy): boolean {
  let [one, two] = [0, 0];
  for (const input of sequence) {
    if (two < 0 || answerOf(reference, one, input) !== answerOf(other, two, input)) return true;
    [one, two] = [nextOf(reference, one, input), nextOf(other, two, input)];
  }
  return two < 0;
}

/**
 * How many mistakes a suite finds: wrong answers, wrong next states, and both again in machines with up to
 * so many extra states. Mistakes that change nothing that is specified are not counted.
 */
export function killRate(
  mealy: Mealy,
  sequences: readonly (readonly number[])[],
  extraStates: number,
  seed: number,
): KillRate {
  const random = randomNumbers(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const transitions = transitionsOf(mealy);
  let [mutants, killed] = [0, 0];
  for (let extra = 0; extra <= extraStates; extra++) {
    for (let tried = 0; tried < mistakesTried && transitions.length > 0; tried++) {
      const copied = pick(stateCount(mealy));
      const { from, input, to } = transitions[pick(transitions.length)] as (typeof transitions)[number];
      const state = extra > 0 ? stateCount(mealy) + pick(extra) : from;
      const base = { state, input, to, answer: answerOf(mealy, from, input) };
      const wrong =
        tried % 2 === 0
          ? { ...base, answer: pick(mealy.answers.length) }
          : { ...base, to: pick(stateCount(mealy) + extra) };
      const mutant = changed(mealy, extra, copied, wrong);
      if (answersAlike(mealy, mutant)) continue;
      mutants++;
      if (sequences.some((sequence) => kills(sequence, mealy, mutant))) killed++;
    }
  }
  return { mutants, killed };
}
