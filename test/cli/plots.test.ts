import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mountsPlot, statesPlot } from '../../src/cli/plots.ts';

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
