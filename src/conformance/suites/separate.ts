/** Input sequences that tell states of a table apart. */
import { answerOf, inputsAt, type Mealy, nextOf, stateCount } from './mealy.ts';

export interface Separation {
  /**
   * A shortest sequence that is specified in both states and answered differently, or null where every
   * sequence that is specified in both is answered alike.
   */
  between(one: number, other: number): readonly number[] | null;
  /** Pairs that no sequence tells apart. */
  readonly alike: readonly (readonly [number, number])[];
}

/**
 * All pairs at once, from the last input backwards: a pair is told apart in one step more than some pair
 * that it leads to. Sequences are shared between states, so the sets made of them are harmonised.
 */
export function separate(mealy: Mealy): Separation {
  const count = stateCount(mealy);
  const pair = (one: number, other: number): number => Math.min(one, other) * count + Math.max(one, other);
  const found = new Map<number, readonly number[]>();
  const open: [number, number][] = [];
  const shared = mealy.names.map((_, state) => new Set(inputsAt(mealy, state)));
  for (let one = 0; one < count; one++) {
    for (let other = one + 1; other < count; other++) {
      const input = mealy.inputs.findIndex(
        (_, number) =>
          shared[one]?.has(number) &&
          shared[other]?.has(number) &&
          answerOf(mealy, one, number) !== answerOf(mealy, other, number),
      );
      if (input >= 0) found.set(pair(one, other), [input]);
      else open.push([one, other]);
    }
  }
  let unsettled = open;
  for (let before = -1; before !== unsettled.length; ) {
    before = unsettled.length;
    const settled: [number, readonly number[]][] = [];
    unsettled = unsettled.filter(([one, other]) => {
      for (let input = 0; input < mealy.inputs.length; input++) {
        const [left, right] = [nextOf(mealy, one, input), nextOf(mealy, other, input)];
        const rest = left < 0 || right < 0 ? undefined : found.get(pair(left, right));
        if (rest === undefined) continue;
        settled.push([pair(one, other), [input, ...rest]]);
        return false;
      }
      return true;
    });
    for (const [key, sequence] of settled) found.set(key, sequence);
  }
  return {
    between: (one, other) => found.get(pair(one, other)) ?? null,
    alike: unsettled,
  };
}
