/** The actions of the module: what a step begins with, and what is worked off within it. */
import { isCharged, type SystemEvent } from '../../composition/index.ts';
import { type ActorTable, type Call, type Effect, identifier, messageName } from '../tables/index.ts';
import { matters } from './matters.ts';
import { Updates } from './updates.ts';
import { gap, inputName, parcelName, quoted, stateOf, type Vocabulary } from './vocabulary.ts';

export interface Action {
  readonly name: string;
  /** The definition. */
  readonly text: string;
  /** What it begins a step with; null where it works one off. */
  readonly event: SystemEvent | null;
}

/** When an actor is asked, and what comes with it. */
interface Occasion {
  readonly queue: string;
  /** For observers; null for what they do not see. */
  readonly delivery: number | null;
  readonly guards: readonly string[];
  readonly event: SystemEvent | null;
}

class Actions {
  readonly list: Action[] = [];
  readonly #words: Vocabulary;

  constructor(words: Vocabulary) {
    this.#words = words;
  }

  define(name: string, event: SystemEvent | null, disjuncts: readonly string[]): void {
    if (disjuncts.length === 0) return;
    const used = this.list.some((one) => one.name === name) ? `${name}_${this.list.length}` : name;
    const text = `${used} ==\n${disjuncts.map((one) => `  \\/ ${one}`).join('\n')}`;
    this.list.push({ name: used, event, text });
  }

  updates(): Updates {
    return new Updates(this.#words);
  }

  /** One disjunct for each state in which an actor answers. */
  answers(actor: ActorTable, input: number, { queue, delivery, guards, event }: Occasion): readonly string[] {
    const isCharge = event !== null && isCharged(this.#words.tables.composition, event);
    return actor.chart.states.flatMap((_, state) => {
      const row = actor.chart.row(state, input);
      // Something that elapses and that nothing comes of is no step; a message that is not taken is a problem.
      if (row === undefined || (row.kind === 'refused' && event !== null)) return [];
      const updates = this.updates().set('calls', queue);
      if (isCharge) updates.set('budget', 'budget - 1');
      if (delivery !== null) updates.watch(actor.group, delivery);
      if (row.kind === 'refused') updates.set(this.#words.problem(actor.group), 'TRUE');
      else if (row.kind === 'unknown') updates.set(actor.name, quoted(gap));
      else {
        if (row.next !== state) updates.set(actor.name, stateOf(actor, row.next));
        updates.bring(
          actor.group,
          row.says.flatMap((said) => actor.effects[said] ?? []),
          queue,
        );
      }
      const here = `${actor.name} = ${stateOf(actor, state)}`;
      return [updates.under([...guards, ...(isCharge ? ['budget > 0'] : []), here])];
    });
  }
}

/** Every call that can stand in the queue, once. */
function allCalls({ tables: { actors, channels, gathers } }: Vocabulary): readonly Call[] {
  const lists: readonly (readonly Effect[])[] = [
    ...actors.flatMap(({ effects }) => effects),
    ...channels.flatMap(({ opens }) => opens),
    ...gathers.flatMap(({ none, any }) => [none, any]),
  ];
  const calls = new Map<string, Call>();
  for (const effect of lists.flat()) {
    if (effect.kind === 'call') calls.set(`${effect.actor} ${effect.input} ${effect.delivery}`, effect);
  }
  return [...calls.values()];
}

/** Within a step: calls are taken in order, and complete answers are told. */
export function workingOff(words: Vocabulary): readonly Action[] {
  const actions = new Actions(words);
  for (const { actor: number, input, delivery } of allCalls(words)) {
    const actor = words.tables.actors[number] as ActorTable;
    const text = inputName(actor, input);
    const guards = ['calls # <<>>', `Head(calls) = <<${quoted(actor.name)}, ${quoted(text)}, ${delivery}>>`];
    const occasion: Occasion = { queue: 'Tail(calls)', delivery, guards, event: null };
    actions.define(`${actor.name}_takes_${text}`, null, actions.answers(actor, input, occasion));
  }
  words.tables.gathers.forEach(({ none, any }, gather) => {
    const parts = words.parts(gather);
    const told = (effects: readonly Effect[], guard: string): string => {
      const updates = actions.updates();
      for (const part of parts) updates.set(part, quoted('none'));
      updates.set('calls', `<<${words.calls(effects).join(', ')}>>`);
      return updates.under(['calls = <<>>', words.allThere(gather), guard]);
    };
    const isAny = `(${parts.map((part) => `${part} = "yes"`).join(' \\/ ')})`;
    actions.define(`all_parts_${gather + 1}_are_there`, null, [told(none, `~${isAny}`), told(any, isAny)]);
  });
  return actions.list;
}

/** What a step begins with: a delivery, a delay that is over, or something that the world does. */
export function beginnings(words: Vocabulary): readonly Action[] {
  const { actors, channels, acts, composition } = words.tables;
  const actions = new Actions(words);
  const occasion = (event: SystemEvent, delivery: number | null, guards: readonly string[]): Occasion => ({
    queue: '<<>>',
    delivery,
    guards: ['AtRest', ...guards],
    event,
  });
  for (const channel of channels) {
    const { name, group, parcels, opens } = channel;
    const disjuncts = parcels.map((_, parcel) =>
      actions
        .updates()
        .set(name, `Tail(${name})`)
        .bring(group, opens[parcel] ?? [], '<<>>')
        .under(['AtRest', `${name} # <<>>`, `Head(${name}) = ${quoted(parcelName(channel, parcel))}`]),
    );
    actions.define(`deliver_${name}`, { type: 'DELIVER', group, channel: channel.channel }, disjuncts);
  }
  for (const actor of actors) {
    const { group, name } = actor;
    actor.chart.inputs.forEach((input, at) => {
      if (input.kind !== 'delay') return;
      const { delay, state } = input;
      const event: SystemEvent = { type: 'ELAPSE', group, actor: name, delay, state };
      const disjuncts = actions.answers(actor, at, occasion(event, null, []));
      actions.define(`${name}_${identifier(delay)}`, event, disjuncts);
    });
  }
  for (const { actor: number, input, delivery } of acts) {
    const actor = actors[number] as ActorTable;
    const asked = actor.chart.inputs[input];
    if (asked?.kind !== 'message') continue;
    const { message } = asked;
    const event: SystemEvent = { type: 'ACT', group: actor.group, actor: actor.name, message };
    // What is charged changes what is left of the budget.
    const guards = isCharged(composition, event) ? [] : [matters(words.tables, actor, input, delivery)];
    const disjuncts = actions.answers(actor, input, occasion(event, delivery, guards));
    actions.define(`${actor.name}_${messageName(message)}`, event, disjuncts);
  }
  return actions.list;
}
