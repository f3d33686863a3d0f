/** Packs the package and has publint and are-the-types-wrong look at the tarball. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'package-'));
const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });
try {
  run('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder)[0]);
  run('npx', 'publint', 'run', tarball, '--strict');
  const notCode = [
    './suite.schema.json',
    './conformance-protocol.schema.json',
    './conformance-report.schema.json',
    './topology.schema.json',
    './report.schema.json',
    './path.schema.json',
    './package.json',
  ];
  run('npx', 'attw', tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...notCode);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
