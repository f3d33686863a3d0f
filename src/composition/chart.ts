/**
 * One statechart as an I/O automaton. XState alone says what a chart does; this asks it.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate';
import type { Message } from './composition.ts';
import { transitionNames } from './transitions.ts';

/** What a chart did in one step. */
export interface Reaction {
  readonly snapshot: AnyMachineSnapshot;
  readonly outputs: readonly Message[];
  /** The transitions that were taken, by name (see `transitionNames`). */
  readonly taken: readonly string[];
}

export interface PendingDelay {
  /** The name under which the chart declares the delay. */
  readonly delay: string;
  /** The id of the state that waits; two active states may wait for delays of one name. */
  readonly state: string;
  /** The event type that the chart receives when it elapses. */
  readonly event: string;
}

/** A chart did something that an I/O automaton may not do, or stopped with an error. */
export class ChartError extends Error {}

interface ExecutedAction {
  readonly type: string;
  readonly params: unknown;
}

/** Equal text, equal message. Most messages are a type and nothing else, which is quicker to see than to write out. */
function messageKey(message: Message): string {
  for (const field in message) if (field !== 'type') return JSON.stringify(message);
  return message.type;
}

const harmless = new Set(['xstate.raise', 'xstate.cancel']);

/**
 * A scope for pure transitions that is made once for a chart: `transition` of XState makes one at each
 * call, which costs five times as much as the transition itself. Only `emit`, and the raising and
 * cancelling of the chart's own delays, are allowed.
 */
export class Chart {
  readonly machine: AnyStateMachine;
  readonly initial: Reaction;
  readonly #scope: Parameters<AnyStateMachine['transition']>[2];
  readonly #snapshots = new Map<string, AnyMachineSnapshot>();
  readonly #numbers = new Map<AnyMachineSnapshot, number>();
  readonly #answers = new Map<AnyMachineSnapshot, Map<string, Reaction | null>>();
  readonly #messages = new Map<string, Message>();
  readonly #pending = new Map<AnyMachineSnapshot, readonly PendingDelay[]>();
  #outputs: Message[] = [];
  #taken: string[] = [];

  constructor(machine: AnyStateMachine, input: unknown) {
    this.machine = machine;
    const names = transitionNames(machine);
    const self = createActor(machine, {
      input,
      inspect: (event) => {
        if (event.type !== '@xstate.microstep') return;
        // The step into the initial state is made up by XState and has no name.
        this.#taken.push(...event._transitions.flatMap((transition) => names.get(transition) ?? []));
      },
    });
    const ignore = () => {};
    this.#scope = {
      self,
      id: machine.id,
      sessionId: '',
      logger: ignore,
      defer: ignore,
      stopChild: ignore,
      emit: ignore,
      system: self.system,
      actionExecutor: (action: ExecutedAction) => this.#collect(action),
    };
    this.initial = this.#ask(() => machine.getInitialSnapshot(this.#scope, input));
    const [lost] = this.initial.outputs;
    if (lost !== undefined) {
      throw new ChartError(`${machine.id} says ${lost.type} when it starts, before anybody can listen`);
    }
  }

  /** Whether a transition is there for this message; a transition that does nothing counts. */
  takes(snapshot: AnyMachineSnapshot, message: Message): boolean {
    return this.react(snapshot, message) !== null;
  }

  /**
   * What the chart does with a message, or null where no transition is there for it. Equal snapshots are
   * one object, and XState is asked once for each snapshot and message.
   */
  react(snapshot: AnyMachineSnapshot, message: Message): Reaction | null {
    let ofSnapshot = this.#answers.get(snapshot);
    if (ofSnapshot === undefined) {
      ofSnapshot = new Map();
      this.#answers.set(snapshot, ofSnapshot);
    }
    const key = messageKey(message);
    let answer = ofSnapshot.get(key);
    if (answer === undefined) {
      answer =
        (this.machine.getTransitionData(snapshot, message)?.length ?? 0) > 0
          ? this.#ask(() => this.machine.transition(snapshot, message, this.#scope))
          : null;
      ofSnapshot.set(key, answer);
      this.#messages.set(key, message);
    }
    return answer;
  }

  /** Every snapshot that was met with a message, and the messages, in the order in which they were asked. */
  asked(): readonly { readonly snapshot: AnyMachineSnapshot; readonly message: Message }[] {
    return [...this.#answers].flatMap(([snapshot, answers]) =>
      [...answers.keys()].map((key) => ({ snapshot, message: this.#messages.get(key) as Message })),
    );
  }

  /** The number of a snapshot of this chart, in the order in which they were met. */
  numberOf(snapshot: AnyMachineSnapshot): number {
    const known = this.#numbers.get(snapshot);
    return known ?? (this.#numbers.get(this.#intern(snapshot)) as number);
  }

  /** The delays that are running in this state. */
  pendingDelays(snapshot: AnyMachineSnapshot): readonly PendingDelay[] {
    let pending = this.#pending.get(snapshot);
    if (pending === undefined) {
      const found = new Map<string, PendingDelay>();
      for (const { id, after } of snapshot._nodes) {
        for (const { delay, eventType } of after) {
          found.set(eventType, { delay: String(delay), state: id, event: eventType });
        }
      }
      pending = [...found.values()];
      this.#pending.set(snapshot, pending);
    }
    return pending;
  }

  #intern(snapshot: AnyMachineSnapshot): AnyMachineSnapshot {
    const key = snapshotKey(snapshot);
    let known = this.#snapshots.get(key);
    if (known === undefined) {
      known = snapshot;
      this.#snapshots.set(key, snapshot);
      this.#numbers.set(snapshot, this.#numbers.size);
    }
    return known;
  }

  #ask(step: () => AnyMachineSnapshot): Reaction {
    this.#outputs = [];
    this.#taken = [];
    const snapshot = step();
    if (snapshot.status === 'error') {
      throw new ChartError(`${this.machine.id} stopped with an error: ${String(snapshot.error)}`);
    }
    return { snapshot: this.#intern(snapshot), outputs: this.#outputs, taken: this.#taken };
  }

  #collect(action: ExecutedAction): void {
    if (action.type === 'xstate.emit') {
      this.#outputs.push((action.params as { event: Message }).event);
    } else if (!harmless.has(action.type)) {
      throw new ChartError(
        `${this.machine.id} has the effect '${action.type}'; a chart may only emit messages and wait`,
      );
    }
  }
}

/** The same state has the same key: value and context; charts have no children and no history. */
export const snapshotKey = (snapshot: AnyMachineSnapshot): string =>
  JSON.stringify([snapshot.value, snapshot.context]);
