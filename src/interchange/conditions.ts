/**
 * What a check looks for, as a condition over the states of single actors: something that can be written
 * down in any language.
 *
 * It is worked out for all combinations of what actors and observers can be in by the tables, also those that
 * no search ever met together: what states of the system can be reached has no part in it.
 */
import type { Check, GroupTable, Product } from '../explore/index.ts';
import { type Box, Unknowns, united } from './reading.ts';
import type { SystemTables } from './tables/index.ts';
import { type Unknown, unknownsOf, unknownView, type Variable } from './unknowns.ts';

export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'in'; readonly variable: Variable; readonly values: readonly number[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] };

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  if (parts.length === 0) return { kind: 'constant', value: kind === 'and' };
  return parts.length === 1 ? (parts[0] as Condition) : { kind, parts };
}

/** That an unknown is one of some of its combinations; nothing where it may be any of them. */
function restriction({ variables, numbers }: Unknown, possible: readonly number[]): readonly Condition[] {
  if (possible.length === numbers.length) return [];
  const boxes = united(possible.map((one) => (numbers[one] as readonly number[]).map((number) => [number])));
  const isOneOf = (values: readonly number[], at: number): Condition => ({
    kind: 'in',
    variable: variables[at] as Variable,
    values,
  });
  return [
    joined(
      'or',
      boxes.map((box) => joined('and', box.map(isOneOf))),
    ),
  ];
}

function soughtBoxes(
  hub: GroupTable,
  ofHub: readonly Unknown[],
  unit: GroupTable,
  ofUnit: readonly Unknown[],
  sought: Check['sought'],
): readonly Box[] {
  const unknowns = new Unknowns([...ofHub, ...ofUnit].map(({ values }) => values));
  const hubView = unknownView(hub, ofHub, (unknown, at) => unknowns.place(unknown, at));
  const unitView = unknownView(unit, ofUnit, (unknown, at) => unknowns.place(ofHub.length + unknown, at));
  return united(unknowns.answeredByYes(() => sought(hubView, unitView)));
}

/** What a check looks for in the hub and each unit in turn, by unit. */
export function checkConditions(
  product: Product,
  tables: SystemTables,
  sought: Check['sought'],
): readonly Condition[] {
  const hub = product.tables[0] as GroupTable;
  const ofHub = unknownsOf(tables, hub, 0);
  // Units of one shape have one table, and the same condition over their own actors.
  const known = new Map<GroupTable, readonly Box[]>();
  return product.tables.slice(1).map((unit, index) => {
    const ofUnit = unknownsOf(tables, unit, index + 1);
    const boxes = known.get(unit) ?? soughtBoxes(hub, ofHub, unit, ofUnit, sought);
    known.set(unit, boxes);
    const unknowns = [...ofHub, ...ofUnit];
    return joined(
      'or',
      boxes.map((box) =>
        joined(
          'and',
          box.flatMap((possible, at) => restriction(unknowns[at] as Unknown, possible)),
        ),
      ),
    );
  });
}
