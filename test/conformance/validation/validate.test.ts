/** Logs of runs: what the model explains, what it does not, and what it says then. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import {
  logEntrySchema,
  logHeaderSchema,
  logJsonSchema,
  readLog,
  recordedLines,
  type Validation,
  type ValidationOptions,
  validateLog,
  validationJsonSchema,
  validationSchema,
} from '../../../src/conformance/index.ts';
import { itfText, type Path, replayItf } from '../../../src/paths/index.ts';
import { backupComposition, type Topology } from '../../../src/system/index.ts';
import {
  chosenScope,
  defaultTopology,
  randomNumbers,
  randomRun,
  type ScopeOptions,
  stepFaults,
} from '../../../src/verify/index.ts';
import { isExplained } from './naive.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'validate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recorded(topology: Topology, seed: number, options: ScopeOptions = {}): readonly string[] {
  const { events } = randomRun(chosenScope(topology, options), seed);
  return [...recordedLines(backupComposition(topology, options), events, options)].map((line) =>
    line.trimEnd(),
  );
}

const validate = (
  topology: Topology,
  lines: readonly string[],
  options: ValidationOptions = {},
): Validation => validationSchema.parse(validateLog(topology, readLog(lines), options));

const without = (lines: readonly string[], place: number): readonly string[] => lines.toSpliced(place, 1);
const moved = (lines: readonly string[], from: number, to: number): readonly string[] =>
  lines.toSpliced(from, 1).toSpliced(to, 0, lines[from] ?? '');
const withHeader = (lines: readonly string[], more: object): readonly string[] => [
  JSON.stringify({ ...(JSON.parse(lines[0] ?? '') as object), ...more }),
  ...lines.slice(1),
];

/** Sources keep their order; how they lie between each other is left to chance. */
function shuffled(lines: readonly string[], seed: number): readonly string[] {
  const random = randomNumbers(seed);
  const [header = '', ...rest] = lines;
  const bySource = new Map<string, string[]>();
  for (const line of rest) {
    const { source } = JSON.parse(line) as { source: string };
    bySource.set(source, [...(bySource.get(source) ?? []), line]);
  }
  const queues = [...bySource.values()];
  const merged: string[] = [header];
  while (queues.some((queue) => queue.length > 0)) {
    const open = queues.filter((queue) => queue.length > 0);
    merged.push(open[Math.floor(random() * open.length)]?.shift() ?? '');
  }
  return merged;
}

const hundred = defaultTopology('2012R2', 100, 2);
const small = defaultTopology('2012R2', 1, 1);
const two = defaultTopology('2012R2', 2, 2);

describe('a recorded run of 100 virtual machines', () => {
  const lines = recorded(hundred, 1);

  it('is explained to its last line', () => {
    const validation = validate(hundred, lines);
    expect(validation).toMatchObject({ verdict: 'explained', firstUnexplained: null, prefixes: [] });
    expect([validation.explained, validation.lines]).toEqual([lines.length - 1, lines.length - 1]);
    expect(validation.assumed).toEqual({ unlogged: [], mayMiss: [], steps: [], lines: [] });
  });

  it('is explained where the clocks of the computers disagree', () => {
    expect(validate(hundred, shuffled(lines, 2)).verdict).toBe('explained');
  });

  it('is not explained with one line moved, dropped or altered', () => {
    const random = randomNumbers(3);
    const at = (): number => 1 + Math.floor(random() * (lines.length - 2));
    const hostLines = lines.flatMap((line, place) => (line.includes('"source":"host"') ? [place] : []));
    for (let tried = 0; tried < 5; tried++) {
      const place = hostLines[at() % hostLines.length] ?? 1;
      expect(validate(hundred, without(lines, place)).verdict).toBe('unexplained');
      expect(validate(hundred, moved(lines, place, Math.max(1, place - 700))).verdict).toBe('unexplained');
      const altered = (lines[place] ?? '').replace(/"type":"\w+"/, '"type":"FREEZE"');
      expect(validate(hundred, lines.with(place, altered)).verdict).toBe('unexplained');
    }
  });

  it('says which line is the first that nothing explains', () => {
    const place = lines.findIndex((line) => line.includes('"type":"POST_SNAPSHOT"'));
    const validation = validate(
      hundred,
      lines.with(place, (lines[place] ?? '').replace('POST_SNAPSHOT', 'FREEZE')),
    );
    expect(validation.verdict).toBe('unexplained');
    expect(validation.prefixes[0]?.next.flatMap(({ reasons }) => reasons).join()).toMatch(
      /then .*POST_SNAPSHOT.*but line/,
    );
  });

  it('is read in a memory that does not grow with it', () => {
    const write = lines.findIndex((line) => line.includes('WRITE_NOW'));
    const held: number[] = [];
    function* long(): Iterable<string> {
      yield* lines.slice(0, write);
      for (let round = 0; round < 60_000; round++) {
        yield* lines.slice(write, write + 3);
        if (round % 20_000 === 10_000) {
          collectGarbage();
          held.push(process.memoryUsage().heapUsed);
        }
      }
      yield* lines.slice(write);
    }
    expect(validateLog(hundred, readLog(long())).verdict).toBe('explained');
    // Two numbers a line would be more than this; what is read ahead and not yet dropped is less.
    expect((held.at(-1) ?? 0) - (held[0] ?? 0)).toBeLessThan(40_000 * 3 * 16);
  });
});

