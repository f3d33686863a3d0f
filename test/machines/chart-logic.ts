/** One chart as plain actor logic, with its outputs kept in the snapshot: the view that path generators need. */
import type { ActorLogic, AnyMachineSnapshot, AnyStateMachine, NonReducibleUnknown, Snapshot } from 'xstate';
import { Chart, type Message, snapshotKey } from '../../src/composition/index.ts';

export type ChartSnapshot = Snapshot<undefined> & {
  readonly machine: AnyMachineSnapshot;
  readonly outputs: readonly Message[];
};

export type ChartEvent = Message;

const wrap = (machine: AnyMachineSnapshot, outputs: readonly Message[]): ChartSnapshot => ({
  status: 'active',
  output: undefined,
  error: undefined,
  machine,
  outputs,
});

export const keyOf = (snapshot: ChartSnapshot): string => snapshotKey(snapshot.machine);

/** The chart as pure logic; a message that it does not take leaves it as it is. */
export function chartLogic(
  machine: AnyStateMachine,
  input: unknown,
): { chart: Chart; logic: ActorLogic<ChartSnapshot, ChartEvent, NonReducibleUnknown> } {
  const chart = new Chart(machine, input);
  return {
    chart,
    logic: {
      getInitialSnapshot: () => wrap(chart.initial.snapshot, chart.initial.outputs),
      transition: (snapshot, event) => {
        const reaction = chart.react(snapshot.machine, event);
        return reaction === null ? wrap(snapshot.machine, []) : wrap(reaction.snapshot, reaction.outputs);
      },
      getPersistedSnapshot: (snapshot) => snapshot,
    },
  };
}
