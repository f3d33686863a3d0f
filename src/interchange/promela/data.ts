/** The tables of a system as C arrays: what charts answer, what the wires make of it, what observers note. */
import type { ActorTable, Effect, SystemTables } from '../tables/index.ts';
import { array, lines, Pool } from './c-text.ts';

/** Rows of what observers make of deliveries, numbered as they are asked for. */
export class Watched {
  /** By group, the numbers of its observers. */
  readonly watchersOf: readonly (readonly number[])[];
  readonly rows: number[][] = [];
  readonly #tables: SystemTables;
  readonly #numbers = new Map<string, number>();

  constructor(tables: SystemTables) {
    this.#tables = tables;
    this.watchersOf = tables.groups.map((_, group) =>
      tables.observers.flatMap((observer, number) => (observer.group === group ? [number] : [])),
    );
  }

  /** The row of a delivery, or -1: one that changes no observer's state in any case need not be looked up. */
  number({ actor, delivery }: { readonly actor: number; readonly delivery: number }): number {
    const { group } = this.#tables.actors[actor] as ActorTable;
    const key = `${group}/${delivery}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const rows = (this.watchersOf[group] ?? []).map((number) => {
      const observer = this.#tables.observers[number] as SystemTables['observers'][number];
      return observer.states.map((_, state) => observer.next(state, delivery) ?? -1);
    });
    const changes = rows.some((row) => row.some((next, state) => next !== state));
    const number = changes ? this.rows.length : -1;
    if (changes) this.rows.push(rows.flat());
    this.#numbers.set(key, number);
    return number;
  }
}

/** Where each list begins, if they follow each other. */
const starts = (lists: readonly (readonly unknown[])[]): readonly number[] => {
  let start = 0;
  return lists.map(({ length }) => {
    start += length;
    return start - length;
  });
};

/** What charts answer. */
function answerArrays({ charts, actors }: SystemTables): readonly string[] {
  const says = new Pool();
  const rows: string[] = [];
  const rowNumbers = new Map<string, number>();
  const row = (text: string): number => {
    const known = rowNumbers.get(text);
    if (known !== undefined) return known;
    rowNumbers.set(text, rows.length);
    rows.push(text);
    return rows.length - 1;
  };
  const cells = charts.map((chart) =>
    chart.states.flatMap((_, state) =>
      chart.inputs.map((__, input) => {
        const answer = chart.row(state, input);
        if (answer === undefined) return -3;
        if (answer.kind === 'refused') return -1;
        if (answer.kind === 'unknown') return -2;
        return row(`{ ${answer.next}, ${says.place(answer.says.map(String))}, ${answer.says.length} }`);
      }),
    ),
  );
  const start = starts(cells);
  return [
    '/* By chart, state and input: a row, or -1 not taken, -2 not in the tables, -3 not pending. */\n',
    array('struct row', 'rows', rows),
    array('short', 'says', says.items),
    array('short', 'cells', cells.flat()),
    array(
      'int',
      'cells_of',
      actors.map(({ chart }) => start[charts.indexOf(chart)] as number),
    ),
    array(
      'short',
      'inputs_of',
      actors.map(({ chart }) => chart.inputs.length),
    ),
    array(
      'unsigned char',
      'group_of',
      actors.map(({ group }) => group),
    ),
  ];
}

/** What is brought about by what is said, by deliveries and by complete answers. */
function effectArrays({ actors, channels, gathers }: SystemTables, watched: Watched): readonly string[] {
  const effects = new Pool();
  const effectText = (effect: Effect): string => {
    switch (effect.kind) {
      case 'call':
        return `{ CALL, ${effect.actor}, ${effect.input}, ${watched.number(effect)} }`;
      case 'post':
        return `{ POST, ${effect.channel}, ${effect.parcel}, 0 }`;
      case 'part':
        return `{ PART, ${effect.gather}, ${effect.yes ? 2 : 1}, 0 }`;
      case 'nowhere':
        return '{ NOWHERE, 0, 0, 0 }';
    }
  };
  const list = (one: readonly Effect[]): string => `{ ${effects.place(one.map(effectText))}, ${one.length} }`;
  const routes = actors.map((actor) => actor.effects.map(list));
  const parcels = channels.map(({ opens }) => opens.map(list));
  const told = gathers.flatMap(({ none, any }) => [list(none), list(any)]);
  const items = effects.items.length === 0 ? ['{ 0, 0, 0, 0 }'] : effects.items;
  return [
    '/* What is brought about. */\n',
    `static const struct effect effects[] = {\n${lines(
      items.map((item) => `${item},`),
      '  ',
    )}};\n`,
    '/* By actor and what it says, and by channel and parcel: lists of effects. */\n',
    array('struct list', 'routes', routes.flat()),
    array('int', 'routes_of', starts(routes)),
    array('struct list', 'parcels', parcels.flat()),
    array('int', 'parcels_of', starts(parcels)),
    '\n/* By gather: what brings it about that all parts are there, without and with the field. */\n',
    array('struct list', 'gathers', told),
  ];
}

/** What observers make of deliveries; after everything that asks for a row. */
function watchArrays({ observers }: SystemTables, { rows, watchersOf }: Watched): readonly string[] {
  return [
    '/* By delivery: the next state of each observer of the group, one observer after the other. */\n',
    array('short', 'watch', rows.flat()),
    array('int', 'watch_of', starts(rows)),
    array(
      'unsigned char',
      'first_observer_of',
      watchersOf.map(([first]) => first ?? 0),
    ),
    array(
      'unsigned char',
      'observers_of',
      watchersOf.map(({ length }) => length),
    ),
    array(
      'short',
      'notes_of',
      observers.map(({ states }) => states.length),
    ),
  ];
}

/** All arrays, in order; `watched` has the rows of everything that was asked before as well. */
export const cData = (tables: SystemTables, watched: Watched): readonly string[] => [
  ...effectArrays(tables, watched),
  ...answerArrays(tables),
  ...watchArrays(tables, watched),
];
