import { LogError, readLog, type Validation, validateLog, validationText } from '../conformance/index.ts';
import { exitCodes, InputError } from './exit.ts';
import { readTopology, writeJson } from './files.ts';
import { linesOf } from './lines.ts';

export interface ValidateFlags {
  readonly topology: string;
  readonly maxChoices: number;
  readonly maxUnread: number;
  readonly json?: string;
}

const exitCodeOf = (verdict: Validation['verdict']): number =>
  ({ explained: exitCodes.holds, unexplained: exitCodes.violated, inconclusive: exitCodes.inconclusive })[
    verdict
  ];

/** Says whether a run of the model explains a log, line by line. */
export function validate(file: string, { topology, json, ...limits }: ValidateFlags): number {
  const model = readTopology(topology);
  try {
    const validation = validateLog(model, readLog(linesOf(file)), limits);
    if (json !== undefined) writeJson(json, validation);
    if (json !== '-') process.stdout.write(`${validationText(validation)}\n`);
    return exitCodeOf(validation.verdict);
  } catch (error) {
    if (error instanceof LogError) throw new InputError(`${file} cannot be validated: ${error.message}`);
    throw error;
  }
}
