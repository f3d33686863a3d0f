import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  checkedTopology,
  hostReleases,
  parseTopology,
  TopologyError,
  type TopologyInput,
  type TopologyProblem,
  topologyJsonSchema,
} from '../../src/system/topology.ts';

const disk = (
  controllerType: string,
  controllerNumber: unknown,
  controllerLocation: unknown,
  name = 'os',
) => ({
  name,
  controllerType,
  controllerNumber,
  controllerLocation,
});

const host = (machine: object, rest: object = {}) => ({
  hostRelease: '2012R2',
  virtualMachines: [{ name: 'sql1', ...machine }],
  ...rest,
});

function problemsOf(value: unknown): readonly TopologyProblem[] {
  const result = parseTopology(value);
  return result.ok ? [] : result.problems;
}

const pathsOf = (value: unknown): readonly string[] => problemsOf(value).map(({ path }) => path);

const diskPath = (key: string, position = 0) => `virtualMachines[0].disks[${position}].${key}`;

const freshMachine = {
  vmGeneration: 1,
  guest: 'windows',
  running: true,
  savedState: false,
  backupServiceRunning: true,
  integrationComponents: 'current',
  scsiControllers: 1,
  snapshotFilesOnDiskVolume: true,
  basicDisksOnly: true,
  fileSystemsSupportShadowCopies: true,
  shadowStorageOnSameVolume: true,
  clusterResourceOnline: true,
  scopedSnapshots: false,
  disks: [],
} as const;

const maybe = <Value>(values: Record<string, fc.Arbitrary<Value>>) => fc.record(values, { requiredKeys: [] });

const flags = maybe<boolean | string>({
  guest: fc.constantFrom('windows', 'linux'),
  backupServiceRunning: fc.boolean(),
  integrationComponents: fc.constantFrom('current', 'older'),
  snapshotFilesOnDiskVolume: fc.boolean(),
  basicDisksOnly: fc.boolean(),
  fileSystemsSupportShadowCopies: fc.boolean(),
  shadowStorageOnSameVolume: fc.boolean(),
  clusterResourceOnline: fc.boolean(),
  scopedSnapshots: fc.boolean(),
});

const runState = fc.constantFrom(
  {},
  { running: true },
  { running: false },
  { running: false, savedState: true },
);

const names = (maxLength: number) => fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength });

const hardware = (release: string) =>
  fc
    .record({
      vmGeneration: fc.constantFrom(...(release === '2012R2' ? [undefined, 1, 2] : [undefined, 1])),
      scsiControllers: fc.constantFrom(undefined, 0, 1, 2, 3, 4),
    })
    .chain(({ vmGeneration, scsiControllers }) => {
      const ide = fc.tuple(fc.constant('IDE'), fc.nat(1), fc.nat(1));
      const scsi = fc.tuple(fc.constant('SCSI'), fc.nat(Math.max(0, (scsiControllers ?? 1) - 1)), fc.nat(63));
      const kinds = [...(vmGeneration === 2 ? [] : [ide]), ...(scsiControllers === 0 ? [] : [scsi])];
      const slots =
        kinds.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.oneof(...kinds), { selector: String });
      return fc.tuple(names(6), slots).map(([called, taken]) => ({
        ...(vmGeneration === undefined ? {} : { vmGeneration }),
        ...(scsiControllers === undefined ? {} : { scsiControllers }),
        disks: called
          .slice(0, taken.length)
          .map((name, index) => disk(...((taken[index] ?? ['', 0, 0]) as [string, number, number]), name)),
      }));
    });

const options = maybe<string>({
  failureScope: fc.constantFrom('all', 'perVm'),
  controllerCheck: fc.constantFrom('whenConnecting', 'whenPreparing'),
  olderComponents: fc.constantFrom('notConnected', 'connected'),
  virtualMachineOrder: fc.constantFrom('parallel', 'oneAtATime'),
  diskOrder: fc.constantFrom('sequence', 'parallel'),
});

const topologies = fc.constantFrom(...hostReleases).chain((hostRelease) =>
  fc
    .tuple(
      fc.array(fc.tuple(hardware(hostRelease), runState, flags), { minLength: 1, maxLength: 4 }),
      names(4).filter((list) => list.length > 0),
      fc.option(options, { nil: undefined }),
    )
    .map(([machines, called, chosen]) => ({
      hostRelease,
      virtualMachines: called
        .slice(0, machines.length)
        .map((name, index) => ({ name, ...Object.assign({}, ...(machines[index] ?? [])) })),
      ...(chosen === undefined ? {} : { options: chosen }),
    })),
);

