/** The certificate checker: Python that walks the tables, and sees that the states are all and break no claim. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificate, certificateText } from '../../dist/src/interchange/index.js';
import { rowsOf, timed } from './own.mjs';

const checker = fileURLToPath(new URL('../../docs/python/check_certificate.py', import.meta.url));

/** What is missing to run the checker, or null. */
export const missingForPython = () =>
  spawnSync('python3', ['--version']).status === 0 ? null : 'python3 not found: apt-get install python3';

function checked(text) {
  const folder = mkdtempSync(join(tmpdir(), 'crosscheck-'));
  try {
    const file = join(folder, 'certificate.json');
    writeFileSync(file, text);
    const { stdout, stderr } = spawnSync('python3', [checker, file], { encoding: 'utf8' });
    if (!/^(accepted|refused): /.test(stdout))
      throw new Error(`the checker did not finish: ${stdout}${stderr}`);
    return stdout.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param tamper Changes the certificate: tests put faults into it. */
export function certificateRows(subject, tamper = (text) => text) {
  const { scope, product, own, claims } = subject;
  const rows = rowsOf('certificate', subject);
  const made = certificate(scope, product, own);
  const isAsked = ({ id }) => claims.some((claim) => claim.id === id);
  const text = certificateText({
    ...made,
    model: { ...made.model, claims: made.model.claims.filter(isAsked) },
  });
  const { value: answer, time } = timed(() => checked(tamper(text)));
  const states = Number(/^accepted: (\d+) states/.exec(answer)?.[1] ?? Number.NaN);
  const proved = /proved: (.*)$/.exec(answer)?.[1].split(', ') ?? [];
  // A refusal names what is broken; what it does not name it has not judged.
  const verdictOn = ({ id, kind }) => {
    if (kind === 'ends' ? !Number.isNaN(states) : proved.includes(id)) return 'holds';
    const isBroken =
      kind === 'ends' ? answer.includes('the end cannot be reached') : answer.includes(`${id} is violated`);
    return isBroken || (kind === 'sometimes' && !Number.isNaN(states)) ? 'violated' : answer;
  };
  const about = claims.filter(({ kind }) => ['never', 'sometimes', 'ends'].includes(kind));
  return [
    ...(claims.length > 1 ? [rows.states(states, time, answer.split(':')[0])] : []),
    ...about.map((claim) => rows.claim(claim, verdictOn(claim), claims.length > 1 ? 0 : time)),
  ];
}
