/** Writes what is generated from the model: JSON Schemas, verification.json, requirements, the README's table of claims. */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  conformanceReportJsonSchema,
  logJsonSchema,
  protocolJsonSchema,
  suiteJsonSchema,
  validationJsonSchema,
} from '../dist/src/conformance/index.js';
import { certificateJsonSchema, modelJsonSchema } from '../dist/src/interchange/index.js';
import { itfJsonSchema } from '../dist/src/paths/index.js';
import { topologyJsonSchema } from '../dist/src/system/index.js';
import {
  claimsTable,
  coverageOf,
  fullJobs,
  judge,
  pinned,
  reportJsonSchema,
  requirements,
  requirementsPage,
  runJob,
} from '../dist/src/verify/index.js';
import { namedTests } from './named-tests.mjs';

const write = (file, value) =>
  writeFileSync(new URL(`../${file}`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);

write('docs/schemas/suite.schema.json', suiteJsonSchema());
write('docs/schemas/conformance-protocol.schema.json', protocolJsonSchema());
write('docs/schemas/conformance-report.schema.json', conformanceReportJsonSchema());
write('docs/schemas/log.schema.json', logJsonSchema());
write('docs/schemas/validation.schema.json', validationJsonSchema());
write('docs/schemas/topology.schema.json', topologyJsonSchema());
write('docs/schemas/report.schema.json', reportJsonSchema());
write('docs/schemas/path.schema.json', itfJsonSchema());
write('docs/schemas/model.schema.json', modelJsonSchema());
write('docs/schemas/certificate.schema.json', certificateJsonSchema());

const results = fullJobs().map((job) => runJob(job));
const explored = results.flatMap((result) => (result.kind === 'explored' ? result.explored : []));
const mutants = results.flatMap((result) => (result.kind === 'mutant' ? result.results : []));
const inductions = results.flatMap((result) =>
  result.kind === 'explored' && result.induction !== null ? [result.induction] : [],
);
const diskInductions = results.flatMap((result) => (result.kind === 'disks' ? result.inductions : []));
const besides = results.flatMap((result) => (result.kind === 'beside' ? [result.report] : []));
const transitions = coverageOf(results.flatMap((result) => (result.kind === 'explored' ? result.taken : [])));
const claims = judge(explored, { full: true, mutants, inductions, diskInductions, besides });
const verified = { ...pinned({ explored, mutants, claims, transitions }), tests: namedTests() };
write('verification.json', verified);
writeFileSync(new URL('../docs/requirements.md', import.meta.url), requirementsPage(requirements(verified)));

const readme = new URL('../README.md', import.meta.url);
writeFileSync(
  readme,
  readFileSync(readme, 'utf8').replace(
    /<!-- claims -->.*<!-- end of claims -->/s,
    `<!-- claims -->\n\n${claimsTable(claims)}\n\n<!-- end of claims -->`,
  ),
);
