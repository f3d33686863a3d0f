/** From the number of a state to the shortest path that leads there. */
import {
  type Communication,
  type Composition,
  initialState,
  type SystemEvent,
  type SystemState,
  step,
} from '../composition/index.ts';
import type { Product } from './product.ts';
import type { SearchResult } from './search.ts';

export interface PathStep {
  readonly event: SystemEvent;
  readonly communications: readonly Communication[];
  readonly state: SystemState;
}

export interface Path {
  readonly initial: SystemState;
  readonly steps: readonly PathStep[];
}

/** How many steps a shortest path from the initial state to the numbered one has. */
export function lengthTo(result: SearchResult, number: number): number {
  let length = 0;
  for (let at = result.parentOf(number); at >= 0; at = result.parentOf(at)) length++;
  return length;
}

/** The events from the initial state to the numbered one. */
export function eventsTo(product: Product, result: SearchResult, number: number): readonly SystemEvent[] {
  const events: SystemEvent[] = [];
  for (let at = number; result.parentOf(at) >= 0; at = result.parentOf(at)) {
    events.push(eventBetween(product, result.stateAt(result.parentOf(at)), result.stateAt(at)));
  }
  return events.reverse();
}

function eventBetween(product: Product, from: Int32Array, to: Int32Array): SystemEvent {
  for (const { group, step, after } of product.successors(from)) {
    if (after.every((local, index) => local === to[index])) return product.event(group, step);
  }
  throw new Error('two states that a search has linked have no step between them');
}

/**
 * Plays events from the initial state, by the plain semantics.
 * @throws RangeError at the first event that is not enabled.
 */
export function play(composition: Composition, events: readonly SystemEvent[]): Path {
  const initial = initialState(composition);
  let state = initial;
  const steps = events.map((event) => {
    const { communications, state: after } = step(composition, state, event);
    state = after;
    return { event, communications, state };
  });
  return { initial, steps };
}
