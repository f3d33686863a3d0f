/** Layout by state-machine-cat, which has Graphviz inside: no browser, and the same bytes every time. */
import { type IStateMachine, render } from 'state-machine-cat';
import { withLabelsApart } from './labels.ts';
import { colour, element, escaped, styleSheet } from './svg.ts';

/** What a drawn node or arrow stands for, by the name under which it was laid out. */
export interface Meaning {
  /** Read out by screen readers and shown as a tip. */
  readonly title: string;
  /** Found under this in the page: `data-state`. */
  readonly state?: string;
}

export interface Drawing {
  readonly machine: IStateMachine;
  readonly direction: 'left-right' | 'top-down';
  readonly title: string;
  readonly description: string;
  readonly meanings: ReadonlyMap<string, Meaning>;
  /** How far apart neighbours and ranks stand, in inches. */
  readonly spacing: { readonly nodes: string; readonly ranks: string };
}

const rules = [
  '.state.regular>path:not([fill=black]){fill:none}',
  // Graphviz starts a label on its arrow.
  `.transition text{fill:${colour('faint')};transform:translateX(4px)}`,
  // Arrows that pass under a label are left out there.
  `.transition text{stroke:${colour('paper')};stroke-width:3px;paint-order:stroke}`,
  `.transition.failure path{stroke:${colour('torn')}}`,
  `.transition.failure polygon{fill:${colour('torn')};stroke:${colour('torn')}}`,
  `.transition.channel path{stroke-dasharray:6 3;stroke:${colour('accent')}}`,
  `.transition.channel polygon{fill:${colour('accent')};stroke:${colour('accent')}}`,
  `.state.active>polygon,.state.active>path{fill:${colour('accent')};fill-opacity:.28;stroke:${colour('accent')}}`,
].join('');

/** Graphviz writes plain colours; pictures say what a colour means. */
const themed = (svg: string): string =>
  svg
    .replaceAll('fill="white"', 'fill="none"')
    .replaceAll('fill="#ffffff" fill-opacity="0.003922"', `fill="${colour('paper')}"`)
    .replaceAll('stroke="black"', `stroke="${colour('ink')}"`)
    .replaceAll('fill="black"', `fill="${colour('ink')}"`)
    .replaceAll(' xml:space="preserve"', '');

const unescaped = (text: string): string => text.replaceAll('&#45;', '-').replaceAll('&gt;', '>');

/** The drawing as SVG. */
export async function layOut(drawing: Drawing): Promise<string> {
  const { machine, direction, title, description, meanings, spacing } = drawing;
  const drawn = await render(machine, {
    inputType: 'json',
    outputType: 'svg',
    direction,
    dotGraphAttrs: [
      { name: 'nodesep', value: spacing.nodes },
      { name: 'ranksep', value: spacing.ranks },
    ],
  });
  const box = /viewBox="0\.00 0\.00 ([\d.]+) ([\d.]+)"/.exec(drawn);
  const body = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(drawn)?.[1];
  if (box === null || body === undefined) throw new Error('the layout is not the SVG that was expected');
  const named = body
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(
      /<g id="[^"]*" class="([^"]*)"([^>]*)>\n<title>([^<]*)<\/title>/g,
      (_, classes: string, rest: string, name: string) => {
        const meaning = meanings.get(unescaped(name).replace(/^cluster_/, ''));
        const state = meaning?.state === undefined ? '' : ` data-state="${escaped(meaning.state)}"`;
        const tip = meaning === undefined ? '' : `\n${element('title', {}, escaped(meaning.title))}`;
        return `<g class="${unescaped(classes)}"${rest}${state}>${tip}`;
      },
    );
  const [width, height] = [Math.ceil(Number(box[1])), Math.ceil(Number(box[2]))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" aria-label="${escaped(title)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    element('title', {}, escaped(title)),
    element('desc', {}, escaped(description)),
    styleSheet(rules),
    withLabelsApart(themed(named)).trim(),
    '</svg>\n',
  ].join('\n');
}
