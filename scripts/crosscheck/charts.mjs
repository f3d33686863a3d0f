/** Every chart of the model, with the inputs and contexts that it has in a few scopes. */
import { Product, search } from '../../dist/src/explore/index.js';
import { scxml, systemTables } from '../../dist/src/interchange/index.js';
import { switchableFaults } from '../../dist/src/system/index.js';
import { chosenScope, defaultTopology, scopeComposition } from '../../dist/src/verify/index.js';

const withLinux = (topology) => ({
  ...topology,
  virtualMachines: topology.virtualMachines.map((machine) => ({ ...machine, guest: 'linux' })),
});

/** Both places of recovery, and a Linux guest, each fault once in a run; and what operators do between two backups. */
export const chartScopes = [
  ...['2012R2', '2012'].map((release) =>
    chosenScope(defaultTopology(release, 1, 1), { faults: switchableFaults, faultBudget: 1 }),
  ),
  chosenScope(defaultTopology('2012R2', 1, 1), { operatorRemovesScsi: true, backups: 2 }),
  chosenScope(withLinux(defaultTopology('2012R2', 1, 1)), { faults: switchableFaults, faultBudget: 1 }),
];

export function chartTables(scopes) {
  const tables = new Map();
  const known = new Set();
  for (const scope of scopes) {
    const { hostRelease } = scope.topology;
    const product = new Product(scopeComposition(scope));
    search(product);
    for (const table of systemTables(product).charts) {
      const name = `${table.name} on ${hostRelease}`;
      if (known.has(name)) continue;
      known.add(name);
      const text = scxml(table);
      if (!tables.has(text)) tables.set(text, { name, table });
    }
  }
  return [...tables.values()];
}
