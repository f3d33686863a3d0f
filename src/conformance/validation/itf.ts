/** A trace in ITF as a log: is there a run of the model that passes through its states? */
import { z } from 'zod';
import type { SystemEvent } from '../../composition/index.ts';
import { Product, type Successor } from '../../explore/index.ts';
import {
  canonicalText,
  itfVariablesOf,
  optionsSchema,
  parseUntrusted,
  spellEvent,
} from '../../paths/index.ts';
import { backupComposition, type Topology } from '../../system/index.ts';
import { dueIn, isAtEnd, triedTooMuch, verdictOnWhole } from './end.ts';
import type { Outcome } from './explained.ts';
import { LogError } from './log.ts';
import { runOf, type ValidationOptions } from './run.ts';
import { defaultLimits } from './search.ts';
import type { Validation } from './validate.ts';

/** What is read of a trace; our own fields need not be there, it may be anybody's. */
const traceSchema = z.looseObject({
  '#meta': z.exactOptional(
    z.looseObject({
      hypervBackup: z.exactOptional(
        z.looseObject({ model: z.exactOptional(z.looseObject({ options: z.exactOptional(optionsSchema) })) }),
      ),
    }),
  ),
  vars: z.array(z.string()).min(1),
  states: z.array(z.record(z.string(), z.unknown())).min(1),
});

interface Place {
  /** States of the trace that are passed, the present one included. */
  readonly passed: number;
  readonly state: Int32Array;
  readonly steps: number;
  /** The step that led to it, after which place; null at the beginning. */
  readonly taken: { readonly before: Place; readonly event: SystemEvent } | null;
}

interface TraceOutcome extends Omit<Outcome, 'furthest'> {
  /** Where a run has passed the most states. */
  readonly furthest: Place;
}

function eventsTo(last: Place): readonly SystemEvent[] {
  const events: SystemEvent[] = [];
  for (let { taken } = last; taken !== null; { taken } = taken.before) events.push(taken.event);
  return events.reverse();
}

/** Steps that come near and are told of a state that none leads to. */
const stepsTold = 12;

class TraceSearch {
  readonly product: Product;
  readonly #names: ReadonlySet<string>;
  readonly #states: readonly (readonly string[])[];
  readonly #values: readonly Readonly<Record<string, unknown>>[];
  readonly #texts: Map<number, string>[];

  constructor(
    product: Product,
    names: ReadonlySet<string>,
    values: readonly Readonly<Record<string, unknown>>[],
  ) {
    this.product = product;
    this.#names = names;
    this.#values = values;
    this.#texts = product.tables.map(() => new Map());
    const byGroup = product.tables.map((_, group) => this.#variables(group, 0).map(([name]) => name));
    this.#states = values.map((state) =>
      byGroup.map((own) => own.map((name) => `${name} ${canonicalText(state[name])}`).join('\n')),
    );
  }

  /** What is recorded of a group's state. */
  #variables(group: number, local: number): readonly (readonly [string, unknown])[] {
    const state = this.product.tables[group]?.state(local);
    if (state === undefined) return [];
    return itfVariablesOf(this.product.composition, group, state).filter(([name]) => this.#names.has(name));
  }

