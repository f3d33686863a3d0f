/** The statements of the protocol, read off complete backups: who says what to whom, and in which order. */
import { describe, expect, it } from 'vitest';
import { play } from '../../src/explore/index.ts';
import { machineView } from '../../src/system/index.ts';
import { chosenScope, randomRun, scopeComposition } from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';

/** Who says what to whom, as `sender → receiver: MESSAGE`; disks are not told apart. */
interface Said {
  readonly text: string;
  /** The machine that it is about, from 1; 0 where it stays in the host. */
  readonly machine: number;
}

/** What is said in one complete backup of two machines with two disks each, on a random schedule. */
function backup(release: '2012' | '2012R2', seed: number): readonly Said[] {
  const scope = chosenScope(topologyWith(release, 2, 2));
  const { steps } = play(scopeComposition(scope), randomRun(scope, seed).events);
  const role = (actor: string): string => actor.replace(/\[\d+\]$/, '');
  return steps.flatMap(({ communications }) =>
    communications.flatMap(({ from, to, message }) =>
      'channel' in to
        ? []
        : [
            {
              text: `${role(from.actor)} → ${role(to.actor)}: ${message.type}`,
              machine: Math.max(from.group, to.group),
            },
          ],
    ),
  );
}

const releases = { '2012': [], '2012R2': [] } as Record<'2012' | '2012R2', (readonly Said[])[]>;
for (const release of ['2012', '2012R2'] as const) {
  for (let seed = 0; seed < 20; seed++) releases[release].push(backup(release, seed));
}

const placesOf = (said: readonly Said[], text: string): readonly number[] =>
  said.flatMap((one, place) => (one.text === text ? [place] : []));

/** In every backup each of these is said so often, all of one before any of the next. */
function expectPhases(backups: readonly (readonly Said[])[], phases: readonly (readonly [string, number])[]) {
  for (const said of backups) {
    const places = phases.map(([text]) => placesOf(said, text));
    expect(places.map(({ length }, index) => [phases[index]?.[0], length])).toEqual(phases);
    for (const [index, next] of places.entries()) {
      if (index > 0) expect(Math.max(...(places[index - 1] ?? []))).toBeLessThan(Math.min(...next));
    }
  }
}

/** Within each machine, these are said one after the other for one disk, then for the other. */
function expectTwice(backups: readonly (readonly Said[])[], texts: readonly string[]) {
  for (const said of backups) {
    for (const machine of [1, 2]) {
      const found = said.filter((one) => one.machine === machine && texts.includes(one.text));
      expect(found.map(({ text }) => text)).toEqual([...texts, ...texts]);
    }
  }
}

describe.each(['2012', '2012R2'] as const)('in a backup by a host of release %s', (release) => {
  const backups = releases[release];

  it('every machine runs all the time (S1)', () => {
    const scope = chosenScope(topologyWith(release, 2, 2));
    const composition = scopeComposition(scope);
    for (let seed = 0; seed < 20; seed++) {
      const { initial, steps } = play(composition, randomRun(scope, seed).events);
      for (const { groups } of [initial, ...steps.map(({ state }) => state)]) {
        for (const [index, group] of composition.units.entries()) {
          const state = groups[index + 1] as NonNullable<(typeof groups)[number]>;
          expect(machineView({ group, state, observers: composition.observers }).machine.at).toBe('running');
        }
      }
    }
  });

  it('host and guests each have a VSS that makes a shadow copy set when a requester asks (S2)', () => {
    expectPhases(backups, [
      ['backup-application → host-vss: DO_SNAPSHOT_SET', 1],
      ['guest-integration-service → guest-vss: DO_GUEST_SNAPSHOT_SET', 2],
      ['host-vss → backup-application: SNAPSHOT_SET_CREATED', 1],
    ]);
  });

  it('all machines are asked for, then Hyper-V asks each integration service, and it its guest VSS (S3, S4, S5)', () => {
    expectPhases(backups, [
      ['backup-application → backup-component: ADD_COMPONENT', 2],
      ['host-vss → hyper-v-vss-writer: PREPARE_SNAPSHOT', 1],
      ['vm-coordinator → guest-integration-service: CREATE_GUEST_SHADOW_COPY', 2],
    ]);
    for (const said of backups) {
      const machines = said.flatMap(({ text, machine }) =>
        text === 'guest-integration-service → guest-vss: DO_GUEST_SNAPSHOT_SET' ? [machine] : [],
      );
      expect(machines.toSorted()).toEqual([1, 2]);
    }
  });

  it('the host’s shadow copy waits until each machine has confirmed its guest’s (S6)', () => {
    expectPhases(backups, [
      ['guest-vss → virtual-hard-disk: TAKE_GUEST_SHADOW_COPY', 4],
      ['host-vss → hyper-v-vss-writer: FREEZE', 1],
      ['host-vss → virtual-hard-disk: TAKE_COPY', 4],
    ]);
    expectPhases(backups, [
      ['guest-integration-service → vm-coordinator: GUEST_SHADOW_COPY_CREATED', 2],
      ['host-vss → virtual-hard-disk: TAKE_COPY', 4],
    ]);
  });

  it('guests write after their shadow copy and before the host’s (S7)', () => {
    const drifted = backups.filter((said) => {
      const [confirmed] = placesOf(
        said,
        'guest-integration-service → vm-coordinator: GUEST_SHADOW_COPY_CREATED',
      );
      const [taken] = placesOf(said, 'host-vss → virtual-hard-disk: TAKE_COPY');
      return placesOf(said, 'guest-workload → virtual-hard-disk: WRITE').some(
        (place) => place > (confirmed ?? 0) && place < (taken ?? 0),
      );
    });
    expect(drifted.length).toBeGreaterThan(0);
  });

  it('the copies are found in the new set, and files are given away when VSS was told that all is done (S8, S12)', () => {
    expectPhases(backups, [
      ['host-vss → virtual-hard-disk: TAKE_COPY', 4],
      [`vm-coordinator → copy-recovery-in-${release === '2012' ? 'host' : 'guest'}: START_RECOVERY`, 4],
      ['host-vss → virtual-hard-disk: MAKE_COPY_READ_ONLY', 4],
      ['host-vss → backup-application: SNAPSHOT_SET_CREATED', 1],
      ['backup-component → virtual-hard-disk: READ_COPY', 4],
    ]);
  });
});

it('earlier, each copy is mounted in the host, brought back there, and dismounted (S9, S10, S11)', () => {
  expectTwice(releases['2012'], [
    'copy-recovery-in-host → virtual-hard-disk: COPY_MOUNTED',
    'copy-recovery-in-host → virtual-hard-disk: REVERT_COPY',
    'copy-recovery-in-host → virtual-hard-disk: COPY_DISMOUNTED',
  ]);
});

it('since 2012 R2 each copy is connected to its machine, brought back by its guest, and disconnected (S14, S15, S16)', () => {
  expectTwice(releases['2012R2'], [
    'scsi-controller → virtual-hard-disk: DISK_CONNECTED',
    'copy-recovery-in-guest → guest-integration-service: AUTO_RECOVER',
    'guest-integration-service → virtual-hard-disk: REVERT_COPY',
    'scsi-controller → virtual-hard-disk: DISK_DISCONNECTED',
  ]);
});
