/** One backup that shows the protocol: in order, with a write where it matters. */
import {
  type Composition,
  enabledEvents,
  initialState,
  type SystemEvent,
  stateKey,
  step,
} from '../composition/index.ts';
import { contentOf } from './disk-content.ts';

/**
 * The events of a backup in which the protocol goes on whenever it can, and each guest writes once as soon
 * as its shadow copy is there: so that its disks drift from the guest's point.
 */
export function exampleRun(composition: Composition): readonly SystemEvent[] {
  const events: SystemEvent[] = [];
  const machines = composition.units.map((_, index) => index + 1);
  let state = initialState(composition);
  const take = (event: SystemEvent): boolean => {
    const { state: after } = step(composition, state, event);
    if (stateKey(after) === stateKey(state)) return false;
    events.push(event);
    state = after;
    return true;
  };
  const drifts = (event: SystemEvent): boolean =>
    event.type === 'ACT' &&
    event.message.type === 'WRITE_NOW' &&
    contentOf(composition, state, [event.group]).some(
      ({ live, guestShadowCopy, hostCopy }) =>
        live === 'point' && guestShadowCopy === 'point' && hostCopy === 'none',
    );
  for (;;) {
    const enabled = enabledEvents(composition, state);
    const isStarted = machines.length === 0 || events.length > 0;
    const write = isStarted ? enabled.find(drifts) : undefined;
    if (write !== undefined && take(write)) continue;
    if (!enabled.some((event) => event.type !== 'ACT' && take(event))) return events;
  }
}
