/** Where an act changes something, itself or by what it calls: where it does not it is no step. */
import type { ActorTable, SystemTables } from '../tables/index.ts';
import { stateOf } from './vocabulary.ts';

/** States in which the actor, asked this, does anything but stay where it is and be silent. */
const changingStates = (actor: ActorTable, input: number): readonly string[] =>
  actor.chart.states.flatMap((_, state) => {
    const row = actor.chart.row(state, input);
    const isIdle = row?.kind === 'taken' && row.next === state && row.says.length === 0;
    return row === undefined || isIdle ? [] : [stateOf(actor, state)];
  });

/** Conditions under which an observer of the group takes note of a delivery. */
const noting = ({ observers }: SystemTables, group: number, delivery: number): readonly string[] =>
  observers.flatMap((observer) => {
    if (observer.group !== group) return [];
    const states = observer.states.flatMap((_, state) =>
      observer.next(state, delivery) === state ? [] : [state],
    );
    return states.length === 0 ? [] : [`${observer.name} \\in {${states.join(', ')}}`];
  });

/** The condition that an act matters: exact where what is called says nothing further. */
export function matters(tables: SystemTables, actor: ActorTable, input: number, delivery: number): string {
  const isNoted = noting(tables, actor.group, delivery).length > 0;
  const texts = actor.chart.states.map((_, state) => {
    const here = `${actor.name} = ${stateOf(actor, state)}`;
    const row = actor.chart.row(state, input);
    if (row === undefined || row.kind === 'refused') return 'FALSE';
    if (row.kind === 'unknown') return here;
    const effects = row.says.flatMap((said) => actor.effects[said] ?? []);
    if (row.next !== state || isNoted || effects.some(({ kind }) => kind !== 'call')) return here;
    const called = effects.flatMap((effect) => {
      if (effect.kind !== 'call') return [];
      const one = tables.actors[effect.actor] as ActorTable;
      return [
        `${one.name} \\in {${changingStates(one, effect.input).join(', ')}}`,
        ...noting(tables, one.group, effect.delivery),
      ];
    });
    return `(${here} /\\ (${called.length === 0 ? 'FALSE' : called.join(' \\/ ')}))`;
  });
  return `(${texts.join(' \\/ ')})`;
}
