/** Paths on the command line: written by `verify` and `run`, replayed by `replay`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calledIn, ownFolder } from './command.ts';

const folder = ownFolder('paths-');

const call = calledIn(folder);

const newFolder = (name: string): string => {
  mkdirSync(join(folder, name));
  return name;
};

describe('verify --itf', () => {
  it('writes the counterexample of a mutant, which replay tells again, its cycle included', () => {
    const out = newFolder('livelock');
    const mutant = ['--mutant', 'freeze-put-off-while-guest-writes', '--claim', 'every-backup-ends'];
    expect(call('verify', ...mutant, '--itf', out).code).toBe(1);
    expect(readdirSync(join(folder, out))).toContain('every-backup-ends.counterexample.itf.json');
    const replayed = call('replay', `${out}/every-backup-ends.counterexample.itf.json`);
    expect(replayed.out).toContain('and then for ever');
    expect(replayed.out).toContain('The model allows all');
    expect(replayed.code).toBe(0);
  });

  it('writes a witness of every premise that occurs, the same bytes every time', () => {
    const [one, other] = [newFolder('one'), newFolder('other')];
    expect(call('verify', '--vms', '1', '--disks', '1', '--itf', one).code).toBe(0);
    expect(call('verify', '--vms', '1', '--disks', '1', '--itf', other).code).toBe(0);
    const names = readdirSync(join(folder, one));
    expect(names).toContain('clean-end.witness.it-ends-with-a-machine-backed-up-online.itf.json');
    expect(readdirSync(join(folder, other))).toEqual(names);
    for (const name of names) {
      expect(readFileSync(join(folder, other, name), 'utf8')).toBe(
        readFileSync(join(folder, one, name), 'utf8'),
      );
    }
  });

  it('refuses a folder that is missing or holds something, and leaves that alone', () => {
    const missing = call('verify', '--vms', '1', '--itf', 'missing');
    expect(missing.code).toBe(3);
    expect(missing.err).toContain('there is no folder missing');
    writeFileSync(join(folder, newFolder('full'), 'mine.txt'), 'mine');
    const full = call('verify', '--vms', '1', '--itf', 'full');
    expect(full.code).toBe(3);
    expect(full.err).toContain('mine.txt');
    expect(readdirSync(join(folder, 'full'))).toEqual(['mine.txt']);
  });
});

describe('replay', () => {
  it('tells a run that run has written', () => {
    expect(call('run', '--seed', '5', '--itf', 'run.json').code).toBe(0);
    const { code, out } = call('replay', 'run.json');
    expect(code).toBe(0);
    expect(out).toMatch(/^run seed 5\n/);
  });

  it('refuses a run with one step left out at exactly that step, and ends with 1', () => {
    const trace = JSON.parse(call('run', '--seed', '5', '--itf', '-').out) as {
      states: { '#meta': { index: number } }[];
    };
    trace.states.splice(3, 1);
    for (const [index, state] of trace.states.entries()) state['#meta'].index = index;
    writeFileSync(join(folder, 'broken.json'), JSON.stringify(trace));
    const { code, out } = call('replay', 'broken.json');
    expect(out).toMatch(/^Step 3 is refused: .*\nAllowed there:\n {2}\w/);
    expect(code).toBe(1);
    const { refusal } = JSON.parse(call('replay', 'broken.json', '--json', '-').out) as {
      refusal: { step: number; allowed: string[] };
    };
    expect(refusal.step).toBe(3);
    expect(refusal.allowed.length).toBeGreaterThan(0);
  });

  it('prints nothing of a file that moves a cursor', () => {
    const text = call('run', '--seed', '5', '--itf', '-').out;
    writeFileSync(join(folder, 'title.json'), text.replace('"title": "', '"title": "\\u001b[2J'));
    const { code, out } = call('replay', 'title.json');
    expect([code, out.includes('\u001b'), out.includes('\\u001b[2J')]).toEqual([0, false, true]);
  });

  it('says of a file that is no path what it lacks, and ends with 3', () => {
    writeFileSync(join(folder, 'other.json'), '{"vars": [], "states": []}');
    const { code, err } = call('replay', 'other.json');
    expect(code).toBe(3);
    expect(err).toContain('#meta');
    expect(call('replay', 'nowhere.json').code).toBe(3);
  });
});

describe('diagram', () => {
  interface Listed {
    readonly diagrams: readonly { name: string; kind: string; format: string; file: string }[];
    readonly left: readonly { name: string; reason: string }[];
  }
  const listed = (...args: readonly string[]): Listed =>
    JSON.parse(call('diagram', ...args, '--json', '-').out) as Listed;

  it('lists what it has drawn, and what Mermaid would draw wrong', () => {
    const { diagrams, left } = listed('--format', 'mermaid', '--out', 'mermaid');
    expect(readdirSync(join(folder, 'mermaid')).sort()).toEqual(
      diagrams.map(({ file }) => file.replace('mermaid/', '')).sort(),
    );
    expect(new Set(diagrams.map(({ kind }) => kind))).toEqual(new Set(['chart', 'system', 'flow']));
    expect(left.map(({ name }) => name)).toContain('virtual-hard-disk');
  });

  it('lists a path and the charts that were chosen', () => {
    call('run', '--seed', '5', '--itf', 'drawn.itf.json');
    expect(listed('host-vss', '--path', 'drawn.itf.json', '--out', 'some').diagrams).toEqual([
      { name: 'host-vss', kind: 'chart', format: 'svg', file: 'some/host-vss.svg' },
      { name: 'drawn', kind: 'path', format: 'svg', file: 'some/drawn.svg' },
    ]);
  });

  it('prints either the list or the pictures', () => {
    const { code, out, err } = call('diagram', 'host-vss', '--out', '-', '--json', '-');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('only one of --json and --out');
  });
});
