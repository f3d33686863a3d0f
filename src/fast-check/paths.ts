/**
 * Random schedules and paths.
 *
 * A schedule is a list of numbers: each chooses among what may happen next, whatever that is. A path is a
 * schedule that was played. It shrinks as its schedule does, by leaving numbers out and making them smaller,
 * and is played anew, so that every path on the way is one of the model.
 */
import fc from 'fast-check';
import {
  type Composition,
  type EnvironmentAction,
  enabledEvents,
  initialState,
  type SystemEvent,
  step,
} from '../composition/index.ts';
import { modelOf, type Path } from '../paths/index.ts';
import { backupComposition, type Topology } from '../system/index.ts';
import { chosenScope, type ScopeOptions } from '../verify/index.ts';
import { topologies } from './topologies.ts';

/** Chooses what happens next, step by step. */
export type Schedule = readonly number[];

/** Choices are taken modulo the number of what may happen; in no system of a few machines is that more. */
const choices = 1_000;

/** Default length of schedules: a backup of one virtual machine takes some thirty steps. */
const usualSteps = 60;

/** Schedules of up to so many steps. */
export const schedules = (maxSteps: number = usualSteps): fc.Arbitrary<Schedule> =>
  fc.array(fc.nat({ max: choices - 1 }), { maxLength: maxSteps, size: 'max' });

/** The events that a schedule chooses from the initial state on; it ends early where nothing may happen. */
export function played(composition: Composition, schedule: Schedule): readonly SystemEvent[] {
  const events: SystemEvent[] = [];
  let state = initialState(composition);
  for (const choice of schedule) {
    const enabled = enabledEvents(composition, state);
    const event = enabled[choice % enabled.length];
    if (event === undefined) break;
    events.push(event);
    ({ state } = step(composition, state, event));
  }
  return events;
}

export interface PathConstraints {
  /** Default: topologies of up to two virtual machines. */
  readonly topologies?: fc.Arbitrary<Topology>;
  /** Options of the model, such as faults. Default: none. */
  readonly options?: ScopeOptions;
  /** Default: 60. */
  readonly maxSteps?: number;
}

/** Paths of the model: from the initial state, every step allowed. */
export const paths = ({
  topologies: systems = topologies({ maxMachines: 2 }),
  options = {},
  maxSteps = usualSteps,
}: PathConstraints = {}): fc.Arbitrary<Path> =>
  fc.tuple(systems, schedules(maxSteps)).map(([topology, schedule]) => ({
    model: modelOf(chosenScope(topology, options)),
    shows: { kind: 'run', id: 'random', title: 'A run on a random schedule.' },
    events: played(backupComposition(topology, options), schedule),
    cycle: null,
  }));

/** What the world may do to somebody in a system: writes in guests, and what faults do. */
export const environmentActions = (composition: Composition): fc.Arbitrary<EnvironmentAction> =>
  fc.constantFrom(...composition.environment);
