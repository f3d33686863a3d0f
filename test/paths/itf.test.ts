import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologies } from '../../src/fast-check/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import {
  itfJsonSchema,
  itfOf,
  itfText,
  type Path,
  PathRefusal,
  pathOfRun,
  pathsOfScope,
  readItf,
  replayItf,
  UnreadableError,
} from '../../src/paths/index.ts';
import { itfSchema } from '../../src/paths/itf-schema.ts';
import {
  chosenScope,
  defaultTopology,
  exploreScope,
  mutantScope,
  randomRun,
  stepFaults,
} from '../../src/verify/index.ts';

const scope = chosenScope(defaultTopology('2012R2', 2, 1), { faults: stepFaults });
const run = pathOfRun(scope, randomRun(scope, 3), 3);

/** Every path that the first scope of each mutant yields. */
const pathsOfMutants: readonly (readonly [string, readonly Path[]])[] = mutants.map(
  ({ name, scopes, model }) => {
    const first = mutantScope(scopes[0] as (typeof scopes)[number]);
    return [name, pathsOfScope(first, exploreScope(first, { model }), name)];
  },
);

type Trace = ReturnType<typeof itfOf>;
const changed = (change: (trace: Trace) => void): string => {
  const trace = JSON.parse(itfText(run)) as Trace;
  change(trace);
  return JSON.stringify(trace);
};

const refusalOf = (text: string): PathRefusal => {
  try {
    replayItf(text);
  } catch (error) {
    if (error instanceof PathRefusal) return error;
    throw error;
  }
  throw new Error('the path was not refused');
};

