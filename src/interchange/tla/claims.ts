/** Claims as invariants and temporal properties. */
import type { Check, Product } from '../../explore/index.ts';
import type { ExportOptions } from '../claims.ts';
import { type Condition, checkConditions } from '../conditions.ts';
import type { ActorTable } from '../tables/index.ts';
import { stateOf, type Vocabulary } from './vocabulary.ts';

const pascal = (id: string): string =>
  id.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());

function conditionText(words: Vocabulary, condition: Condition): string {
  if (condition.kind === 'constant') return condition.value ? 'TRUE' : 'FALSE';
  if (condition.kind === 'in') {
    const { variable, values } = condition;
    if (variable.kind === 'problem') {
      return `${values.includes(0) ? '~' : ''}${words.problem(variable.group)}`;
    }
    if (variable.kind === 'observer') {
      return `${words.tables.observers[variable.observer]?.name} \\in {${values.join(', ')}}`;
    }
    const actor = words.tables.actors[variable.actor] as ActorTable;
    return `${actor.name} \\in {${values.map((value) => stateOf(actor, value)).join(', ')}}`;
  }
  const parts = condition.parts.map((part) => `(${conditionText(words, part)})`);
  return `(${parts.join(condition.kind === 'and' ? ' /\\ ' : ' \\/ ')})`;
}

export interface TlaClaims {
  /** Definitions, each under its sentence. */
  readonly definitions: readonly string[];
  /** The names of the invariants, and of the temporal properties, by claim. */
  readonly invariants: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, string>;
}

export function tlaClaims(product: Product, words: Vocabulary, { claims }: ExportOptions): TlaClaims {
  const invariants = new Map<string, string>();
  const properties = new Map<string, string>();
  const inUnits = (sought: Check['sought']): readonly string[] =>
    checkConditions(product, words.tables, sought).map((condition) => conditionText(words, condition));
  const definitions = claims.map((claim) => {
    const title = pascal(claim.id);
    const sought = inUnits(claim.sought);
    if (claim.kind !== 'leads-to') {
      invariants.set(claim.id, title);
      const each = sought.map((text) => `~(${text})`);
      return `\\* ${claim.sentence}\n${title} == AtRest => (${each.join(' /\\ ')})`;
    }
    properties.set(claim.id, title);
    const goals = inUnits(claim.goal);
    const each = sought.map((text, unit) => `((AtRest /\\ ${text}) ~> (AtRest /\\ ${goals[unit]}))`);
    return `\\* ${claim.sentence}\n${title} == ${each.join(' /\\ ')}`;
  });
  return { definitions, invariants, properties };
}
