import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { topologyWith } from '../topologies.ts';
import { calledIn, main, ownFolder } from './command.ts';

const folder = ownFolder('export-');

const call = calledIn(folder);
const exported = (...args: readonly string[]) => call('export', ...args);

const contents = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, name))
      .sort()
      .map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]),
  );

describe('export', () => {
  it('writes every format, the same bytes every time, and no path of this machine', () => {
    for (const name of ['one', 'other']) {
      mkdirSync(join(folder, name));
      expect(exported('--format', 'all', '--out', name).code).toBe(0);
    }
    expect(contents('other')).toEqual(contents('one'));
    expect(Object.keys(contents('one'))).toEqual(
      expect.arrayContaining([
        'model.pml',
        'model.json',
        'Backup.tla',
        'Backup.cfg',
        'guest_vss.scxml',
        'states.aut',
        'states.dot',
      ]),
    );
    expect(JSON.stringify(contents('one'))).not.toContain(tmpdir());
  });

  it('takes a topology', () => {
    mkdirSync(join(folder, 'two'));
    writeFileSync(join(folder, 'two.json'), JSON.stringify(topologyWith('2012', 2, 1)));
    expect(exported('--format', 'aut', '--topology', 'two.json', '--out', 'two').code).toBe(0);
    expect(contents('two')['states.aut']).toContain('vm2');
  });

  it('refuses to draw what is too large, and says what takes it', () => {
    mkdirSync(join(folder, 'large'));
    writeFileSync(join(folder, 'large.json'), JSON.stringify(topologyWith('2012R2', 3, 1)));
    const { code, err } = exported('--format', 'dot', '--topology', 'large.json', '--out', 'large');
    expect(code).toBe(3);
    expect(err).toContain('aut takes any number');
  });

  it('refuses a folder that is missing, or that holds something, and replaces nothing', () => {
    expect(exported('--format', 'aut', '--out', 'missing').err).toContain('there is no folder missing');
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/states.aut'), 'mine');
    const { code, err } = exported('--format', 'aut', '--out', 'full');
    expect(code).toBe(3);
    expect(err).toContain('--force');
    expect(contents('full')).toEqual({ 'states.aut': 'mine' });
    expect(exported('--format', 'aut', '--out', 'full', '--force').code).toBe(0);
    expect(contents('full')['states.aut']).toMatch(/^des /);
  });

  // What may not be written is seen by somebody who is not root only.
  const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const reads = spawnSync('test', ['-r', main], other).status === 0;
  it.skipIf(!reads)('refuses a folder that it may not write into', () => {
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0o555);
    chmodSync(folder, 0o755);
    const { status, stderr } = spawnSync(
      process.execPath,
      [main, 'export', '--format', 'aut', '--out', join(folder, 'locked')],
      { ...other, encoding: 'utf8' },
    );
    expect(stderr).toContain('cannot write into the folder');
    expect(status).toBe(3);
    expect(readdirSync(join(folder, 'locked'))).toEqual([]);
  });

  it('refuses an unknown format and names those that there are', () => {
    const { code, err } = exported('--format', 'csv', '--out', '.');
    expect(code).toBe(2);
    expect(err).toContain('aut');
  });
});
