/** Topologies for tests; random ones are in `src/fast-check`. */
import type { Topology, VirtualMachineTopology } from '../src/system/index.ts';
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
