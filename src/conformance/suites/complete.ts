/**
 * Suites that are complete for a fault domain: W, Wp and HSI, over a table that may be partial.
 *
 * Every implementation that is a deterministic machine with at most k states more than the table, and
 * that takes what the table specifies, passes exactly if it answers every specified sequence alike. This
 * needs all states to be told apart by specified sequences; where some are not, the suite says so and is
 * not called complete.
 *
 * HSI (Petrenko, Yevtushenko, Lebedev, Das 1993): each state is followed by sequences of its own that tell
 * it from every other. W (Chow 1978) follows each by the sequences of all; Wp (Fujiwara et al. 1991) does
 * that for the shortest ways to each state and takes each state's own for the rest. In a partial table a
 * sequence is followed as far as it is specified, which keeps each state's own sequences whole.
 */
import { accessSequences, inputsAt, type Mealy, nextOf, stateCount, walk } from './mealy.ts';
import { separate } from './separate.ts';

export const completeMethods = ['w', 'wp', 'hsi'] as const;
export type CompleteMethod = (typeof completeMethods)[number];

export interface CompletePlan {
  readonly method: CompleteMethod;
  readonly extraStates: number;
  readonly states: number;
  readonly inputs: number;
  /** Sequences before those are left out that others begin with: no suite is larger. */
  readonly atMost: number;
  /** Pairs of states that no specified sequence tells apart; where there are any, no suite is complete. */
  readonly alike: readonly (readonly [string, string])[];
}

/** By state, the sequences that follow it. */
type Identifiers = (state: number) => readonly (readonly number[])[];

interface Phase {
  readonly starts: readonly (readonly number[])[];
  readonly depths: readonly number[];
  readonly identifiers: Identifiers;
}

const unique = (sequences: readonly (readonly number[])[]): readonly (readonly number[])[] => [
  ...new Map(sequences.map((sequence) => [sequence.join(), sequence])).values(),
];

const upTo = (depth: number): readonly number[] => Array.from({ length: depth + 1 }, (_, index) => index);

/** The start of a sequence that is specified in a state. */
function specified(mealy: Mealy, state: number, sequence: readonly number[]): readonly number[] {
  const end = sequence.findIndex((_, index) => walk(mealy, state, sequence.slice(0, index + 1)) < 0);
  return end < 0 ? sequence : sequence.slice(0, end);
}

function phasesOf(mealy: Mealy, method: CompleteMethod, extraStates: number): readonly Phase[] {
  const { between } = separate(mealy);
  const states = mealy.names.map((_, state) => state);
  const own = states.map((one) =>
    unique(
      states.flatMap((other) =>
        other === one ? [] : (between(one, other) ?? []).length > 0 ? [between(one, other) ?? []] : [],
      ),
    ),
  );
  const all = unique(own.flat());
  const harmonised: Identifiers = (state) => (own[state]?.length ? own[state] : [[]]);
  const everything: Identifiers = (state) =>
    all.length === 0 ? [[]] : unique(all.map((sequence) => specified(mealy, state, sequence)));
  const access = accessSequences(mealy);
  const reached = new Set(access.map((sequence) => sequence.join()));
  const beyond = states
    .flatMap((state) => inputsAt(mealy, state).map((input) => [...(access[state] ?? []), input]))
    .filter((sequence) => !reached.has(sequence.join()));
  if (method === 'wp') {
    return [
      { starts: access, depths: upTo(extraStates), identifiers: everything },
      { starts: beyond, depths: [extraStates], identifiers: harmonised },
    ];
  }
  return [
    {
      starts: access,
      depths: upTo(extraStates + 1),
      identifiers: method === 'w' ? everything : harmonised,
    },
  ];
}

/** How large a suite can become, counted without making it. */
export function planComplete(mealy: Mealy, method: CompleteMethod, extraStates: number): CompletePlan {
  let atMost = 0;
  for (const { starts, depths, identifiers } of phasesOf(mealy, method, extraStates)) {
    let at = new Float64Array(stateCount(mealy));
    for (const start of starts) {
      const state = walk(mealy, 0, start);
      at[state] = (at[state] as number) + 1;
    }
    for (let depth = 0; depth <= Math.max(...depths); depth++) {
      if (depths.includes(depth)) {
        for (const [state, ways] of at.entries()) if (ways > 0) atMost += ways * identifiers(state).length;
      }
      const after = new Float64Array(stateCount(mealy));
      for (const [state, ways] of at.entries()) {
        if (ways === 0) continue;
        for (const input of inputsAt(mealy, state)) {
          const to = nextOf(mealy, state, input);
          after[to] = (after[to] as number) + ways;
        }
      }
      at = after;
    }
  }
  return {
    method,
    extraStates,
    states: stateCount(mealy),
    inputs: mealy.inputs.length,
    atMost,
    alike: separate(mealy).alike.map(
      ([one, other]) => [mealy.names[one] as string, mealy.names[other] as string] as const,
    ),
  };
}

/** The sequences of a complete suite, in a fixed order; none begins another. */
export function completeSequences(
  mealy: Mealy,
  method: CompleteMethod,
  extraStates: number,
): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (const { starts, depths, identifiers } of phasesOf(mealy, method, extraStates)) {
    const visit = (sequence: readonly number[], state: number, depth: number): void => {
      if (depths.includes(depth)) for (const end of identifiers(state)) found.push([...sequence, ...end]);
      if (depth === Math.max(...depths)) return;
      for (const input of inputsAt(mealy, state)) {
        visit([...sequence, input], nextOf(mealy, state, input), depth + 1);
      }
    };
    for (const start of starts) visit(start, walk(mealy, 0, start), 0);
  }
  return withoutPrefixes(found);
}

/** Sequences in a fixed order, without those that others begin with. */
export function withoutPrefixes(sequences: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const sorted = [...unique(sequences)].sort((one, other) => {
    const at = one.findIndex((input, index) => input !== other[index]);
    return at < 0 ? one.length - other.length : (one[at] as number) - (other[at] ?? -1);
  });
  return sorted.filter((sequence, index) => {
    const after = sorted[index + 1];
    return (
      sequence.length > 0 &&
      (after === undefined || !sequence.every((input, place) => input === after[place]))
    );
  });
}
