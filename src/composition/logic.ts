/** A composition as XState actor logic: pure, so it runs, is explored and is tested like any actor. */
import type { ActorLogic, ActorSystem, ActorSystemInfo, NonReducibleUnknown, Snapshot } from 'xstate';
import type { Composition } from './composition.ts';
import {
  type Communication,
  enabledEvents,
  initialState,
  type SystemEvent,
  type SystemState,
  step,
} from './step.ts';

export type SystemSnapshot = Snapshot<undefined> & {
  readonly context: SystemState;
  /** What was said in the step that led here. */
  readonly communications: readonly Communication[];
};

/** What the system actor emits: every communication of a step, in order. */
export type CommunicationEvent = Communication & { readonly type: 'COMMUNICATION' };

export type SystemLogic = ActorLogic<
  SystemSnapshot,
  SystemEvent,
  NonReducibleUnknown,
  ActorSystem<ActorSystemInfo>,
  CommunicationEvent
> & {
  readonly composition: Composition;
  /** The events that may happen in a state; others leave it as it is. */
  enabled(snapshot: SystemSnapshot): readonly SystemEvent[];
};

const snapshotOf = (context: SystemState, communications: readonly Communication[]): SystemSnapshot => ({
  status: 'active',
  output: undefined,
  error: undefined,
  context,
  communications,
});

const isSame = (one: SystemEvent, other: SystemEvent): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The actor logic of a composition; an event that is not enabled changes nothing. */
export const systemLogic = (composition: Composition): SystemLogic => ({
  composition,
  enabled: ({ context }) => enabledEvents(composition, context),
  getInitialSnapshot: () => snapshotOf(initialState(composition), []),
  transition: (snapshot, event, scope) => {
    const enabled = enabledEvents(composition, snapshot.context).find((one) => isSame(one, event));
    if (enabled === undefined) return snapshotOf(snapshot.context, []);
    const { state, communications } = step(composition, snapshot.context, enabled);
    // Path generators call this with a scope that cannot emit.
    if (scope.emit !== undefined) {
      for (const communication of communications) scope.emit({ type: 'COMMUNICATION', ...communication });
    }
    return snapshotOf(state, communications);
  },
  getPersistedSnapshot: (snapshot) => snapshot,
});
