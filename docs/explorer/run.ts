/** One run in the explorer: a model, and the steps taken so far. */
import {
  type Composition,
  enabledEvents,
  groupKey,
  initialState,
  type SystemEvent,
  type SystemState,
  step,
} from '../../src/composition/index.ts';
import type { PathStep } from '../../src/explore/index.ts';
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
  readonly initial: SystemState;
  readonly steps: PathStep[] = [];
  readonly choices: number[] = [];

  /** @throws RangeError if the model names a mutant that is not there. */
  constructor(model: PathModel) {
    this.model = model;
    this.composition = compositionOf(model);
    this.initial = initialState(this.composition);
  }

  get state(): SystemState {
    return this.steps.at(-1)?.state ?? this.initial;
  }

  get events(): readonly SystemEvent[] {
    return this.steps.map(({ event }) => event);
  }

  /** What may happen next and changes something. */
  enabled(): readonly Choice[] {
    const all = enabledEvents(this.composition, this.state).map((event, place) => ({ event, place }));
    // Playing each of hundreds of steps to see whether it changes anything would make a large host slow.
    if (all.length > maxTried) return all;
    const before = this.state.groups.map(groupKey);
    return all.filter(({ event }) =>
      step(this.composition, this.state, event).state.groups.some(
        // A group that has no part in the step is the same object.
        (group, number) => group !== this.state.groups[number] && groupKey(group) !== before[number],
      ),
    );
  }

  take({ event, place }: Choice): void {
    this.steps.push({ event, ...step(this.composition, this.state, event) });
    this.choices.push(place);
  }

  undo(): void {
    this.steps.pop();
    this.choices.pop();
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

  /** Takes these events up to the first that the model does not allow; whether it allows all. */
  follow(events: readonly SystemEvent[]): boolean {
    return events.every((event) => {
      const place = enabledEvents(this.composition, this.state).findIndex(
        (one) => JSON.stringify(one) === JSON.stringify(event),
      );
      if (place >= 0) this.take({ event, place });
      return place >= 0;
    });
  }

  /** @throws RangeError if the model does not allow one of the events. */
  replayEvents(events: readonly SystemEvent[]): void {
    if (!this.follow(events)) throw new RangeError(`step ${this.steps.length + 1} is not possible there`);
  }
}
