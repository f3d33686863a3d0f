/** A plot of cost against number of virtual machines, as SVG: both axes are marked, time is logarithmic. */

const width = 640;
const height = 360;
const edge = { left: 64, right: 150, top: 24, bottom: 44 };
const colours = ['#1f6feb', '#d1242f', '#1a7f37', '#9a6700', '#8250df'];

/** `lines`: by tool, points of [machines, seconds]; drawn as multiples of the first tool's first point. */
export function plot(measured) {
  const [[[, unit]]] = Object.values(measured);
  const lines = Object.fromEntries(
    Object.entries(measured).map(([tool, line]) => [
      tool,
      line.map(([machines, seconds]) => [machines, seconds / unit]),
    ]),
  );
  const points = Object.values(lines).flat();
  const most = Math.max(...points.map(([machines]) => machines));
  const exponents = points.map(([, seconds]) => Math.log10(seconds));
  const low = Math.floor(Math.min(...exponents));
  const high = Math.max(low + 1, Math.ceil(Math.max(...exponents)));
  const x = (machines) =>
    edge.left + ((machines - 1) / Math.max(1, most - 1)) * (width - edge.left - edge.right);
  const y = (seconds) =>
    height - edge.bottom - ((Math.log10(seconds) - low) / (high - low)) * (height - edge.top - edge.bottom);
  const text = (atX, atY, content, rest = '') =>
    `<text x="${atX.toFixed(1)}" y="${atY.toFixed(1)}" ${rest}>${content}</text>`;
  const marks = [];
  for (let exponent = low; exponent <= high; exponent++) {
    const at = y(10 ** exponent);
    marks.push(
      `<path d="M${edge.left} ${at.toFixed(1)}H${width - edge.right}" stroke="#d0d7de"/>`,
      text(edge.left - 6, at + 4, `${(10 ** exponent).toLocaleString('en')}`, 'text-anchor="end"'),
    );
  }
  for (let machines = 1; machines <= most; machines++) {
    marks.push(text(x(machines), height - edge.bottom + 18, machines, 'text-anchor="middle"'));
  }
  // Names beside ends of lines that are near each other stand one below the other.
  const labelAt = new Map();
  const lowest = new Map();
  const ends = Object.entries(lines).map(([tool, line]) => [tool, ...line.at(-1)]);
  for (const [tool, machines, seconds] of ends.toSorted((one, other) => other[2] - one[2])) {
    const at = Math.max(y(seconds) + 4, (lowest.get(machines) ?? 0) + 14);
    lowest.set(machines, at);
    labelAt.set(tool, at);
  }
  const drawn = Object.entries(lines).map(([tool, line], index) => {
    const colour = colours[index % colours.length];
    const path = line.map(([machines, seconds]) => `${x(machines).toFixed(1)} ${y(seconds).toFixed(1)}`);
    const [machines] = line.at(-1);
    return [
      `<path d="M${path.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...path.map(
        (point) => `<circle cx="${point.split(' ')[0]}" cy="${point.split(' ')[1]}" r="3" fill="${colour}"/>`,
      ),
      text(x(machines) + 8, labelAt.get(tool), tool, `fill="${colour}"`),
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Time to visit every state, by number of virtual machines; 1 is our time for one</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${[...marks, ...drawn].join('\n')}
${text((edge.left + width - edge.right) / 2, height - 8, 'virtual machines with two disks each', 'text-anchor="middle"')}
</svg>
`;
}
