/** The package as users get it: packed, installed in a clean folder, and used. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'example-'));
const example = join(root, 'docs/example/run-a-backup.mjs');

const npm = (...args: string[]): string => execFileSync('npm', args, { cwd: folder, encoding: 'utf8' });

beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  npm(
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    `./${tarball}`,
    `xstate@${devDependencies.xstate}`,
    `fast-check@${devDependencies['fast-check']}`,
  );
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the example runs a backup against the packed package', () => {
  copyFileSync(example, join(folder, 'run-a-backup.mjs'));
  const out = execFileSync(process.execPath, ['run-a-backup.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(out).toContain('hyper-v-vss-writer: PREPARE_VIRTUAL_MACHINE');
  expect(out).toContain('guest-integration-service: AUTO_RECOVERED');
  expect(out.trimEnd().split('\n').at(-1)).toBe('host-vss: BACKUP_SHUTDOWN');
});

it('the example is the one that the README shows', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(readFileSync(example, 'utf8').trimEnd());
});

it('its command is there and works', () => {
  const rows = JSON.parse(npm('exec', '--', 'hyperv-backup-spec', 'list', 'claims', '--json')) as unknown[];
  expect(rows.length).toBeGreaterThanOrEqual(15);
});

it('every entry point can be imported', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  const names = Object.entries(exports).flatMap(([name, target]) =>
    typeof target === 'object' ? [`hyperv-backup-spec${name.slice(1)}`] : [],
  );
  const script = names
    .map((name) => `console.log(Object.keys(await import('${name}')).length > 0)`)
    .join('\n');
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(out.trim().split('\n')).toEqual(names.map(() => 'true'));
});
