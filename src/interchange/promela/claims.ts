/** What claims look for, as C over the states of actors, and the claims as assertions and `ltl`. */
import type { Check, Product } from '../../explore/index.ts';
import type { ExportOptions } from '../claims.ts';
import { type Condition, checkConditions } from '../conditions.ts';
import { type ActorTable, type ChartTable, identifier, type SystemTables } from '../tables/index.ts';
import type { Variable } from '../unknowns.ts';
import { blocks, lines } from './c-text.ts';
import { stateName } from './steps.ts';

const variableName = (tables: SystemTables, variable: Variable): string => {
  if (variable.kind === 'actor') return (tables.actors[variable.actor] as ActorTable).name;
  if (variable.kind === 'observer') return tables.observers[variable.observer]?.name as string;
  return `${tables.groups[variable.group]?.name}_problem`;
};

/** Sets of states that conditions ask for, each written once: by state, whether it is in the set. */
class StateSets {
  readonly definitions: string[] = [];
  readonly #names = new Map<string, string>();

  name(chart: ChartTable, values: readonly number[]): string {
    const key = `${chart.name} ${values.join()}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `set_${this.definitions.length + 1}`;
    this.#names.set(key, name);
    const inSet = chart.states.map((_, state) => (values.includes(state) ? 1 : 0));
    const names = values.map((value) => chart.stateNames[value]).join(', ');
    this.definitions.push(
      `/* ${chart.name}: ${names} */\nstatic const char ${name}[] = { ${inSet.join(', ')} };`,
    );
    return name;
  }
}

/** More states than these are asked for as a set. */
const namedAtMost = 2;

/** In C, where what is part of a state stands in `now`. */
function conditionText(tables: SystemTables, sets: StateSets, condition: Condition): string {
  if (condition.kind === 'constant') return condition.value ? '1' : '0';
  if (condition.kind === 'in') {
    const { variable, values } = condition;
    const name = `now.${variableName(tables, variable)}`;
    if (variable.kind === 'problem') return values.includes(0) ? `${name} == 0` : `${name} != 0`;
    const chart = variable.kind === 'actor' ? (tables.actors[variable.actor] as ActorTable).chart : null;
    if (chart !== null && values.length > namedAtMost) return `${sets.name(chart, values)}[${name}]`;
    const tests = values.map((value) => `${name} == ${chart === null ? value : stateName(chart, value)}`);
    return tests.length === 1 ? tests.join() : `(${tests.join(' || ')})`;
  }
  const parts = condition.parts.map((part) => conditionText(tables, sets, part));
  return `(${parts.join(condition.kind === 'and' ? ' && ' : ' || ')})`;
}

export interface ClaimTexts {
  /** Blocks of C, of limited length each: functions that say what is looked for. */
  readonly functions: string;
  /** Their names for formulas. */
  readonly definitions: string;
  /** Statements that no claim of the kind `never` is broken. */
  readonly assertions: string;
  /** One formula a claim. */
  readonly formulas: string;
}

export function claimTexts(product: Product, tables: SystemTables, options: ExportOptions): ClaimTexts {
  const units = tables.groups.slice(1).map(({ name }) => name);
  const sets = new StateSets();
  const inUnits = (sought: Check['sought']): readonly string[] =>
    checkConditions(product, tables, sought).map((condition) => conditionText(tables, sets, condition));
  const claims = options.claims.map((claim) => ({
    ...claim,
    name: identifier(claim.id),
    texts: inUnits(claim.sought),
    goals: claim.kind === 'leads-to' ? inUnits(claim.goal) : null,
  }));
  const ofUnits = (name: string): readonly string[] => units.map((unit) => `${name}_in_${unit}`);
  const test = (name: string, text: string): string => `static int is_${name}(void) { return ${text}; }`;
  const tests = (name: string, texts: readonly string[]): readonly string[] =>
    ofUnits(name).map((named, unit) => test(named, texts[unit] ?? '0'));
  const definition = (name: string): string => `#define ${name} c_expr { (is_${name})() }`;
  const isAtTheEnd = test('at_the_end', inUnits(options.isEnd)[0] ?? '1');
  return {
    functions: blocks([
      ...sets.definitions,
      ...claims.flatMap(({ name, sentence, texts, goals }) =>
        [...tests(name, texts), ...(goals === null ? [] : tests(`${name}_goal`, goals))].map((one, at) =>
          at === 0 ? `/* ${sentence} */\n${one}` : one,
        ),
      ),
      `/* Where nothing need happen any more. */\n${isAtTheEnd}`,
    ]),
    definitions: lines([
      ...claims.flatMap(({ name, goals }) => [
        ...ofUnits(name).map(definition),
        ...(goals === null ? [] : ofUnits(`${name}_goal`).map(definition)),
      ]),
      definition('at_the_end'),
    ]),
    assertions:
      claims
        .filter(({ kind }) => kind === 'never')
        .flatMap(({ name }) => ofUnits(name).map((named) => `assert(!${named})`))
        .join('; \\\n  ') || 'skip',
    formulas: lines(
      claims.map(({ name, kind }) => {
        const goals = ofUnits(`${name}_goal`);
        const each = ofUnits(name).map((sought, unit) =>
          kind === 'leads-to' ? `[] (${sought} -> <> ${goals[unit]})` : `[] !${sought}`,
        );
        return `ltl ${name} { ${each.join(' && ')} }`;
      }),
    ),
  };
}
