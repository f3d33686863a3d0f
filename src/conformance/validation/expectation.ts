/** What a log must hold: everything, less what its header declares as never or not always written. */
import { actorName, type Composition, groupsOf } from '../../composition/index.ts';
import type { Label, Labels } from './labels.ts';
import { LogError, type LogHeader } from './log.ts';

/** Whether what a step shows is in the log: always, never, or perhaps. */
export type Expected = 'logged' | 'unlogged' | 'perhaps';

const roleOf = (actor: string): string => actor.replace(/\[\d+\]$/, '');

/** Every name that the header of a log can declare. */
export function declarableNames(composition: Composition): ReadonlySet<string> {
  const { wires, gathers, environment } = composition;
  return new Set([
    ...groupsOf(composition).flatMap(({ name, actors }) =>
      actors.flatMap((actor) => [`${name}/${actorName(actor)}`, actor.role]),
    ),
    ...wires.flatMap(({ messages, as }) => [...messages, ...(as === undefined ? [] : [as])]),
    ...gathers.map(({ as }) => as),
    ...environment.map(({ message }) => message.type),
    ...groupsOf(composition).flatMap(({ actors }) =>
      actors.flatMap(({ chart }) => Object.keys(chart.implementations.delays)),
    ),
  ]);
}

export class Expectation {
  readonly #labels: Labels;
  readonly #names: readonly string[];
  readonly #logged: ReadonlySet<string> | null;
  readonly #unlogged: ReadonlySet<string>;
  readonly #mayMiss: ReadonlySet<string>;
  readonly #known: (Expected | undefined)[][];

  /** @throws LogError if a declaration names what is not in the system. */
  constructor(composition: Composition, labels: Labels, { logged, unlogged = [], mayMiss = [] }: LogHeader) {
    this.#labels = labels;
    this.#names = groupsOf(composition).map(({ name }) => name);
    this.#logged = logged === undefined ? null : new Set(logged);
    this.#unlogged = new Set(unlogged);
    this.#mayMiss = new Set(mayMiss);
    this.#known = this.#names.map(() => []);
    const known = declarableNames(composition);
    for (const name of [...(logged ?? []), ...unlogged, ...mayMiss]) {
      if (known.has(name)) continue;
      throw new LogError(
        `the log declares '${name}', which is no actor, role, message or wait of this system; there are ${[...known].sort().join(', ')}`,
      );
    }
  }

  of(group: number, label: number): Expected {
    const ofGroup = this.#known[group] as (Expected | undefined)[];
    let expected = ofGroup[label];
    if (expected === undefined) {
      expected = this.#judge(this.#names[group] as string, this.#labels.label(label));
      ofGroup[label] = expected;
    }
    return expected;
  }

  #judge(group: string, { actor, message }: Label): Expected {
    const names = [`${group}/${actor}`, roleOf(actor), message.type];
    const isDeclared = (declared: ReadonlySet<string>): boolean => names.some((name) => declared.has(name));
    if (this.#logged !== null && !isDeclared(this.#logged)) return 'unlogged';
    if (isDeclared(this.#unlogged)) return 'unlogged';
    return isDeclared(this.#mayMiss) ? 'perhaps' : 'logged';
  }
}
