import type { Observer } from '../../composition/index.ts';
import { faultCatalogue } from '../../system/index.ts';

/** Whether a fault has struck this virtual machine, in this backup or before. */
export interface Struck {
  readonly byFault: boolean;
}

const messages = new Set(
  faultCatalogue.flatMap(({ happening }) =>
    happening.kind === 'message' ? happening.actions.map(({ message }) => message.type) : [],
  ),
);

/** A limit of the guest that expires is known by what guest VSS, or the driver of a Linux guest, says then; one of the host by what is set on the component. */
const timeouts = new Set<unknown>([
  'guest-freeze-timeout',
  'guest-hold-timeout',
  'guest-daemon-timeout',
  'guest-does-not-answer',
]);
const failures = new Set(['COMPONENT_FAILED', 'GUEST_SNAPSHOT_SET_FAILED', 'GUEST_SHADOW_COPY_FAILED']);

/** Watches for faults within one virtual machine; those that strike the host are not its own. */
export const struck: Observer<Struck> = {
  name: 'struck',
  initial: () => ({ byFault: false }),
  next: (state, { message, origin }) =>
    (origin === 'environment' && messages.has(message.type)) ||
    (failures.has(message.type) && timeouts.has(message.cause))
      ? { byFault: true }
      : state,
};
