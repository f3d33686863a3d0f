/** A statechart as Mermaid text, where Mermaid draws it right. */
import type { AnyStateMachine } from 'xstate';
import {
  allStates,
  type ChartState,
  type ChartTransition,
  chartGraph,
  labelParts,
  rootActs,
} from './chart-graph.ts';

/** Mermaid ends a label at these. */
const plain = (text: string): string => text.replaceAll(':', ' ').replaceAll(';', ',').replaceAll('"', '');

/**
 * The machine as a Mermaid `stateDiagram-v2`; null where Mermaid would draw it wrong: it puts the target
 * of an arrow that leaves or enters a region of a parallel state into that region; and it has no place for
 * what a machine takes in every state, or for history.
 */
export function mermaidChart(machine: AnyStateMachine): string | null {
  const graph = chartGraph(machine);
  const states = allStates(graph.root);
  const regions = states.flatMap(({ kind, states: inner }) => (kind === 'parallel' ? inner : []));
  const isIn = (path: string, region: string): boolean => path === region || path.startsWith(`${region}.`);
  const crosses = graph.transitions.some(({ from, to }) =>
    regions.some(({ path }) => isIn(from, path) !== isIn(to, path)),
  );
  if (crosses || rootActs(graph) || states.some(({ kind }) => kind === 'history')) return null;
  const ids = new Map(states.map(({ path }, index) => [path, `s${index}`]));
  const leaves = new Set(states.filter((state) => state.states.length === 0).map(({ path }) => path));
  const id = (path: string): string => ids.get(path) ?? path;
  const block = (inner: readonly ChartState[], initial: string | null, indent: string): readonly string[] => [
    ...(initial === null ? [] : [`${indent}[*] --> ${id(initial)}`]),
    ...inner.flatMap((state, index) => [
      ...(initial === null && index > 0 ? [`${indent}--`] : []),
      `${indent}state "${plain(state.key)}" as ${id(state.path)}${state.states.length === 0 ? '' : ' {'}`,
      ...(state.states.length === 0
        ? []
        : [...block(state.states, state.initial, `${indent}  `), `${indent}}`]),
      ...(state.kind === 'final' ? [`${indent}${id(state.path)} --> [*]`] : []),
    ]),
  ];
  const arrow = (transition: ChartTransition): string => {
    const text = plain(labelParts(transition).join(' '));
    const isInside = transition.kind === 'internal' && leaves.has(transition.from);
    if (isInside) return `  ${id(transition.from)}: ${text}`;
    return `  ${id(transition.from)} --> ${id(transition.to)}${text === '' ? '' : `: ${text}`}`;
  };
  return [
    'stateDiagram-v2',
    ...block(graph.root.states, graph.root.initial, '  '),
    ...graph.transitions.map(arrow),
    '',
  ].join('\n');
}
