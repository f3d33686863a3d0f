/** What README and guide say is run as it stands; a block that is not run says why in a comment before it. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { logEntrySchema, logHeaderSchema } from '../../src/conformance/index.ts';
import { checkedTopology } from '../../src/system/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Block {
  readonly page: string;
  readonly language: string;
  readonly code: string;
  /** Why it is not run; null where it is. */
  readonly reason: string | null;
}

const pages = [
  'README.md',
  ...['', 'decisions'].flatMap((under) =>
    readdirSync(join(root, 'docs', under))
      .filter((name) => name.endsWith('.md') && !name.startsWith('['))
      .map((name) => join('docs', under, name)),
  ),
];

const blocks = pages.flatMap((page): readonly Block[] =>
  [
    ...readFileSync(join(root, page), 'utf8').matchAll(
      /(?:<!-- not run here: (.*) -->\n)?^```(\w*)\n([\s\S]*?)^```/gm,
    ),
  ].map(([, reason, language = '', code = '']) => ({ page, language, code, reason: reason ?? null })),
);
const of = (language: string) =>
  blocks.filter((block) => block.language === language && block.reason === null);

// The commands find the package, its documents and the host of the guide where their readers have them.
const bin = join(folder, 'bin');
mkdirSync(bin);
symlinkSync(join(root, 'dist/src/cli/main.js'), join(bin, 'hyperv-backup-spec'));
const host = blocks.find(({ page, language }) => page === 'docs/guide.md' && language === 'json');

/** A folder in which a reader of a page stands. */
function folderOf(page: string): string {
  const own = join(folder, page.replaceAll('/', ' '));
  if (!existsSync(own)) {
    mkdirSync(own);
    symlinkSync(join(root, 'docs'), join(own, 'docs'));
    writeFileSync(join(own, 'host.json'), host?.code ?? '');
  }
  return own;
}

/** Commands of one line each, without what is said about them. */
const commandsOf = ({ code }: Block): readonly string[] =>
  code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .replace(/ \w+(\|\w+)+$/, '')
        .trim(),
    )
    .filter((line) => line !== '');

/** These take long, and others of the tests run them; here their flags are looked at only. */
const isLong = (command: string): boolean => / (characterize|diagram)$/.test(command);

const hasPython = spawnSync('python3', ['--version']).status === 0 || process.env.CI !== undefined;

it('languages are known, and what is not run says why', () => {
  expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual([
    '',
    'js',
    'json',
    'jsonl',
    'mermaid',
    'sh',
  ]);
  expect(blocks.filter(({ reason }) => reason === '')).toEqual([]);
});

describe.each(of('js'))('the code of $page', ({ code }) => {
  it('runs and prints what it says', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    if (said.length > 0) expect(stdout.trimEnd().split('\n')).toEqual(said);
  });
});

describe.each(of('json'))('the JSON of $page', ({ code }) => {
  it('is a topology', () => {
    expect(checkedTopology(JSON.parse(code)).virtualMachines.length).toBeGreaterThan(0);
  });
});

describe.each(of('jsonl'))('the lines of $page', ({ code }) => {
  it('are those of a log', () => {
    for (const line of code.trimEnd().split('\n')) {
      const value: unknown = JSON.parse(line);
      const found = [logHeaderSchema, logEntrySchema].some((schema) => schema.safeParse(value).success);
      expect(found, line).toBe(true);
    }
  });
});

describe.each(of('sh'))('the commands of $page', (block) => {
  it.each(commandsOf(block))('%s', (command) => {
    if (command.includes('python3') && !hasPython) return;
    const { status, stderr } = spawnSync('sh', ['-c', isLong(command) ? `${command} --help` : command], {
      cwd: folderOf(block.page),
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
      maxBuffer: 64 * 2 ** 20,
    });
    // That a claim is violated is the answer there; anywhere else it is none.
    expect(status, stderr).toBe(command.includes('--mutant') ? 1 : 0);
  });
});