describe('a topology that is right', () => {
  it('gets the values of a fresh virtual machine for what it leaves out', () => {
    const input: TopologyInput = { hostRelease: '2008', virtualMachines: [{ name: 'sql1' }] };
    expect(checkedTopology(input)).toEqual({
      hostRelease: '2008',
      virtualMachines: [{ name: 'sql1', ...freshMachine }],
    });
  });

  it('parses to itself with the defaults filled in', () => {
    fc.assert(
      fc.property(topologies, (input) => {
        const virtualMachines = input.virtualMachines.map((machine) => ({ ...freshMachine, ...machine }));
        expect(parseTopology(input)).toEqual({ ok: true, topology: { ...input, virtualMachines } });
      }),
    );
  });

  it('parses, once parsed, to the same again', () => {
    fc.assert(
      fc.property(topologies, (input) => {
        const topology = checkedTopology(input);
        expect(checkedTopology(topology)).toEqual(topology);
      }),
    );
  });

  it('has no default for an option', () => {
    expect(checkedTopology(host({}, { options: {} })).options).toEqual({});
  });

  it.each([
    ['IDE', 1, 1],
    ['SCSI', 3, 63],
  ])('has disks up to %s %i:%i', (type, number, location) => {
    expect(problemsOf(host({ scsiControllers: 4, disks: [disk(type, number, location)] }))).toEqual([]);
  });

  it('can have one disk name in two virtual machines', () => {
    const disks = [disk('IDE', 0, 0)];
    const virtualMachines = ['sql1', 'sql2'].map((name) => ({ name, disks }));
    expect(problemsOf(host({}, { virtualMachines }))).toEqual([]);
  });

  it('can have a virtual machine that was saved before the backup', () => {
    expect(problemsOf(host({ running: false, savedState: true }))).toEqual([]);
  });
});

describe('limits', () => {
  it.each([
    ['IDE controller 2', disk('IDE', 2, 0), 'controllerNumber', 'a whole number from 0 to 1 for IDE'],
    ['IDE controller -1', disk('IDE', -1, 0), 'controllerNumber', 'a whole number from 0 to 1 for IDE'],
    ['IDE location 2', disk('IDE', 0, 2), 'controllerLocation', 'a whole number from 0 to 1 for IDE'],
    ['SCSI controller 4', disk('SCSI', 4, 0), 'controllerNumber', 'a whole number from 0 to 3 for SCSI'],
    ['SCSI location 64', disk('SCSI', 0, 64), 'controllerLocation', 'a whole number from 0 to 63 for SCSI'],
    ['controller 1.5', disk('SCSI', 1.5, 0), 'controllerNumber', 'a whole number from 0 to 3'],
    ['controller type SATA', disk('SATA', 0, 0), 'controllerType', '"IDE" or "SCSI"'],
  ])('refuse %s', (_, wrong, key, allowed) => {
    expect(problemsOf(host({ scsiControllers: 4, disks: [wrong] }))).toEqual([
      expect.objectContaining({ path: diskPath(key), allowed }),
    ]);
  });

  it('refuse an IDE disk in generation 2', () => {
    expect(pathsOf(host({ vmGeneration: 2, disks: [disk('IDE', 0, 0)] }))).toEqual([
      diskPath('controllerType'),
    ]);
  });

  it.each(['2008', '2008R2', '2012'])('refuse generation 2 on %s', (hostRelease) => {
    expect(pathsOf(host({ vmGeneration: 2 }, { hostRelease }))).toEqual(['virtualMachines[0].vmGeneration']);
  });

  it.each([
    [undefined, 1],
    [0, 0],
    [2, 2],
  ])('refuse, with %s SCSI controllers, a disk on controller %i', (scsiControllers, number) => {
    expect(pathsOf(host({ scsiControllers, disks: [disk('SCSI', number, 0)] }))).toEqual([
      diskPath('controllerNumber'),
    ]);
  });

  it.each([-1, 5, 1.5])('refuse %d SCSI controllers', (scsiControllers) => {
    expect(pathsOf(host({ scsiControllers }))).toEqual(['virtualMachines[0].scsiControllers']);
  });

  it('refuse a second disk in one slot', () => {
    const disks = [disk('SCSI', 0, 7, 'os'), disk('IDE', 0, 1, 'log'), disk('SCSI', 0, 7, 'data')];
    expect(problemsOf(host({ disks }))).toEqual([
      {
        path: 'virtualMachines[0].disks[2]',
        problem: 'slot of an earlier disk: got SCSI 0:7',
        allowed: 'a slot (controllerType, controllerNumber, controllerLocation) that no other disk has',
      },
    ]);
  });

  it('refuse two virtual machines of one name', () => {
    const virtualMachines = [{ name: 'sql1' }, { name: 'web' }, { name: 'sql1' }];
    expect(pathsOf(host({}, { virtualMachines }))).toEqual(['virtualMachines[2].name']);
  });

  it('refuse two disks of one name in a virtual machine', () => {
    const disks = [disk('IDE', 0, 0, 'os'), disk('IDE', 0, 1, 'os')];
    expect(pathsOf(host({ disks }))).toEqual([diskPath('name', 1)]);
  });

  it('call a second empty name empty, not a name of an earlier one', () => {
    const virtualMachines = [{ name: '' }, { name: '' }];
    expect(problemsOf(host({}, { virtualMachines })).map(({ problem }) => problem)).toEqual([
      'empty: got "" (string)',
      'empty: got "" (string)',
    ]);
  });

  it('refuse a host without virtual machines', () => {
    expect(pathsOf(host({}, { virtualMachines: [] }))).toEqual(['virtualMachines']);
  });

  it.each([{}, { running: true }])('refuse a saved virtual machine that runs: %o', (state) => {
    expect(pathsOf(host({ ...state, savedState: true }))).toEqual(['virtualMachines[0].savedState']);
  });
});

