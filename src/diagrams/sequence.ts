/** A path as a sequence diagram, with the content of the disks along the time line. */
import {
  type ActorAddress,
  actorName,
  type Composition,
  groupsOf,
  type SystemEvent,
} from '../composition/index.ts';
import { type Path, type PathStep, play } from '../explore/index.ts';
import { headlineOf, who } from '../verify/index.ts';
import { contentOf, type DiskContent, type Mark } from './disk-content.ts';
import { type Colour, colour, element, picture, round, textAt } from './svg.ts';

export interface PlayedOptions {
  readonly title: string;
  /** So many steps at the end may be repeated for ever. Default: none. */
  readonly repeated?: number;
  /** The machines to show, counted from 1. Default: all. */
  readonly machines?: readonly number[];
}

export interface SequenceOptions extends Omit<PlayedOptions, 'repeated'> {
  /** What may be repeated for ever after the events. */
  readonly cycle?: readonly SystemEvent[];
}

const lane = 138;
const row = 18;
const header = 74;
const diskColumn = 30;
const diskWidth = 3 * diskColumn + 16;
/** A label beside a lane needs so much. */
const labelWidth = 150;
/** Of pictures higher than this the names stand below, too: their head is out of sight there. */
const tall = 480;

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

interface Line {
  readonly from: ActorAddress | null;
  readonly to: ActorAddress;
  readonly text: string;
  readonly kind: 'message' | 'event';
}

const linesOf = ({ event, communications }: PathStep, headline: string): readonly Line[] => [
  ...(event.type === 'DELIVER'
    ? []
    : [
        {
          from: null,
          to: { group: event.group, actor: event.actor },
          text: headline,
          kind: 'event' as const,
        },
      ]),
  ...communications.flatMap(({ from, to, message }): readonly Line[] =>
    'channel' in to ? [] : [{ from, to, text: message.type, kind: 'message' }],
  ),
];

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

const rules = [
  `.life{stroke:${colour('faint')};stroke-opacity:.45}`,
  `.message{stroke:${colour('ink')};fill:none}`,
  `.tip{fill:${colour('ink')}}`,
  `.event{fill:${colour('accent')}}`,
  `.cycle{fill:none;stroke:${colour('accent')};stroke-dasharray:5 3}`,
  '.label{paint-order:stroke;stroke-width:3px}',
  `.label{stroke:${colour('paper')}}`,
].join('');

/**
 * The path as SVG.
 * @throws RangeError at the first event that the model does not allow.
 */
export const renderSequence = (
  composition: Composition,
  events: readonly SystemEvent[],
  { cycle = [], ...options }: SequenceOptions,
): string =>
  renderPlayed(composition, play(composition, [...events, ...cycle]), { ...options, repeated: cycle.length });

