/** Logs of Windows, in XML and JSON: what is mapped, what is not, and what no run explains. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import {
  eventMeanings,
  readWindowsEvents,
  validateWindowsEvents,
  validationSchema,
  validationText,
} from '../../../src/conformance/index.ts';
import { defaultTopology } from '../../../src/verify/index.ts';

const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'events-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Given {
  readonly provider: string;
  readonly id: number;
  readonly computer?: string;
  readonly data?: readonly string[];
}

const host = 'HV01.contoso.com';
const guest = 'vm1.contoso.com';

const xml = (events: readonly Given[]): string =>
  events
    .map(
      ({ provider, id, computer = host, data = [] }, index) =>
        `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}'/><EventID Qualifiers='49152'>${id}</EventID><Level>2</Level><TimeCreated SystemTime='2014-03-06T10:00:${String(index).padStart(2, '0')}.1234567Z'/><EventRecordID>${100 + index}</EventRecordID><Channel>Application</Channel><Computer>${computer}</Computer></System><EventData>${data.map((text) => `<Data>${text}</Data>`).join('')}</EventData></Event>`,
    )
    .join('\r\n');

const json = (events: readonly Given[]): string =>
  JSON.stringify(
    events.map(({ provider, id, computer = host, data = [] }, index) => ({
      Id: id,
      ProviderName: provider,
      MachineName: computer,
      TimeCreated: `/Date(${1394100000000 + index * 1000})/`,
      RecordId: 100 + index,
      Properties: data.map((Value) => ({ Value })),
    })),
  );

const backup = (...ids: readonly number[]): readonly Given[] =>
  ids.map((id) => ({ provider: 'Microsoft-Windows-Backup', id }));
const vmms = (id: number, ...data: readonly string[]): Given => ({
  provider: 'Microsoft-Windows-Hyper-V-VMMS',
  id,
  data,
});
const inGuest = (provider: string, id: number): Given => ({ provider, id, computer: guest });

const r2 = defaultTopology('2012R2', 1, 1);
const earlier = defaultTopology('2008R2', 1, 1);
const withoutScsi = {
  ...r2,
  virtualMachines: r2.virtualMachines.map((machine) => ({ ...machine, scsiControllers: 0 })),
};

describe.each([
  ['XML', xml],
  ['JSON', json],
] as const)('events in %s', (_, write) => {
  it.each([
    ['a backup that went well', r2, backup(1, 4)],
    [
      'a guest whose writer failed',
      r2,
      [...backup(1), inGuest('vmicvss', 2), vmms(10150, 'vm1'), ...backup(14)],
    ],
    [
      'a machine without a SCSI controller',
      withoutScsi,
      [...backup(1), vmms(10103, 'vm1', 'GUID'), ...backup(4)],
    ],
    [
      'copies that were mounted in the host',
      earlier,
      [
        ...backup(1),
        { provider: 'Microsoft-Windows-VHDMP', id: 1 },
        { provider: 'Microsoft-Windows-VHDMP', id: 2 },
        ...backup(4),
      ],
    ],
    [
      'a revert that failed',
      earlier,
      [...backup(1), vmms(10103, 'vm1', 'GUID', 'C:\\vm1.vhd'), ...backup(5, 9)],
    ],
    [
      'a host whose writes could not be held',
      r2,
      [...backup(1), { provider: 'volsnap', id: 8 }, { provider: 'VSS', id: 12298 }, ...backup(9)],
    ],
    [
      'a disk that did not arrive',
      r2,
      [...backup(1), inGuest('vmicvss', 18), inGuest('vmicvss', 19), ...backup(4)],
    ],
  ])('%s is explained', (_name, topology, events) => {
    const validation = validationSchema.parse(validateWindowsEvents(topology, write(events)));
    expect([validation.verdict, validation.prefixes]).toEqual(['explained', []]);
    expect(validation.windowsEvents?.unknown).toEqual([]);
  });

  it.each([
    ['a backup that finished before it started', r2, backup(4, 1)],
    ['no SCSI controller where there is one', r2, [...backup(1), vmms(10103, 'vm1')]],
    ['mounts after the backup', earlier, [...backup(1, 4), { provider: 'Microsoft-Windows-VHDMP', id: 1 }]],
  ])('%s is not', (_name, topology, events) => {
    expect(validateWindowsEvents(topology, write(events)).verdict).toBe('unexplained');
  });
});

it('an event that was filtered out is assumed, and listed', () => {
  const events = [...backup(1), { provider: 'Microsoft-Windows-VHDMP', id: 2 }, ...backup(4)];
  const { verdict, assumed } = validateWindowsEvents(earlier, xml(events));
  expect(verdict).toBe('explained');
  expect(assumed.lines.map(({ what }) => what).join()).toContain('COPY_MOUNTED');
});

describe('events that are not mapped', () => {
  it('are counted and shown, not guessed at', () => {
    const events = [
      ...backup(1),
      vmms(10172),
      vmms(10172),
      { provider: 'VSS', id: 1 },
      vmms(19100, 'vm1'),
      ...backup(4),
    ];
    const validation = validateWindowsEvents(r2, xml(events));
    expect(validation.verdict).toBe('explained');
    expect(validation.windowsEvents?.unknown).toEqual([
      { provider: 'Microsoft-Windows-Hyper-V-VMMS', id: 10172, says: null, times: 2 },
      { provider: 'VSS', id: 1, says: null, times: 1 },
    ]);
    expect(validation.windowsEvents?.unmodelled.map(({ id }) => id)).toEqual([19100]);
    expect(validationText(validation)).toContain('2 x Microsoft-Windows-Hyper-V-VMMS 10172');
  });

  it('one id means what its release says it means', () => {
    const of10103 = eventMeanings.filter(({ ids }) => ids.includes(10103));
    expect(of10103.map(({ releases }) => releases)).toEqual(['beforeR2', '2012R2']);
    for (const { source } of eventMeanings) expect(source).not.toBe('');
  });

  it('the same said by two services is one occurrence', () => {
    const events = [...backup(1), { provider: 'volsnap', id: 8 }, { provider: 'VSS', id: 12298 }];
    expect(validateWindowsEvents(r2, xml(events)).windowsEvents?.repeated).toBe(1);
  });
});

describe('files that are not what they should be', () => {
  const bomb = `<!DOCTYPE Event [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${xml(backup(1)).replace('HV01', '&b;')}`;
  const deep = xml([{ provider: 'VSS', id: 1, data: [`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`] }]);
  it.each([
    ['with entities of its own', bomb, /DOCTYPE/],
    ['too deep', deep, /not XML.*nested/i],
    ['without an end', '<Event><System>', /no end/],
    ['not closed properly', '<Event><System></Event>', /not XML/],
    [
      'with an event that is too long',
      xml([{ provider: 'VSS', id: 1, data: ['x'.repeat(1 << 20)] }]),
      /longer/,
    ],
    ['not JSON', '[', /not JSON/],
    ['of another form', '[{"Id":1}]', /event 1: ProviderName/],
    ['without events', '[]', /no event/],
  ])('%s are refused', (_name, text, message) => {
    expect(() => validateWindowsEvents(r2, text)).toThrow(message);
  });

  it('an entity is not expanded, and those of XML itself are', () => {
    const [event] = readWindowsEvents(
      xml([{ provider: 'VSS', id: 1, data: ['a &amp; &lt;b&gt; &unknown;'] }]),
    );
    expect(event?.data).toEqual(['a & <b> &unknown;']);
  });

  it('two computers that could be the host are refused', () => {
    const events = [...backup(1), { provider: 'VSS', id: 8193, computer: 'other' }];
    expect(() => validateWindowsEvents(r2, xml(events))).toThrow(/HV01.contoso.com, other/);
  });
});

it('the command reads them, also as PowerShell redirects them', () => {
  const topology = join(folder, 'topology.json');
  const log = join(folder, 'events.xml');
  writeFileSync(topology, JSON.stringify(r2));
  writeFileSync(log, `\uFEFF${xml(backup(1, 4))}`, 'utf16le');
  const { status, stdout } = spawnSync(
    process.execPath,
    [main, 'validate', log, '--topology', topology, '--format', 'windows-events'],
    { encoding: 'utf8' },
  );
  expect([status, stdout.includes('verdict: explained')]).toEqual([0, true]);
});
