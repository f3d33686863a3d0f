/**
 * TLA+ for TLC, Apalache and tla-checker: a variable for each actor and channel, an action for each thing that
 * may happen and for each message that an actor takes.
 *
 * A step of the system is several actions here: what happens first, then the calls that it causes, one at a
 * time from the queue `calls`. Claims are about the states in which nothing is left to be worked off (`AtRest`);
 * there are as many of these as the search of this package meets.
 */
import { isCharged, type SystemEvent } from '../composition/index.ts';
import type { Check, Product } from '../explore/index.ts';
import {
  type ActorTable,
  type ChannelTable,
  type Effect,
  identifier,
  messageName,
  systemTables,
} from './actor-tables.ts';
import { type Condition, checkCondition } from './conditions.ts';
import type { ExportOptions } from './promela.ts';

type Parcel = ChannelTable['parcels'][number];

/** The module and its configuration for TLC. */
export interface TlaModule {
  readonly module: string;
  readonly configuration: string;
  /** The names of the invariants, and of the temporal properties, by claim. */
  readonly invariants: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, string>;
}

/** The state of an actor whose answer the tables do not have. */
const gap = 'not_in_the_tables';

const quoted = (text: string): string => `"${text}"`;
const pascal = (id: string): string =>
  id.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());

/** The TLA+ model of a product that was searched. The same product gives the same text. */
export function tla(product: Product, options: ExportOptions, name = 'Backup'): TlaModule {
  const tables = systemTables(product);
  const { actors, observers, groups, gathers, composition } = tables;
  const { budget } = composition;
  const channels = tables.channels.map((channel) => ({ ...channel, used: channel.parcels.length > 0 }));
  const partOf = (gather: number, group: number): string => `${groups[group]?.name}_part${gather + 1}`;
  const parts = gathers.flatMap((_, gather) => groups.slice(1).map((__, unit) => partOf(gather, unit + 1)));
  const problemOf = (group: number): string => `${groups[group]?.name}_problem`;
  const initial: readonly (readonly [string, string])[] = [
    ...actors.map(({ name: actor, chart }) => [actor, quoted(chart.stateNames[0] as string)] as const),
    ...observers.map(({ name: observer }) => [observer, '0'] as const),
    ...channels.flatMap((channel) => (channel.used ? [[channel.name, '<<>>'] as const] : [])),
    ...parts.map((part) => [part, quoted('none')] as const),
    ...groups.map((_, group) => [problemOf(group), 'FALSE'] as const),
    ...(budget === undefined ? [] : [['budget', `${budget.steps}`] as const]),
    ['calls', '<<>>'],
  ];
  const variables = initial.map(([variable]) => variable);

  const inputName = ({ chart }: ActorTable, input: number): string => {
    const asked = chart.inputs[input];
    return asked?.kind === 'message' ? messageName(asked.message) : identifier(asked?.event ?? '');
  };
  const callText = (effect: Effect): readonly string[] => {
    if (effect.kind !== 'call') return [];
    const actor = actors[effect.actor] as ActorTable;
    return [`<<${quoted(actor.name)}, ${quoted(inputName(actor, effect.input))}, ${effect.delivery}>>`];
  };
  type Updates = Map<string, string>;
  const conjunction = (guards: readonly string[], updates: Updates): string => {
    const rest = variables.filter((variable) => !updates.has(variable));
    return [
      ...guards,
      ...[...updates].map(([variable, value]) => `${variable}' = ${value}`),
      `UNCHANGED <<${rest.join(', ')}>>`,
    ].join(' /\\ ');
  };
  /** What follows from effects; `queue` is what is left of the calls. */
  const bring = (updates: Updates, by: number, effects: readonly Effect[], queue: string): void => {
    const calls = effects.flatMap(callText);
    updates.set('calls', calls.length === 0 ? queue : `${queue} \\o <<${calls.join(', ')}>>`);
    for (const effect of effects) {
      if (effect.kind === 'nowhere') updates.set(problemOf(by), 'TRUE');
      if (effect.kind === 'post') {
        const channel = channels[effect.channel] as (typeof channels)[number];
        const before = updates.get(channel.name) ?? channel.name;
        const parcel = parcelName(effect.channel, effect.parcel);
        const isFull = `Len(${before}) >= ${channel.capacity}`;
        updates.set(channel.name, `(IF ${isFull} THEN ${before} ELSE Append(${before}, ${quoted(parcel)}))`);
        updates.set(problemOf(by), `(${updates.get(problemOf(by)) ?? problemOf(by)} \\/ ${isFull})`);
      }
      if (effect.kind === 'part') {
        const part = partOf(effect.gather, by);
        updates.set(part, `(IF ${part} = "yes" THEN "yes" ELSE ${quoted(effect.yes ? 'yes' : 'no')})`);
        updates.set(problemOf(by), `(${updates.get(problemOf(by)) ?? problemOf(by)} \\/ ${part} # "none")`);
      }
    }
  };
  const parcelName = (channel: number, parcel: number): string => {
    const { from, index, message } = (channels[channel] as ChannelTable).parcels[parcel] as Parcel;
    return `${messageName(message)}_from_${identifier(from)}${index === 0 ? '' : `_${index}`}`;
  };
  const watching = (updates: Updates, group: number, delivery: number): void => {
    for (const observer of observers) {
      if (observer.group !== group) continue;
      const cases = observer.states.flatMap((_, state) => {
        const next = observer.next(state, delivery);
        return next === state ? [] : [[state, next ?? -1] as const];
      });
      if (cases.length === 0) continue;
      updates.set(
        observer.name,
        cases.reduceRight(
          (rest, [from, to]) => `(IF ${observer.name} = ${from} THEN ${to} ELSE ${rest})`,
          observer.name,
        ),
      );
    }
  };
  /** Where an act would change nothing it is no step: the condition that it, or what it calls, changes something. */
  const matters = (actor: ActorTable, input: number, delivery: number): string => {
    const changesIn = (one: ActorTable, at: number): readonly string[] =>
      one.chart.states.flatMap((_, state) => {
        const row = one.chart.row(state, at);
        const idle = row?.kind === 'taken' && row.next === state && row.says.length === 0;
        return row === undefined || idle ? [] : [quoted(one.chart.stateNames[state] as string)];
      });
    const noted = (group: number, one: number): boolean =>
      observers.some(
        (observer) =>
          observer.group === group && observer.states.some((_, state) => observer.next(state, one) !== state),
      );
    const texts = actor.chart.states.map((_, state) => {
      const here = `${actor.name} = ${quoted(actor.chart.stateNames[state] as string)}`;
      const row = actor.chart.row(state, input);
      if (row === undefined || row.kind === 'refused') return 'FALSE';
      if (row.kind === 'unknown') return here;
      const effects = row.says.flatMap((said) => actor.effects[said] ?? []);
      const always =
        row.next !== state || noted(actor.group, delivery) || effects.some(({ kind }) => kind !== 'call');
      if (always) return here;
      const called = effects.flatMap((effect) => {
        if (effect.kind !== 'call') return [];
        const one = actors[effect.actor] as ActorTable;
        return [
          `${one.name} \\in {${changesIn(one, effect.input).join(', ')}}`,
          ...observers.flatMap((observer) => {
            const changing = observer.states.flatMap((__, at) =>
              observer.next(at, effect.delivery) === at ? [] : [at],
            );
            return observer.group !== one.group || changing.length === 0
              ? []
              : [`${observer.name} \\in {${changing.join(', ')}}`];
          }),
        ];
      });
      return `(${here} /\\ (${called.length === 0 ? 'FALSE' : called.join(' \\/ ')}))`;
    });
    return `(${texts.join(' \\/ ')})`;
  };
  /** One disjunct for each state in which an actor answers. */
  const answers = (
    actor: ActorTable,
    input: number,
    queue: string,
    delivery: number | null,
    guards: readonly string[],
    event: SystemEvent | null,
  ): readonly string[] =>
    actor.chart.states.flatMap((_, state) => {
      const row = actor.chart.row(state, input);
      // Something that elapses and that nothing comes of is no step; a message that is not taken is a problem.
      if (row === undefined || (row.kind === 'refused' && event !== null)) return [];
      const isCharge = event !== null && isCharged(composition, event);
      const updates: Updates = new Map([['calls', queue]]);
      if (isCharge) updates.set('budget', 'budget - 1');
      if (delivery !== null) watching(updates, actor.group, delivery);
      if (row.kind === 'refused') updates.set(problemOf(actor.group), 'TRUE');
      else if (row.kind === 'unknown') updates.set(actor.name, quoted(gap));
      else {
        if (row.next !== state) updates.set(actor.name, quoted(actor.chart.stateNames[row.next] as string));
        bring(
          updates,
          actor.group,
          row.says.flatMap((said) => actor.effects[said] ?? []),
          queue,
        );
      }
      return [
        conjunction(
          [
            ...guards,
            ...(isCharge ? ['budget > 0'] : []),
            `${actor.name} = ${quoted(actor.chart.stateNames[state] as string)}`,
          ],
          updates,
        ),
      ];
    });

  const actions: { name: string; text: string; event: SystemEvent | null }[] = [];
  const define = (action: string, event: SystemEvent | null, disjuncts: readonly string[]): void => {
    if (disjuncts.length === 0) return;
    const used = actions.some((one) => one.name === action) ? `${action}_${actions.length}` : action;
    actions.push({
      name: used,
      event,
      text: `${used} ==\n${disjuncts.map((one) => `  \\/ ${one}`).join('\n')}`,
    });
  };
  const allThere = (gather: number): string =>
    groups
      .slice(1)
      .map((_, unit) => `${partOf(gather, unit + 1)} # "none"`)
      .join(' /\\ ');
  // What is worked off within a step.
  const calls = new Map<string, Effect & { kind: 'call' }>();
  const note = (list: readonly Effect[]): void => {
    for (const effect of list) {
      if (effect.kind === 'call') calls.set(`${effect.actor} ${effect.input} ${effect.delivery}`, effect);
    }
  };
  for (const { effects } of actors) effects.forEach(note);
  for (const { opens } of channels) opens.forEach(note);
  for (const { none, any } of gathers) [none, any].forEach(note);
  for (const { actor: number, input, delivery } of calls.values()) {
    const actor = actors[number] as ActorTable;
    const text = inputName(actor, input);
    const guard = ['calls # <<>>', `Head(calls) = <<${quoted(actor.name)}, ${quoted(text)}, ${delivery}>>`];
    define(`${actor.name}_takes_${text}`, null, answers(actor, input, 'Tail(calls)', delivery, guard, null));
  }
  gathers.forEach(({ none, any }, gather) => {
    const own = groups.slice(1).map((_, unit) => partOf(gather, unit + 1));
    const reset = (list: readonly Effect[]): Updates =>
      new Map([
        ...own.map((part) => [part, '"none"'] as const),
        ['calls', `<<${list.flatMap(callText).join(', ')}>>`] as const,
      ]);
    const isAny = `(${own.map((part) => `${part} = "yes"`).join(' \\/ ')})`;
    const guard = ['calls = <<>>', allThere(gather)];
    define(`all_parts_${gather + 1}_are_there`, null, [
      conjunction([...guard, `~${isAny}`], reset(none)),
      conjunction([...guard, isAny], reset(any)),
    ]);
  });
  const internal = actions.length;
  channels.forEach(({ name: channel, group, channel: wire, parcels, opens, used }) => {
    if (!used) return;
    const number = channels.findIndex((one) => one.name === channel);
    define(
      `deliver_${channel}`,
      { type: 'DELIVER', group, channel: wire },
      parcels.map((_, parcel) => {
        const updates: Updates = new Map([[channel, `Tail(${channel})`]]);
        bring(updates, group, opens[parcel] ?? [], '<<>>');
        return conjunction(
          ['AtRest', `${channel} # <<>>`, `Head(${channel}) = ${quoted(parcelName(number, parcel))}`],
          updates,
        );
      }),
    );
  });
  for (const actor of actors) {
    actor.chart.inputs.forEach((input, at) => {
      if (input.kind !== 'delay') return;
      const event: SystemEvent = {
        type: 'ELAPSE',
        group: actor.group,
        actor: actor.name,
        delay: input.delay,
        state: input.state,
      };
      define(
        `${actor.name}_${identifier(input.delay)}`,
        event,
        answers(actor, at, '<<>>', null, ['AtRest'], event),
      );
    });
  }
  for (const { actor: number, input, delivery } of tables.acts) {
    const actor = actors[number] as ActorTable;
    const asked = actor.chart.inputs[input];
    if (asked?.kind !== 'message') continue;
    const event: SystemEvent = { type: 'ACT', group: actor.group, actor: actor.name, message: asked.message };
    define(
      `${actor.name}_${messageName(asked.message)}`,
      event,
      answers(actor, input, '<<>>', delivery, ['AtRest', matters(actor, input, delivery)], event),
    );
  }

  const conditionText = (condition: Condition): string => {
    if (condition.kind === 'constant') return condition.value ? 'TRUE' : 'FALSE';
    if (condition.kind === 'in') {
      const { variable, values } = condition;
      if (variable.kind === 'problem') return `${values.includes(0) ? '~' : ''}${problemOf(variable.group)}`;
      if (variable.kind === 'observer')
        return `${observers[variable.observer]?.name} \\in {${values.join(', ')}}`;
      const actor = actors[variable.actor] as ActorTable;
      return `${actor.name} \\in {${values.map((value) => quoted(actor.chart.stateNames[value] as string)).join(', ')}}`;
    }
    return `(${condition.parts.map((part) => `(${conditionText(part)})`).join(condition.kind === 'and' ? ' /\\ ' : ' \\/ ')})`;
  };
  const inUnit = (sought: Check['sought'], unit: number): string =>
    conditionText(checkCondition(product, tables, { id: '', sought }, unit));
  const invariants = new Map<string, string>();
  const properties = new Map<string, string>();
  const claims = options.claims.flatMap((claim) => {
    const units = groups.slice(1).map((_, unit) => unit + 1);
    const title = pascal(claim.id);
    if (claim.kind !== 'leads-to') {
      invariants.set(claim.id, title);
      const each = units.map((unit) => `~(${inUnit(claim.sought, unit)})`);
      return [`\\* ${claim.sentence}`, `${title} == AtRest => (${each.join(' /\\ ')})`];
    }
    properties.set(claim.id, title);
    const each = units.map(
      (unit) => `((AtRest /\\ ${inUnit(claim.sought, unit)}) ~> (AtRest /\\ ${inUnit(claim.goal, unit)}))`,
    );
    return [`\\* ${claim.sentence}`, `${title} == ${each.join(' /\\ ')}`];
  });
  const fair = actions.slice(internal).filter(({ event }) => event !== null && options.isFair(event));
  const module = `---- MODULE ${name} ----
EXTENDS Naturals, Sequences

VARIABLES
  ${variables.join(',\n  ')}

vars == <<${variables.join(', ')}>>

\\* Nothing is left of the last step.
AtRest == calls = <<>>${gathers.map((_, gather) => ` /\\ ~(${allThere(gather)})`).join('')}

Init ==
${initial.map(([variable, value]) => `  /\\ ${variable} = ${value}`).join('\n')}

\\* Within a step: calls are taken in order.
${actions
  .slice(0, internal)
  .map(({ text }) => text)
  .join('\n\n')}

WorkOff ==
${actions
  .slice(0, internal)
  .map((action) => `  \\/ ${action.name}`)
  .join('\n')}

\\* What a step begins with.
${actions
  .slice(internal)
  .map(({ text }) => text)
  .join('\n\n')}

Next ==
  \\/ WorkOff
${actions
  .slice(internal)
  .map((action) => `  \\/ ${action.name}`)
  .join('\n')}

Spec == Init /\\ [][Next]_vars /\\ WF_vars(WorkOff)
${fair.map((action) => `  /\\ WF_vars(${action.name})`).join('\n')}

\\* The tables have every answer that was needed.
NoGap == \\A state \\in {${actors.map((actor) => actor.name).join(', ')}} : state # ${quoted(gap)}

${claims.join('\n')}
====
`;
  const configuration = [
    'SPECIFICATION Spec',
    'CHECK_DEADLOCK FALSE',
    'INVARIANT NoGap',
    ...options.claims.flatMap(({ id, kind }) =>
      kind === 'never' ? [`INVARIANT ${invariants.get(id)}`] : [],
    ),
    ...[...properties.values()].map((property) => `PROPERTY ${property}`),
    '',
  ].join('\n');
  return { module, configuration, invariants, properties };
}
