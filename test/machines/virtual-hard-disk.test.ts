/** The disk keeps relations, not counters: any number of writes is covered. Here it is held against counters. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { VirtualHardDiskContext } from '../../machines/index.ts';
import { Chart, type Message } from '../../src/composition/index.ts';
import { referenceCharts } from '../../src/system/index.ts';

/** The same disk with a number for every write. */
interface Counted {
  version: number;
  queued: number;
  point: number;
  shadowCopy: number | null;
  copy: { version: number; carried: number | null; atCommit: number } | null;
}

const written = (counted: Counted): number => counted.version + counted.queued;

const messages = fc.constantFrom<Message['type']>(
  'WRITE',
  'WRITE',
  'TAKE_GUEST_SHADOW_COPY',
  'HOLD_WRITES',
  'RELEASE_WRITES',
  'COMMIT',
  'REVERT_COPY',
);

it('what it says of its content agrees with counted writes', () => {
  fc.assert(
    fc.property(fc.array(messages, { maxLength: 40 }), (types) => {
      const chart = new Chart(referenceCharts['virtual-hard-disk'], { disk: 0 });
      let { snapshot } = chart.initial;
      const send = (message: Message): void => {
        snapshot = chart.react(snapshot, message)?.snapshot ?? snapshot;
      };
      const counted: Counted = { version: 0, queued: 0, point: -1, shadowCopy: null, copy: null };
      let isHeld = false;
      for (const type of types) {
        if (type === 'WRITE') {
          send({ type, transaction: 'whole' });
          if (isHeld) counted.queued++;
          else counted.version++;
        } else if (type === 'TAKE_GUEST_SHADOW_COPY' && !isHeld && counted.copy === null) {
          send({ type });
          counted.point = counted.version;
          counted.shadowCopy = counted.version;
        } else if (type === 'HOLD_WRITES' && !isHeld) {
          send({ type });
          isHeld = true;
        } else if (type === 'RELEASE_WRITES' && isHeld) {
          send({ type });
          counted.version = written(counted);
          counted.queued = 0;
          isHeld = false;
        } else if (type === 'COMMIT' && isHeld && counted.copy === null) {
          send({ type: 'TAKE_COPY', set: 1 });
          send({ type: 'DISK_CONNECTED', disk: 0, set: 1 });
          counted.copy = { version: counted.version, carried: counted.shadowCopy, atCommit: counted.version };
        } else if (type === 'REVERT_COPY' && counted.copy !== null) {
          send({ type, disk: 0, set: 1 });
          counted.copy.version = counted.copy.carried ?? counted.copy.version;
        }
        const { live, held, copies } = snapshot.context as VirtualHardDiskContext;
        if (counted.point >= 0) {
          expect(live.written).toBe(counted.version !== counted.point);
          if (held !== null) expect(held.written).toBe(written(counted) !== counted.point);
        }
        if (counted.copy !== null) {
          const [copy] = copies;
          if (counted.point >= 0) expect(copy?.content.written).toBe(counted.copy.version !== counted.point);
          expect(copy?.ofOneInstant).toBe(counted.copy.version === counted.copy.atCommit);
          expect(copy?.sameAsLive).toBe(counted.copy.version === counted.version);
        }
      }
    }),
    { numRuns: 500 },
  );
});
