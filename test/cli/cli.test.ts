/** The command line as its users see it, in processes of its own, built from the sources as they are. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutants } from '../../src/mutants/index.ts';
import { claims } from '../../src/properties/index.ts';
import { reportSchema } from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';
import { calledIn, main, ownFolder } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = ownFolder('cli-');

const call = calledIn(folder);

const file = (name: string, value: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

const outcomesOf = (topology: unknown): Record<string, string[]> => {
  const { out } = call('verify', '--topology', file('outcomes.json', topology), '--json', '-');
  return (JSON.parse(out) as { outcomes: Record<string, string[]> }).outcomes;
};

describe('verify', () => {
  it('reports with --topology what can become of every virtual machine', () => {
    expect(outcomesOf(topologyWith('2012R2', 2, 1, { scsiControllers: 0 }))).toEqual({
      vm1: ['failed:no-scsi-controller'],
      vm2: ['online'],
    });
    expect(outcomesOf(topologyWith('2012', 1, 1, { scsiControllers: 0 }))).toEqual({ vm1: ['online'] });
    expect(outcomesOf(topologyWith('2012R2', 1, 1, { backupServiceRunning: false }))).toEqual({
      vm1: ['saved'],
    });
    expect(outcomesOf(topologyWith('2012R2', 1, 1, { running: false }))).toEqual({ vm1: ['offline'] });
  });

  it('takes the options of a topology file', () => {
    const topology = {
      ...topologyWith('2012R2', 2, 1, { scsiControllers: 0 }),
      options: { failureScope: 'all' },
    };
    expect(outcomesOf(topology)).toEqual({
      vm1: ['failed:no-scsi-controller'],
      vm2: ['failed:another-virtual-machine-failed'],
    });
  });

  it('writes a report that its schema accepts, the same bytes every time', () => {
    const path = join(folder, 'report.json');
    expect(call('verify', '--vms', '2', '--disks', '1', '--json', path).code).toBe(0);
    const first = readFileSync(path, 'utf8');
    const report = reportSchema.parse(JSON.parse(first));
    expect(report.verdict).toBe('holds');
    expect(report.claims.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
    expect(call('verify', '--vms', '2', '--disks', '1', '--json', path).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(first);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('tells the counterexample of a mutant step by step and ends with 1', () => {
    const { code, out } = call('verify', '--mutant', 'recovery-skipped', '--claim', 'consistent-2012r2');
    expect(code).toBe(1);
    expect(out).toContain('A shortest path');
    expect(out).toContain('guest’s shadow copy');
    expect(out).toMatch(/host’s copy of set 1: later than point 1/);
  });

  it('shows it as a Mermaid sequence diagram on request', () => {
    const { out } = call('verify', '--mutant', 'revert-skipped', '--claim', 'consistent-2012r2', '--mermaid');
    expect(out).toContain('sequenceDiagram');
    expect(out).toContain('HOT_ADD');
  });

  it('tells a run that never ends as its beginning and what is repeated for ever', () => {
    const livelock = [
      'verify',
      '--mutant',
      'freeze-put-off-while-guest-writes',
      '--claim',
      'every-backup-ends',
    ];
    const { code, out } = call(...livelock);
    expect(code).toBe(1);
    expect(out).toMatch(/A fair run(.|\n)* 10\. (.|\n)*and then for ever:\n +11\. (.|\n)*write now/);
    expect(call(...livelock, '--mermaid').out).toMatch(/loop for ever(.|\n)*write now(.|\n)* end/);
  });

  it('says of a run that comes to rest too early that nothing more need happen', () => {
    const { out } = call('verify', '--mutant', 'guest-never-thaws', '--claim', 'no-guest-stays-frozen');
    expect(out).toContain('and then nothing more need happen');
  });

  it('ends with 4 when a bound was met', () => {
    const { code, out } = call(
      'verify',
      '--vms',
      '3',
      '--disks',
      '1',
      '--host-release',
      '2012R2',
      '--max-states',
      '100',
    );
    expect(code).toBe(4);
    expect(out).toContain('inconclusive');
  });

  it('ends with 4 when the memory for states is used up', () => {
    const { code, out } = call('verify', '--vms', '3', '--disks', '2', '--max-memory', '1');
    expect(code).toBe(4);
    expect(out).toContain('inconclusive');
  });

  it('is quiet on standard error when nobody watches', () => {
    expect(call('verify', '--vms', '1', '--disks', '1').err).toBe('');
  });

  it('stops when interrupted, says what was done, and ends with 130', async () => {
    const child = spawn(process.execPath, [main, 'verify'], { cwd: folder });
    let out = '';
    child.stdout.on('data', (data) => {
      out += String(data);
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    // The first job is under way once the threads are up; there is no output to wait for in a pipe.
    setTimeout(() => child.kill('SIGINT'), 1_500);
    expect(await ended).toBe(130);
    expect(out).toContain('interrupted');
  });

  it('says when interrupted what a search under way has covered', async () => {
    const child = spawn(
      process.execPath,
      [main, 'verify', '--vms', '6', '--disks', '2', '--host-release', '2012R2', '--json', '-'],
      { cwd: folder },
    );
    let out = '';
    child.stdout.on('data', (data) => {
      out += String(data);
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    setTimeout(() => child.kill('SIGINT'), 3_000);
    expect(await ended).toBe(130);
    const report = JSON.parse(out) as { verdict: string; claims: readonly { states: number }[] };
    expect(report.verdict).toBe('inconclusive');
    expect(Math.max(...report.claims.map(({ states }) => states))).toBeGreaterThan(0);
  });
});

describe('run', () => {
  it('tells one backup and is the same for the same seed', () => {
    const first = call('run', '--seed', '3');
    expect(first.code).toBe(0);
    expect(first.out).toContain('vm1: online');
    expect(first.out).toContain('host mounts: 0');
    expect(call('run', '--seed', '3').out).toBe(first.out);
  });

  it('gives the run as JSON', () => {
    const { out } = call('run', '--topology', file('t.json', topologyWith('2012', 1, 2)), '--json', '-');
    const run = JSON.parse(out) as { mounts: number; outcomes: unknown; disks: object };
    expect(run.mounts).toBe(2);
    expect(run.outcomes).toEqual({ vm1: 'online' });
    expect(Object.keys(run.disks)).toContain('vm1 disk 2, live');
  });
});

describe('list', () => {
  it('lists mutants with name, mistake and claim', () => {
    const rows = JSON.parse(call('list', 'mutants', '--json').out) as Record<string, string>[];
    expect(rows).toHaveLength(mutants.length);
    expect(Object.keys(rows[0] ?? {})).toEqual(['name', 'mistake', 'claim']);
  });

  it('lists charts as their files are called', () => {
    const rows = JSON.parse(call('list', 'charts', '--json').out) as { name: string }[];
    for (const { name } of rows) expect(existsSync(join(root, 'machines', `${name}.ts`)), name).toBe(true);
    expect(rows.length).toBe(
      readdirSync(join(root, 'machines')).filter((name) => !/^(index|messages|time)\.ts$/.test(name)).length,
    );
  });

  it.each(['claims', 'actors'])('lists %s for people too', (what) => {
    const { code, out } = call('list', what);
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(100);
  });
});

describe('what is wrong is said, with where and what is allowed', () => {
  it.each([
    ['an unknown command', ['prove'], 2, /unknown command/],
    ['an unknown claim', ['verify', '--claim', 'nonsense'], 2, /no claim 'nonsense'; there are .*barrier/],
    ['an unknown mutant', ['verify', '--mutant', 'nonsense'], 2, /no mutant 'nonsense'/],
    ['an unknown release', ['verify', '--host-release', '2016'], 2, /2012R2/],
    ['a number that is none', ['verify', '--vms', 'three'], 2, /whole number/],
    ['options that contradict', ['verify', '--topology', 'x.json', '--vms', '2'], 2, /--topology/],
    ['a missing file', ['verify', '--topology', 'missing.json'], 3, /missing\.json/],
    ['a folder that is not there', ['run', '--json', 'no/such/folder/run.json'], 3, /no\/such\/folder/],
  ])('%s', (_, args, code, text) => {
    const result = call(...args);
    expect(result.err).toMatch(text);
    expect(result.code).toBe(code);
  });

  it('a file that is not JSON', () => {
    const result = call('verify', '--topology', file('broken.json', '{"hostRelease":'));
    expect(result.code).toBe(3);
    expect(result.err).toContain('is not JSON');
  });

  it('a topology beyond the limits, all faults at once', () => {
    const disk = { name: 'os', controllerType: 'IDE', controllerNumber: 2, controllerLocation: 0 };
    const result = call(
      'verify',
      '--topology',
      file('beyond.json', {
        hostRelease: '2012',
        virtualMachines: [
          { name: 'a', vmGeneration: 2, disks: [] },
          { name: 'a', colour: 'blue', disks: [disk] },
        ],
      }),
    );
    expect(result.code).toBe(3);
    expect(result.err).toContain('virtualMachines[0].vmGeneration');
    expect(result.err).toContain('virtualMachines[1].name');
    expect(result.err).toContain('colour');
    expect(result.err).toContain('virtualMachines[1].disks[0].controllerNumber');
  });

  it('help is there for every command', () => {
    for (const args of [['--help'], ['verify', '--help'], ['run', '--help'], ['list', '--help']]) {
      const { code, out } = call(...args);
      expect(code).toBe(0);
      expect(out).toContain('Usage: hyperv-backup-spec');
    }
  });
});