  #text(group: number, local: number): string {
    const known = this.#texts[group]?.get(local);
    if (known !== undefined) return known;
    const text = this.#variables(group, local)
      .map(([name, value]) => `${name} ${canonicalText(value)}`)
      .join('\n');
    this.#texts[group]?.set(local, text);
    return text;
  }

  fits(state: Int32Array, number: number): boolean {
    return state.every((local, group) => this.#text(group, local) === this.#states[number]?.[group]);
  }

  /** Depth-first, with memory of what was tried. */
  run(maxChoices: number, isEndDemanded: boolean): TraceOutcome {
    const { product } = this;
    const start: Place = { passed: 0, state: new Int32Array(product.width), steps: 0, taken: null };
    const open: Place[] = this.fits(start.state, 0) ? [{ ...start, passed: 1 }] : [];
    const tried = new Set<string>();
    let furthest = start;
    let whole: Place | null = null;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at.passed > furthest.passed) furthest = at;
      if (at.passed === this.#states.length) {
        if (isAtEnd(product, at.state)) {
          const run = isEndDemanded ? at : (whole ?? at);
          return { ...verdictOnWhole(true, isEndDemanded), furthest: run };
        }
        // From here on only steps that change nothing recorded lead to the end of the backup.
        if (whole === null && !isEndDemanded) open.length = 0;
        whole ??= at;
      }
      const key = `${at.passed} ${at.state.join()}`;
      if (tried.has(key)) continue;
      tried.add(key);
      if (tried.size > maxChoices) {
        if (whole !== null && !isEndDemanded) return { ...verdictOnWhole(null, isEndDemanded), furthest };
        return { verdict: 'inconclusive', reason: triedTooMuch(maxChoices), isComplete: null, furthest };
      }
      this.#goOn(at, open);
    }
    if (whole !== null) return { ...verdictOnWhole(false, isEndDemanded), furthest };
    return { verdict: 'unexplained', reason: null, isComplete: null, furthest };
  }

  /** What may come next; what changes nothing that is recorded comes last, so that it is popped last. */
  #goOn(before: Place, open: Place[]): void {
    const { passed, steps, state } = before;
    const next = this.product.successors(state);
    const push = ({ group, step, after }: Successor, reached: number): void => {
      const taken = { before, event: this.product.event(group, step) };
      open.push({ passed: reached, state: after, steps: steps + 1, taken });
    };
    for (const one of next) if (this.fits(one.after, passed - 1)) push(one, passed);
    if (this.fits(state, passed)) open.push({ ...before, passed: passed + 1 });
    for (const one of next) if (this.fits(one.after, passed)) push(one, passed + 1);
  }

  /** The first variable that a state has otherwise than the trace, in words. */
  difference(state: Int32Array, number: number): string {
    for (const [group, local] of state.entries()) {
      for (const [name, value] of this.#variables(group, local)) {
        const written = canonicalText(this.#values[number]?.[name]);
        if (canonicalText(value) !== written) {
          return `${name} is ${canonicalText(value)}, in the trace ${written}`;
        }
      }
    }
    return 'it is the same';
  }
}

/**
 * Looks for a run of the model of a topology that passes through the states of a trace. Of variables that
 * are not in the trace any value is assumed, with steps in between that change no others.
 * @throws LogError if it is no trace in ITF, or has a variable that the system does not have.
 */
export function validateItf(
  topology: Topology,
  text: string,
  { limits: { maxChoices } = defaultLimits, isEndDemanded = false, onRun }: ValidationOptions = {},
): Validation {
  let value: unknown;
  try {
    value = parseUntrusted(text);
  } catch (error) {
    throw new LogError(error instanceof Error ? error.message : String(error));
  }
  const parsed = traceSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LogError(`it is no trace in ITF: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { '#meta': meta, vars, states } = parsed.data;
  const options = meta?.hypervBackup?.model?.options ?? {};
  const composition = backupComposition(topology, options);
  const product = new Product(composition);
  const all = product.tables.flatMap((table, group) =>
    itfVariablesOf(composition, group, table.state(0)).map(([name]) => name),
  );
  const stranger = vars.find((name) => !all.includes(name));
  if (stranger !== undefined) {
    throw new LogError(`there is no variable '${stranger}' in this system; there are ${all.join(', ')}`);
  }
  states.forEach((state, number) => {
    const missing = vars.find((name) => !Object.hasOwn(state, name));
    if (missing !== undefined) throw new LogError(`states[${number}]: variable '${missing}' is missing`);
  });
  const search = new TraceSearch(product, new Set(vars), states);
  const { verdict, reason, isComplete, furthest } = search.run(maxChoices, isEndDemanded);
  const isWhole = furthest.passed === states.length;
  onRun?.(runOf(topology, options, eventsTo(furthest), isWhole));
  const spell = ({ group, step }: Successor): string => spellEvent(composition, product.event(group, step));
  const reasons =
    furthest.passed === 0
      ? [search.difference(furthest.state, 0)]
      : product
          .successors(furthest.state)
          .slice(0, stepsTold)
          .map((one) => `${spell(one)}: then ${search.difference(one.after, furthest.passed)}`);
  return {
    format: 'hyperv-backup-spec/validation',
    version: 1,
    verdict,
    reason,
    complete: isComplete,
    next: isComplete === false ? dueIn(product, furthest.state) : [],
    lines: states.length,
    explained: furthest.passed,
    steps: furthest.steps,
    sources: [{ name: 'trace', lines: states.length, explained: furthest.passed }],
    assumed: { unlogged: all.filter((name) => !vars.includes(name)), mayMiss: [], steps: [], lines: [] },
    firstUnexplained: isWhole ? null : furthest.passed,
    prefixes: isWhole
      ? []
      : [
          {
            explained: furthest.passed,
            steps: furthest.steps,
            next: [{ source: 'trace', line: furthest.passed, text: `states[${furthest.passed}]`, reasons }],
          },
        ],
  };
}
