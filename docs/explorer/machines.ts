/** What the form says of a machine, read off a topology and put into one; all else of a machine stays as it is. */
import { checkedTopology, type Topology, type VirtualMachineTopology } from '../../src/system/index.ts';

export interface MachineForm {
  readonly disks: number;
  readonly onScsi: boolean;
  readonly scsi: boolean;
  readonly service: boolean;
  readonly linux: boolean;
  readonly older: boolean;
}

export const formOf = ({
  disks,
  scsiControllers,
  backupServiceRunning,
  guest,
  integrationComponents,
}: VirtualMachineTopology): MachineForm => ({
  disks: disks.length,
  onScsi: disks.some(({ controllerType }) => controllerType === 'SCSI'),
  scsi: scsiControllers > 0,
  service: backupServiceRunning,
  linux: guest === 'linux',
  older: integrationComponents === 'older',
});

function disksOf({ disks, onScsi }: MachineForm) {
  return Array.from({ length: disks }, (_, index) => ({
    name: `disk${index + 1}`,
    ...(onScsi
      ? { controllerType: 'SCSI', controllerNumber: 0, controllerLocation: index }
      : { controllerType: 'IDE', controllerNumber: Math.floor(index / 2), controllerLocation: index % 2 }),
  }));
}

/**
 * A topology with its machines as the form has them; a machine that was not there is as Hyper-V creates it.
 * @throws TopologyError if they cannot be so on this release.
 */
export function topologyOf(
  hostRelease: Topology['hostRelease'],
  machines: readonly MachineForm[],
  { hostRelease: _, virtualMachines, ...others }: Topology,
): Topology {
  return checkedTopology({
    ...others,
    hostRelease,
    virtualMachines: machines.map((form, index) => {
      const known = virtualMachines[index];
      if (known === undefined) {
        return {
          name: `vm${index + 1}`,
          scsiControllers: form.scsi ? 1 : 0,
          backupServiceRunning: form.service,
          guest: form.linux ? 'linux' : 'windows',
          integrationComponents: form.older ? 'older' : 'current',
          disks: disksOf(form),
        };
      }
      const before = formOf(known);
      const sameDisks = before.disks === form.disks && before.onScsi === form.onScsi;
      return {
        ...known,
        scsiControllers: before.scsi === form.scsi ? known.scsiControllers : form.scsi ? 1 : 0,
        backupServiceRunning: form.service,
        guest: form.linux ? 'linux' : 'windows',
        integrationComponents: form.older ? 'older' : 'current',
        disks: sameDisks ? known.disks : disksOf(form),
      };
    }),
  });
}
