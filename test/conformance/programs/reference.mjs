// A chart of the model, or the whole model, as a program under the conformance protocol.
import { createInterface } from 'node:readline';
import { answering, chartImplementation, systemImplementation } from 'hyperv-backup-spec/conformance';
import { referenceCharts } from 'hyperv-backup-spec/system';

const [, , name] = process.argv;
const answer = answering(
  name === 'system' ? systemImplementation() : chartImplementation(referenceCharts[name]),
);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await answer(line)}\n`);
  if (JSON.parse(line).command === 'stop') process.exit(0);
}
