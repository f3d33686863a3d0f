import { TestModel } from '@xstate/test';
import { describe, expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { type SystemEvent, type SystemSnapshot, stateKey } from '../../src/composition/index.ts';
import {
  ChartMismatchError,
  createBackupSystem,
  createLiveBackup,
  referenceCharts,
  TopologyError,
} from '../../src/system/index.ts';
import { topologyWith } from '../topologies.ts';

const topology = topologyWith('2012R2', 1, 1);

describe('the system actor', () => {
  it('runs under createActor and says what is said in it', () => {
    const system = createBackupSystem(topology);
    const actor = createActor(system);
    const said: string[] = [];
    actor.on('*', (event) => said.push((event as unknown as { message: { type: string } }).message.type));
    actor.start();
    for (let count = 0; count < 500; count++) {
      const [event] = system.enabled(actor.getSnapshot());
      if (event === undefined) break;
      actor.send(event);
    }
    expect(said).toContain('PREPARE_SNAPSHOT');
    expect(said.indexOf('GUEST_SHADOW_COPY_CREATED')).toBeLessThan(said.indexOf('TAKE_COPY'));
  });

  it('is pure: the same event in the same state leads to the same state', () => {
    const system = createBackupSystem(topology);
    const [first, second] = [createActor(system), createActor(system)];
    for (const actor of [first, second]) {
      actor.start();
      for (let count = 0; count < 30; count++) {
        actor.send(system.enabled(actor.getSnapshot())[0] as SystemEvent);
      }
    }
    expect(stateKey(first.getSnapshot().context)).toBe(stateKey(second.getSnapshot().context));
  });

  it('stays as it is when an event is not enabled', () => {
    const actor = createActor(createBackupSystem(topology)).start();
    const before = stateKey(actor.getSnapshot().context);
    actor.send({ type: 'DELIVER', group: 0, channel: 'vss-calls' });
    expect(stateKey(actor.getSnapshot().context)).toBe(before);
  });

  it('is covered by the paths of @xstate/test, none of which ends in an error', () => {
    const system = createBackupSystem(topology);
    const model = new TestModel<SystemSnapshot, SystemEvent, unknown>(system as never, {
      events: ((snapshot: SystemSnapshot) => system.enabled(snapshot)) as never,
      serializeState: ((snapshot: SystemSnapshot) => stateKey(snapshot.context)) as never,
      stateMatcher: (_, key) => key === '*',
    });
    const reached = new Set<string>();
    for (const path of model.getShortestPaths()) {
      path.testSync({
        states: {
          '*': (snapshot) => {
            expect(snapshot.status).toBe('active');
            reached.add(stateKey((snapshot as SystemSnapshot).context));
          },
        },
      });
    }
    // As many as the exhaustive search finds for one virtual machine with one disk.
    expect(reached.size).toBe(69);
  });

  it('refuses a topology that breaks the limits', () => {
    expect(() => createBackupSystem({ hostRelease: '2012R2', virtualMachines: [] })).toThrow(TopologyError);
  });

  it('refuses a chart that lacks an input of its role, by name', () => {
    const deaf = createMachine({ id: 'deafGuestVss', on: { DO_GUEST_SNAPSHOT_SET: {} } });
    expect(() => createBackupSystem(topology, { charts: { 'guest-vss': deaf } })).toThrow(ChartMismatchError);
    expect(() => createBackupSystem(topology, { charts: { 'guest-vss': deaf } })).toThrow(
      /deafGuestVss.*guest-vss.*APPLICATIONS_FROZEN/,
    );
    expect(() => createBackupSystem(topology, { charts: { guestVss: deaf } as never })).toThrow(
      "there is no role 'guestVss'",
    );
  });

  it('takes a chart that fits', () => {
    const same = referenceCharts['guest-vss'].provide({});
    expect(() => createBackupSystem(topology, { charts: { 'guest-vss': same } })).not.toThrow();
  });
});

it('a live backup can be inspected like any XState actor', () => {
  const seen = new Set<string>();
  const live = createLiveBackup(topology, {}, { inspect: ({ type }) => seen.add(type) }).start();
  expect(seen).toContain('@xstate.actor');
  live.stop();
});
