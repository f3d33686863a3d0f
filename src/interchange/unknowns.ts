/**
 * What a check may look at, as unknowns: every actor, observer and problem of a group with all that it can be
 * by the tables.
 *
 * Limit: combinations of many actors of one role, such as the disks of a machine, would be too many to be gone
 * through. Of more than two, those combinations are taken that a search met, beside all states of all others.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { GroupState, GroupView } from '../composition/index.ts';
import type { GroupTable } from '../explore/index.ts';
import { placeIn } from '../system/index.ts';
import type { ActorTable, SystemTables } from './tables/index.ts';

/** Something with a few values that is part of a local state. */
export type Variable =
  | { readonly kind: 'actor'; readonly actor: number }
  | { readonly kind: 'observer'; readonly observer: number }
  | { readonly kind: 'problem'; readonly group: number };

/** Variables that have their values together, most often a single one. */
export interface Unknown {
  readonly variables: readonly Variable[];
  /** By combination: the number of the value of each variable. */
  readonly numbers: readonly (readonly number[])[];
  /** By combination: the values themselves, as a check sees them. */
  readonly values: readonly (readonly unknown[])[];
}

const single = (variable: Variable, values: readonly unknown[]): Unknown => ({
  variables: [variable],
  numbers: values.map((_, number) => [number]),
  values: values.map((value) => [value]),
});

/** More actors of one role than this are taken as they were met together. */
const independentAtMost = 2;

/** Where a state is stands for its value: a check sees no more of it. */
const seenAs = ({ value, context }: AnyMachineSnapshot): unknown => ({ value: placeIn(value), context });

function actorUnknowns(tables: SystemTables, table: GroupTable, group: number): readonly Unknown[] {
  const first = tables.actors.findIndex((actor) => actor.group === group);
  const { actors } = table.group;
  return [...new Set(actors.map(({ role }) => role))].flatMap((role): readonly Unknown[] => {
    const places = actors.flatMap((actor, place) => (actor.role === role ? [place] : []));
    const variables = places.map((place) => ({ kind: 'actor' as const, actor: first + place }));
    const states = places.map((place) => (tables.actors[first + place] as ActorTable).chart.states);
    if (places.length <= independentAtMost) {
      return variables.map((variable, at) => single(variable, (states[at] ?? []).map(seenAs)));
    }
    const met = new Map<string, readonly number[]>();
    for (const state of table.states) {
      const numbers = places.map(
        (place, at) => states[at]?.indexOf(state.actors[place] as AnyMachineSnapshot) ?? 0,
      );
      met.set(numbers.join(), numbers);
    }
    const numbers = [...met.values()];
    const values = numbers.map((row) =>
      row.map((number, at) => seenAs(states[at]?.[number] as AnyMachineSnapshot)),
    );
    return [{ variables, numbers, values }];
  });
}

/** The unknowns of one group; whether it has a problem is the last. */
export const unknownsOf = (tables: SystemTables, table: GroupTable, group: number): readonly Unknown[] => [
  ...actorUnknowns(tables, table, group),
  ...tables.observers.flatMap(({ group: own, states }, observer) =>
    own === group ? [single({ kind: 'observer', observer }, states)] : [],
  ),
  single({ kind: 'problem', group }, [null, 'a problem']),
];

/** A group of which a check looks up what it reads; `place` gives what stands for a variable. */
export function unknownView(
  { group, composition }: GroupTable,
  unknowns: readonly Unknown[],
  place: (unknown: number, at: number) => unknown,
): GroupView {
  const actors = new Map<number, unknown>();
  const observations: unknown[] = [];
  unknowns.forEach(({ variables }, unknown) => {
    variables.forEach((variable, at) => {
      if (variable.kind === 'actor') actors.set(variable.actor, place(unknown, at));
      if (variable.kind === 'observer') observations.push(place(unknown, at));
    });
  });
  const refused = (): never => {
    throw new TypeError('a check reads actors, observers and problems only');
  };
  const state: GroupState = {
    actors: [...actors].sort(([one], [other]) => one - other).map(([, actor]) => actor as AnyMachineSnapshot),
    observations,
    get problem() {
      return place(unknowns.length - 1, 0) as string | null;
    },
    get channels() {
      return refused();
    },
    get parts() {
      return refused();
    },
    get budget() {
      return refused();
    },
  };
  return { group, observers: composition.observers, state };
}
