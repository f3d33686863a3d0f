/** A path as a sequence diagram, with the content of the disks along the time line. */
import type { Composition, SystemEvent } from '../composition/index.ts';
import { type Path, play } from '../explore/index.ts';
import { contentOf } from './disk-content.ts';
import { layoutOf } from './sequence-layout.ts';
import { bars, keyAt, lineAt, namesAt, rules } from './sequence-marks.ts';
import { element, picture, textAt } from './svg.ts';

export interface PlayedOptions {
  readonly title: string;
  /** Steps of one picture. Default: all. */
  readonly stepsEach?: number;
  /** So many steps at the end may be repeated for ever. Default: none. */
  readonly repeated?: number;
  /** The machines to show, counted from 1. Default: all. */
  readonly machines?: readonly number[];
}

export interface SequenceOptions extends Omit<PlayedOptions, 'repeated' | 'stepsEach'> {
  /** What may be repeated for ever after the events. */
  readonly cycle?: readonly SystemEvent[];
}

const row = 18;
const header = 74;
/** Of pictures higher than this the names stand below, too: their head is out of sight there. */
const tall = 480;

/**
 * The path as SVG.
 * @throws RangeError at the first event that the model does not allow.
 */
export const renderSequence = (
  composition: Composition,
  events: readonly SystemEvent[],
  { cycle = [], ...options }: SequenceOptions,
): string =>
  renderPlayed(composition, play(composition, [...events, ...cycle]), {
    ...options,
    repeated: cycle.length,
  }).join('');

/**
 * A path that was played already, as SVGs to be put below each other: a step more leaves all but the last as
 * they are, unless an actor speaks for the first time.
 */
export function renderPlayed(
  composition: Composition,
  path: Path,
  options: PlayedOptions,
): readonly string[] {
  const { steps } = path;
  const {
    title,
    stepsEach = Math.max(1, steps.length),
    repeated = 0,
    machines = composition.units.map((_, index) => index + 1),
  } = options;
  const layout = layoutOf(composition, path, machines);
  /** Where each step begins, and the last ends. */
  const tops = [header + row];
  for (const lines of layout.lines) tops.push((tops.at(-1) ?? 0) + Math.max(1, lines.length) * row);
  const topOf = (step: number): number => tops[step] ?? 0;
  const end = topOf(steps.length);
  const bottom = end + 8;
  const hasFoot = bottom > tall;
  const keyTop = bottom + (hasFoot ? 48 : 0);
  const height = keyTop + 34;

  const drawn = (step: number): readonly string[] => {
    const lines = layout.lines[step] ?? [];
    const state = steps[step]?.state ?? path.initial;
    return [
      ...bars(contentOf(composition, state, machines), topOf(step), topOf(step + 1) - topOf(step)),
      ...lines.flatMap((line, index) => lineAt(layout, line, topOf(step) + index * row + row - 4)),
    ];
  };
  const cycleTop = topOf(steps.length - repeated) - 4;
  const loop =
    repeated === 0
      ? []
      : [
          element('rect', {
            class: 'cycle',
            x: layout.left - 6,
            y: cycleTop,
            width: layout.right - layout.left + 6,
            height: end - cycleTop + 4,
          }),
          textAt(layout.left - 2, cycleTop + 11, 'for ever', { 'font-size': 10 }),
        ];

  const part = (from: number, to: number): string => {
    const [isFirst, isLast] = [from === 0, to === steps.length];
    const top = isFirst ? 0 : topOf(from);
    const headlines = layout.headlines.slice(from, to);
    return picture(
      {
        width: layout.width,
        top,
        height: (isLast ? height : topOf(to)) - top,
        title,
        description: `${headlines.length} steps. ${headlines.join('; ')}`,
        rules,
      },
      ...(isFirst ? [textAt(10, 16, title, { 'font-size': 13, 'font-weight': 600 })] : []),
      ...layout.lanes.map((address) =>
        element('path', {
          class: 'life',
          d: `M${layout.x(address)},${isFirst ? header : top}V${isLast ? bottom : topOf(to)}`,
        }),
      ),
      ...(isFirst ? [...namesAt(layout, 34), ...bars(layout.disks, header, row)] : []),
      ...headlines.flatMap((_, index) => drawn(from + index)),
      ...(isLast && hasFoot ? namesAt(layout, bottom + 14) : []),
      ...loop,
      ...(isLast ? keyAt(keyTop) : []),
    );
  };
  const count = Math.max(1, Math.ceil(steps.length / stepsEach));
  return Array.from({ length: count }, (_, index) =>
    part(index * stepsEach, Math.min((index + 1) * stepsEach, steps.length)),
  );
}
