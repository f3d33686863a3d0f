/** Plots of figures that are worked out anew each time they are drawn. */
import { renderPlot } from '../diagrams/index.ts';
import { Product, searchSymmetric } from '../explore/index.ts';
import { isOver } from '../properties/index.ts';
import { hostView } from '../system/index.ts';
import {
  chosenScope,
  defaultTopology,
  exploreScope,
  induct,
  randomRun,
  scopeComposition,
} from '../verify/index.ts';

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

/** Five machines take minutes without a reduction. */
const stateSizes = [1, 2, 3, 4] as const;

const hostOf = (release: '2012' | '2012R2', machines: number) =>
  chosenScope(defaultTopology(release, machines, 1));

const allStates = (release: '2012' | '2012R2') => (machines: number) =>
  exploreScope(hostOf(release, machines)).states;

const upToNames = (machines: number) =>
  searchSymmetric(new Product(scopeComposition(hostOf('2012R2', machines))), {
    isEnd: (hub) => isOver(hostView(hub)),
  }).states;

const forEveryNumber = () => induct([hostOf('2012R2', 1)]).states;

export const statesPlot = (): string =>
  renderPlot({
    title: 'States of all interleavings, machines with one disk each',
    x: 'virtual machines',
    y: 'states, logarithmic',
    logarithmic: true,
    series: [
      { name: 'host release 2012R2', states: allStates('2012R2') },
      { name: 'host release 2012', states: allStates('2012') },
      { name: '2012R2, up to the names of machines', states: upToNames },
      { name: '2012R2, the proof for every number', states: forEveryNumber },
    ].map(({ name, states }) => ({
      name,
      points: stateSizes.map((machines) => [machines, states(machines)] as const),
    })),
  });
