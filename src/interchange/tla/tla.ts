/**
 * TLA+ for TLC, Apalache and tla-checker: a variable for each actor and channel, an action for each thing that
 * may happen and for each message that an actor takes.
 *
 * A step of the system is several actions here: what happens first, then the calls that it causes, one at a
 * time from the queue `calls`. Claims are about the states in which nothing is left to be worked off (`AtRest`);
 * there are as many of these as the search of this package meets.
 */
import type { Product } from '../../explore/index.ts';
import type { ExportOptions } from '../claims.ts';
import { systemTables } from '../tables/index.ts';
import { type Action, beginnings, workingOff } from './actions.ts';
import { type TlaClaims, tlaClaims } from './claims.ts';
import { gap, observerGap, quoted, Vocabulary } from './vocabulary.ts';

/** The module and its configuration for TLC. */
export interface TlaModule extends Pick<TlaClaims, 'invariants' | 'properties'> {
  readonly module: string;
  readonly configuration: string;
}

const texts = (actions: readonly Action[]): string => actions.map(({ text }) => text).join('\n\n');

const anyOf = (actions: readonly Action[]): string => actions.map(({ name }) => `  \\/ ${name}`).join('\n');

/** The TLA+ model of a product that was searched. The same product gives the same text. */
export function tla(product: Product, options: ExportOptions, name = 'Backup'): TlaModule {
  const words = new Vocabulary(systemTables(product));
  const { actors, gathers, observers } = words.tables;
  const internal = workingOff(words);
  const external = beginnings(words);
  const { definitions, invariants, properties } = tlaClaims(product, words, options);
  const fair = external.filter(({ event }) => event !== null && options.isFair(event));
  const variables = words.variables.map((variable) => variable.name);
  const module = `---- MODULE ${name} ----
EXTENDS Integers, Sequences

VARIABLES
${words.variables.map(({ name: variable, type }) => `  \\* @type: ${type};\n  ${variable}`).join(',\n')}

vars == <<${variables.join(', ')}>>

\\* Nothing is left of the last step.
AtRest == calls = <<>>${gathers.map((_, gather) => ` /\\ ~(${words.allThere(gather)})`).join('')}

Init ==
${words.variables.map(({ name: variable, initial }) => `  /\\ ${variable} = ${initial}`).join('\n')}

\\* Within a step: calls are taken in order.
${texts(internal)}

WorkOff ==
${anyOf(internal)}

\\* What a step begins with.
${texts(external)}

Next ==
  \\/ WorkOff
${anyOf(external)}

Spec == Init /\\ [][Next]_vars /\\ WF_vars(WorkOff)
${fair.map((action) => `  /\\ WF_vars(${action.name})`).join('\n')}

\\* The tables have every answer that was needed.
NoGap ==
  /\\ \\A state \\in {${actors.map((actor) => actor.name).join(', ')}} : state # ${quoted(gap)}
  /\\ \\A noted \\in {${observers.map((observer) => observer.name).join(', ')}} : noted # ${observerGap}

${definitions.join('\n')}
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