/** A path that was played already, as SVG. */
export function renderPlayed(
  composition: Composition,
  { initial, steps }: Path,
  { title, repeated = 0, machines = composition.units.map((_, index) => index + 1) }: PlayedOptions,
): string {
  const headlines = steps.map(({ event }) => headlineOf(composition, event));
  const isShown = ({ group }: ActorAddress): boolean => group === 0 || machines.includes(group);
  const drawn = steps.map((step, index) =>
    linesOf(step, headlines[index] ?? '').filter(
      ({ from, to }) => isShown(to) && (from === null || isShown(from)),
    ),
  );
  const spoken = new Set(
    drawn
      .flat()
      .flatMap(({ from, to }) =>
        [to, ...(from === null ? [] : [from])].map(({ group, actor }) => `${group} ${actor}`),
      ),
  );
  const lanes: ActorAddress[] = groupsOf(composition).flatMap((group, number) =>
    group.actors
      .map((actor) => ({ group: number, actor: actorName(actor) }))
      .filter(({ actor }) => spoken.has(`${number} ${actor}`)),
  );
  const disks = contentOf(composition, initial, machines);
  // The disks come first: they are what a path is about, and what is wide is seen from its left.
  const disksAt = 10;
  const lanesAt = disksAt + disks.length * diskWidth + 10;
  const right = lanesAt + lane * lanes.length;
  const x = ({ group, actor }: ActorAddress): number =>
    lanesAt + lane * lanes.findIndex((one) => one.group === group && one.actor === actor) + lane / 2;
  const width = Math.max(560, right + 10);
  const parts: string[] = [];
  let y = header + row;
  let cycleTop = y;
  const bars = (content: readonly DiskContent[], top: number, height: number): void => {
    content.forEach((disk, index) => {
      const left = disksAt + index * diskWidth;
      [disk.live, disk.guestShadowCopy, disk.hostCopy].forEach((mark, column) => {
        if (mark === 'none') return;
        parts.push(
          element('rect', {
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
    });
  };
  bars(disks, header, row);
  drawn.forEach((lines, index) => {
    if (index === steps.length - repeated) cycleTop = y - 4;
    const height = Math.max(1, lines.length) * row;
    const state = steps[index]?.state;
    if (state !== undefined) bars(contentOf(composition, state, machines), y, height);
    lines.forEach(({ from, to, text, kind }, line) => {
      const at = y + line * row + row - 4;
      if (from === null) {
        const room = x(to) > right - labelWidth;
        parts.push(
          element('circle', { class: 'event', cx: x(to), cy: at - 3, r: 3.5 }),
          textAt(x(to) + (room ? -8 : 8), at, text, {
            class: 'label',
            'font-size': 10,
            'font-style': 'italic',
            ...(room ? { 'text-anchor': 'end' } : {}),
          }),
        );
        return;
      }
      const [start, end] = [x(from), x(to)];
      const side = end >= start ? 1 : -1;
      const d = start === end ? `M${start},${at - 8}h18v7h-12` : `M${start},${at}H${end - side * 6}`;
      const tip = start === end ? `M${start + 1},${at - 1}l7,-3v6z` : `M${end},${at}l${-side * 7},-3v6z`;
      parts.push(
        element('path', { class: kind, d }),
        element('path', { class: 'tip', d: tip }),
        start === end
          ? textAt(start + 22, at, text, { class: 'label', 'font-size': 9 })
          : textAt((start + end) / 2, at - 4, text, {
              class: 'label',
              'font-size': 9,
              'text-anchor': 'middle',
            }),
      );
    });
    y += height;
  });
  const bottom = y + 8;
  const life = lanes.map((address) =>
    element('path', { class: 'life', d: `M${x(address)},${header}V${bottom}` }),
  );
  const names = (top: number): readonly string[] => [
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
  const foot = bottom > tall ? names(bottom + 14) : [];
  const keyAt = bottom + (foot.length > 0 ? 48 : 0);
  const key = legend.flatMap(([mark, text], index) => [
    element('rect', {
      x: disksAt + index * 128,
      y: keyAt + 12,
      width: 12,
      height: 12,
      fill: colour(colours[mark]),
    }),
    textAt(disksAt + index * 128 + 17, keyAt + 22, text, { 'font-size': 10 }),
  ]);
  const loop =
    repeated === 0
      ? []
      : [
          element('rect', {
            class: 'cycle',
            x: lanesAt - 6,
            y: cycleTop,
            width: right - lanesAt + 6,
            height: y - cycleTop + 4,
          }),
          textAt(lanesAt - 2, cycleTop + 11, 'for ever', { 'font-size': 10 }),
        ];
  return picture(
    {
      width,
      height: keyAt + 34,
      title,
      description: `${steps.length} steps. ${headlines.join('; ')}`,
      rules,
    },
    textAt(10, 16, title, { 'font-size': 13, 'font-weight': 600 }),
    ...life,
    ...names(34),
    ...parts,
    ...foot,
    ...loop,
    ...key,
  );
}
