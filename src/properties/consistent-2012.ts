import { consistencyOf, outcomeOf } from '../system/index.ts';
import { type Claim, isInHost } from './claim.ts';
import {
  handedOver,
  handedOverAs,
  hasFailedBy,
  hasNewerShadowCopy,
  isOnlineCandidate,
  isOver,
  isUndisturbed,
} from './situations.ts';

const onlineIsHandedOver = handedOverAs('online');

export const consistent2012: Claim = {
  id: 'consistent-2012',
  sentence:
    'Before 2012 R2, every copy that the requester is given of a virtual machine reported as backed up online is at the guest’s application-consistent point, all disks at the same one; without faults no machine fails, and every running one that is fit for it ends online, whatever its controllers.',
  covers: ['S2', 'S3', 'S5', 'S7', 'S8', 'S9', 'S10', 'S11', 'S12'],
  applies: isInHost,
  kind: 'never',
  situation: (scope) => (host, machine) => {
    if (onlineIsHandedOver(host, machine)) {
      const copies = handedOver(machine);
      return consistencyOf(copies) !== 'application' || copies.some((copy) => copy?.handedOver !== true);
    }
    return (
      isUndisturbed(scope) &&
      isOver(host) &&
      (machine.component.at === 'failed' || (isOnlineCandidate(machine) && outcomeOf(machine) !== 'online'))
    );
  },
  premises: {
    'copies of a machine backed up online are handed over': onlineIsHandedOver,
    'so it is without a SCSI controller': (host, machine) =>
      onlineIsHandedOver(host, machine) && machine.controllers.length === 0,
    'a copy that was mounted cannot be brought back': hasFailedBy('recovery-failed'),
    'so it is with a newer shadow copy of the guest’s own inside': (host, machine) =>
      onlineIsHandedOver(host, machine) && hasNewerShadowCopy(machine),
  },
};