describe('a path written as ITF', () => {
  it('is read back as the same path, and written as the same bytes', () => {
    fc.assert(
      fc.property(topologies({ maxMachines: 2 }), fc.nat(), (topology, seed) => {
        const random = chosenScope(topology);
        const text = itfText(pathOfRun(random, randomRun(random, seed), seed));
        expect(itfText(replayItf(text).path)).toBe(text);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the counterexamples of every mutant, lassos among them', () => {
    const all = pathsOfMutants.flatMap(([, paths]) => paths);
    for (const path of all) expect(itfText(readItf(itfText(path)))).toBe(itfText(path));
    expect(all.length).toBeGreaterThan(mutants.length);
    expect(all.filter(({ cycle }) => cycle !== null && cycle.length > 0).length).toBeGreaterThan(0);
    expect(all.filter(({ cycle }) => cycle?.length === 0).length).toBeGreaterThan(0);
  });

  it('is accepted by its schema, and has each variable in each state', () => {
    const trace = itfSchema.parse(JSON.parse(itfText(run)));
    for (const state of trace.states) expect(Object.keys(state).slice(1)).toEqual(trace.vars);
  });

  it('has the published JSON Schema', () => {
    const published = readFileSync(new URL('../../docs/schemas/path.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(JSON.stringify(itfJsonSchema()))).toEqual(JSON.parse(published));
  });

  it('of a hundred machines has the variables of the host only, and is read back', () => {
    const large = chosenScope(defaultTopology('2012R2', 100, 1));
    const path = pathOfRun(large, randomRun(large, 1), 1);
    const text = itfText(path);
    expect((JSON.parse(text) as Trace).vars.filter((name) => !name.startsWith('host_'))).toEqual([]);
    expect(replayItf(text).path.events).toEqual(path.events);
  });

  it('of more steps than can be read back is not written', () => {
    const { events } = run;
    const many = Array.from({ length: 100_000 }, (_, place) => events[place % events.length] ?? events[0]);
    expect(() => itfText({ ...run, events: many as Path['events'] })).toThrow(/it has 100000 steps.*99999/);
  });

  it('has no null, which TLA+ does not know', () => {
    const { states } = itfOf(run);
    expect(JSON.stringify(states)).not.toContain('null');
    expect(JSON.stringify(states)).toContain('"None"');
  });
});

describe('a path that the model does not allow is refused', () => {
  it('at the step whose predecessor was left out, with what is allowed there', () => {
    const refusal = refusalOf(
      changed((trace) => {
        trace.states.splice(4, 1);
        for (const [index, state] of trace.states.entries()) state['#meta'].index = index;
      }),
    );
    expect(refusal.step).toBe(4);
    expect(refusal.allowed.length).toBeGreaterThan(0);
    expect(refusal.message).toContain('Allowed there');
  });

  it('at the state in which one variable is another', () => {
    const refusal = refusalOf(
      changed(({ states }) => {
        (states[7] as Record<string, unknown>).vm1_guest_vss = { state: 'committing', context: {} };
      }),
    );
    expect(refusal.step).toBe(7);
    expect(refusal.asked).toContain('vm1_guest_vss');
  });

  it('at the state in which a variable of the trace is missing', () => {
    const refusal = refusalOf(
      changed(({ states }) => {
        delete (states[3] as Record<string, unknown>).host_host_vss;
      }),
    );
    expect([refusal.step, refusal.asked]).toEqual([3, 'variable host_host_vss is missing']);
  });

  it('at the first state where it has a variable that the model has not', () => {
    const refusal = refusalOf(changed((trace) => trace.vars.push('host_butler')));
    expect([refusal.step, refusal.allowed]).toEqual([0, ['no such variable']]);
  });

  it('at the event that no step is', () => {
    const refusal = refusalOf(
      changed(({ states }) => {
        const event = { type: 'DELIVER' as const, group: 0, channel: 'no-such-channel' };
        (states[2] as Trace['states'][number])['#meta'].event = event;
      }),
    );
    expect(refusal.step).toBe(2);
    expect(refusal.asked).toContain('no-such-channel');
  });

  it('where its cycle does not close', () => {
    const refusal = refusalOf(changed((trace) => Object.assign(trace, { loop: 3 })));
    expect(refusal.asked).toBe('the end of a cycle');
  });

  it('where it says that nothing need happen any more, and something must', () => {
    const text = itfText({ ...run, events: run.events.slice(0, 5) });
    const trace = { ...(JSON.parse(text) as Trace), loop: 5 };
    expect(refusalOf(JSON.stringify(trace)).asked).toBe('that nothing happens any more');
  });

  it('where the model is not the mutant that it needs', () => {
    const [, paths] = pathsOfMutants.find(([name]) => name === 'recovery-skipped') ?? ['', []];
    const [path] = paths;
    if (path === undefined) throw new Error('the mutant has no path');
    const trace = itfOf(path) as { '#meta': { hypervBackup: { model: { mutant: string | null } } } };
    trace['#meta'].hypervBackup.model.mutant = null;
    expect(refusalOf(JSON.stringify(trace)).step).toBeGreaterThan(0);
  });
});

describe('what is no path is refused before it is played', () => {
  it.each([
    ['text that is not JSON', '{', /not JSON/],
    ['another form', '{"states": []}', /#meta/],
    ['fields that JavaScript objects inherit', '{"__proto__": {"polluted": true}}', /'__proto__'/],
    ['values too deep within each other', '['.repeat(70) + ']'.repeat(70), /deep/],
    [
      'a topology that is none',
      changed((t) => Object.assign(t['#meta'].hypervBackup.model, { topology: 1 })),
      /topology/,
    ],
    ['states that are not counted from 0', changed((t) => t.states.shift()), /index/],
    [
      'an option that is none',
      changed((t) => Object.assign(t['#meta'].hypervBackup.model.options, { speed: 1 })),
      /options/,
    ],
  ])('%s', (_, text, message) => {
    expect(() => readItf(text)).toThrow(UnreadableError);
    expect(() => readItf(text)).toThrow(message);
  });

  it('a mutant that is not there', () => {
    const text = changed((t) => Object.assign(t['#meta'].hypervBackup.model, { mutant: 'nonsense' }));
    expect(() => replayItf(text)).toThrow(/no mutant 'nonsense'/);
  });
});
