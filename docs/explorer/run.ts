/** One run in the explorer: a model, and the steps taken so far. */
import {
  type Composition,
  enabledEvents,
  initialState,
  type SystemEvent,
  type SystemState,
  stateKey,
  step,
} from '../../src/composition/index.ts';
import { compositionOf, type PathModel } from '../../src/paths/index.ts';
import { LinkError } from './link.ts';

/** Steps of one press of ‘run to the end’ at most; a backup of a hundred machines takes some thousand. */
const maxSteps = 20_000;

/** Enabled steps that are tried out at most. */
const maxTried = 40;

export interface Choice {
  readonly event: SystemEvent;
  /** Its place among the enabled events: what a link keeps. */
  readonly place: number;
}

export class Run {
  readonly model: PathModel;
  readonly composition: Composition;
  readonly events: SystemEvent[] = [];
  readonly choices: number[] = [];
  readonly #states: SystemState[];

  /** @throws RangeError if the model names a mutant that is not there. */
  constructor(model: PathModel) {
    this.model = model;
    this.composition = compositionOf(model);
    this.#states = [initialState(this.composition)];
  }

  get state(): SystemState {
    return this.#states.at(-1) as SystemState;
  }

  /** What may happen next and changes something. */
  enabled(): readonly Choice[] {
    const all = enabledEvents(this.composition, this.state).map((event, place) => ({ event, place }));
    // Playing each of hundreds of steps to see whether it changes anything would make a large host slow.
    if (all.length > maxTried) return all;
    const key = stateKey(this.state);
    return all.filter(({ event }) => stateKey(step(this.composition, this.state, event).state) !== key);
  }

  take({ event, place }: Choice): void {
    this.#states.push(step(this.composition, this.state, event).state);
    this.events.push(event);
    this.choices.push(place);
  }

  undo(): void {
    if (this.events.length === 0) return;
    this.events.pop();
    this.choices.pop();
    this.#states.pop();
  }

  /** Goes on until only the world can act. `random` takes any step, also the world's; without it, the first. */
  toTheEnd(random?: () => number): void {
    for (let taken = 0; taken < maxSteps; taken++) {
      const all = enabledEvents(this.composition, this.state).map((event, place) => ({ event, place }));
      const protocol = all.filter(({ event }) => event.type !== 'ACT');
      const among = random === undefined ? protocol : all;
      const chosen = among[random === undefined ? 0 : Math.floor(random() * among.length)];
      if (protocol.length === 0 || chosen === undefined) return;
      this.take(chosen);
    }
  }

  /** @throws LinkError if the model does not allow one of the steps. */
  replayChoices(choices: readonly number[]): void {
    choices.forEach((place, index) => {
      const event = enabledEvents(this.composition, this.state)[place];
      if (event === undefined) throw new LinkError(`steps: number ${index + 1} is not possible there`);
      this.take({ event, place });
    });
  }

  /** @throws RangeError if the model does not allow one of the events. */
  replayEvents(events: readonly SystemEvent[]): void {
    for (const event of events) {
      const place = enabledEvents(this.composition, this.state).findIndex(
        (one) => JSON.stringify(one) === JSON.stringify(event),
      );
      if (place < 0) throw new RangeError(`step ${this.events.length + 1} is not possible there`);
      this.take({ event, place });
    }
  }
}

/** A stream of numbers from a seed (mulberry32): the same seed, the same run. */
export function randomNumbers(seed: number): () => number {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
