/** SVG as text: elements with escaped content, and the colours that all pictures share. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that can stand in content and in attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `children` are elements already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const text = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(String(value))}"`]))
    .join('');
  return children.length === 0 ? `<${name}${text}/>` : `<${name}${text}>${children.join('')}</${name}>`;
}

/** A text element on one line. */
export const textAt = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  element('text', { x: round(x), y: round(y), ...attributes }, escaped(text));

/** Coordinates are kept short, so that pictures are the same bytes everywhere. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/**
 * Colours by what they mean. A picture in a page follows the theme of the page, which sets these
 * variables; a picture by itself follows the reader's system.
 */
const themes = {
  light: {
    ink: '#1d2433',
    faint: '#5c6579',
    paper: '#ffffff',
    panel: '#eef1f6',
    accent: '#2456c5',
    point: '#1d7a46',
    later: '#b25b00',
    torn: '#b3261e',
  },
  dark: {
    ink: '#e6e9f0',
    faint: '#a7b0c2',
    paper: '#1b1b1f',
    panel: '#2a2d36',
    accent: '#8fb1ff',
    point: '#6fd29b',
    later: '#ffb561',
    torn: '#ff9d95',
  },
} as const;

export type Colour = keyof typeof themes.light;

const variables = (theme: Readonly<Record<string, string>>): string =>
  Object.entries(theme)
    .map(([name, value]) => `--diagram-${name}:${value}`)
    .join(';');

/** A colour in a style or an attribute. */
export const colour = (name: Colour): string => `var(--diagram-${name})`;

/** The style sheet of a picture: its colours in both themes, and its own rules. */
export const styleSheet = (rules: string): string =>
  element(
    'style',
    {},
    [
      `svg.diagram{${variables(themes.light)};background:${colour('paper')}}`,
      `@media (prefers-color-scheme:dark){svg.diagram{${variables(themes.dark)}}}`,
      // A page that has a switch of its own says so with a class on its root.
      `html:not(.dark) svg.diagram{${variables(themes.light)}}`,
      `html.dark svg.diagram{${variables(themes.dark)}}`,
      `svg.diagram text{font-family:Helvetica,Arial,sans-serif;fill:${colour('ink')}}`,
      rules,
    ].join(''),
  );

export interface Picture {
  readonly width: number;
  /** Where it begins, of a picture in parts. Default: 0. */
  readonly top?: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly rules: string;
}

/** A whole picture, named and described for those who do not see it. */
export const picture = (
  { width, top = 0, height, title, description, rules }: Picture,
  ...children: readonly string[]
): string =>
  `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'diagram',
      role: 'img',
      'aria-label': title,
      width: Math.ceil(width),
      height: Math.ceil(height),
      viewBox: `0 ${top} ${Math.ceil(width)} ${Math.ceil(height)}`,
    },
    element('title', {}, escaped(title)),
    element('desc', {}, escaped(description)),
    styleSheet(rules),
    ...children,
  )}\n`;
