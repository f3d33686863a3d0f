/** Situations that the protocol's description names, each with everything that can be reported in it. */
import { describe, expect, it } from 'vitest';
import {
  backupComposition,
  type Fault,
  type HostRelease,
  type Topology,
  type VirtualMachineTopology,
} from '../../src/system/index.ts';
import { chosenScope, exploreScope, randomRun, type ScopeOptions } from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';

const outcomes = (topology: Topology, options: ScopeOptions = {}): readonly (readonly string[])[] => {
  const { complete, outcomes: found } = exploreScope(chosenScope(topology, options));
  expect(complete).toBe(true);
  return found;
};

const scsiDisks = (count: number): VirtualMachineTopology['disks'] =>
  Array.from({ length: count }, (_, location) => ({
    name: `data${location}`,
    controllerType: 'SCSI' as const,
    controllerNumber: 0,
    controllerLocation: location,
  }));

describe('on 2012 R2', () => {
  it('an empty SCSI controller is enough (S19, S20)', () => {
    expect(outcomes(topologyWith('2012R2', 1, 2))).toEqual([['online']]);
  });

  it('without one, a machine with a disk fails, and its neighbours do not (S20)', () => {
    const topology = topologyWith('2012R2', 3, 1, { scsiControllers: 0 });
    expect(outcomes(topology)).toEqual([['failed:no-scsi-controller'], ['online'], ['online']]);
  });

  it('it fails for that reason also where the guest could have vetoed', () => {
    const topology = topologyWith('2012R2', 1, 1, { scsiControllers: 0 });
    expect(outcomes(topology, { faults: ['F7'] })).toEqual([
      ['failed:guest-writer-veto', 'failed:no-scsi-controller'],
    ]);
    expect(outcomes(topology, { controllerCheck: 'whenPreparing', faults: ['F7'] })).toEqual([
      ['failed:no-scsi-controller'],
    ]);
  });

  it('without one, a machine without disks has nothing to connect', () => {
    expect(outcomes(topologyWith('2012R2', 1, 0, { scsiControllers: 0 }))).toEqual([['online']]);
  });

  it('a controller whose 64 slots are all taken is no help, and is not called missing (F23)', () => {
    expect(outcomes(topologyWith('2012R2', 1, 0, { disks: scsiDisks(64) }))).toEqual([
      ['failed:no-free-slot'],
    ]);
  });

  it('one free slot is enough for 63 disks in sequence, not for disks in parallel', () => {
    const topology = topologyWith('2012R2', 1, 0, { disks: scsiDisks(63) });
    const options = (diskOrder: 'sequence' | 'parallel') => chosenScope(topology, { diskOrder });
    expect(randomRun(options('sequence'), 1).outcomes).toEqual(['online']);
    expect(randomRun(options('parallel'), 1).outcomes).toEqual(['failed:no-free-slot']);
  });

  it('a second controller takes what the first one has no slot for', () => {
    const topology = topologyWith('2012R2', 1, 0, { scsiControllers: 2, disks: scsiDisks(64) });
    expect(randomRun(chosenScope(topology), 1).outcomes).toEqual(['online']);
  });

  it('a machine whose operator removes its controllers between two backups goes from online to failed (S20, F22)', () => {
    const topology = topologyWith('2012R2', 1, 1);
    const twice: ScopeOptions = { backups: 2, operatorRemovesScsi: true };
    // The operator may be at any point when the second backup starts: not done, machine off, or done.
    expect(outcomes(topology, twice)).toEqual([['failed:no-scsi-controller', 'offline', 'online']]);
    expect(outcomes(topology, { backups: 2 })).toEqual([['online']]);
  });
});

describe('before 2012 R2', () => {
  it('all releases are one model, so that one exploration covers them', () => {
    const [first, ...others] = (['2008', '2008R2', '2012'] as const).map((release) => {
      const { hub, units, wires, environment } = backupComposition(topologyWith(release, 2, 2));
      return { hub, units, wires, environment };
    });
    for (const other of others) expect(other).toEqual(first);
  });

  it('no controller is needed (S9)', () => {
    for (const release of ['2008', '2008R2', '2012'] as const) {
      expect(outcomes(topologyWith(release, 1, 2, { scsiControllers: 0 }))).toEqual([['online']]);
    }
  });

  it('one veto fails all, unless failures are kept to the machine (F7)', () => {
    const topology = topologyWith('2012', 2, 1);
    const [one] = outcomes(topology, { faults: ['F7'] });
    expect(one).toEqual(['failed:another-virtual-machine-failed', 'failed:guest-writer-veto', 'online']);
    const [alone] = outcomes(topology, { faults: ['F7'], failureScope: 'perVm' });
    expect(alone).toEqual(['failed:guest-writer-veto', 'online']);
  });
});

