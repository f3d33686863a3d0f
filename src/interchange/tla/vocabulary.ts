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

/** The state of an actor whose answer the tables do not have. */
export const gap = 'not_in_the_tables';

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

export class Vocabulary {
  readonly tables: SystemTables;
  /** Every variable with its first value, in the order in which they are declared. */
  readonly initial: readonly (readonly [string, string])[];

  constructor(tables: SystemTables) {
    this.tables = tables;
    const { actors, observers, channels, groups, gathers, composition } = tables;
    const { budget } = composition;
    this.initial = [
      ...actors.map((actor) => [actor.name, stateOf(actor, 0)] as const),
      ...observers.map(({ name }) => [name, '0'] as const),
      ...channels.flatMap(({ name, parcels }) => (parcels.length > 0 ? [[name, '<<>>'] as const] : [])),
      ...gathers.flatMap((_, gather) => this.parts(gather).map((part) => [part, quoted('none')] as const)),
      ...groups.map((_, group) => [this.problem(group), 'FALSE'] as const),
      ...(budget === undefined ? [] : [['budget', `${budget.steps}`] as const]),
      ['calls', '<<>>'],
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
