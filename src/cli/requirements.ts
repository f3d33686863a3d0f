import { readFileSync } from 'node:fs';
import { statements } from '../properties/index.ts';
import { faultCatalogue } from '../system/index.ts';
import { requirements, requirementText, type Verified } from '../verify/index.ts';
import { exitCodes } from './exit.ts';
import { writeJson } from './files.ts';

export const requirementIds: readonly string[] = [
  ...Object.keys(statements),
  ...faultCatalogue.map(({ id }) => id),
];

/** What is asked of the model, and what shows that it is met, as verification.json of this package has it. */
export function showRequirements(ids: readonly string[], json: boolean): number {
  const verified = JSON.parse(
    readFileSync(new URL('../../../verification.json', import.meta.url), 'utf8'),
  ) as Verified;
  const shown = requirements(verified).filter(({ id }) => ids.length === 0 || ids.includes(id));
  if (json) writeJson('-', shown);
  else process.stdout.write(`${shown.map(requirementText).join('\n\n')}\n`);
  return exitCodes.holds;
}
