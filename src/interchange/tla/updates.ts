/** What an action changes: new values by variable, and everything else unchanged. */
import type { Effect } from '../tables/index.ts';
import { observerGap, parcelName, quoted, type Vocabulary } from './vocabulary.ts';

export class Updates {
  readonly #words: Vocabulary;
  readonly #values = new Map<string, string>();

  constructor(words: Vocabulary) {
    this.#words = words;
  }

  set(variable: string, value: string): this {
    this.#values.set(variable, value);
    return this;
  }

  /** What follows from effects of a group; `queue` is what is left of the calls. */
  bring(by: number, effects: readonly Effect[], queue: string): this {
    const { tables } = this.#words;
    const problem = this.#words.problem(by);
    const calls = this.#words.calls(effects);
    this.set('calls', calls.length === 0 ? queue : `${queue} \\o <<${calls.join(', ')}>>`);
    for (const effect of effects) {
      if (effect.kind === 'nowhere') this.set(problem, 'TRUE');
      if (effect.kind === 'post') {
        const channel = tables.channels[effect.channel] as (typeof tables.channels)[number];
        const before = this.#now(channel.name);
        const isFull = `Len(${before}) >= ${channel.capacity}`;
        const longer = `Append(${before}, ${quoted(parcelName(channel, effect.parcel))})`;
        this.set(channel.name, `(IF ${isFull} THEN ${before} ELSE ${longer})`);
        this.set(problem, `(${this.#now(problem)} \\/ ${isFull})`);
      }
      if (effect.kind === 'part') {
        const part = this.#words.part(effect.gather, by);
        this.set(part, `(IF ${part} = "yes" THEN "yes" ELSE ${quoted(effect.yes ? 'yes' : 'no')})`);
        this.set(problem, `(${this.#now(problem)} \\/ ${part} # "none")`);
      }
    }
    return this;
  }

  /** What the observers of a group make of a delivery. */
  watch(group: number, delivery: number): this {
    for (const observer of this.#words.tables.observers) {
      if (observer.group !== group) continue;
      const changes = observer.states.flatMap((_, state) => {
        const next = observer.next(state, delivery);
        return next === state ? [] : [[state, next ?? observerGap] as const];
      });
      if (changes.length === 0) continue;
      const value = changes.reduceRight(
        (rest, [from, to]) => `(IF ${observer.name} = ${from} THEN ${to} ELSE ${rest})`,
        observer.name,
      );
      this.set(observer.name, value);
    }
    return this;
  }

  /** An action that is enabled under all guards. */
  under(guards: readonly string[]): string {
    const rest = this.#words.variables.map(({ name }) => name).filter((one) => !this.#values.has(one));
    return [
      ...guards,
      ...[...this.#values].map(([variable, value]) => `${variable}' = ${value}`),
      `UNCHANGED <<${rest.join(', ')}>>`,
    ].join(' /\\ ');
  }

  #now(variable: string): string {
    return this.#values.get(variable) ?? variable;
  }
}
