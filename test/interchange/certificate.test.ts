/** The model and its certificates, run and checked by Python that knows nothing of this package. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Product, search } from '../../src/explore/index.ts';
import {
  type Certificate,
  certificate,
  certificateJsonSchema,
  certificateSchema,
  certificateText,
  modelFile,
  modelJsonSchema,
  modelSchema,
  modelText,
} from '../../src/interchange/index.ts';
import {
  chosenScope,
  defaultTopology,
  type Scope,
  scopeComposition,
  stepFaults,
} from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasPython = spawnSync('python3', ['--version']).status === 0;

const scopes: readonly (readonly [string, Scope])[] = [
  ['one machine on 2012 R2', chosenScope(defaultTopology('2012R2', 1, 1))],
  [
    'two disks before 2012 R2, with faults',
    chosenScope(defaultTopology('2012', 1, 2), { faults: stepFaults }),
  ],
  [
    'two machines in turn, one without SCSI, one failure for all',
    chosenScope(topologyWith('2012R2', 2, 1, { scsiControllers: 0 }), {
      virtualMachineOrder: 'oneAtATime',
      failureScope: 'all',
    }),
  ],
];

function explored(scope: Scope) {
  const product = new Product(scopeComposition(scope));
  return { product, result: search(product) };
}

const certified = (scope: Scope): Certificate => {
  const { product, result } = explored(scope);
  return certificate(scope, product, result);
};

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const python = (script: string, ...files: string[]) => {
  const { status, stdout, stderr } = spawnSync('python3', [join(root, 'docs/python', script), ...files], {
    encoding: 'utf8',
  });
  return { status, out: stdout + stderr };
};

describe('the model as tables', () => {
  it('and its certificate are what their published schemas say', () => {
    const read = (name: string) =>
      JSON.parse(readFileSync(join(root, 'docs/schemas', name), 'utf8')) as unknown;
    expect(JSON.parse(JSON.stringify(modelJsonSchema()))).toEqual(read('model.schema.json'));
    expect(JSON.parse(JSON.stringify(certificateJsonSchema()))).toEqual(read('certificate.schema.json'));
    for (const [, scope] of scopes) {
      const made = certified(scope);
      expect(certificateSchema.parse(JSON.parse(certificateText(made)))).toEqual(
        JSON.parse(JSON.stringify(made)),
      );
      expect(modelSchema.parse(JSON.parse(modelText(made.model)))).toEqual(
        JSON.parse(JSON.stringify(made.model)),
      );
    }
  });

  it.skipIf(!hasPython).each(scopes)('have in Python the states that we find: %s', (_, scope) => {
    const { product, result } = explored(scope);
    const path = file('model.json', modelText(modelFile(scope, product)));
    const { out } = python('backup_model.py', path);
    expect(out).toMatch(new RegExp(`^${result.states} states, `));
  });
});

describe.skipIf(!hasPython)('a certificate', () => {
  const [, scope] = scopes[1] as (typeof scopes)[number];
  const model = file('claimed.json', modelText(modelFile(scope, explored(scope).product)));

  /** What the checker says of a certificate after a change. */
  const checked = (change: (made: Certificate) => void, ...models: string[]) => {
    const made = JSON.parse(certificateText(certified(scope))) as Certificate;
    change(made);
    return python('check_certificate.py', file('changed.json', certificateText(made)), ...models);
  };

  it.each(scopes)('is accepted: %s', (_, one) => {
    const { status, out } = python(
      'check_certificate.py',
      file('good.json', certificateText(certified(one))),
    );
    expect(out).toMatch(/^accepted: \d+ states.*barrier/);
    expect(status).toBe(0);
  });

  it('is accepted beside the model that it is about', () => {
    expect(checked(() => {}, model).status).toBe(0);
  });

  it('is refused when one state is left out', () => {
    for (const place of [1, 7, 100]) {
      const { status, out } = checked(({ states, steps }) => {
        states.splice(place, 1);
        steps.splice(place, 1);
        for (const after of steps) {
          const kept = after.filter((to) => to !== place).map((to) => (to > place ? to - 1 : to));
          after.splice(0, after.length, ...kept);
        }
      });
      expect(out).toContain('refused: ');
      expect(out).toContain('leads to a state that is not there');
      expect(status).toBe(1);
    }
  });

  it('is refused when one step is altered', () => {
    const { status, out } = checked(({ steps }) => {
      steps[5]?.splice(0, 1, 0);
    });
    expect(out).toContain('refused: state 5');
    expect(status).toBe(1);
  });

  it('is refused when one answer of a chart is altered', () => {
    const { status } = checked(({ model: { charts } }) => {
      const row = charts[0]?.rows[0] ?? {};
      for (const [input, answer] of Object.entries(row)) if (answer !== null) row[input] = [0, answer[1]];
    });
    expect(status).toBe(1);
  });

  it('is refused when a claim is weakened, or left out, beside the model that it is about', () => {
    const weakened = checked(({ model: { claims } }) => {
      const barrier = claims.find(({ id }) => id === 'barrier');
      barrier?.when.splice(0, 1, false);
    }, model);
    expect(weakened.out).toContain('the claims of the certificate are not those of the model');
    expect(weakened.status).toBe(1);
    expect(checked(({ model: { claims } }) => claims.shift(), model).status).toBe(1);
  });

  it('is refused when a claim does not hold on its states', () => {
    const { status, out } = checked(({ model: { claims } }) => {
      claims.find(({ kind }) => kind === 'never')?.when.splice(0, 1, true);
    });
    expect(out).toContain('is violated in state 0');
    expect(status).toBe(1);
  });

  it('is written by verify for one scope, and not for several or for a mutant', () => {
    const main = join(root, 'dist/src/cli/main.js');
    const one = ['verify', '--host-release', '2012R2', '--vms', '1', '--disks', '1'];
    const path = join(folder, 'written.json');
    execFileSync(process.execPath, [main, ...one, '--certificate', path], { stdio: 'ignore' });
    expect(python('check_certificate.py', path).status).toBe(0);
    const several = spawnSync(process.execPath, [main, 'verify', '--vms', '1', '--certificate', path]);
    expect(several.status).toBe(2);
  });
});
