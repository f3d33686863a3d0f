/**
 * A question about unknowns, each of which is one of a list of values, answered for all combinations without
 * going through them: the question is asked again and again, and what it reads decides what is told apart.
 *
 * Each unknown is a stand-in that answers what all values still possible have in common. Where they differ
 * in what is read, the cases go on one after the other. So a question that looks at two fields makes a few
 * cases, however many combinations of values there are; the answer of a case is right for all that it covers.
 */

/** All combinations of some values of each unknown, given by their numbers. */
export type Box = readonly (readonly number[])[];

const list = Symbol('list');
const record = Symbol('record');

const kindOf = (value: unknown): unknown =>
  typeof value !== 'object' || value === null ? value : Array.isArray(value) ? list : record;

const fieldOf = (value: unknown, name: PropertyKey): unknown =>
  (value as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[name];

/** What was read once, where values still possible may differ. */
interface Look {
  readonly unknown: number;
  /** By number: what stands there in each value. */
  readonly values: readonly unknown[];
  /** Values that are told apart here. */
  readonly classes: readonly (readonly [kind: unknown, numbers: readonly number[]])[];
  readonly taken: number;
  readonly told: unknown;
}

/** Questions about unknowns whose values are tuples, each asked case after case. */
export class Unknowns {
  readonly #values: readonly (readonly (readonly unknown[])[])[];
  readonly #all: readonly (readonly number[])[];
  #possible: (readonly number[])[] = [];
  /** Up to where two cases part, a question is told what it was told before. */
  readonly #looks: Look[] = [];
  #at = 0;

  /** @param values By unknown, the tuples that it may be: plain data. */
  constructor(values: readonly (readonly (readonly unknown[])[])[]) {
    this.#values = values;
    this.#all = values.map((tuples) => [...tuples.keys()]);
    this.#begin();
  }

  /**
   * What stands for one place of an unknown. Where records or lists stand in that place it is good for all
   * questions; anything else must be asked for by the question itself.
   */
  place(unknown: number, at: number): unknown {
    const tuples = this.#values[unknown] ?? [];
    const kind = kindOf(tuples[0]?.[at]);
    const isOneKind =
      (kind === list || kind === record) && tuples.every((tuple) => kindOf(tuple[at]) === kind);
    if (!isOneKind) return this.#look(unknown, (number) => tuples[number]?.[at]);
    return this.#standIn(
      unknown,
      tuples.map((tuple) => tuple[at]),
      kind,
    );
  }

  /**
   * The combinations for which a question is answered by yes, as sets that do not meet.
   * @param ask Must depend on what it reads alone.
   */
  answeredByYes(ask: () => boolean): readonly Box[] {
    const boxes: Box[] = [];
    do {
      if (ask()) boxes.push(this.#possible);
    } while (this.#next());
    this.#begin();
    return boxes;
  }

  /** What the question is told of an unknown of which it reads this. */
  #look(unknown: number, read: (number: number) => unknown): unknown {
    if (this.#at === this.#looks.length) {
      const values: unknown[] = [];
      const classes = new Map<unknown, number[]>();
      for (const number of this.#possible[unknown] as readonly number[]) {
        values[number] = read(number);
        const kind = kindOf(values[number]);
        const known = classes.get(kind);
        if (known === undefined) classes.set(kind, [number]);
        else known.push(number);
      }
      this.#looks.push(this.#taking({ unknown, values, classes: [...classes] }, 0));
    }
    const { classes, taken, told } = this.#looks[this.#at++] as Look;
    this.#possible[unknown] = classes[taken]?.[1] ?? [];
    return told;
  }

  /** Goes on to the next case; false if there is none. */
  #next(): boolean {
    for (let last = this.#looks.pop(); last !== undefined; last = this.#looks.pop()) {
      if (last.taken + 1 === last.classes.length) continue;
      this.#looks.push(this.#taking(last, last.taken + 1));
      this.#begin();
      return true;
    }
    return false;
  }

  #begin(): void {
    this.#possible = [...this.#all];
    this.#at = 0;
  }

  #taking({ unknown, values, classes }: Omit<Look, 'taken' | 'told'>, taken: number): Look {
    const kind = classes[taken]?.[0];
    const told = kind === list || kind === record ? this.#standIn(unknown, values, kind) : kind;
    return { unknown, values, classes, taken, told };
  }

  #standIn(unknown: number, values: readonly unknown[], kind: symbol): object {
    const look = (read: (value: unknown) => unknown) => this.#look(unknown, (number) => read(values[number]));
    return new Proxy(kind === list ? [] : {}, {
      get: (target, name) =>
        typeof name === 'symbol' || (name !== 'length' && name in target)
          ? Reflect.get(target, name)
          : look((value) => fieldOf(value, name)),
      has: (_, name) => look((value) => name in (value as object)) === true,
      ownKeys: () =>
        JSON.parse(String(look((value) => JSON.stringify(Object.keys(value as object))))) as string[],
      getOwnPropertyDescriptor: (_, name) => ({
        get: () => look((value) => fieldOf(value, name)),
        enumerable: true,
        configurable: true,
      }),
    });
  }
}

/** The same combinations in fewer boxes: those that differ in one unknown only are made one. */
export function united(boxes: readonly Box[]): readonly Box[] {
  let found = boxes;
  for (let before = -1; before !== found.length; ) {
    before = found.length;
    for (const unknown of boxes[0]?.keys() ?? []) {
      const groups = new Map<string, Box[]>();
      for (const box of found) {
        const key = box.map((numbers, one) => (one === unknown ? '' : numbers.join())).join(';');
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [box]);
        else group.push(box);
      }
      found = [...groups.values()].map(([first, ...others]) => {
        if (first === undefined || others.length === 0) return first ?? [];
        const numbers = [first, ...others].flatMap((box) => box[unknown] ?? []);
        return first.with(
          unknown,
          numbers.sort((one, other) => one - other),
        );
      });
    }
  }
  return found;
}
