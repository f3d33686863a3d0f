/** What a sequence diagram is drawn of: bars of disks, lines of messages, names and the key. */
import type { ActorAddress, Composition } from '../composition/index.ts';
import { who } from '../verify/index.ts';
import type { DiskContent, Mark } from './disk-content.ts';
import { diskColumn, disksAt, diskWidth, type Line, type SequenceLayout } from './sequence-layout.ts';
import { type Colour, colour, element, round, textAt } from './svg.ts';

/** A character of a label beside a lane takes about so much. */
const characterWidth = 5;

const colours: Readonly<Record<Mark, Colour>> = {
  none: 'paper',
  before: 'panel',
  point: 'point',
  later: 'later',
  torn: 'torn',
};

const legend: readonly (readonly [Mark, string])[] = [
  ['before', 'as before'],
  ['point', 'at the guest’s point'],
  ['later', 'written since'],
  ['torn', 'inside a transaction'],
];

export const rules = [
  `.life{stroke:${colour('faint')};stroke-opacity:.45}`,
  `.message{stroke:${colour('ink')};fill:none}`,
  `.tip{fill:${colour('ink')}}`,
  `.event{fill:${colour('accent')}}`,
  `.cycle{fill:none;stroke:${colour('accent')};stroke-dasharray:5 3}`,
  '.label{paint-order:stroke;stroke-width:3px}',
  `.label{stroke:${colour('paper')}}`,
].join('');

/** What is in each disk for a while. */
export const bars = (content: readonly DiskContent[], top: number, height: number): readonly string[] =>
  content.flatMap((disk, index) => {
    const left = disksAt + index * diskWidth;
    return [disk.live, disk.guestShadowCopy, disk.hostCopy].flatMap((mark, column) =>
      mark === 'none'
        ? []
        : element('rect', {
            x: left + column * diskColumn,
            y: round(top),
            width: diskColumn - 4,
            height: round(height),
            fill: colour(colours[mark]),
            'fill-opacity': mark === 'before' ? 1 : 0.75,
            ...(column === 2 && disk.connected !== 'file'
              ? { stroke: colour('accent'), 'stroke-width': 2 }
              : {}),
          }),
    );
  });

/** A message between lanes, or what happens in one. */
export function lineAt(
  { x, width }: SequenceLayout,
  { from, to, text, kind }: Line,
  at: number,
): readonly string[] {
  if (from === null) {
    const isBefore = x(to) + 8 + text.length * characterWidth > width;
    return [
      element('circle', { class: 'event', cx: x(to), cy: at - 3, r: 3.5 }),
      textAt(x(to) + (isBefore ? -8 : 8), at, text, {
        class: 'label',
        'font-size': 10,
        'font-style': 'italic',
        ...(isBefore ? { 'text-anchor': 'end' } : {}),
      }),
    ];
  }
  const [start, end] = [x(from), x(to)];
  const side = end >= start ? 1 : -1;
  const d = start === end ? `M${start},${at - 8}h18v7h-12` : `M${start},${at}H${end - side * 6}`;
  const tip = start === end ? `M${start + 1},${at - 1}l7,-3v6z` : `M${end},${at}l${-side * 7},-3v6z`;
  return [
    element('path', { class: kind, d }),
    element('path', { class: 'tip', d: tip }),
    start === end
      ? textAt(start + 22, at, text, { class: 'label', 'font-size': 9 })
      : textAt((start + end) / 2, at - 4, text, {
          class: 'label',
          'font-size': 9,
          'text-anchor': 'middle',
        }),
  ];
}

/** Names of a role on lines that fit above a lane. */
const headingOf = (composition: Composition, address: ActorAddress): readonly string[] => {
  const lines: string[] = [];
  for (const word of who(composition, address).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 17) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** The names of lanes and disks. */
export const namesAt = ({ composition, lanes, disks, x }: SequenceLayout, top: number): readonly string[] => [
  ...lanes.flatMap((address) =>
    headingOf(composition, address).map((text, index) =>
      textAt(x(address), top + index * 12, text, {
        'font-size': 10.5,
        'text-anchor': 'middle',
        'font-weight': 600,
      }),
    ),
  ),
  ...disks.flatMap(({ group, disk }, index) => {
    const left = disksAt + index * diskWidth;
    return [
      textAt(left, top, `${composition.units[group - 1]?.name} disk ${disk + 1}`, {
        'font-size': 10.5,
        'font-weight': 600,
      }),
      ...['live', 'guest', 'host'].map((text, column) =>
        textAt(left + column * diskColumn, top + 16, text, { 'font-size': 9 }),
      ),
      ...['', 'copy', 'copy'].map((text, column) =>
        textAt(left + column * diskColumn, top + 27, text, { 'font-size': 9 }),
      ),
    ];
  }),
];

/** What the colours of the bars mean. */
export const keyAt = (top: number): readonly string[] =>
  legend.flatMap(([mark, text], index) => [
    element('rect', {
      x: disksAt + index * 128,
      y: top + 12,
      width: 12,
      height: 12,
      fill: colour(colours[mark]),
    }),
    textAt(disksAt + index * 128 + 17, top + 22, text, { 'font-size': 10 }),
  ]);
