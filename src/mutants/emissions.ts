/** The messages that the actions of a chart emit, and what fields they have. */
import type { AnyStateMachine } from 'xstate';
import type { Message } from '../composition/index.ts';

export interface Emission {
  readonly type: string;
  /** The names of its fields, as text. */
  readonly shape: string;
  /** The message, where it is always the same. */
  readonly constant: Message | null;
  evaluate(args: unknown, params: unknown): Message;
}

/** Stands in for any value: what is read of it is like it, and as a number it is 0. */
const anything: unknown = new Proxy(() => undefined, {
  get: (_, key) => {
    if (key === Symbol.toPrimitive) return () => 0;
    if (key === Symbol.iterator) return () => [][Symbol.iterator]();
    return anything;
  },
  apply: () => anything,
});

const eventOf = (type: string): unknown =>
  new Proxy({}, { get: (_, key) => (key === 'type' ? type : anything) });

/** The message that an emitting action would say on some event, or null where it refuses all. */
function sampleOf(evaluate: Emission['evaluate'], types: readonly string[]): Message | null {
  for (const type of types) {
    try {
      return evaluate({ context: anything, event: eventOf(type) }, undefined);
    } catch {
      // It is for other events.
    }
  }
  return null;
}

/** The emitting actions of a chart, by name. */
export function emissionsOf(chart: AnyStateMachine): ReadonlyMap<string, Emission> {
  const found = new Map<string, Emission>();
  for (const [name, action] of Object.entries(chart.implementations.actions)) {
    const { type: kind, event } = action as unknown as { type?: string; event?: unknown };
    if (kind !== 'xstate.emit') continue;
    const isConstant = typeof event !== 'function';
    const evaluate: Emission['evaluate'] = (args, params) =>
      isConstant ? (event as Message) : (event as Emission['evaluate'])(args, params);
    const sample = sampleOf(evaluate, chart.events);
    if (sample === null) continue;
    const shape = Object.keys(sample).sort().join();
    found.set(name, { type: sample.type, shape, constant: isConstant ? sample : null, evaluate });
  }
  return found;
}
