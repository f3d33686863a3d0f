import { anywhere, type Claim } from './claim.ts';
import { handedOver, handedOverAs } from './situations.ts';

const savedIsHandedOver = handedOverAs('saved');
const offlineIsHandedOver = handedOverAs('offline');

export const savedCoherent: Claim = {
  id: 'saved-coherent',
  sentence:
    'The copies of a virtual machine that the backup has saved are of the one instant of its saving; those of a machine that is off equal its live disks.',
  covers: ['S2', 'S12'],
  applies: anywhere,
  kind: 'never',
  situation: () => (host, machine) => {
    const copies = handedOver(machine);
    if (savedIsHandedOver(host, machine)) {
      const point = copies[0]?.content.point;
      return copies.some(
        (copy) =>
          copy?.handedOver !== true || copy.content.written || copy.content.point !== point || point === 0,
      );
    }
    return (
      offlineIsHandedOver(host, machine) &&
      copies.some((copy) => copy?.handedOver !== true || !copy.sameAsLive)
    );
  },
  premises: {
    'copies of a saved machine are handed over': savedIsHandedOver,
    'copies of a machine that is off are handed over': offlineIsHandedOver,
  },
};
