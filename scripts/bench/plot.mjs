/** A plot of cost against number of virtual machines, as SVG. */
import { renderPlot } from '../../dist/src/diagrams/index.js';

/** `measured`: by tool, points of [machines, seconds]; drawn as multiples of the first tool's first point. */
export function plot(measured) {
  const [[[, unit]]] = Object.values(measured);
  return renderPlot({
    title: 'Time to visit every state; 1 is our time for one machine',
    x: 'virtual machines with two disks each',
    y: 'time, logarithmic',
    logarithmic: true,
    series: Object.entries(measured).map(([name, line]) => ({
      name,
      points: line.map(([machines, seconds]) => [machines, Number((seconds / unit).toPrecision(2))]),
    })),
  });
}
