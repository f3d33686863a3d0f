import { type Consistency, consistencyOf, type MachineView } from '../system/index.ts';
import { type Claim, isInGuest } from './claim.ts';
import { handedOver, handedOverAs, hasFailedBy, hasNewerShadowCopy, isLinux } from './situations.ts';

const onlineIsHandedOver = handedOverAs('online');

/** What its guest can give: applications of a Linux guest are not told of the freeze. */
const levelOf = (machine: MachineView): Consistency => (isLinux(machine) ? 'fileSystem' : 'application');

export const consistent2012R2: Claim = {
  id: 'consistent-2012r2',
  sentence:
    'On 2012 R2, every copy that the requester is given of a virtual machine reported as backed up online is at the guest’s point, all disks of the machine at the same one: application-consistent of a Windows guest, file-system-consistent of a Linux guest, which has no auto-recovery.',
  covers: ['S2', 'S3', 'S5', 'S7', 'S8', 'S12', 'S14', 'S15', 'S17'],
  applies: isInGuest,
  kind: 'never',
  situation: () => (host, machine) => {
    if (!onlineIsHandedOver(host, machine)) return false;
    const copies = handedOver(machine);
    return consistencyOf(copies) !== levelOf(machine) || copies.some((copy) => copy?.handedOver !== true);
  },
  premises: {
    'copies of a machine backed up online are handed over': onlineIsHandedOver,
    'so are those of a machine with a Linux guest': (host, machine) =>
      onlineIsHandedOver(host, machine) && isLinux(machine),
    'a copy that was connected cannot be brought back': hasFailedBy('recovery-failed'),
    'so it is with a newer shadow copy of the guest’s own inside': (host, machine) =>
      onlineIsHandedOver(host, machine) && hasNewerShadowCopy(machine),
  },
};
