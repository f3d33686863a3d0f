/** What things are called in the module: a variable for each actor, channel, part, observer and problem. */
import {
  type ActorTable,
  type ChannelTable,
  type Effect,
  identifier,
  messageName,
  type SystemTables,
} from '../tables/index.ts';

export const quoted = (text: string): string => `"${text}"`;

/** The state of an actor whose answer the tables do not have, and of an observer. */
export const gap = 'not_in_the_tables';
export const observerGap = -1;

export const stateOf = ({ chart }: ActorTable, state: number): string =>
  quoted(chart.stateNames[state] as string);

export const inputName = ({ chart }: ActorTable, input: number): string => {
  const asked = chart.inputs[input];
  return asked?.kind === 'message' ? messageName(asked.message) : identifier(asked?.event ?? '');
};

export const parcelName = ({ parcels }: ChannelTable, parcel: number): string => {
  const { from, index, message } = parcels[parcel] as ChannelTable['parcels'][number];
  return `${messageName(message)}_from_${identifier(from)}${index === 0 ? '' : `_${index}`}`;
};

/** A variable with its type, as Apalache wants it said, and its first value. */
export interface VariableWord {
  readonly name: string;
  readonly type: string;
  readonly initial: string;
}

export class Vocabulary {
  readonly tables: SystemTables;
  /** In the order in which they are declared. */
  readonly variables: readonly VariableWord[];

  constructor(tables: SystemTables) {
    this.tables = tables;
    const { actors, observers, channels, groups, gathers, composition } = tables;
    const { budget } = composition;
    const word = (name: string, type: string, initial: string): VariableWord => ({ name, type, initial });
    this.variables = [
      ...actors.map((actor) => word(actor.name, 'Str', stateOf(actor, 0))),
      ...observers.map(({ name }) => word(name, 'Int', '0')),
      ...channels.flatMap(({ name, parcels }) =>
        parcels.length > 0 ? [word(name, 'Seq(Str)', '<<>>')] : [],
      ),
      ...gathers.flatMap((_, gather) => this.parts(gather).map((part) => word(part, 'Str', quoted('none')))),
      ...groups.map((_, group) => word(this.problem(group), 'Bool', 'FALSE')),
      ...(budget === undefined ? [] : [word('budget', 'Int', `${budget.steps}`)]),
      word('calls', 'Seq(<<Str, Str, Int>>)', '<<>>'),
    ];
  }

  problem(group: number): string {
    return `${this.tables.groups[group]?.name}_problem`;
  }

  /** What a unit has answered. */
  part(gather: number, unit: number): string {
    return `${this.tables.groups[unit]?.name}_part${gather + 1}`;
  }

  /** By unit. */
  parts(gather: number): readonly string[] {
    return this.tables.groups.slice(1).map((_, unit) => this.part(gather, unit + 1));
  }

  allThere(gather: number): string {
    return this.parts(gather)
      .map((part) => `${part} # "none"`)
      .join(' /\\ ');
  }

  /** The calls among effects, as records of the queue. */
  calls(effects: readonly Effect[]): readonly string[] {
    return effects.flatMap((effect) => {
      if (effect.kind !== 'call') return [];
      const actor = this.tables.actors[effect.actor] as ActorTable;
      return [`<<${quoted(actor.name)}, ${quoted(inputName(actor, effect.input))}, ${effect.delivery}>>`];
    });
  }
}
