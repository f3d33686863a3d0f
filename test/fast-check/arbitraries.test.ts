/** What is generated is legal, and so is everything on the way to a smaller counterexample. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentActions, paths, played, schedules, topologies } from '../../src/fast-check/index.ts';
import { type Path, replay } from '../../src/paths/index.ts';
import {
  backupComposition,
  checkedTopology,
  hostReleases,
  switchableFaults,
} from '../../src/system/index.ts';
import { defaultTopology } from '../../src/verify/index.ts';

const has = ({ events }: Path, type: string): boolean =>
  events.some((event) => event.type === 'ACT' && event.message.type === type);

describe('topologies', () => {
  it('are topologies', () => {
    fc.assert(
      fc.property(topologies(), (topology) => {
        expect(checkedTopology(topology)).toEqual(topology);
      }),
    );
  });

  it('are of every release, with and without what a backup needs', () => {
    const sample = fc.sample(topologies(), { numRuns: 300, seed: 1 });
    expect(new Set(sample.map(({ hostRelease }) => hostRelease))).toEqual(new Set(hostReleases));
    const machines = sample.flatMap(({ virtualMachines }) => virtualMachines);
    expect(machines.some(({ scsiControllers }) => scsiControllers === 0)).toBe(true);
    expect(machines.some(({ vmGeneration }) => vmGeneration === 2)).toBe(true);
    expect(machines.some(({ disks }) => disks.some(({ controllerType }) => controllerType === 'SCSI'))).toBe(
      true,
    );
  });

  it('shrink to one machine that has just what the property needs', () => {
    const { counterexample } = fc.check(
      fc.property(topologies(), ({ virtualMachines }) =>
        virtualMachines.every(({ disks }) => disks.length === 0),
      ),
      { seed: 2 },
    );
    expect(counterexample?.[0].virtualMachines.map(({ disks }) => disks.length)).toEqual([1]);
  });
});

describe('paths', () => {
  const options = { faults: switchableFaults, faultBudget: 2 };

  it('are paths of the model', () => {
    fc.assert(
      fc.property(paths({ options }), (path) => {
        expect(replay(path).steps.length).toBe(path.events.length);
      }),
      { numRuns: 30 },
    );
  });

  it('stay so while they shrink, down to a path that cannot be shorter', () => {
    const seen: Path[] = [];
    const { failed, counterexample } = fc.check(
      fc.property(
        paths({
          options: { faults: ['F7'] },
          topologies: topologies({ maxMachines: 1, hostReleases: ['2012R2'] }),
        }),
        (path) => {
          seen.push(path);
          return !has(path, 'VETO_FREEZE');
        },
      ),
      { seed: 3, numRuns: 200 },
    );
    expect(failed).toBe(true);
    for (const path of seen.slice(-40)) expect(replay(path).steps.length).toBe(path.events.length);
    const shortest = counterexample?.[0].events ?? [];
    // Nothing is left but the way to where a guest can veto; the last step is the veto.
    expect(shortest.at(-1)).toMatchObject({ type: 'ACT', message: { type: 'VETO_FREEZE' } });
    expect(shortest.length).toBeLessThan(16);
  });

  it('are chosen by numbers, the same by the same', () => {
    const composition = backupComposition(defaultTopology('2012', 2, 1));
    fc.assert(
      fc.property(schedules(20), (schedule) => {
        expect(played(composition, schedule)).toEqual(played(composition, schedule));
      }),
      { numRuns: 20 },
    );
  });
});

it('environment actions are those of the system', () => {
  const composition = backupComposition(defaultTopology('2012', 1, 1), { faults: ['F13'] });
  const types = fc
    .sample(environmentActions(composition), { numRuns: 50, seed: 1 })
    .map(({ message }) => message.type);
  expect(new Set(types)).toEqual(new Set(['WRITE_NOW', 'FAIL_MOUNT']));
});
