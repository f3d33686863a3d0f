/** A path replayed by the plain semantics: it shows what it says, or is refused at the exact step. */
import {
  type Composition,
  enabledEvents,
  groupsOf,
  initialState,
  type SystemEvent,
  type SystemState,
  stateKey,
  step,
} from '../composition/index.ts';
import type { PathStep } from '../explore/index.ts';
import { isFair } from '../verify/index.ts';
import { compositionOf, type Path } from './path.ts';

/** A path as the model allows it. */
export interface ReplayedPath {
  readonly composition: Composition;
  readonly initial: SystemState;
  /** The steps of the events, then those of the cycle. */
  readonly steps: readonly PathStep[];
}

/** The model does not allow a path; the message says where, what was asked, and what is allowed there. */
export class PathRefusal extends Error {
  override readonly name = 'PathRefusal';
  /** The step that is refused, counted from 1; 0 is the initial state. */
  readonly step: number;
  readonly asked: string;
  readonly allowed: readonly string[];

  constructor(number: number, asked: string, allowed: readonly string[]) {
    super(
      [
        number === 0 ? `The initial state is refused: ${asked}` : `Step ${number} is refused: ${asked}`,
        'Allowed there:',
        ...(allowed.length === 0 ? ['  nothing'] : allowed.map((one) => `  ${one}`)),
      ].join('\n'),
    );
    this.step = number;
    this.asked = asked;
    this.allowed = allowed;
  }
}

/** An event in one line. */
export function spellEvent(composition: Composition, event: SystemEvent): string {
  const group = groupsOf(composition)[event.group]?.name ?? `group ${event.group}`;
  if (event.type === 'DELIVER') return `DELIVER from ${event.channel} of ${group}`;
  const actor = `${event.actor} of ${group}`;
  return event.type === 'ELAPSE'
    ? `ELAPSE ${event.delay} in ${event.state}, ${actor}`
    : `ACT ${JSON.stringify(event.message)} on ${actor}`;
}

const canonical = ({ type, group, ...rest }: SystemEvent): string =>
  JSON.stringify([type, group, Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1))]);

/**
 * Plays one event, as the step of this number.
 * @throws PathRefusal if the model does not allow it.
 */
function playStep(
  composition: Composition,
  state: SystemState,
  event: SystemEvent,
  number: number,
): PathStep {
  const enabled = enabledEvents(composition, state);
  const key = canonical(event);
  const allowed = enabled.find((one) => canonical(one) === key);
  if (allowed === undefined) {
    throw new PathRefusal(
      number,
      spellEvent(composition, event),
      enabled.map((one) => spellEvent(composition, one)),
    );
  }
  return { event: allowed, ...step(composition, state, allowed) };
}

/** What changes a state and cannot be put off for ever. */
const duties = (composition: Composition, state: SystemState): readonly SystemEvent[] =>
  enabledEvents(composition, state).filter(
    (event) => isFair(event) && stateKey(step(composition, state, event).state) !== stateKey(state),
  );

/**
 * Replays a path from the initial state.
 *
 * Steps that change nothing are allowed. A cycle must close, and where it is empty nothing may be due any
 * more.
 * @throws PathRefusal at the first step that the model does not allow.
 * @throws RangeError if the path names a mutant that is not there.
 */
export function replay(path: Path): ReplayedPath {
  const composition = compositionOf(path.model);
  const initial = initialState(composition);
  const steps: PathStep[] = [];
  const last = (): SystemState => steps.at(-1)?.state ?? initial;
  const run = (events: readonly SystemEvent[]): void => {
    for (const event of events) steps.push(playStep(composition, last(), event, steps.length + 1));
  };
  run(path.events);
  if (path.cycle === null) return { composition, initial, steps };
  const knot = last();
  run(path.cycle);
  if (stateKey(last()) !== stateKey(knot)) {
    throw new PathRefusal(steps.length, 'the end of a cycle', [
      `the state after step ${path.events.length}, where the cycle begins`,
    ]);
  }
  if (path.cycle.length === 0) {
    const due = duties(composition, knot);
    if (due.length > 0) {
      throw new PathRefusal(
        steps.length + 1,
        'that nothing happens any more',
        due.map((event) => spellEvent(composition, event)),
      );
    }
  }
  return { composition, initial, steps };
}
