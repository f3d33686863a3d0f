/** Traces in ITF as logs: whole ones, and ones with a few variables only. */
import { describe, expect, it } from 'vitest';
import { validateItf, validationSchema } from '../../../src/conformance/index.ts';
import { itfOf, type Path, pathOfRun } from '../../../src/paths/index.ts';
import { chosenScope, defaultTopology, randomRun, type ScopeOptions } from '../../../src/verify/index.ts';

const topology = defaultTopology('2012R2', 2, 1);

function traceOf(seed: number, options: ScopeOptions = {}) {
  const scope = chosenScope(topology, options);
  return itfOf(pathOfRun(scope, randomRun(scope, seed), seed));
}

/** The states at which the chosen variables change. */
function projected({ states, ...rest }: ReturnType<typeof traceOf>, vars: readonly string[]) {
  const picked = states.map((state) => Object.fromEntries(vars.map((name) => [name, state[name]])));
  const texts = picked.map((state) => JSON.stringify(state));
  return { ...rest, vars, states: picked.filter((_, place) => texts[place] !== texts[place - 1]) };
}

const validate = (trace: unknown, isEndDemanded = false) =>
  validationSchema.parse(validateItf(topology, JSON.stringify(trace), { isEndDemanded }));

describe('a trace', () => {
  it.each([1, 2, 3])('of a run is explained, seed %i', (seed) => {
    const trace = traceOf(seed, { faults: ['F7'] });
    expect(validate(trace)).toMatchObject({ verdict: 'explained', explained: trace.states.length });
  });

  it('is explained by a run that goes through it', () => {
    const trace = traceOf(3, { faults: ['F7'] });
    const runs: Path[] = [];
    validateItf(topology, JSON.stringify(trace), { onRun: (run) => runs.push(run) });
    expect(runs.map((run) => itfOf(run).states)).toEqual([trace.states]);
  });

  it('of some variables is explained, and the others are listed as assumed', () => {
    const trace = projected(traceOf(4), ['vm1_guest_vss', 'host_hyper_v_vss_writer']);
    const { verdict, assumed } = validate(trace);
    expect(verdict).toBe('explained');
    expect(assumed.unlogged).toContain('host_host_vss');
  });

  it('that is cut off is explained, is not complete, and is refused where the end is demanded', () => {
    const { states, ...rest } = traceOf(5);
    const cut = { ...rest, states: states.slice(0, -10) };
    expect(validate(cut)).toMatchObject({ verdict: 'explained', complete: false });
    expect(validate(cut, true)).toMatchObject({ verdict: 'unexplained', firstUnexplained: null });
    expect(validate({ ...rest, states }, true)).toMatchObject({ verdict: 'explained', complete: true });
  });

  it('of variables that do not change any more may be complete, and the rest is assumed', () => {
    const trace = projected(traceOf(4), ['vm1_guest_vss']);
    expect(validate(trace, true)).toMatchObject({ verdict: 'explained', complete: true });
  });

  it('from which a state was taken is not', () => {
    const { states, ...rest } = traceOf(5);
    const { verdict, firstUnexplained, prefixes } = validate({ ...rest, states: states.toSpliced(10, 1) });
    expect([verdict, firstUnexplained]).toEqual(['unexplained', 10]);
    expect(prefixes[0]?.next[0]?.reasons.length).toBeGreaterThan(0);
  });

  it('that runs backwards is not', () => {
    const trace = projected(traceOf(6), ['vm1_guest_vss']);
    // Guest VSS cannot be where it ends before it was anywhere else.
    expect(validate({ ...trace, states: trace.states.toReversed() }).verdict).toBe('unexplained');
  });

  it('with a variable that the system does not have is refused', () => {
    expect(() => validate(projected(traceOf(7), ['vm9_guest_vss']))).toThrow(/vm9_guest_vss/);
  });
});
