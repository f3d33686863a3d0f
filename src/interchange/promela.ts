/**
 * Promela for SPIN: actors and channels by name, what charts answer as tables, claims as assertions and `ltl`.
 *
 * A step is one `d_step`: what happens first, then the calls that it causes, first in first out, as C over
 * the tables; what is said into channels is sent to real channels at its end. So SPIN stores the states
 * between two steps and no other: their number is that of the search without any reduction.
 */
import { isCharged, type SystemEvent } from '../composition/index.ts';
import type { Check, Fairness, Product } from '../explore/index.ts';
import {
  type ActorTable,
  type Effect,
  identifier,
  messageName,
  type SystemTables,
  systemTables,
} from './actor-tables.ts';
import { type Condition, checkCondition, type Variable } from './conditions.ts';

/** What a claim says, in the terms of a checker: of the hub and each unit in turn. */
export type ExportedClaim = { readonly id: string; readonly sentence: string } & (
  | { readonly kind: 'never' | 'sometimes'; readonly sought: Check['sought'] }
  | { readonly kind: 'leads-to'; readonly sought: Check['sought']; readonly goal: Check['sought'] }
);

export interface ExportOptions {
  readonly claims: readonly ExportedClaim[];
  /** Where it is no deadlock that nothing can happen any more. */
  readonly isEnd: Check['sought'];
  readonly isFair: Fairness;
}

const claimName = (id: string): string => identifier(id);

/** Lists of numbers that follow each other in one array. */
class Pool {
  readonly items: string[] = [];
  readonly #known = new Map<string, number>();
  /** Where a list begins; equal lists are stored once. */
  place(list: readonly string[]): number {
    const key = list.join('|');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const place = this.items.length;
    this.items.push(...list);
    this.#known.set(key, place);
    return place;
  }
}

const lines = (parts: readonly string[], indent = ''): string =>
  parts.map((part) => `${indent}${part}\n`).join('');

const chunks = (items: readonly (string | number)[], indent: string): string => {
  const rows: string[] = [];
  for (let at = 0; at < items.length; at += 24) rows.push(`${indent}${items.slice(at, at + 24).join(', ')}`);
  return rows.join(',\n');
};

/** A C array; C has no empty ones. */
const array = (type: string, name: string, items: readonly (string | number)[]): string =>
  `static const ${type} ${name}[] = {\n${chunks(items.length === 0 ? [0] : items, '  ')}\n};\n`;

const variableName = (tables: SystemTables, variable: Variable): string => {
  if (variable.kind === 'actor') return (tables.actors[variable.actor] as ActorTable).name;
  if (variable.kind === 'observer') return tables.observers[variable.observer]?.name as string;
  return `${tables.groups[variable.group]?.name}_problem`;
};

const stateName = ({ chart }: ActorTable, state: number): string =>
  `${chart.name}__${chart.stateNames[state]}`;

/** In C, where what is part of a state stands in `now`. */
function conditionText(tables: SystemTables, condition: Condition): string {
  if (condition.kind === 'constant') return condition.value ? '1' : '0';
  if (condition.kind === 'in') {
    const { variable, values } = condition;
    const name = `now.${variableName(tables, variable)}`;
    if (variable.kind === 'problem') return values.includes(0) ? `${name} == 0` : `${name} != 0`;
    const texts = values.map((value) =>
      variable.kind === 'actor' ? stateName(tables.actors[variable.actor] as ActorTable, value) : `${value}`,
    );
    const tests = texts.map((text) => `${name} == ${text}`);
    return tests.length === 1 ? (tests[0] as string) : `(${tests.join(' || ')})`;
  }
  const parts = condition.parts.map((part) => conditionText(tables, part));
  return `(${parts.join(condition.kind === 'and' ? ' && ' : ' || ')})`;
}

interface Option {
  readonly group: number;
  readonly name: string;
  readonly event: SystemEvent;
  readonly text: string;
}

