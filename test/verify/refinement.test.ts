/** The two flows, as the requester sees them. */
import { expect, it } from 'vitest';
import { compareFlows, type ScopeOptions } from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';

const releases = ['2012', '2012R2'] as const;
const machines = (count: number, disks: number, change = {}) =>
  topologyWith('2012R2', count, disks, change).virtualMachines;

const scopes: readonly ScopeOptions[] = [{ failureScope: 'all' }, { failureScope: 'perVm' }];

it.each(scopes)(
  'with a SCSI controller in each machine, both flows are the same to the requester: %o',
  (options) => {
    for (const [count, disks] of [
      [1, 0],
      [1, 2],
      [2, 1],
    ] as const) {
      expect(compareFlows(releases, machines(count, disks), options).difference).toBeNull();
    }
  },
);

it('also where one machine is saved or off', () => {
  for (const change of [{ backupServiceRunning: false }, { running: false }]) {
    expect(compareFlows(releases, machines(2, 1, change), { failureScope: 'perVm' }).difference).toBeNull();
  }
});

it('without one, they differ in what is reported in the end, where each fails alone', () => {
  const { difference } = compareFlows(releases, machines(2, 1, { scsiControllers: 0 }), {
    failureScope: 'perVm',
  });
  expect(difference?.trace.at(-1)).toMatch(/over: (failed:no-scsi-controller|online), online$/);
});

it('and in the status of the writer, where one fails all', () => {
  const { difference } = compareFlows(releases, machines(2, 1, { scsiControllers: 0 }), {
    failureScope: 'all',
  });
  expect(difference?.trace.at(-1)).toMatch(/WRITER_STATUS_GATHERED/);
});

it('what faults can do is a difference, too', () => {
  const { difference } = compareFlows(releases, machines(1, 1, { scsiControllers: 0 }), {
    failureScope: 'perVm',
    faults: ['F14'],
  });
  expect(difference).not.toBeNull();
});