/** The run that a validation finds; it is replayed, so the model allows it. */
function runOf(topology: Topology, lines: readonly string[]) {
  const runs: Path[] = [];
  const { verdict, steps } = validateLog(topology, readLog(lines), { onRun: (run) => runs.push(run) });
  const [run] = runs;
  if (run === undefined) throw new Error('no run was given');
  const { path } = replayItf(itfText(run));
  expect(path.events.length).toBe(steps);
  return { verdict, path };
}

describe('the run that explains a log', () => {
  it.each([1, 2, 3])('is the one that wrote it, seed %i', (seed) => {
    const options = { faults: stepFaults } satisfies ScopeOptions;
    const lines = recorded(two, seed, options);
    const { path } = runOf(two, lines);
    expect(path.model.options).toEqual(options);
    const again = [...recordedLines(backupComposition(two, options), path.events, options)];
    // Sources have their order; where one lies between the others is left to the run.
    expect(again.map((line) => line.trimEnd()).toSorted()).toEqual(lines.toSorted());
  });

  it('has the steps that were assumed', () => {
    const lines = recorded(two, 5);
    const fewer = withHeader(
      lines.filter((line) => !/"actor":"vm\d\/guest-vss"/.test(line)),
      { unlogged: ['guest-vss'] },
    );
    const { verdict, path } = runOf(two, fewer);
    expect(verdict).toBe('explained');
    expect(path.events.some((event) => 'actor' in event && event.actor === 'guest-vss')).toBe(true);
  });

  it('is, of a log that none explains, a longest one that explains its beginning', () => {
    const lines = recorded(two, 6);
    const place = lines.findIndex((line) => line.includes('"type":"POST_SNAPSHOT"'));
    const { verdict, path } = runOf(two, without(lines, place));
    expect(verdict).toBe('unexplained');
    expect(path.shows.title).toContain('beginning');
    expect(path.events.length).toBeGreaterThan(10);
    expect(path.events.length).toBeLessThan(runOf(two, lines).path.events.length);
  });
});

describe('every line counts', () => {
  const lines = recorded(small, 4);
  const composition = backupComposition(small);

  it('what is explained with one line dropped, another run explains too', () => {
    const explained = lines.slice(1).flatMap((_, place) => {
      const fewer = without(lines, place + 1);
      const { verdict } = validate(small, fewer);
      expect([place, verdict]).toEqual([
        place,
        isExplained(composition, fewer.slice(1)) ? 'explained' : 'unexplained',
      ]);
      return verdict === 'explained' ? [place] : [];
    });
    expect(explained.length).toBeLessThan(lines.length / 20);
  });

  it('what is explained with one line altered, another run explains too', () => {
    const types = [...new Set(lines.slice(1).map((line) => /"type":"(\w+)"/.exec(line)?.[1] ?? 'FREEZE'))];
    lines.slice(1).forEach((line, place) => {
      const type = types[(place * 7) % types.length] ?? '';
      const altered = lines.with(place + 1, line.replace(/"type":"\w+"/, `"type":"${type}"`));
      expect([place, validate(small, altered).verdict]).toEqual([
        place,
        isExplained(composition, altered.slice(1)) ? 'explained' : 'unexplained',
      ]);
    });
  });

  it('a log that goes on after the run is not explained', () => {
    expect(validate(small, [...lines, lines.at(-1) ?? '']).verdict).toBe('unexplained');
  });
});

