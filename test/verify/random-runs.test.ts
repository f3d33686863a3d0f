import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologies } from '../../src/fast-check/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { chosenScope, defaultTopology, randomRun } from '../../src/verify/index.ts';

describe('complete backups on random schedules', () => {
  it('violate no claim, for random topologies of up to 100 virtual machines', () => {
    fc.assert(
      fc.property(topologies({ maxMachines: 100 }), fc.nat(), (topology, seed) => {
        const run = randomRun(chosenScope(topology), seed);
        expect(run.isOver).toBe(true);
        expect(run.violated).toEqual({});
      }),
      { numRuns: 25 },
    );
  });

  it('violate no claim with faults and either failure scope', () => {
    fc.assert(
      fc.property(
        topologies({ maxMachines: 6 }),
        fc.nat(),
        fc.constantFrom('all' as const, 'perVm' as const),
        (topology, seed, failureScope) => {
          const scope = chosenScope(topology, { failureScope, faults: ['F7', 'F8', 'F14', 'F18'] });
          const run = randomRun(scope, seed);
          expect(run.isOver).toBe(true);
          expect(run.violated).toEqual({});
        },
      ),
      { numRuns: 60 },
    );
  });

  it('mount 200 copies in the host for 100 virtual machines with 2 disks before 2012 R2 (S13)', () => {
    const run = randomRun(chosenScope(defaultTopology('2012', 100, 2)), 1);
    expect([run.mounts, run.dismounts]).toEqual([200, 200]);
    expect(new Set(run.outcomes)).toEqual(new Set(['online']));
  });

  it('mount none on 2012 R2 (S17)', () => {
    const run = randomRun(chosenScope(defaultTopology('2012R2', 100, 2)), 1);
    expect([run.mounts, run.dismounts]).toEqual([0, 0]);
    expect(new Set(run.outcomes)).toEqual(new Set(['online']));
  });

  it('are the same for the same seed and differ for others', () => {
    const scope = chosenScope(defaultTopology('2012R2', 3, 1));
    expect(randomRun(scope, 7)).toEqual(randomRun(scope, 7));
    expect(randomRun(scope, 7).events).not.toEqual(randomRun(scope, 8).events);
  });

  it('find the mutant that skips recovery, and shrink it to at most two virtual machines with one disk', () => {
    const model = mutants.find(({ name }) => name === 'recovery-skipped')?.model ?? {};
    const result = fc.check(
      fc.property(topologies({ maxMachines: 20, hostReleases: ['2012R2'] }), (topology) => {
        const scope = chosenScope(topology);
        // One schedule may miss it: the guest has to write at the right time.
        return Array.from({ length: 40 }, (_, index) => index + 1).every(
          (seed) => Object.keys(randomRun(scope, seed, { model }).violated).length === 0,
        );
      }),
      { numRuns: 20 },
    );
    expect(result.failed).toBe(true);
    const [topology] = result.counterexample ?? [];
    const disks = topology?.virtualMachines.map((machine) => machine.disks.length) ?? [];
    expect(disks.length).toBeLessThanOrEqual(2);
    expect(disks.reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});
