/** Topologies for tests, and fast-check arbitraries for random ones. */
import fc from 'fast-check';
import { hostReleases, type Topology, type VirtualMachineTopology } from '../src/system/index.ts';
import { defaultTopology } from '../src/verify/index.ts';

/** So many virtual machines as Hyper-V creates them, the first one changed. */
export function topologyWith(
  hostRelease: Topology['hostRelease'],
  machines: number,
  disks: number,
  change: Partial<VirtualMachineTopology> = {},
): Topology {
  const topology = defaultTopology(hostRelease, machines, disks);
  return {
    ...topology,
    virtualMachines: topology.virtualMachines.map((machine, index) =>
      index === 0 ? { ...machine, ...change } : machine,
    ),
  };
}

const runState = fc.constantFrom(
  { running: true, savedState: false },
  { running: false, savedState: true },
  { running: false, savedState: false },
);

const machine = fc
  .record({
    disks: fc.integer({ min: 0, max: 2 }),
    scsiControllers: fc.integer({ min: 0, max: 2 }),
    backupServiceRunning: fc.boolean(),
    integrationComponents: fc.constantFrom('current' as const, 'older' as const),
    state: fc.oneof(
      { weight: 3, arbitrary: fc.constant({ running: true, savedState: false }) },
      { weight: 1, arbitrary: runState },
    ),
  })
  .map(({ disks, state, ...rest }) => ({
    ...(defaultTopology('2012R2', 1, disks).virtualMachines[0] as VirtualMachineTopology),
    ...rest,
    ...state,
  }));

/** Topologies of up to so many virtual machines; they shrink to few machines with few disks. */
export const topologies = (maxMachines: number): fc.Arbitrary<Topology> =>
  fc
    .record({
      hostRelease: fc.constantFrom(...hostReleases),
      virtualMachines: fc.array(machine, { minLength: 1, maxLength: maxMachines }),
    })
    .map(({ hostRelease, virtualMachines }) => ({
      hostRelease,
      virtualMachines: virtualMachines.map((one, index) => ({ ...one, name: `vm${index + 1}` })),
    }));
