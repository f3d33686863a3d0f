import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mountsPlot, statesPlot } from '../../src/cli/plots.ts';
import { renderPlot } from '../../src/diagrams/index.ts';

const committed = (name: string): string =>
  readFileSync(new URL(`../../docs/diagrams/${name}.svg`, import.meta.url), 'utf8');

it('a hundred machines with two disks are two hundred mounts before 2012 R2, and none on it', () => {
  expect(mountsPlot()).toContain('100 gives 200.');
  expect(mountsPlot()).toContain('100 gives 0.');
});
it('plots are drawn as they are committed (npm run generate)', () => {
  expect(mountsPlot()).toBe(committed('plot-host-mounts'));
  expect(statesPlot()).toBe(committed('plot-states'));
});
it('a logarithmic axis reaches down to the least value', () => {
  const series = [
    {
      name: 'cost',
      points: [
        [1, 0.016],
        [2, 1],
        [3, 20],
      ] as const,
    },
  ];
  const plot = renderPlot({ title: 'Cost', x: 'machines', y: 'time', logarithmic: true, series });
  const labels = [...plot.matchAll(/text-anchor="end">([^<]*)</g)].map(([, label]) => label);
  expect(labels).toEqual(['0.01', '0.1', '1', '10', '100']);
});
