/** Machines with a few disks stand for those with more, where copies are brought back one after the other. */
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { TableStore } from '../../src/explore/index.ts';
import { edited } from '../../src/mutants/index.ts';
import { referenceCharts } from '../../src/system/index.ts';
import {
  byMachine,
  chosenScope,
  defaultTopology,
  exploreScope,
  inductOverDisks,
  type ScopeOptions,
  scopeComposition,
  scopeGroups,
  scopesOf,
  stepFaults,
} from '../../src/verify/index.ts';
import { lengthOf, SizedMachine } from '../../src/verify/sized-machine.ts';
import { WithoutDisk } from '../../src/verify/without-disk.ts';

const releases = ['2012', '2012R2'] as const;
type Release = (typeof releases)[number];

/** Four disks on IDE and sixty-four on each of four SCSI controllers. */
const mostDisks = 260;

const scopesWith = (release: Release, disks: readonly number[], options: ScopeOptions = {}) =>
  disks.map((count) => chosenScope(defaultTopology(release, 1, count), options));

const few = [3, 4, 5, 6, 7];

describe('a machine with up to seven disks stands for those with more', () => {
  const groups = scopeGroups().filter(({ family }) => family.startsWith('one machine with many disks'));

  it('of each usual kind without faults, and as it is created with those of single steps, on both releases', () => {
    expect(groups.map((group) => [group.release, byMachine(scopesOf(group)).length])).toEqual([
      ['2012R2', 4],
      ['2012R2', 1],
      ['2012', 2],
      ['2012', 1],
    ]);
  });

  it.each(groups.map((group) => [group.release, JSON.stringify(group.options), group] as const))(
    'on %s with %s',
    (_, __, group) => {
      const machines = byMachine(scopesOf(group));
      const numbers = machines.map((scopes) =>
        scopes.map(({ topology }) => topology.virtualMachines[0]?.disks.length),
      );
      // A machine without a SCSI controller has at most four.
      expect(numbers[0]).toEqual(few);
      expect(numbers.every((list) => [few, [3, 4]].some((one) => one.join() === list.join()))).toBe(true);
      for (const scopes of machines) expect(inductOverDisks(scopes).failure).toBeNull();
    },
  );

  it.each(releases)('and machines with eight and nine are no different, on %s', (release) => {
    expect(inductOverDisks(scopesWith(release, [...few, 8, 9])).failure).toBeNull();
  });

  it.each<ScopeOptions>([
    { virtualMachineOrder: 'oneAtATime' },
    { backups: 2, persistentShadowCopies: true },
    { faults: ['F31'] },
  ])('also with %o', (options) => {
    expect(inductOverDisks(scopesWith('2012R2', few, options)).failure).toBeNull();
  });
});

describe('what is compared occurs', () => {
  const system = (release: Release, disks: number) => {
    const [scope] = scopesWith(release, [disks], { faults: stepFaults });
    if (scope === undefined) throw new RangeError('no scope');
    return new SizedMachine(scopeComposition(scope), {
      input: { passesOn: false, mayFail: true },
      store: new TableStore(),
      without: new WithoutDisk(),
    });
  };

  it.each(releases)(
    'one disk is under way between three that are done and three that wait, on %s',
    (release) => {
      const seven = system(release, 7);
      const patterns = new Set(
        [...seven.reached.values()].map((number) => seven.runs(seven.stateAt(number)).map(lengthOf).join()),
      );
      expect([...patterns]).toEqual(expect.arrayContaining(['7', '1,6', '3,1,3', '6,1']));
      expect([...patterns].every((pattern) => pattern.split(',').length <= 3)).toBe(true);
    },
  );
});

describe('they do not stand for more', () => {
  it('where copies are brought back at the same time: any may be next in the host, and they queue for their guest', () => {
    for (const release of releases) {
      const { failure } = inductOverDisks(scopesWith(release, [3, 4, 5], { diskOrder: 'parallel' }));
      expect(failure).toMatch(
        release === '2012' ? /a step tells 4 twins apart/ : /more than 5 disks can differ/,
      );
    }
  });

  it('where transactions write to one disk after the other', () => {
    expect(inductOverDisks(scopesWith('2012', few, { transactions: true })).failure).toMatch(
      /more than 7 disks can differ/,
    );
  });

  it('where any one of the disks can be struck', () => {
    const { failure } = inductOverDisks(scopesWith('2012R2', [3, 4], { faults: ['F24'] }));
    expect(failure).toMatch(/a step tells 4 twins apart/);
  });

  it('where slots are lost one by one', () => {
    const { failure } = inductOverDisks(scopesWith('2012R2', [3, 4], { faults: ['F34'] }));
    expect(failure).toMatch(/other steps/);
  });

  it('where a number of disks is left out', () => {
    expect(inductOverDisks(scopesWith('2012R2', [3, 5])).failure).toMatch(/a state is not reached/);
  });

  const forgetful = edited(
    referenceCharts['vm-coordinator'],
    {
      'online.recovering': (state) => {
        const { DISK_RECOVERED: recovered, ...others } = state.on ?? {};
        const [follow, ...rest] = recovered as object[];
        state.on = { ...others, DISK_RECOVERED: [{ ...follow, guard: 'fewAreDone' }, ...rest] };
      },
    },
    {
      guards: {
        fewAreDone: ({ context }: { context: { remaining: number; disks: number } }) =>
          context.remaining > 1 && context.disks - context.remaining < 4,
      },
    },
  );

  it.each(releases)('if the coordinator forgets all disks after the fifth, on %s', (release) => {
    const model = { charts: { 'vm-coordinator': forgetful } };
    const consistent = release === '2012' ? 'consistent-2012' : 'consistent-2012r2';
    const found = [2, 5, 6].map((disks) => {
      const [scope] = scopesWith(release, [disks]);
      return scope !== undefined && exploreScope(scope, { model }).paths[consistent] !== undefined;
    });
    expect(found).toEqual([false, false, true]);
    expect(inductOverDisks(scopesWith(release, few), { model }).failure).toMatch(/with 6 disks/);
  });
});

it('a coordinator calls each of its disks once and in order, however many there are', () => {
  for (let disks = 1; disks <= mostDisks; disks++) {
    const coordinator = createActor(referenceCharts['vm-coordinator'], {
      input: {
        eligible: true,
        disks,
        diskOrder: 'sequence',
        virtualMachineOrder: 'parallel',
        refusesWithoutScsi: false,
        replyLimit: false,
      },
    });
    const called: unknown[] = [];
    const answers: boolean[] = [];
    coordinator.on('START_RECOVERY', ({ disk }) => called.push(disk));
    coordinator.on('VIRTUAL_MACHINE_ANSWERED', ({ failed }) => answers.push(failed));
    coordinator.start();
    coordinator.send({ type: 'IDENTIFY_VIRTUAL_MACHINE' });
    coordinator.send({ type: 'VIRTUAL_MACHINE_IS', running: true, scsi: true, serviceLost: false });
    coordinator.send({ type: 'PREPARE_VIRTUAL_MACHINE' });
    coordinator.send({ type: 'GUEST_SHADOW_COPY_CREATED' });
    coordinator.send({ type: 'RECOVER_VIRTUAL_MACHINE', set: 1 });
    for (let disk = 0; disk < disks; disk++) coordinator.send({ type: 'DISK_RECOVERED', disk });
    expect(called).toEqual(Array.from({ length: disks }, (_, disk) => disk));
    expect(answers).toEqual([false, false]);
  }
});
