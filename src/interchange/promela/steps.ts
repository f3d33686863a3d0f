/** What a step begins with, as guarded statements. */
import { isCharged, type SystemEvent } from '../../composition/index.ts';
import {
  type ActorTable,
  type ChartTable,
  identifier,
  messageName,
  type SystemTables,
} from '../tables/index.ts';
import type { Watched } from './data.ts';

/** A statement of a process. */
export interface Option {
  readonly group: number;
  readonly name: string;
  readonly event: SystemEvent;
  readonly text: string;
}

export const stateName = (chart: ChartTable, state: number): string =>
  `${chart.name}__${chart.stateNames[state]}`;

/** That an actor is in one of some states. */
const isIn = ({ name, chart }: ActorTable, isOne: (state: number) => boolean): string =>
  chart.states
    .flatMap((_, state) => (isOne(state) ? [`${name} == ${stateName(chart, state)}`] : []))
    .join(' || ');

/** What a step of the charged ones costs, and that it can be paid. */
const price = ({ composition }: SystemTables, event: SystemEvent): { guard: string; payment: string } =>
  isCharged(composition, event)
    ? { guard: ' && budget > 0', payment: 'budget = budget - 1; ' }
    : { guard: '', payment: '' };

const deliveries = ({ channels }: SystemTables): readonly Option[] =>
  channels.flatMap(({ name, group, channel, parcels }, number) =>
    parcels.length === 0
      ? []
      : [
          {
            group,
            name: `deliver_${name}`,
            event: { type: 'DELIVER' as const, group, channel },
            text: `${name} ? parcel -> c_code { deliver(${number}); }`,
          },
        ],
  );

const delays = (tables: SystemTables): readonly Option[] =>
  tables.actors.flatMap((actor, number) =>
    actor.chart.inputs.flatMap((input, at): readonly Option[] => {
      if (input.kind !== 'delay') return [];
      const { delay, state: place } = input;
      const event: SystemEvent = {
        type: 'ELAPSE',
        group: actor.group,
        actor: actor.name,
        delay,
        state: place,
      };
      const { guard, payment } = price(tables, event);
      const waiting = isIn(actor, (state) => {
        const answer = actor.chart.row(state, at);
        if (answer === undefined || answer.kind === 'refused') return false;
        // Where it would change nothing it is no step, unless it is charged.
        return payment !== '' || answer.kind === 'unknown' || answer.next !== state || answer.says.length > 0;
      });
      if (waiting === '') return [];
      return [
        {
          group: actor.group,
          name: `elapse_${actor.name}_${identifier(input.event.replace(/^xstate\.after\./, ''))}`,
          event,
          text: `(${waiting})${guard} -> ${payment}c_code { elapse(${number}, ${at}); }`,
        },
      ];
    }),
  );

const acts = (tables: SystemTables, watched: Watched): readonly Option[] =>
  tables.acts.map((act) => {
    const actor = tables.actors[act.actor] as ActorTable;
    const input = actor.chart.inputs[act.input];
    const message = input?.kind === 'message' ? input.message : { type: '' };
    const taking = isIn(actor, (state) => actor.chart.row(state, act.input)?.kind !== 'refused');
    const event: SystemEvent = { type: 'ACT', group: actor.group, actor: actor.name, message };
    const { guard, payment } = price(tables, event);
    const what = `${act.actor}, ${act.input}, ${watched.number(act)}`;
    // Where it would change nothing it is no step; a deadlock must not hide behind it.
    const matters = guard === '' ? ` && c_expr { (changes)(${what}) }` : guard;
    return {
      group: actor.group,
      name: `act_${actor.name}_${messageName(message)}`,
      event,
      text: `(${taking || 'false'})${matters} -> ${payment}c_code { act(${what}); }`,
    };
  });

export const stepOptions = (tables: SystemTables, watched: Watched): readonly Option[] => [
  ...deliveries(tables),
  ...delays(tables),
  ...acts(tables, watched),
];
