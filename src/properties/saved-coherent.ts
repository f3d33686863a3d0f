import { anywhere, type Claim, type Situation } from './claim.ts';
import { handedOver, isReported } from './situations.ts';

const savedIsReported: Situation = (_, machine) =>
  isReported(machine, 'saved') && machine.disks.length > 0;
const offlineIsReported: Situation = (_, machine) =>
  isReported(machine, 'offline') && machine.disks.length > 0;

export const savedCoherent: Claim = {
  id: 'saved-coherent',
  sentence:
    'The copies of a virtual machine that the backup has saved are of the one instant of its saving; those of a machine that is off equal its live disks.',
  covers: ['S2', 'S12'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host, machine) => {
    const copies = handedOver(machine);
    if (savedIsReported(host, machine)) {
      const point = copies[0]?.content.point;
      return copies.some(
        (copy) => copy?.handedOver !== true || copy.content.written || copy.content.point !== point || point === 0,
      );
    }
    return (
      offlineIsReported(host, machine) &&
      copies.some((copy) => copy?.handedOver !== true || !copy.sameAsLive)
    );
  },
  premises: {
    'copies of a saved machine are handed over': savedIsReported,
    'copies of a machine that is off are handed over': offlineIsReported,
  },
};
