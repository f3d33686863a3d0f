/** TLC as an engine for the TLA+ export, where `TLA2TOOLS` names its tla2tools.jar. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is missing to run TLC, or null. */
export function missingForTlc() {
  const jar = process.env.TLA2TOOLS;
  if (jar === undefined) return 'set TLA2TOOLS to a tla2tools.jar (a release of TLA+ has one); needs Java';
  const isJava = spawnSync('java', ['-version']).error === undefined;
  return isJava ? null : 'java not found: apt-get install default-jre-headless';
}

/** Whether TLC finds something violated in a module under a configuration. */
export function checkByTlc(module, configuration) {
  const folder = mkdtempSync(join(tmpdir(), 'crosscheck-'));
  try {
    writeFileSync(join(folder, 'Backup.tla'), module);
    writeFileSync(join(folder, 'Backup.cfg'), configuration);
    const args = ['-cp', process.env.TLA2TOOLS, 'tlc2.TLC', '-config', 'Backup.cfg', 'Backup.tla'];
    const { stdout, stderr } = spawnSync('java', args, { cwd: folder, encoding: 'utf8' });
    const isViolated = /is violated|properties were violated/.test(stdout);
    if (!isViolated && !stdout.includes('No error has been found')) {
      throw new Error(`TLC did not finish: ${stdout}${stderr}`);
    }
    return { isViolated };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
