/**
 * Promela for SPIN: actors and channels by name, what charts answer as tables, claims as assertions and `ltl`.
 *
 * A step is one `d_step`: what happens first, then the calls that it causes, first in first out, as C over
 * the tables; what is said into channels is sent to real channels at its end. So SPIN stores the states
 * between two steps and no other: their number is that of the search without any reduction.
 */
import type { Product } from '../../explore/index.ts';
import type { ExportOptions } from '../claims.ts';
import { messageName, type SystemTables, systemTables } from '../tables/index.ts';
import { blocks, lines } from './c-text.ts';
import { claimTexts } from './claims.ts';
import { cData, Watched } from './data.ts';
import { stepFunctions, stepVariables, tableTypes } from './runtime.ts';
import { type Option, stateName, stepOptions } from './steps.ts';

const byte = (size: number): string => (size > 255 ? 'short' : 'byte');

/** Names of the states of charts. */
const stateNames = ({ charts }: SystemTables): string =>
  charts
    .map(
      (chart) =>
        `/* ${chart.role} */\n${lines(
          chart.states.map(
            (snapshot, state) =>
              `#define ${stateName(chart, state)} ${state} /* ${JSON.stringify(snapshot.context)} */`,
          ),
        )}`,
    )
    .join('');

/** What a state consists of. */
function stateVariables({ actors, charts, channels, groups, gathers, observers, composition }: SystemTables) {
  const stateType = byte(Math.max(...charts.map(({ states }) => states.length)));
  const watchType = byte(Math.max(1, ...observers.map(({ states }) => states.length)));
  const { budget } = composition;
  return `/* Actors. */
${stateType} at[${actors.length}] = 0;
${lines(actors.map(({ name }, number) => `#define ${name} at[${number}]`))}
/* What observers have noted, and whether a message was lost, refused or said twice. */
${watchType} noted[${Math.max(1, observers.length)}] = 0;
${lines(observers.map(({ name }, number) => `#define ${name} noted[${number}]`))}bool problem[${groups.length}] = 0;
${lines(groups.map(({ name }, number) => `#define ${name}_problem problem[${number}]`))}
/* Answers of the units that the hub is told together: 0 none yet, 1 and 2 without and with the field. */
byte part[${Math.max(1, gathers.length * (groups.length - 1))}] = 0;
${budget === undefined ? '' : `/* How many steps that are charged are left. */\nbyte budget = ${budget.steps};\n`}
/* Channels, and what goes through them. */
${lines(
  channels.flatMap(({ name, capacity, parcels }) =>
    parcels.length === 0
      ? []
      : [
          `/* ${parcels.map(({ from, message }, number) => `${number}: ${messageName(message)} from ${from}`).join(', ')} */`,
          `chan ${name} = [${capacity}] of { byte };`,
        ],
  ),
)}`;
}

/** Sends what a step has said into channels. */
const sending = ({ channels, groups }: SystemTables): string => `inline send_all() {
  do
${lines(
  channels.flatMap(({ name, group, capacity, parcels }, number) => {
    if (parcels.length === 0) return [];
    const send = `if :: len(${name}) == ${capacity} -> ${groups[group]?.name}_problem = 1 :: else -> ${name} ! parcel fi`;
    return [
      `:: c_expr { (to_channel)() == ${number} } -> c_code { parcel = sends[first_send++].parcel; }; ${send}`,
    ];
  }),
  '  ',
)}  :: else -> break
  od;
  parcel = 0
}`;

const processOf = (name: string, options: readonly Option[], more: readonly string[] = []): string =>
  `active proctype ${name}() {\n  do\n${lines(
    [
      ...options.map(({ name: step, text }) => `:: d_step { /* ${step} */ ${text}; after_the_step() }`),
      ...more,
    ],
    '  ',
  )}  od\n}\n`;

/** The Promela model of a product that was searched. The same product gives the same text. */
export function promela(product: Product, options: ExportOptions): string {
  const tables = systemTables(product);
  const watched = new Watched(tables);
  const steps = stepOptions(tables, watched);
  const claims = claimTexts(product, tables, options);
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
${stateNames(tables)}
${stateVariables(tables)}
/* Of one step only, so not part of a state. */
hidden byte parcel;

${blocks([tableTypes, ...cData(tables, watched), stepVariables], 'c_decl')}
${stepFunctions(tables.groups.length - 1)}
/*
 * Claims: what they look for in the hub and each unit, worked out for all combinations of states that the
 * tables can name, reachable or not. Where that is 0, no combination breaks the claim: whoever would break
 * it leaves the tables first, which is an assertion of its own (is_gap). They are C, since formulas have a
 * limited length.
 */
${claims.functions}
${claims.definitions}
${sending(tables)}

#ifdef CLAIMS
#define check_claims ${claims.assertions}
#else
#define check_claims skip
#endif

inline after_the_step() {
  send_all();
  assert(c_expr { !is_gap });
  check_claims
}

#ifndef FAIR
${tables.groups
  .map(({ name }, group) =>
    processOf(
      name,
      steps.filter((step) => step.group === group),
      group === 0 ? [':: d_step { timeout -> assert(at_the_end) }'] : [],
    ),
  )
  .join('\n')}#else
${fair.map((step) => processOf(step.name, [step])).join('\n')}
/* What the world does, and limits: it may do nothing for ever. */
${processOf('world', unfair, [':: parcel = 0'])}
${claims.formulas}#endif
`;
}
