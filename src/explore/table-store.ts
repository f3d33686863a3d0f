/** Tables of groups, shared between systems. */
import { type Composition, groupsOf } from '../composition/index.ts';
import { GroupTable } from './group-table.ts';

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

/** Charts and wirings are compared as objects: what they do cannot be written out. */
function identityOf(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  identities.set(object, nextIdentity);
  return nextIdentity++;
}

/** What all groups of a composition are asked with, as text. */
function sharedText(composition: Composition): string {
  const { wires, channels, gathers, environment, disabledDelays, budget, observers } = composition;
  return JSON.stringify([
    identityOf(wires),
    channels,
    gathers,
    environment,
    [...disabledDelays].sort(),
    budget === undefined ? null : [budget.steps, [...budget.messages].sort(), [...budget.delays].sort()],
    identityOf(observers),
  ]);
}

/** Tables of groups that were met before, so that groups of one shape are asked about once. */
export class TableStore {
  readonly #tables = new Map<string, GroupTable>();

  /** Transitions of charts that were taken so far in any of its tables, by name. */
  get taken(): ReadonlySet<string> {
    return new Set([...this.#tables.values()].flatMap(({ taken }) => [...taken]));
  }

  /** The tables of all groups, the hub first. */
  tables(composition: Composition): readonly GroupTable[] {
    const shared = sharedText(composition);
    return groupsOf(composition).map((group, number) => {
      const isHub = number === 0;
      const actors = group.actors.map(({ role, index, chart, input }) => [
        role,
        index,
        identityOf(chart),
        input,
      ]);
      const key = `${JSON.stringify([isHub, actors])} ${shared}`;
      const table = this.#tables.get(key) ?? new GroupTable(composition, group, isHub);
      this.#tables.set(key, table);
      return table;
    });
  }
}
