/**
 * Labels of arrows moved apart, and over all arrows: Graphviz puts those between states of one rank on each
 * other, and leads arrows through them.
 */
import { round } from './svg.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly base: number;
}

const lineHeight = 12;
/** Capitals of a font of 10 are wider than other letters. */
const widthOf = (text: string): number =>
  [...text.replaceAll(/&#160;|\s+$/g, '').replaceAll(/&[^;]+;/g, '-')].reduce(
    (sum, sign) => sum + (/[A-Z_]/.test(sign) ? 6.7 : 5),
    0,
  );

const isOver = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && Math.abs(one.base - other.base) < lineHeight - 1;

/** The lines of one label. */
const label = /(?:<text text-anchor="start" [^>]*font-size="10\.00">[^<]*<\/text>\n)+/g;
const line = / x="([^"]*)" y="([^"]*)"[^>]*>([^<]*)</g;

type Move = readonly [right: number, down: number];

/** Ways to move a label, the nearest first. */
const moves: readonly Move[] = [
  [0, 0],
  ...Array.from({ length: 40 }, (_, index) => (index + 1) * 6).flatMap((by): readonly Move[] => [
    [0, by],
    [0, -by],
    [2 * by, 0],
    [-2 * by, 0],
  ]),
];

/** An SVG by Graphviz in which no label lies on another or under an arrow. */
export function withLabelsApart(svg: string): string {
  const placed: Box[] = [];
  const labels: string[] = [];
  const arrows = svg.replaceAll(label, (lines) => {
    const boxes = [...lines.matchAll(line)].map(([, x, y, text = '']) => ({
      left: Number(x),
      right: Number(x) + widthOf(text),
      base: Number(y),
    }));
    const movedBy = ([right, down]: Move): readonly Box[] =>
      boxes.map((box) => ({ left: box.left + right, right: box.right + right, base: box.base + down }));
    const move = moves.find((one) => !movedBy(one).some((box) => placed.some((other) => isOver(box, other))));
    const [right, down] = move ?? [0, 0];
    placed.push(...movedBy([right, down]));
    labels.push(
      lines.replaceAll(
        / x="([^"]*)" y="([^"]*)"/g,
        (_, x: string, y: string) => ` x="${round(Number(x) + right)}" y="${round(Number(y) + down)}"`,
      ),
    );
    return '';
  });
  return arrows.replace(/<\/g>\s*$/, `<g class="transition">\n${labels.join('')}</g>\n</g>`);
}