describe('on any release', () => {
  it.each([
    ['its service is off', { backupServiceRunning: false }],
    ['its integration components are older than the host (F42)', { integrationComponents: 'older' as const }],
    ['its guest has dynamic disks', { basicDisksOnly: false }],
    ['a file system of it has no shadow copies', { fileSystemsSupportShadowCopies: false }],
    ['its snapshot files lie on another volume', { snapshotFilesOnDiskVolume: false }],
    ['its shadow storage lies on another volume', { shadowStorageOnSameVolume: false }],
    ['its cluster group is offline', { clusterResourceOnline: false }],
    ['it has scoped snapshots', { scopedSnapshots: true }],
  ])('a running machine is saved and resumed where %s (F1 to F6)', (_, change) => {
    expect(outcomes(topologyWith('2012', 1, 1, change))).toEqual([['saved']]);
    expect(outcomes(topologyWith('2012R2', 1, 1, { ...change, scsiControllers: 0 }))).toEqual([['saved']]);
  });

  it('a Windows guest that does not answer in time fails alone, also if it never does (F45, F46)', () => {
    for (const faults of [['F45'], ['F45', 'F46']] as const) {
      expect(outcomes(topologyWith('2012R2', 2, 1), { faults })[0]).toEqual([
        'failed:guest-does-not-answer',
        'online',
      ]);
    }
  });

  it('a Linux guest keeps limits of its own (F45)', () => {
    expect(outcomes(topologyWith('2012R2', 1, 1, { guest: 'linux' }), { faults: ['F45'] })).toEqual([
      ['online'],
    ]);
  });

  it('every backup ends with a guest that answers late or never, unless the host waits without limit (F45, F46)', () => {
    const lateOr = (faults: readonly Fault[]) =>
      exploreScope(chosenScope(topologyWith('2012R2', 1, 1), { faults, backups: 2 }));
    expect(lateOr(['F45']).stuck).toBeNull();
    expect(lateOr(['F45', 'F46']).stuck).toBeNull();
    expect(lateOr(['F46']).stuck).not.toBeNull();
  });

  it('integration components that are older and connect all the same serve a host that recovers, and fail one that has the guest recover (F42)', () => {
    const older = (release: HostRelease) =>
      outcomes(topologyWith(release, 1, 1, { integrationComponents: 'older' }), {
        olderComponents: 'connected',
      });
    expect(older('2012')).toEqual([['online']]);
    expect(older('2012R2')).toEqual([['failed:integration-components-too-old']]);
  });

  it('a Linux guest with older integration components is saved under every option: its driver knows one version (F42)', () => {
    const topology = topologyWith('2012R2', 1, 1, { guest: 'linux', integrationComponents: 'older' });
    expect(outcomes(topology, { olderComponents: 'connected' })).toEqual([['saved']]);
  });

  it('a machine that is off, or was saved before, is copied as it is', () => {
    expect(outcomes(topologyWith('2012R2', 1, 1, { running: false }))).toEqual([['offline']]);
    expect(outcomes(topologyWith('2012', 1, 1, { running: false, savedState: true }))).toEqual([['offline']]);
  });

  it('a writer without resources fails all before a machine is touched (F44)', () => {
    for (const hostRelease of ['2012', '2012R2'] as const) {
      expect(outcomes(topologyWith(hostRelease, 1, 1), { faults: ['F44'] })).toEqual([
        ['failed:writer-out-of-resources', 'online'],
      ]);
    }
  });

  it('a guest that has no room for its shadow copy cannot recover its copies (F43)', () => {
    expect(outcomes(topologyWith('2012R2', 2, 1), { faults: ['F43'] })[0]).toEqual([
      'failed:guest-shadow-copy-gone',
      'online',
    ]);
    expect(outcomes(topologyWith('2012', 1, 1), { faults: ['F43'] })).toEqual([
      ['failed:guest-shadow-copy-gone', 'online'],
    ]);
  });

  it('a guest that is stopped and started in the middle has no shadow copy to go back to; the host still has (F32)', () => {
    const [inGuest] = outcomes(topologyWith('2012R2', 1, 1), { faults: ['F32'] });
    expect(inGuest).toContain('failed:guest-shadow-copy-gone');
    const [linux] = outcomes(topologyWith('2012R2', 1, 1, { guest: 'linux' }), { faults: ['F32'] });
    expect(linux).toEqual(['failed:virtual-machine-stopped', 'offline', 'online']);
  });

  it('a host that cannot hold its writes fails all (F18)', () => {
    expect(outcomes(topologyWith('2012R2', 2, 1), { faults: ['F18'] })[0]).toEqual([
      'failed:host-shadow-copy-failed',
      'online',
    ]);
  });
});