describe('a log that is cut off', () => {
  const { events } = randomRun(chosenScope(two), 9);
  const composition = backupComposition(two);
  const cutAfter = (count: number): readonly string[] => [
    ...recordedLines(composition, events.slice(0, count), {}),
  ];
  const cuts = events.flatMap((_, count) => (count % 5 === 0 ? [count] : [])).slice(1);

  it('between two steps is explained, is not complete, and what would be next is said', () => {
    for (const count of cuts) {
      const { verdict, complete, next } = validate(two, cutAfter(count));
      expect([count, verdict, complete]).toEqual([count, 'explained', false]);
      expect(next.length).toBeGreaterThan(0);
    }
  });

  it('is not explained where the end of the backup is demanded', () => {
    for (const count of cuts) {
      const validation = validate(two, cutAfter(count), { isEndDemanded: true });
      expect(validation).toMatchObject({ verdict: 'unexplained', complete: false, firstUnexplained: null });
      expect(validation.reason).toContain('lacks the end of the backup');
    }
  });

  it('is not cut off where its last line ends the backup', () => {
    const validation = validate(two, cutAfter(events.length), { isEndDemanded: true });
    expect(validation).toMatchObject({ verdict: 'explained', complete: true, next: [] });
  });

  it('may lack what is not logged at all: the run goes on without lines', () => {
    const guestsOnly = { logged: ['guest-vss', 'guest-integration-service'] };
    const isTheirs = (line: string): boolean => /"actor":"vm\d\/guest-(vss|integration-service)"/.test(line);
    const [header = '', ...rest] = cutAfter(events.length);
    const lines = withHeader([header, ...rest.filter(isTheirs)], guestsOnly);
    const whole = validate(two, lines, { isEndDemanded: true });
    expect(whole).toMatchObject({ verdict: 'explained', complete: true });
    expect(whole.assumed.steps.length).toBeGreaterThan(0);
    // What need not be assumed for the lines is assumed only where the end is demanded.
    expect(validate(two, lines)).toMatchObject({ verdict: 'explained', complete: true });
    expect(validate(two, lines).steps).toBeLessThan(whole.steps);
    const cut = validate(two, lines.slice(0, 8));
    expect(cut).toMatchObject({ verdict: 'explained', complete: false });
    expect(validate(two, lines.slice(0, 8), { isEndDemanded: true }).verdict).toBe('unexplained');
  });

  it('is refused by the command where --complete is given', () => {
    const log = join(folder, 'cut.ndjson');
    const topology = join(folder, 'cut.json');
    writeFileSync(topology, JSON.stringify(two));
    writeFileSync(log, cutAfter(20).join(''));
    const command = (...args: string[]) =>
      spawnSync(process.execPath, [main, 'validate', log, '--topology', topology, ...args], {
        encoding: 'utf8',
      });
    const cut = command();
    expect([cut.status, cut.stdout.includes('the backup does not end with the log')]).toEqual([0, true]);
    expect(command('--complete').status).toBe(1);
    // A byte order mark is what programs of Windows begin a file with.
    writeFileSync(log, `\ufeff${cutAfter(events.length).join('')}`);
    expect(command('--complete').status).toBe(0);
  });
});

describe('what is not in the log', () => {
  const lines = recorded(two, 5);
  const isTakenBy = (line: string, actor: string): boolean =>
    new RegExp(`"actor":"vm\\d/${actor}"`).test(line);
  const isTaken = (line: string, type: string): boolean => line.includes(`"type":"${type}"`);

  it('is assumed where the header says so, and listed', () => {
    const fewer = withHeader(
      lines.filter((line) => !isTakenBy(line, 'guest-vss')),
      { unlogged: ['guest-vss'] },
    );
    const validation = validate(two, fewer);
    expect(validation.verdict).toBe('explained');
    expect(validation.assumed.unlogged).toEqual(['guest-vss']);
  });

  it('is a failure where it does not', () => {
    expect(
      validate(
        two,
        lines.filter((line) => !isTakenBy(line, 'guest-vss')),
      ).verdict,
    ).toBe('unexplained');
  });

  it('may be any line that may be missing, and is counted', () => {
    const gone = lines.findIndex((line) => isTaken(line, 'DISK_CONNECTED'));
    const validation = validate(two, withHeader(without(lines, gone), { mayMiss: ['DISK_CONNECTED'] }));
    expect(validation.verdict).toBe('explained');
    expect(validation.assumed.lines.reduce((sum, { times }) => sum + times, 0)).toBe(1);
  });

  it('may be whole steps', () => {
    const fewer = withHeader(
      lines.filter((line) => !isTakenBy(line, 'guest-workload') && !isTaken(line, 'WRITE')),
      { unlogged: ['guest-workload', 'WRITE'] },
    );
    const validation = validate(two, fewer);
    expect(validation.verdict).toBe('explained');
  });

  it('cannot be what the system does not have', () => {
    expect(() => validate(two, withHeader(lines, { unlogged: ['guest-vess'] }))).toThrow(
      /declares 'guest-vess'/,
    );
  });
});

