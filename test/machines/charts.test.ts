/** Every chart, driven by the paths of @xstate/test through its view as plain actor logic. */
import { TestModel } from '@xstate/test';
import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  createActor,
  createMachine,
  emit,
  initialTransition,
  SimulatedClock,
  transition,
} from 'xstate';
import { type Message, snapshotKey } from '../../src/composition/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { allRoles } from '../../src/system/index.ts';
import { type ChartSnapshot, chartLogic, keyOf } from './chart-logic.ts';
import { chartsMet, type Met } from './met.ts';

const met = chartsMet();

/** The paths of one chart to each of the states that it gets into, and on by every message from there. */
function pathsOf({ actor, messages, states }: Met): readonly (readonly Message[])[] {
  const { chart, logic } = chartLogic(actor.chart, actor.input);
  const inputs = ({ machine }: ChartSnapshot): readonly Message[] =>
    [...messages, ...chart.pendingDelays(machine).map(({ event }) => ({ type: event }))].filter((event) => {
      const reaction = chart.react(machine, event);
      return reaction !== null && states.has(snapshotKey(reaction.snapshot));
    });
  const model = new TestModel<ChartSnapshot, Message, unknown>(logic as never, {
    events: inputs as never,
    serializeState: keyOf as never,
    stateMatcher: (_, key) => key === '*',
  });
  return model.getShortestPaths().flatMap((path) => {
    expect(path.state.status).toBe('active');
    // Paths that begin others are left out by the model, so every state on the way is gone on from.
    const events: Message[] = [];
    return path.steps.flatMap(({ event, state }) => {
      if (event.type !== 'xstate.init') events.push(event as Message);
      return [[...events], ...inputs(state as ChartSnapshot).map((next) => [...events, next])];
    });
  });
}

const paths = new Map(met.map((one) => [one, pathsOf(one)]));

interface Observed {
  readonly key: string;
  readonly outputs: readonly Message[];
}

/** The path on a live XState actor. */
function live(machine: AnyStateMachine, input: unknown, events: readonly Message[]): readonly Observed[] {
  const actor = createActor(machine, { input, clock: new SimulatedClock() });
  let outputs: Message[] = [];
  actor.on('*', (message) => outputs.push(message as Message));
  actor.start();
  const observed = events.map((event) => {
    outputs = [];
    actor.send(event);
    return { key: snapshotKey(actor.getSnapshot()), outputs };
  });
  actor.stop();
  return observed;
}

/** The path on the table that explorations use. */
function tabled(machine: AnyStateMachine, input: unknown, events: readonly Message[]): readonly Observed[] {
  const { chart } = chartLogic(machine, input);
  let { snapshot } = chart.initial;
  return events.map((event) => {
    const reaction = chart.react(snapshot, event);
    snapshot = reaction?.snapshot ?? snapshot;
    return { key: snapshotKey(snapshot), outputs: reaction?.outputs ?? [] };
  });
}

/** The path by XState's own pure functions. */
function pure(machine: AnyStateMachine, input: unknown, events: readonly Message[]): readonly Observed[] {
  let [snapshot] = initialTransition(machine, input as never);
  return events.map((event) => {
    const [next, actions] = transition(machine, snapshot, event as never);
    snapshot = next;
    return {
      key: snapshotKey(snapshot),
      outputs: actions
        .filter(({ type }) => String(type) === 'xstate.emit')
        .map(({ params }) => (params as unknown as { event: Message }).event),
    };
  });
}

describe.each(allRoles)('%s', (role) => {
  const ofRole = met.filter((one) => one.role === role);

  it('is at work in some system', () => {
    expect(ofRole.length).toBeGreaterThan(0);
    expect(ofRole.flatMap((one) => paths.get(one)).length).toBeGreaterThan(ofRole.length);
  });

  it('does the same live as in its table, at every step of every path', () => {
    for (const { actor, ...one } of ofRole) {
      for (const events of paths.get(ofRole.find((other) => other.actor === actor) ?? { actor, ...one }) ??
        []) {
        expect(live(actor.chart, actor.input, events)).toEqual(tabled(actor.chart, actor.input, events));
      }
    }
  });

  it('does in its table what XState says, at every step of every path', () => {
    for (const one of ofRole) {
      for (const events of paths.get(one) ?? []) {
        expect(tabled(one.actor.chart, one.actor.input, events)).toEqual(
          pure(one.actor.chart, one.actor.input, events),
        );
      }
    }
  });
});

const changed = mutants.flatMap((mutant) =>
  Object.entries(mutant.model.charts ?? {}).map(([role, chart]) => ({ name: mutant.name, role, chart })),
);

it.each(changed)('the paths of $role tell the mutant $name from it', ({ role, chart }) => {
  const differs = met
    .filter((one) => one.role === role)
    .some((one) =>
      (paths.get(one) ?? []).some(
        (events) =>
          JSON.stringify(live(chart, one.actor.input, events)) !==
          JSON.stringify(live(one.actor.chart, one.actor.input, events)),
      ),
    );
  expect(differs).toBe(true);
});

it('@xstate/test cannot take a machine with an effect as it is, which is why charts are wrapped', () => {
  const emitting = createMachine({ on: { GO: { actions: emit({ type: 'GONE' }) } } });
  expect(() =>
    new TestModel(emitting as never, { events: [{ type: 'GO' }] as never }).getShortestPaths(),
  ).toThrow();
});
