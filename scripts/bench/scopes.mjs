/** The systems that are measured, from small to large. */
import { claims, isOver, observers } from '../../dist/src/properties/index.js';
import { allFaults, hostView, optionsOf } from '../../dist/src/system/index.js';
import { checksFor, chosenScope, claimsAbout, defaultTopology } from '../../dist/src/verify/index.js';

const sized = (hostRelease, machines, disks, faults = null) => ({
  name: `${hostRelease}, ${machines} x ${disks}${faults === null ? '' : `, ${faults === 'all' ? 'one fault of all' : `one ${faults}`}`}`,
  machines,
  disks,
  scope: chosenScope(
    defaultTopology(hostRelease, machines, disks),
    faults === null ? {} : { faults: faults === 'all' ? allFaults : [faults], faultBudget: 1 },
  ),
  /** Drawn in the plot: cost by number of machines. */
  isDrawn: hostRelease === '2012R2' && disks === 2 && faults === null,
});

export const measured = [
  sized('2012R2', 1, 2),
  sized('2012R2', 2, 2),
  sized('2012R2', 3, 1),
  sized('2012R2', 3, 2),
  sized('2012R2', 4, 1),
  sized('2012R2', 4, 1, 'F7'),
  sized('2012', 4, 2),
  sized('2012R2', 3, 1, 'all'),
  sized('2012', 5, 1),
  sized('2012R2', 4, 2),
];

/** What the search of this package looks for in a scope: all claims, and whether the end can be reached. */
export function searchOptions(scope) {
  const { hostRelease } = scope.topology;
  const about = { hostRelease, options: optionsOf(scope.topology, { ...scope.options, observers }) };
  return { checks: checksFor(about, claimsAbout(about, claims)), isEnd: (hub) => isOver(hostView(hub)) };
}
