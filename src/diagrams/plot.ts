/** A plot of a few series, on linear or logarithmic scales. */
import { type Colour, colour, element, picture, round, textAt } from './svg.ts';

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** Whether the y axis is logarithmic; it then starts at 1, or at the power of ten below the least value above 0. */
  readonly logarithmic?: boolean;
}

const [width, height] = [640, 380];
const [left, right, top, bottom] = [74, 20, 52, 52];
const colours: readonly Colour[] = ['accent', 'later', 'point', 'torn', 'faint'];

const niceStep = (most: number): number => {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
};

/** The plot as SVG; each series has a mark at every point, and its points are in the description. */
export function renderPlot({ title, x, y, series, logarithmic = false }: Plot): string {
  const points = series.flatMap((one) => one.points);
  const mostX = Math.max(1, ...points.map(([at]) => at));
  const mostY = Math.max(1, ...points.map(([, value]) => value));
  const lowest = Math.floor(
    Math.log10(Math.min(1, ...points.map(([, value]) => value).filter((value) => value > 0))),
  );
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(mostY)));
  const step = niceStep(mostY);
  const ticksY = logarithmic
    ? Array.from({ length: highest - lowest + 1 }, (_, index) => 10 ** (lowest + index))
    : Array.from({ length: Math.ceil(mostY / step) + 1 }, (_, index) => index * step);
  const stepX = Math.max(1, niceStep(mostX));
  const ticksX = Array.from({ length: Math.floor(mostX / stepX) + 1 }, (_, index) => index * stepX);
  const topY = ticksY.at(-1) ?? mostY;
  const atX = (value: number): number => round(left + (value / mostX) * (width - left - right));
  const atY = (value: number): number => {
    const share = logarithmic
      ? (Math.log10(Math.max(10 ** lowest, value)) - lowest) / (highest - lowest)
      : value / topY;
    return round(height - bottom - share * (height - top - bottom));
  };
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
  const lines = series.flatMap(({ name, points: own }, index) => {
    const stroke = colour(colours[index % colours.length] ?? 'ink');
    return [
      element('polyline', {
        fill: 'none',
        stroke,
        'stroke-width': 2,
        points: own.map(([a, b]) => `${atX(a)},${atY(b)}`).join(' '),
      }),
      ...own.map(([a, b]) => element('circle', { cx: atX(a), cy: atY(b), r: 3.5, fill: stroke })),
      element('rect', { x: left + 14, y: top + 4 + index * 18, width: 14, height: 4, fill: stroke }),
      textAt(left + 34, top + 10 + index * 18, name, { 'font-size': 12 }),
    ];
  });
  return picture(
    {
      width,
      height,
      title,
      description: series
        .map(({ name, points: own }) => `${name}: ${own.map(([a, b]) => `${a} gives ${b}`).join(', ')}.`)
        .join(' '),
      rules: `.grid{stroke:${colour('faint')};stroke-opacity:.3}`,
    },
    textAt(10, 20, title, { 'font-size': 14, 'font-weight': 600 }),
    ...ticksY.flatMap((value) => [
      element('path', { class: 'grid', d: `M${left},${atY(value)}H${width - right}` }),
      textAt(left - 8, atY(value) + 4, number.format(value), { 'font-size': 11, 'text-anchor': 'end' }),
    ]),
    ...ticksX.map((value) =>
      textAt(atX(value), height - bottom + 18, number.format(value), {
        'font-size': 11,
        'text-anchor': 'middle',
      }),
    ),
    textAt((left + width - right) / 2, height - 12, x, { 'font-size': 12, 'text-anchor': 'middle' }),
    textAt(left, top - 6, y, { 'font-size': 12 }),
    ...lines,
  );
}
