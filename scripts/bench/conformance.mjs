/** What tests and logs of other people's implementations cost; the figures are those of the computer they are measured on. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Program } from '../../dist/src/cli/program.js';
import {
  chartImplementation,
  inProcess,
  makeSuite,
  readLog,
  recordedLines,
  runSteps,
  runSuite,
  systemImplementation,
  validateLog,
} from '../../dist/src/conformance/index.js';
import { backupComposition, referenceCharts } from '../../dist/src/system/index.js';
import { chosenScope, defaultTopology, randomNumbers, randomRun } from '../../dist/src/verify/index.js';
import { processorTime } from './time.mjs';

const root = new URL('../../', import.meta.url);
const adapter = fileURLToPath(new URL('docs/example/adapters/guest_integration_service.py', root));
const role = 'guest-integration-service';
const runs = 5;

const suiteOf = (component, coverage, extraStates) =>
  makeSuite({ component, coverage, extraStates, seed: 1, maxTests: 200_000 });

/** Seconds on the clock on the wall, for what other processes have a part in. */
function wallTime() {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}

/** The best of several runs, as so many a second. */
async function rate(amount, one, time = processorTime) {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const seconds = time();
    await one();
    least = Math.min(least, seconds());
  }
  return amount / least;
}

async function passes(suite, implementation) {
  const { results } = await runSuite(suite, inProcess(implementation(), suite));
  if (results.some(({ verdict }) => verdict !== 'pass')) throw new Error('the reference does not pass');
}

/** One message a request, one request at a time. */
async function roundTrips() {
  const { header, tests } = suiteOf(role, 'wp', 0);
  const program = new Program('python3', [adapter]);
  try {
    const declaration = await program.start(header);
    const all = tests.slice(0, 1_000);
    // A test is begun and ended with a request.
    const requests = all.reduce((sum, { steps }) => sum + steps.length + 2, 0);
    const one = async () => {
      for (const { steps } of all) {
        await runSteps(steps, program, declaration, header.receivers, { stepwise: true });
      }
    };
    return await rate(requests, one, wallTime);
  } finally {
    await program.stop();
  }
}

/** A backup of a hundred machines, which write often before it begins; all is logged. */
function longLog() {
  const topology = defaultTopology('2012R2', 100, 2);
  const { events } = randomRun(chosenScope(topology), 1);
  const [header, ...lines] = [...recordedLines(backupComposition(topology), events, {})];
  const first = lines.findIndex((line) => line.includes('WRITE_NOW'));
  const write = lines.slice(first, first + 3);
  const random = randomNumbers(1);
  const writes = Array.from({ length: 70_000 }, () => {
    const machine = 1 + Math.floor(random() * 100);
    return write.map((line) => line.replaceAll(/\bvm\d+/g, `vm${machine}`));
  });
  return { topology, lines: [header, ...writes.flat(), ...lines].map((line) => line.trimEnd()) };
}

async function validation() {
  const { topology, lines } = longLog();
  return rate(lines.length - 1, () => {
    const { verdict } = validateLog(topology, readLog(lines));
    if (verdict !== 'explained') throw new Error('the log is not explained');
  });
}

function secondsOfConform() {
  const main = fileURLToPath(new URL('dist/src/cli/main.js', root));
  const chosen = ['--component', role, '--coverage', 'hsi', '--extra-states', '1'];
  const seconds = wallTime();
  const { status } = spawnSync(process.execPath, [main, 'conform', ...chosen, '--', 'python3', adapter]);
  if (status !== 0) throw new Error('the adapter does not pass');
  return seconds();
}

/** What was measured, and the figure. */
export async function conformance() {
  const chart = suiteOf(role, 'hsi', 1);
  const system = suiteOf('system', 'transitions', 0);
  const inProcessRate = (suite, implementation) =>
    rate(suite.header.inputs, () => passes(suite, implementation));
  return {
    'round trips a second with the Python adapter, one message each': await roundTrips(),
    [`steps a second in process, the chart of the ${role}`]: await inProcessRate(chart, () =>
      chartImplementation(referenceCharts[role]),
    ),
    'steps a second in process, the whole system by the plain semantics': await inProcessRate(system, () =>
      systemImplementation(),
    ),
    [`seconds of \`conform\` with the Python adapter and the complete suite of one extra state, ${chart.header.tests} tests, start-up included`]:
      secondsOfConform(),
    'lines a second of a fully logged backup of 100 machines x 2 disks, validated': await validation(),
  };
}
