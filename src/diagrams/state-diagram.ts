/** A statechart as a picture. */
import type { IState, ITransition } from 'state-machine-cat';
import type { AnyStateMachine } from 'xstate';
import {
  allStates,
  type ChartGraph,
  type ChartState,
  type ChartTransition,
  chartGraph,
  labelParts,
  rootActs,
} from './chart-graph.ts';
import { layOut, type Meaning } from './layout.ts';

export interface RenderOptions {
  /** Default: the id of the machine. */
  readonly title?: string;
  /** Read out by screen readers. Default: that of the machine, or how many states it has. */
  readonly description?: string;
}

const longestLine = 26;

/** Words of a label on lines of a length that Graphviz can place. */
const wrapped = (part: string): string => {
  const lines: string[] = [];
  for (const word of part.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < longestLine)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
};

const label = (transition: ChartTransition): string => labelParts(transition).map(wrapped).join('\n');

/** Arrows that abort or fail stand out: those of a composite state all start at one point. */
const isFailure = ({ event, to }: ChartTransition): boolean =>
  /abort|fail|veto|refus/i.test(`${event} ${to}`);

/** Names under which states are laid out: paths may hold what Graphviz reads as syntax. */
const namesOf = (graph: ChartGraph): ReadonlyMap<string, string> =>
  new Map([graph.root, ...allStates(graph.root)].map(({ path }, index) => [path, `s${index}`]));

const kinds = {
  atomic: 'regular',
  compound: 'regular',
  parallel: 'parallel',
  final: 'final',
  history: 'history',
} as const;

interface Laid {
  readonly states: IState[];
  readonly transitions: ITransition[];
}

/** Equal arrows between the same states share one line, with a label for each. */
function arrows(graph: ChartGraph, names: ReadonlyMap<string, string>): ITransition[] {
  const labels = new Map<string, { readonly first: ChartTransition; readonly texts: string[] }>();
  for (const transition of graph.transitions) {
    if (transition.kind === 'internal') continue;
    const key = `${transition.from}>${transition.to}>${isFailure(transition)}`;
    const known = labels.get(key) ?? { first: transition, texts: [] };
    known.texts.push(label(transition));
    labels.set(key, known);
  }
  return [...labels.values()].map(({ first, texts }, index) => ({
    id: index + 1,
    from: names.get(first.from) ?? first.from,
    to: names.get(first.to) ?? first.to,
    label: texts.filter((text) => text !== '').join('\n'),
    ...(isFailure(first) ? { class: 'failure' } : {}),
  }));
}

function laid(graph: ChartGraph): Laid {
  const names = namesOf(graph);
  const starts: ITransition[] = [];
  const inside = ({ states, initial, path }: ChartState): IState[] => {
    const drawn = states.map(box);
    if (initial === null) return drawn;
    const start = `start ${names.get(path)}`;
    starts.push({ id: 10_000 + starts.length, from: start, to: names.get(initial) ?? initial });
    return [{ name: start, type: 'initial' }, ...drawn];
  };
  const box = (state: ChartState): IState => {
    const internal = graph.transitions.filter(({ kind, from }) => kind === 'internal' && from === state.path);
    const actions = [
      ...state.entry.map((body) => ({ type: 'entry' as const, body })),
      ...state.exit.map((body) => ({ type: 'exit' as const, body })),
      ...internal.map((one) => ({ type: 'activity' as const, body: labelParts(one).join(' ') })),
    ];
    return {
      name: names.get(state.path) ?? state.path,
      type: kinds[state.kind],
      label: state.key,
      ...(actions.length === 0 ? {} : { actions }),
      ...(state.states.length === 0 ? {} : { statemachine: { states: inside(state) } }),
    };
  };
  const states = rootActs(graph) ? [box(graph.root)] : inside(graph.root);
  return { states, transitions: [...starts, ...arrows(graph, names)] };
}

/**
 * The picture of any XState machine: SVG text, the same for the same machine, in light and dark.
 * Each state carries its path as `data-state`. Delays are on the arrows.
 */
export async function renderChart(machine: AnyStateMachine, options: RenderOptions = {}): Promise<string> {
  const graph = chartGraph(machine);
  const states = allStates(graph.root);
  const names = namesOf(graph);
  const meanings = new Map<string, Meaning>(
    states.map(({ path, description }) => [
      names.get(path) ?? path,
      { title: description === '' ? path : `${path}: ${description}`, state: path },
    ]),
  );
  const { states: drawn, transitions } = laid(graph);
  return layOut({
    machine: { states: drawn, transitions },
    direction: 'top-down',
    title: options.title ?? graph.id,
    description:
      options.description ??
      (graph.description === '' ? `A statechart of ${states.length} states.` : graph.description),
    meanings,
    spacing: { nodes: '.45', ranks: '.5' },
  });
}