describe('unknown keys', () => {
  it.each([
    ['the root', host({}, { colour: 1 }), 'colour'],
    ['a virtual machine', host({ colour: 1 }), 'virtualMachines[0].colour'],
    ['a disk', host({ disks: [{ ...disk('IDE', 0, 0), colour: 1 }] }), diskPath('colour')],
    ['the options', host({}, { options: { colour: 1 } }), 'options.colour'],
    ['a key that is no word', host({ 'a b': 1 }), 'virtualMachines[0]["a b"]'],
  ])('are refused in %s', (_, value, path) => {
    expect(problemsOf(value)).toEqual([
      { path, problem: 'unknown key: got 1 (number)', allowed: expect.stringMatching(/^no such key; .*/) },
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('are refused when called %s', (key) => {
    const text = `{"hostRelease":"2012R2","${key}":{},"virtualMachines":[{"name":"a","${key}":1}]}`;
    expect(pathsOf(JSON.parse(text))).toEqual([key, `virtualMachines[0].${key}`]);
  });
});

describe('problems', () => {
  it.each([
    ['three', 'wrong type: got "three" (string)'],
    [null, 'wrong type: got null'],
    [[1, 2], 'wrong type: got an array of 2'],
    [{}, 'wrong type: got an object'],
    [1.5, 'not a whole number: got 1.5 (number)'],
    [9, 'out of range: got 9 (number)'],
  ])('say what was given: %j', (scsiControllers, problem) => {
    expect(problemsOf(host({ scsiControllers }))).toEqual([
      { path: 'virtualMachines[0].scsiControllers', problem, allowed: 'a whole number from 0 to 4' },
    ]);
  });

  it('do not call a number that should be text a number that is not whole', () => {
    expect(problemsOf(host({ name: 5 }))[0]?.problem).toBe('wrong type: got 5 (number)');
  });

  it('shorten a long text', () => {
    expect(problemsOf(host({ running: 'x'.repeat(1e5) }))[0]?.problem.length).toBeLessThan(100);
  });

  it('name what is missing', () => {
    expect(problemsOf({ virtualMachines: [{}] })).toEqual([
      { path: 'virtualMachines[0].name', problem: 'missing', allowed: 'a string that is not empty' },
      { path: 'hostRelease', problem: 'missing', allowed: '"2008" or "2008R2" or "2012" or "2012R2"' },
    ]);
  });

  it.each([[null], ['text'], [[]], [undefined]])('are at the root when there is no object: %j', (value) => {
    expect(pathsOf(value)).toEqual(['(topology)']);
  });

  it('refuse an option that is there but undefined, as it would hide the default', () => {
    expect(pathsOf(host({}, { options: { failureScope: undefined } }))).toEqual(['options.failureScope']);
  });

  it('are all reported at once, in the order of the value', () => {
    const value = {
      colour: 'red',
      hostRelease: '2012',
      virtualMachines: [
        'text',
        {
          vmGeneration: 2,
          name: 'sql1',
          scsiControllers: 'three',
          disks: [
            disk('IDE', 5, 0),
            null,
            { ...disk('SCSI', 9, 'x', 'log'), size: 1 },
            disk('SCSI', 0, 0, 'os'),
            disk('SCSI', 0, 0, ''),
          ],
        },
        { name: 'sql1', running: 'yes', savedState: true },
        { name: 'web', disks: [disk('SCSI', 2, 0)], savedState: true },
      ],
      options: { diskOrder: 'random' },
    };
    expect(pathsOf(value)).toEqual([
      'colour',
      'virtualMachines[0]',
      'virtualMachines[1].vmGeneration',
      'virtualMachines[1].scsiControllers',
      'virtualMachines[1].disks[0].controllerType',
      'virtualMachines[1].disks[0].controllerNumber',
      'virtualMachines[1].disks[1]',
      'virtualMachines[1].disks[2].controllerNumber',
      'virtualMachines[1].disks[2].controllerLocation',
      'virtualMachines[1].disks[2].size',
      'virtualMachines[1].disks[3].name',
      'virtualMachines[1].disks[4]',
      'virtualMachines[1].disks[4].name',
      'virtualMachines[2].name',
      'virtualMachines[2].running',
      'virtualMachines[3].disks[0].controllerNumber',
      'virtualMachines[3].savedState',
      'options.diskOrder',
    ]);
  });

  it('are thrown together, one a line', () => {
    const value = host({ running: 3, scsiControllers: 9 });
    expect(() => checkedTopology(value)).toThrow(TopologyError);
    expect(() => checkedTopology(value)).toThrow(
      [
        'The topology is not valid.',
        'virtualMachines[0].running: wrong type: got 3 (number); allowed: true or false',
        'virtualMachines[0].scsiControllers: out of range: got 9 (number); allowed: a whole number from 0 to 4',
      ].join('\n'),
    );
  });

  it('are returned, never thrown, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseTopology(value).ok).toBe(false);
      }),
    );
  });

  it('are returned, never thrown, when any part of a topology is any JSON', () => {
    const broken = (part: unknown) => [
      { hostRelease: part, virtualMachines: part, options: part },
      host({
        name: part,
        vmGeneration: part,
        running: part,
        savedState: part,
        scsiControllers: part,
        disks: part,
      }),
      host({ scsiControllers: part, disks: [part, disk('SCSI', part, part), disk('IDE', part, part)] }),
      { hostRelease: part, virtualMachines: [part, part], options: { diskOrder: part } },
    ];
    fc.assert(
      fc.property(fc.jsonValue(), (part) => {
        for (const value of broken(part)) expect(problemsOf(value)).not.toEqual([]);
      }),
    );
  });
});

