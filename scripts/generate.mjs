/** Writes the files that are generated from the model: JSON Schemas and verification.json. */
import { writeFileSync } from 'node:fs';
import { topologyJsonSchema } from '../dist/src/system/index.js';
import { fullJobs, judge, pinned, reportJsonSchema, runJob } from '../dist/src/verify/index.js';

const write = (file, value) =>
  writeFileSync(new URL(`../${file}`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);

write('docs/schemas/topology.schema.json', topologyJsonSchema());
write('docs/schemas/report.schema.json', reportJsonSchema());

const results = fullJobs().map((job) => runJob(job));
const explored = results.flatMap((result) => (result.kind === 'explored' ? result.explored : []));
const mutants = results.flatMap((result) => (result.kind === 'mutant' ? result.results : []));
write('verification.json', pinned({ explored, mutants, claims: judge(explored, { full: true, mutants }) }));
