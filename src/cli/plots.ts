/** Plots of figures that are worked out anew each time they are drawn. */
import { renderPlot } from '../diagrams/index.ts';
import { chosenScope, defaultTopology, exploreScope, randomRun } from '../verify/index.ts';

/** Host mounts of one backup on a random schedule. */
const mounts = (release: '2012' | '2012R2', machines: number): number =>
  randomRun(chosenScope(defaultTopology(release, machines, 2)), 1).mounts;

const mountSizes = [1, 10, 25, 50, 100] as const;

export const mountsPlot = (): string =>
  renderPlot({
    title: 'Disks that the host mounts in one backup, machines with two disks each',
    x: 'virtual machines',
    y: 'mounts in the host',
    series: (['2012', '2012R2'] as const).map((release) => ({
      name: `host release ${release}`,
      points: mountSizes.map((machines) => [machines, mounts(release, machines)] as const),
    })),
  });

/** Larger ones take minutes. */
const stateSizes = [1, 2, 3] as const;

export const statesPlot = (): string =>
  renderPlot({
    title: 'States of all interleavings, machines with one disk each',
    x: 'virtual machines',
    y: 'states, logarithmic',
    logarithmic: true,
    series: (['2012', '2012R2'] as const).map((release) => ({
      name: `host release ${release}`,
      points: stateSizes.map(
        (machines) =>
          [machines, exploreScope(chosenScope(defaultTopology(release, machines, 1))).states] as const,
      ),
    })),
  });
