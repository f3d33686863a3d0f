/** Whose copies are touched, as the observer sees it. */
import { expect, it } from 'vitest';
import type { Delivery, Group } from '../../src/composition/index.ts';
import { custody } from '../../src/properties/observers/custody.ts';

const seen = (...messages: readonly { readonly type: string; readonly set?: number }[]) =>
  messages.reduce(
    (state, message) =>
      custody.next(state, {
        message,
        to: { role: 'virtual-hard-disk' },
        origin: 'own',
      } as unknown as Delivery),
    custody.initial({} as Group),
  );
const taken = [
  { type: 'TAKE_COPY', set: 1 },
  { type: 'TAKE_COPY', set: 2 },
];

it('a copy of an earlier backup that is reverted is touched by another one', () => {
  const touched = seen(...taken, { type: 'REVERT_COPY', set: 1 }, { type: 'COPY_REVERTED' });
  expect(touched).toMatchObject({ otherBackup: true, reverting: 0 });
});

it('a late request to revert one that is gone touches nothing, nor does one of its own backup', () => {
  const late = seen(...taken, { type: 'REVERT_COPY', set: 1 }, { type: 'COPY_NOT_REVERTED' });
  expect(late).toMatchObject({ otherBackup: false, reverting: 0 });
  const own = seen(...taken, { type: 'REVERT_COPY', set: 2 }, { type: 'COPY_REVERTED' });
  expect(own).toMatchObject({ otherBackup: false, reverting: 0 });
});
