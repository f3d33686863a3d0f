/** The page of one chart: from its file, the chart itself and the wiring. */
import { allStates, chartGraph, labelParts } from '../../src/diagrams/index.ts';
import { gathers, type Role, referenceCharts, wiresOf } from '../../src/system/index.ts';
import { committedDiagram, fileText, table } from '../.vitepress/pages.ts';

/** The first comment of a chart's file: what the actor is, its sources, what is abstracted. */
const headerOf = (role: Role): string =>
  (/\/\*\*([\s\S]*?)\*\//.exec(fileText(`machines/${role}.ts`))?.[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim()
    .replaceAll(/\n(Source|Abstracted|Inferred|Unknown):/g, '\n\n**$1:**')
    .replaceAll('<', '&lt;');

const wires = [...new Set([...wiresOf.inHost, ...wiresOf.inGuest])];

export function chartPage(role: Role): string {
  const graph = chartGraph(referenceCharts[role]);
  const inputs = wires.filter(({ to }) => to === role);
  const outputs = [
    ...wires
      .filter(({ from }) => from === role)
      .map(({ messages, to, channel }) => ({ messages, to, channel })),
    ...gathers
      .filter(({ from }) => from === role)
      .map(({ message, to }) => ({ messages: [message], to, channel: undefined })),
  ];
  const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  return [
    `# ${role}`,
    headerOf(role),
    '## Diagram',
    committedDiagram(role),
    '## States',
    table(
      ['state', 'what it means', 'takes'],
      [graph.root, ...allStates(graph.root)]
        .map((state) => [
          state.path === '' ? '*any*' : `\`${state.path}\``,
          state.description,
          graph.transitions
            .filter(({ from }) => from === state.path)
            .map((one) => `${labelParts(one).join(' ')}${one.kind === 'external' ? ` → ${one.to}` : ''}`)
            .join('; '),
        ])
        .filter(([, description, takes]) => description !== '' || takes !== ''),
    ),
    '## Inputs',
    table(
      ['from', 'messages', 'over'],
      inputs.map(({ from, messages, channel, as }) => [
        from,
        code(as === undefined ? messages : [as]),
        channel ?? 'call',
      ]),
    ),
    '## Outputs',
    table(
      ['to', 'messages', 'over'],
      outputs.map(({ to, messages, channel }) => [to, code(messages), channel ?? 'call']),
    ),
  ].join('\n\n');
}