/** The Promela model of a product that was searched. The same product gives the same text. */
export function promela(product: Product, options: ExportOptions): string {
  const tables = systemTables(product);
  const { actors, charts, channels, groups, observers } = tables;
  const used = channels.flatMap((channel, number) =>
    channel.parcels.length > 0 ? [{ channel, number }] : [],
  );
  const effects = new Pool();
  function effectText(effect: Effect): string {
    switch (effect.kind) {
      case 'call':
        return `{ CALL, ${effect.actor}, ${effect.input}, ${watched(effect)} }`;
      case 'post':
        return `{ POST, ${effect.channel}, ${effect.parcel}, 0 }`;
      case 'part':
        return `{ PART, ${effect.gather}, ${effect.yes ? 2 : 1}, 0 }`;
      case 'nowhere':
        return '{ NOWHERE, 0, 0, 0 }';
    }
  }
  const place = (list: readonly Effect[]): readonly [number, number] => {
    const texts = list.map((effect) => effectText(effect));
    return [effects.place(texts), texts.length];
  };
  // Deliveries that change no observer's state in any case need not be looked up.
  const watchNumbers = new Map<string, number>();
  const watchRows: number[][] = [];
  const watchersOf = groups.map((_, group) =>
    observers.flatMap((observer, number) => (observer.group === group ? [number] : [])),
  );
  function watched({ actor, delivery }: { readonly actor: number; readonly delivery: number }): number {
    const { group } = actors[actor] as ActorTable;
    const key = `${group}/${delivery}`;
    const known = watchNumbers.get(key);
    if (known !== undefined) return known;
    const rows = (watchersOf[group] as readonly number[]).map((number) => {
      const observer = observers[number] as (typeof observers)[number];
      return observer.states.map((_, state) => observer.next(state, delivery) ?? -1);
    });
    const changes = rows.some((row) => row.some((next, state) => next !== state));
    const number = changes ? watchRows.length : -1;
    if (changes) watchRows.push(rows.flat());
    watchNumbers.set(key, number);
    return number;
  }

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
  // Row -1 is not taken, -2 is unknown, -3 is a delay that is not pending.
  const chartCells = charts.map((chart) =>
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
  const cellsStart: number[] = [];
  const cells: number[] = [];
  for (const chart of chartCells) {
    cellsStart.push(cells.length);
    cells.push(...chart);
  }
  const routes: string[] = [];
  const routesStart = actors.map(({ effects: ofActor }) => {
    const start = routes.length;
    for (const list of ofActor) routes.push(`{ ${place(list).join(', ')} }`);
    return start;
  });
  const parcels: string[] = [];
  const parcelsStart = channels.map(({ opens }) => {
    const start = parcels.length;
    for (const list of opens) parcels.push(`{ ${place(list).join(', ')} }`);
    return start;
  });
  const gathers = tables.gathers.flatMap(({ none, any }) =>
    [none, any].map((list) => `{ ${place(list).join(', ')} }`),
  );

  const { budget } = tables.composition;
  const priceOf = (event: SystemEvent): { guard: string; payment: string } =>
    isCharged(tables.composition, event)
      ? { guard: ' && budget > 0', payment: 'budget = budget - 1; ' }
      : { guard: '', payment: '' };
  const steps: Option[] = [
    ...used.map(
      ({ channel, number }): Option => ({
        group: channel.group,
        name: `deliver_${channel.name}`,
        event: { type: 'DELIVER', group: channel.group, channel: channel.channel },
        text: `${channel.name} ? parcel -> c_code { deliver(${number}); }`,
      }),
    ),
    ...actors.flatMap((actor, number) =>
      actor.chart.inputs.flatMap((input, at): readonly Option[] => {
        if (input.kind !== 'delay') return [];
        const waiting = actor.chart.states.flatMap((_, state) => {
          const answer = actor.chart.row(state, at);
          if (answer === undefined) return [];
          const idle = answer.kind === 'taken' && answer.next === state && answer.says.length === 0;
          return answer.kind === 'refused' || idle ? [] : [`${actor.name} == ${stateName(actor, state)}`];
        });
        if (waiting.length === 0) return [];
        const { delay, state } = input;
        const event: SystemEvent = { type: 'ELAPSE', group: actor.group, actor: actor.name, delay, state };
        const { guard, payment } = priceOf(event);
        return [
          {
            group: actor.group,
            name: `elapse_${actor.name}_${identifier(input.event.replace(/^xstate\.after\./, ''))}`,
            event,
            text: `(${waiting.join(' || ')})${guard} -> ${payment}c_code { elapse(${number}, ${at}); }`,
          },
        ];
      }),
    ),
    ...tables.acts.map((act): Option => {
      const actor = actors[act.actor] as ActorTable;
      const input = actor.chart.inputs[act.input];
      const message = input?.kind === 'message' ? input.message : { type: '' };
      const taking = actor.chart.states.flatMap((_, state) =>
        actor.chart.row(state, act.input)?.kind === 'refused'
          ? []
          : [`${actor.name} == ${stateName(actor, state)}`],
      );
      const event: SystemEvent = { type: 'ACT', group: actor.group, actor: actor.name, message };
      const { guard, payment } = priceOf(event);
      const what = `${act.actor}, ${act.input}, ${watched(act)}`;
      // Where it would change nothing it is no step; a deadlock must not hide behind it.
      const matters = guard === '' ? ` && c_expr { (changes)(${what}) }` : guard;
      return {
        group: actor.group,
        name: `act_${actor.name}_${messageName(message)}`,
        event,
        text: `(${taking.join(' || ') || 'false'})${matters} -> ${payment}c_code { act(${what}); }`,
      };
    }),
  ];

  const inUnits = (sought: Check['sought'], id: string): readonly string[] =>
    groups.slice(1).map((_, unit) => {
      const condition = checkCondition(product, tables, { id, sought }, unit + 1);
      return conditionText(tables, condition);
    });
  const claims = options.claims.map((claim) => ({
    ...claim,
    name: claimName(claim.id),
    units: inUnits(claim.sought, claim.id),
    goals: claim.kind === 'leads-to' ? inUnits(claim.goal, claim.id) : [],
  }));
  const isEnd = inUnits(options.isEnd, 'end');
  const ofUnit = (name: string, unit: number): string => `${name}_in_${groups[unit + 1]?.name}`;
  const soughtBy = (sought: string, text: string): string =>
    `static int is_${sought}(void) { return ${text}; }`;
  const definition = (sought: string): string => `#define ${sought} c_expr { (is_${sought})() }`;
  const byte = (size: number): string => (size > 255 ? 'short' : 'byte');
  const stateType = byte(Math.max(...charts.map(({ states }) => states.length)));
  const watchType = byte(Math.max(1, ...observers.map(({ states }) => states.length)));
  const watchStart = groups.map((_, group) => watchersOf[group]?.[0] ?? 0);
  const watchStarts: number[] = [];
  watchRows.reduce((start, { length }) => {
    watchStarts.push(start);
    return start + length;
  }, 0);
  const units = groups.length - 1;

  const processOf = (own: readonly Option[]): string =>
    lines(
      own.map(({ name, text }) => `:: d_step { /* ${name} */ ${text}; after_the_step() }`),
      '  ',
    );
  const fair = steps.filter(({ event }) => options.isFair(event));
  const unfair = steps.filter(({ event }) => !options.isFair(event));

  return `/*
 * Generated: a composition of statecharts for SPIN 6.5.
 *
 *   spin -a model.pml && gcc -O2 -DNOREDUCE -DSAFETY -o pan pan.c && ./pan
 *       all states; claims of the kind "never", deadlocks and gaps in the tables are assertions
 *   spin -a -DFAIR model.pml && gcc -O2 -DNOREDUCE -DNFAIR=${Math.ceil((fair.length + 4) / 4) + 1} -o pan pan.c && ./pan -a -f -N CLAIM
 *       one claim as ltl, under weak fairness: a process for every action that is not put off for ever
 *
 * Actors, by group: their states are numbers, named below. Each chart's answers are a table: state and
 * input to next state and what is said. The wires are a second table: what is said to what it brings about.
 */

/* States of the charts. */
${charts
  .map(
    (chart) =>
      `/* ${chart.role} */\n${lines(
        chart.states.map(
          (snapshot, state) =>
            `#define ${chart.name}__${chart.stateNames[state]} ${state} /* ${JSON.stringify(snapshot.context)} */`,
        ),
      )}`,
  )
  .join('')}
/* Actors. */
${stateType} at[${actors.length}] = 0;
${lines(actors.map(({ name }, number) => `#define ${name} at[${number}]`))}
/* What observers have noted, and whether a message was lost, refused or said twice. */
${watchType} noted[${Math.max(1, observers.length)}] = 0;
${lines(observers.map(({ name }, number) => `#define ${name} noted[${number}]`))}bool problem[${groups.length}] = 0;
${lines(groups.map(({ name }, number) => `#define ${name}_problem problem[${number}]`))}
/* Answers of the units that the hub is told together: 0 none yet, 1 and 2 without and with the field. */
byte part[${Math.max(1, tables.gathers.length * units)}] = 0;
${budget === undefined ? '' : `/* How many steps that are charged are left. */\nbyte budget = ${budget.steps};\n`}
/* Channels, and what goes through them. */
${lines(
  used.flatMap(({ channel }) => [
    `/* ${channel.parcels.map(({ from, message }, number) => `${number}: ${messageName(message)} from ${from}`).join(', ')} */`,
    `chan ${channel.name} = [${channel.capacity}] of { byte };`,
  ]),
)}
/* Of one step only, so not part of a state. */
hidden byte parcel;

c_decl {
enum { CALL, POST, PART, NOWHERE };
struct effect { unsigned char kind; short to; short what; short watched; };
struct list { short start; short length; };
struct row { short next; short says; short length; };

/* What is brought about. */
static const struct effect effects[] = {
${lines(
  (effects.items.length === 0 ? ['{ 0, 0, 0, 0 }'] : effects.items).map((item) => `${item},`),
  '  ',
)}};
/* By actor and what it says, and by channel and parcel: lists of effects. */
${array('struct list', 'routes', routes)}${array('int', 'routes_of', routesStart)}${array('struct list', 'parcels', parcels)}${array('int', 'parcels_of', parcelsStart)}
/* By gather: what brings it about that all parts are there, without and with the field. */
${array('struct list', 'gathers', gathers)}
/* By chart, state and input: a row, or -1 not taken, -2 not in the tables, -3 not pending. */
${array('struct row', 'rows', rows)}${array('short', 'says', says.items)}${array('short', 'cells', cells)}${array(
  'int',
  'cells_of',
  actors.map(({ chart }) => cellsStart[charts.indexOf(chart)] as number),
)}${array(
  'short',
  'inputs_of',
  actors.map(({ chart }) => chart.inputs.length),
)}${array(
  'unsigned char',
  'group_of',
  actors.map(({ group }) => group),
)}
/* By delivery: the next state of each observer of the group, one observer after the other. */
${array('short', 'watch', watchRows.flat())}${array('int', 'watch_of', watchStarts)}${array('unsigned char', 'first_observer_of', watchStart)}${array(
  'unsigned char',
  'observers_of',
  watchersOf.map((list) => list.length),
)}${array(
  'short',
  'notes_of',
  observers.map(({ states }) => states.length),
)}
struct call { short to; short input; short watched; };
static struct call calls[256];
static int first_call, last_call;
struct send { unsigned char channel; unsigned char parcel; };
static struct send sends[64];
static int first_send, last_send;
static int is_gap;
}

c_code {
static void bring_about(int by, struct list list)
{
  int i, unit, any = 0;
  for (i = list.start; i < list.start + list.length; i++) {
    const struct effect *effect = &effects[i];
    switch (effect->kind) {
    case CALL:
      calls[last_call].to = effect->to;
      calls[last_call].input = effect->what;
      calls[last_call++].watched = effect->watched;
      break;
    case POST:
      sends[last_send].channel = effect->to;
      sends[last_send++].parcel = effect->what;
      break;
    case PART:
      unit = effect->to * ${units} + group_of[by] - 1;
      if (now.part[unit] != 0) now.problem[group_of[by]] = 1;
      if (now.part[unit] < effect->what) now.part[unit] = effect->what;
      for (unit = effect->to * ${units}; unit < (effect->to + 1) * ${units}; unit++) {
        if (now.part[unit] == 0) break;
        if (now.part[unit] == 2) any = 1;
      }
      if (unit < (effect->to + 1) * ${units}) break;
      for (unit = effect->to * ${units}; unit < (effect->to + 1) * ${units}; unit++) now.part[unit] = 0;
      bring_about(by, gathers[2 * effect->to + any]);
      break;
    default:
      now.problem[group_of[by]] = 1;
    }
  }
}

static void take(int actor, int input)
{
  int cell = cells[cells_of[actor] + now.at[actor] * inputs_of[actor] + input];
  int i;
  if (cell == -1) now.problem[group_of[actor]] = 1;
  else if (cell < 0) is_gap = 1;
  else {
    now.at[actor] = rows[cell].next;
    for (i = 0; i < rows[cell].length; i++)
      bring_about(actor, routes[routes_of[actor] + says[rows[cell].says + i]]);
  }
}

static void observe(int actor, int watched)
{
  int group = group_of[actor], i, at, next;
  if (watched < 0) return;
  at = watch_of[watched];
  for (i = first_observer_of[group]; i < first_observer_of[group] + observers_of[group]; i++) {
    next = watch[at + now.noted[i]];
    if (next < 0) is_gap = 1;
    else now.noted[i] = next;
    at += notes_of[i];
  }
}

static void work_off(void)
{
  while (first_call < last_call) {
    struct call *call = &calls[first_call++];
    observe(call->to, call->watched);
    take(call->to, call->input);
  }
}

static void begin(void) { first_call = last_call = first_send = last_send = is_gap = 0; }
static void deliver(int channel)
{
  begin();
  bring_about(0, parcels[parcels_of[channel] + parcel]);
  work_off();
}
static void elapse(int actor, int input) { begin(); take(actor, input); work_off(); }
static void act(int actor, int input, int watched)
{
  begin();
  observe(actor, watched);
  take(actor, input);
  work_off();
}
/* Whether it would change anything; everything is left as it was. */
static int changes(int actor, int input, int watched)
{
  int answer;
  unsigned char at[sizeof now.at], noted[sizeof now.noted], problem[sizeof now.problem], part[sizeof now.part];
  memcpy(at, &now.at, sizeof at);
  memcpy(noted, &now.noted, sizeof noted);
  memcpy(problem, &now.problem, sizeof problem);
  memcpy(part, &now.part, sizeof part);
  act(actor, input, watched);
  answer = is_gap || last_send > 0 || memcmp(at, &now.at, sizeof at) || memcmp(noted, &now.noted, sizeof noted)
    || memcmp(problem, &now.problem, sizeof problem) || memcmp(part, &now.part, sizeof part);
  memcpy(&now.at, at, sizeof at);
  memcpy(&now.noted, noted, sizeof noted);
  memcpy(&now.problem, problem, sizeof problem);
  memcpy(&now.part, part, sizeof part);
  return answer;
}
static int to_channel(void) { return first_send < last_send ? sends[first_send].channel : -1; }
}

/*
 * Claims: what they look for in the hub and each unit, asked of all pairs of local states that the tables
 * can name. Where that is 0, no state breaks the claim without leaving the tables first, which is an
 * assertion of its own (is_gap). They are C, since formulas have a limited length.
 */
c_code {
${claims
  .flatMap(({ name, sentence, units: inUnit, goals }) => [
    `/* ${sentence} */`,
    ...inUnit.map((text, unit) => soughtBy(ofUnit(name, unit), text)),
    ...goals.map((text, unit) => soughtBy(ofUnit(`${name}_goal`, unit), text)),
  ])
  .join('\n')}
/* Where nothing need happen any more. */
${soughtBy('at_the_end', isEnd[0] ?? '1')}
}
${lines(
  [...claims.flatMap(({ name, goals }) => [name, ...(goals.length > 0 ? [`${name}_goal`] : [])])].flatMap(
    (name) => groups.slice(1).map((_, unit) => definition(ofUnit(name, unit))),
  ),
)}${definition('at_the_end')}

inline send_all() {
  do
${lines(
  used.map(({ channel, number }) => {
    const send = `if :: len(${channel.name}) == ${channel.capacity} -> ${groups[channel.group]?.name}_problem = 1 :: else -> ${channel.name} ! parcel fi`;
    return `:: c_expr { (to_channel)() == ${number} } -> c_code { parcel = sends[first_send++].parcel; }; ${send}`;
  }),
  '  ',
)}  :: else -> break
  od;
  parcel = 0
}

#ifdef CLAIMS
#define check_claims ${
    claims
      .filter(({ kind }) => kind === 'never')
      .flatMap(({ name }) => groups.slice(1).map((_, unit) => `assert(!${ofUnit(name, unit)})`))
      .join('; \\\n  ') || 'skip'
  }
#else
#define check_claims skip
#endif

inline after_the_step() {
  send_all();
  assert(c_expr { !is_gap });
  check_claims
}

#ifndef FAIR
${groups
  .map(({ name }, group) => {
    const deadlock = '  :: d_step { timeout -> assert(at_the_end) }\n';
    const own = processOf(steps.filter((step) => step.group === group));
    return `active proctype ${name}() {\n  do\n${own}${group === 0 ? deadlock : ''}  od\n}\n`;
  })
  .join('\n')}#else
${fair.map((step) => `active proctype ${step.name}() {\n  do\n${processOf([step])}  od\n}\n`).join('\n')}
/* What the world does, and limits: it may do nothing for ever. */
active proctype world() {
  do
  :: parcel = 0
${processOf(unfair)}  od
}

${lines(
  claims.map(({ name, kind }) => {
    const each = groups.slice(1).map((_, unit) => {
      const sought = ofUnit(name, unit);
      return kind === 'leads-to' ? `[] (${sought} -> <> ${ofUnit(`${name}_goal`, unit)})` : `[] !${sought}`;
    });
    return `ltl ${name} { ${each.join(' && ')} }`;
  }),
)}#endif
`;
}
