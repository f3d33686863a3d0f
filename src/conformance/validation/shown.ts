/** What the steps of a model show: for each, who takes what, as labels. */
import { actorName, type Composition, groupsOf, type SystemEvent } from '../../composition/index.ts';
import { type GroupTable, Product, type Reception, type ToldStep } from '../../explore/index.ts';
import { type Labels, type Via, withinGroup } from './labels.ts';

/** One line that a step shows. */
export interface ShownLine {
  readonly group: number;
  readonly label: number;
  /** The line of the same step that it answers; -1 where there is none. */
  readonly cause: number;
}

/** What actors of one group take, in order; causes are places in the same list. */
type OwnLines = readonly { readonly label: number; readonly cause: number }[];

export interface ShownStep {
  readonly told: ToldStep;
  readonly own: OwnLines;
}

interface Crossing {
  readonly group: number;
  readonly local: number;
  readonly incoming: number;
  readonly from: number;
}

/** Larger than any number of groups or of stimuli from outside. */
const base = 2 ** 16;

/** A product that tells what is taken in its steps. */
export class ShownProduct extends Product {
  readonly labels: Labels;
  readonly names: readonly string[];
  readonly #steps = new Map<GroupTable, (readonly ShownStep[] | undefined)[]>();
  readonly #named = new Map<GroupTable, (Map<number, ShownStep | null> | undefined)[]>();
  readonly #reactions = new Map<GroupTable, Map<number, OwnLines>>();
  readonly #crossings: Crossing[] = [];

  constructor(composition: Composition, labels: Labels) {
    super(composition);
    this.labels = labels;
    this.names = groupsOf(composition).map(({ name }) => name);
  }

  /** Everything that may begin in a group, also what changes nothing. */
  shownSteps(group: number, local: number): readonly ShownStep[] {
    const table = this.tables[group] as GroupTable;
    let ofTable = this.#steps.get(table);
    if (ofTable === undefined) {
      ofTable = [];
      this.#steps.set(table, ofTable);
    }
    let steps = ofTable[local];
    if (steps === undefined) {
      steps = table.toldSteps(local).map((told) => ({ told, own: this.#linesOf(told) }));
      ofTable[local] = steps;
    }
    return steps;
  }

  /** The step that a line names: the only one that may begin with it; null where there is none, or a choice. */
  namedStep(group: number, local: number, logged: number): ShownStep | null {
    const table = this.tables[group] as GroupTable;
    const ofTable = this.#named.get(table) ?? [];
    this.#named.set(table, ofTable);
    const ofLocal = ofTable[local] ?? new Map<number, ShownStep | null>();
    ofTable[local] = ofLocal;
    let named = ofLocal.get(logged);
    if (named === undefined) {
      const [step = null, ...others] = this.shownSteps(group, local).filter(({ own }) =>
        own.some(({ label, cause }) => cause < 0 && this.labels.matches(logged, label)),
      );
      named = others.length > 0 ? null : step;
      ofLocal.set(logged, named);
    }
    return named;
  }

  /**
   * Takes a step in `state`, and returns what it shows.
   * @returns null if it is charged and the budget is used up; then `state` is spoilt.
   */
  take(state: Int32Array, group: number, { told, own }: ShownStep): readonly ShownLine[] | null {
    const lines: ShownLine[] = own.map(({ label, cause }) => ({ group, label, cause }));
    state[group] = told.next;
    if (told.outgoing === 0) return lines;
    this.#crossings.length = 0;
    if (!this.settle(state, group, told.outgoing)) return null;
    for (const { group: to, local, incoming, from } of this.#crossings) {
      const before = lines.length;
      for (const { label, cause } of this.#linesOfReaction(to, local, incoming, from)) {
        // What a step says to other groups follows from what began it.
        lines.push({ group: to, label, cause: cause < 0 ? Math.min(0, before - 1) : cause + before });
      }
    }
    return lines;
  }

  protected override receive(state: Int32Array, group: number, incoming: number, from: number): void {
    this.#crossings.push({ group, local: state[group] as number, incoming, from });
    super.receive(state, group, incoming, from);
  }

  #linesOf({ event, receptions }: ToldStep): OwnLines {
    if (event.type === 'DELIVER') {
      return receptions.map((one) =>
        this.#line(one, one.from, one.cause < 0 ? `channel ${event.channel}` : 'call'),
      );
    }
    return [
      { label: this.triggerOf(event), cause: -1 },
      ...receptions.map((one) => {
        const { label, cause } = this.#line(one, one.from, 'call');
        return { label, cause: cause + 1 };
      }),
    ];
  }

  /** What the actor itself shows whose wait is over, or to which the environment does something. */
  triggerOf(event: Exclude<SystemEvent, { type: 'DELIVER' }>): number {
    return event.type === 'ELAPSE'
      ? this.labels.number({ actor: event.actor, message: { type: event.delay }, via: 'wait', from: null })
      : this.labels.number({ actor: event.actor, message: event.message, via: 'environment', from: null });
  }

  #linesOfReaction(group: number, local: number, incoming: number, from: number): OwnLines {
    const table = this.tables[group] as GroupTable;
    let ofTable = this.#reactions.get(table);
    if (ofTable === undefined) {
      ofTable = new Map();
      this.#reactions.set(table, ofTable);
    }
    // Units of one shape share what the hub says to them, not what they say to each other.
    const place = from === 0 ? 0 : from === group ? 1 : 3 + from;
    const key = (local * base + incoming) * base + place;
    let lines = ofTable.get(key);
    if (lines === undefined) {
      lines = table.toldReaction(local, incoming).map((one) => {
        const sender =
          one.cause >= 0
            ? one.from
            : from < 0
              ? null
              : withinGroup(`${this.names[from]}/${one.from}`, this.names[group] ?? '');
        return this.#line(one, sender, 'call');
      });
      ofTable.set(key, lines);
    }
    return lines;
  }

  #line(
    { actor, message, cause }: Reception,
    from: string | null,
    via: Via,
  ): { label: number; cause: number } {
    return { label: this.labels.number({ actor: actorName(actor), message, via, from }), cause };
  }
}