describe('the JSON Schema', () => {
  const published = z.fromJSONSchema(topologyJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);

  it('requires only what has no default', () => {
    const schema = topologyJsonSchema();
    expect(schema.required).toEqual(['hostRelease', 'virtualMachines']);
    expect(schema).toMatchObject({ properties: { virtualMachines: { items: { required: ['name'] } } } });
  });

  it('has a title and describes every field', () => {
    const fields = (schema: unknown): readonly unknown[] => {
      const { properties = {}, items } = schema as { properties?: object; items?: unknown };
      const below = [...Object.values(properties), ...(items === undefined ? [] : [items])];
      return [schema, ...below.flatMap(fields)];
    };
    const schema = topologyJsonSchema();
    expect(schema).toMatchObject({ title: 'Hyper-V backup topology' });
    expect(schema).not.toHaveProperty('$id');
    for (const field of fields(schema)) expect(field).toHaveProperty('description');
  });

  it('accepts every topology that is right', () => {
    fc.assert(
      fc.property(topologies, (input) => {
        expect(published.safeParse(input).success).toBe(true);
      }),
    );
  });

  it.each([
    ['an unknown key', host({ colour: 1 })],
    ['a wrong type', host({ running: 'yes' })],
    ['no virtual machine', host({}, { virtualMachines: [] })],
    ['SCSI location 64', host({ disks: [disk('SCSI', 0, 64)] })],
    ['an unknown release', host({}, { hostRelease: '2016' })],
    [
      'a missing controller type',
      host({ disks: [{ name: 'os', controllerNumber: 0, controllerLocation: 0 }] }),
    ],
  ])('refuses, as reading does, %s', (_, value) => {
    expect([published.safeParse(value).success, parseTopology(value).ok]).toEqual([false, false]);
  });
});