describe('runs with faults', () => {
  it.each(['2012R2', '2012'] as const)('are explained on %s', (hostRelease) => {
    const topology = defaultTopology(hostRelease, 2, 1);
    const options = { faults: stepFaults } satisfies ScopeOptions;
    for (let seed = 1; seed <= 20; seed++) {
      expect([seed, validate(topology, recorded(topology, seed, options)).verdict]).toEqual([
        seed,
        'explained',
      ]);
    }
  });

  it('are not where the faults are not switched on, and the log is told how', () => {
    const lines = recorded(small, 2, { faults: ['F7'] });
    const seeds = Array.from({ length: 40 }, (_, seed) => recorded(small, seed, { faults: ['F7'] }));
    const vetoed = seeds.find((log) => log.some((line) => line.includes('VETO_FREEZE'))) ?? lines;
    const validation = validate(small, [
      JSON.stringify({ format: 'hyperv-backup-spec/log', version: 1 }),
      ...vetoed.slice(1),
    ]);
    expect(validation.verdict).toBe('unexplained');
    expect(JSON.stringify(validation.prefixes)).toContain('faults are switched on in the header');
  });

  it('name the guard that refuses a step', () => {
    const lines = recorded(two, 6);
    const refused = lines
      .slice(1)
      .flatMap((_, place) =>
        validate(two, without(lines, place + 1)).prefixes.flatMap(({ next }) =>
          next.flatMap(({ reasons }) => reasons),
        ),
      );
    expect(refused.some((reason) => /guard \w+ of transition/.test(reason))).toBe(true);
  });
});

describe('logs as data', () => {
  it('fit their schema line by line', () => {
    const [header, ...entries] = recorded(two, 7, { faults: ['F8'] });
    logHeaderSchema.parse(JSON.parse(header ?? ''));
    for (const line of entries) logEntrySchema.parse(JSON.parse(line));
  });

  it.each([
    ['log', logJsonSchema],
    ['validation', validationJsonSchema],
  ])('%s.schema.json is up to date', (name, make) => {
    const file = new URL(`../../../docs/schemas/${name}.schema.json`, import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(make())));
  });

  it.each([
    [[], /empty/],
    [['{}'], /line 1 is no line of a log/],
    [['{"format":"hyperv-backup-spec/log","version":1}', 'garbage'], /line 2 is not JSON/],
    [['{"format":"hyperv-backup-spec/log","version":1}', '{"source":"a"}'], /line 2 is no line of a log/],
    [
      ['{"format":"hyperv-backup-spec/log","version":1}', '{"source":"a","actor":"vm9/x","elapsed":"y"}'],
      /line 2: there is no actor 'vm9\/x'.*host, vm1/,
    ],
    [
      [
        '{"format":"hyperv-backup-spec/log","version":1}',
        '{"source":"a","actor":"host/host-vss","elapsed":"y"}',
        '{"source":"b","actor":"host/host-vss","elapsed":"y"}',
      ],
      /line 3: 'host\/host-vss' is logged by 'a' and by 'b'/,
    ],
  ])('%j is refused', (lines, message) => {
    expect(() => validate(small, lines)).toThrow(message);
  });

  it('are written by run and read by validate', () => {
    const log = join(folder, 'run.ndjson');
    const topology = join(folder, 'two.json');
    writeFileSync(topology, JSON.stringify(two));
    const command = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    expect(command('run', '--topology', topology, '--seed', '3', '--log', log).status).toBe(0);
    const { status, stdout } = command('validate', log, '--topology', topology, '--json', '-');
    expect([status, validationSchema.parse(JSON.parse(stdout)).verdict]).toEqual([0, 'explained']);
    writeFileSync(log, without(readFileSync(log, 'utf8').split('\n'), 20).join('\n'));
    expect(command('validate', log, '--topology', topology).status).toBe(1);
  });

  it('leave the run in a file for replay and for a picture', () => {
    const log = join(folder, 'kept.ndjson');
    const topology = join(folder, 'kept.json');
    const itf = join(folder, 'kept.itf.json');
    writeFileSync(topology, JSON.stringify(small));
    writeFileSync(log, recorded(small, 8).join('\n'));
    const command = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    expect(command('validate', log, '--topology', topology, '--itf', itf).stdout).toContain(
      `the run is in ${itf}`,
    );
    expect(command('replay', itf).stdout).toContain('A run of the model that explains a log.');
    expect(command('diagram', '--path', itf, '--out', '-').stdout).toMatch(/^<svg/);
    const both = command('validate', log, '--topology', topology, '--itf', '-', '--json', '-');
    expect([both.status, both.stdout]).toEqual([2, '']);
  });
});
