/** Machines of one shape are explored once for all; here that is held against exploring them all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TableStore } from '../../src/explore/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { observers } from '../../src/properties/index.ts';
import { backupComposition, optionsFor, type VirtualMachineTopology } from '../../src/system/index.ts';
import { checksFor, claimsAbout } from '../../src/verify/checks.ts';
import { chosenScope, exploreScope, scopeGroups, scopesOf } from '../../src/verify/index.ts';
import { compareEndings } from '../../src/verify/isolation.ts';
import { machinesWith, shapesWith, signatureOf } from '../../src/verify/shapes.ts';
import { topologyWith } from '../topologies.ts';

const options = optionsFor('2012R2', { observers });
const checks = checksFor({ hostRelease: '2012R2', options }, claimsAbout({ hostRelease: '2012R2', options }));

const signature = (machine: VirtualMachineTopology): string =>
  signatureOf(
    backupComposition({ hostRelease: '2012R2', virtualMachines: [machine] }, { observers }),
    checks,
    'parallel',
    new TableStore(),
  );

/** What can be seen of a machine beside another one. */
const seenBesideAnother = (machine: VirtualMachineTopology) => {
  const neighbour = {
    ...(topologyWith('2012R2', 1, 1).virtualMachines[0] as VirtualMachineTopology),
    name: 'other',
  };
  const { states, steps, depth, outcomes, endings, found } = exploreScope(
    chosenScope({ hostRelease: '2012R2', virtualMachines: [machine, neighbour] }),
  );
  return { states, steps, depth, outcomes, endings, found };
};

describe('two machines of one shape', () => {
  it.each([0, 1, 2])('with %i disks make the same difference beside another machine', (disks) => {
    const all = [...machinesWith(disks, '2012R2')];
    const sample = fc
      .sample(fc.nat(all.length - 1), 60)
      .map((position) => all[position] as VirtualMachineTopology);
    const byShape = new Map<string, ReturnType<typeof seenBesideAnother>>();
    let compared = 0;
    for (const machine of sample) {
      const shape = signature(machine);
      const seen = seenBesideAnother(machine);
      const before = byShape.get(shape);
      if (before === undefined) byShape.set(shape, seen);
      else {
        expect(seen).toEqual(before);
        compared++;
      }
    }
    expect(byShape.size).toBeGreaterThan(1);
    expect(compared).toBeGreaterThan(20);
  });

  it.each([0, 1, 2])('stand for all machines with %i disks', (disks) => {
    const shapes = shapesWith(disks, '2012R2', {}, []);
    const stoodFor = shapes.reduce((sum, { topologies }) => sum + topologies, 0);
    expect(stoodFor).toBe([...machinesWith(disks, '2012R2')].length);
  });

  it('a machine without a SCSI controller has another shape than one with', () => {
    const [one, none] = [1, 0].map((scsiControllers) =>
      signature(
        topologyWith('2012R2', 1, 1, { scsiControllers }).virtualMachines[0] as VirtualMachineTopology,
      ),
    );
    expect(none).not.toBe(one);
  });
});

describe('machines with three or four SCSI controllers', () => {
  const groups = scopeGroups().filter(({ family }) => /^one machine(, .*)?$/.test(family));
  const tried = groups.filter((group) =>
    scopesOf(group).every(({ shapes }) => / SCSI, /.test(shapes.join())),
  );

  it('are tried under all options of which machines are told apart', () => {
    expect(tried.length).toBeGreaterThan(10);
  });

  it.each(tried.map((group) => [group.release, JSON.stringify(group.options), group] as const))(
    'have the shape of those with one, on %s with %s',
    (hostRelease, _text, group) => {
      const about = { hostRelease, options: optionsFor(hostRelease, { ...group.options, observers }) };
      const looked = checksFor(about, claimsAbout(about));
      const store = new TableStore();
      const signatureWith = (machine: VirtualMachineTopology): string =>
        signatureOf(
          backupComposition({ hostRelease, virtualMachines: [machine] }, { ...group.options, observers }),
          looked,
          group.options.virtualMachineOrder ?? 'parallel',
          store,
        );
      const machines = scopesOf(group).flatMap(({ topology }) => topology.virtualMachines);
      const withOne = machines.filter(({ scsiControllers }) => scsiControllers === 1);
      expect(withOne.length).toBeGreaterThan(2);
      const ofVmGeneration2 = withOne.map((machine) => ({
        ...machine,
        vmGeneration: 2 as const,
        disks: machine.disks.map((disk, controllerLocation) => ({
          ...disk,
          controllerType: 'SCSI' as const,
          controllerNumber: 0,
          controllerLocation,
        })),
      }));
      for (const machine of [...withOne, ...(hostRelease === '2012R2' ? ofVmGeneration2 : [])]) {
        const one = signatureWith(machine);
        for (const scsiControllers of [3, 4]) {
          expect(signatureWith({ ...machine, scsiControllers })).toBe(one);
        }
      }
    },
  );

  it('have another where a second one would make a difference', () => {
    const machines = [1, 2].map(
      (scsiControllers) =>
        topologyWith('2012R2', 1, 1, { scsiControllers }).virtualMachines[0] as VirtualMachineTopology,
    );
    const [one, two] = machines.map((machine) =>
      signatureOf(
        backupComposition(
          { hostRelease: '2012R2', virtualMachines: [machine] },
          { observers, faults: ['F34'] },
        ),
        checks,
        'parallel',
        new TableStore(),
      ),
    );
    expect(one).not.toBe(two);
  });
});

describe('isolation', () => {
  const [group] = scopeGroups('2012R2').filter(
    ({ family, options: { failureScope, faults = [] } }) =>
      family === 'two machines' && failureScope === 'perVm' && faults.length === 0,
  );
  const scopes = scopesOf(group as NonNullable<typeof group>);

  it('compares scopes that differ in the controllers of one machine', () => {
    expect(Object.values(scopes[0]?.siblings ?? {}).flat().length).toBeGreaterThan(0);
    const { compared, difference } = compareEndings(
      scopes.map((scope) => ({ scope, result: exploreScope(scope) })),
    );
    expect(compared).toBeGreaterThan(0);
    expect(difference).toBeNull();
  });

  it('finds the difference that one failure for all would make', () => {
    const { model } = mutants.find(({ name }) => name === 'one-failure-fails-all') ?? {};
    const explored = scopes.map((scope) => ({ scope, result: exploreScope(scope, { model: model ?? {} }) }));
    expect(compareEndings(explored).difference?.otherEndings.join()).toContain(
      'another-virtual-machine-failed',
    );
  });
});
