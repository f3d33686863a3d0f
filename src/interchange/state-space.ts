/** All states of a scope with all steps between them, as a labelled graph. */
import type { SystemEvent } from '../composition/index.ts';
import type { Product, SearchResult } from '../explore/index.ts';

export interface LabelledStep {
  readonly from: number;
  readonly label: string;
  readonly to: number;
}

/** States are numbered from 0, the initial one. */
export interface StateSpace {
  readonly states: number;
  /** By state of origin; no step twice, and none that changes nothing. */
  readonly steps: readonly LabelledStep[];
}

/** An event in ASCII and without quotation marks; virtual machines are numbered, not named. */
export function labelOf(event: SystemEvent): string {
  const group = event.group === 0 ? 'host' : `vm${event.group}`;
  if (event.type === 'DELIVER') return `DELIVER ${group} ${event.channel}`;
  if (event.type === 'ELAPSE') return `ELAPSE ${group} ${event.actor} ${event.delay} ${event.state}`;
  const { type, ...fields } = event.message;
  const detail = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `ACT ${group} ${event.actor} ${type}${detail.join('')}`.replaceAll('"', "'");
}

/**
 * The state space of a search.
 * @throws RangeError if the search is not complete.
 */
export function stateSpace(product: Product, result: SearchResult): StateSpace {
  if (!result.complete) throw new RangeError('the search did not visit every state');
  const steps: LabelledStep[] = [];
  for (let from = 0; from < result.states; from++) {
    const state = result.stateAt(from);
    const known = new Set<string>();
    for (const { group, step, after } of product.successors(state)) {
      const to = result.numberOf(after);
      const label = labelOf(product.event(group, step));
      const key = `${to} ${label}`;
      if (to === from || known.has(key)) continue;
      known.add(key);
      steps.push({ from, label, to });
    }
  }
  return { states: result.states, steps };
}

/**
 * The quotient by strong bisimulation: states that allow the same steps to states of the same class are one.
 * Classes are numbered in the order of their first states, so that 0 is initial.
 */
export function strongQuotient({ states, steps }: StateSpace): StateSpace {
  const outgoing: LabelledStep[][] = Array.from({ length: states }, () => []);
  for (const step of steps) outgoing[step.from]?.push(step);
  let classes = new Int32Array(states);
  for (let count = 1, before = 0; count !== before; ) {
    before = count;
    const numbers = new Map<string, number>();
    classes = Int32Array.from({ length: states }, (_, state) => {
      const moves = new Set(outgoing[state]?.map(({ label, to }) => `${label}>${classes[to]}`));
      const signature = `${classes[state]} ${[...moves].sort().join('|')}`;
      const number = numbers.get(signature) ?? numbers.size;
      numbers.set(signature, number);
      return number;
    });
    count = numbers.size;
  }
  const merged = new Map<string, LabelledStep>();
  for (const { from, label, to } of steps) {
    const step = { from: classes[from] as number, label, to: classes[to] as number };
    merged.set(`${step.from} ${step.to} ${label}`, step);
  }
  return {
    states: new Set(classes).size,
    steps: [...merged.values()].sort((one, other) => one.from - other.from),
  };
}

/** In the format of Aldebaran, which CADP, mCRL2 and LTSmin read. */
export const aldebaran = ({ states, steps }: StateSpace): string =>
  `des (0, ${steps.length}, ${states})\n${steps
    .map(({ from, label, to }) => `(${from}, "${label}", ${to})\n`)
    .join('')}`;

/** In the language of Graphviz. */
export const dot = ({ states, steps }: StateSpace): string =>
  [
    'digraph states {',
    '  rankdir = LR; node [shape = circle, fontname = "sans-serif"]; edge [fontname = "sans-serif"];',
    '  0 [shape = doublecircle];',
    ...Array.from({ length: states - 1 }, (_, index) => `  ${index + 1};`),
    ...steps.map(({ from, label, to }) => `  ${from} -> ${to} [label = "${label}"];`),
    '}\n',
  ].join('\n');
