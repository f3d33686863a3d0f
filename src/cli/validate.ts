import {
  LogError,
  readLog,
  type SearchLimits,
  type Validation,
  validateItf,
  validateLog,
  validateWindowsEvents,
  validationText,
} from '../conformance/index.ts';
import type { Topology } from '../system/index.ts';
import { exitCodes, InputError } from './exit.ts';
import { readText, readTopology, writeJson } from './files.ts';
import { linesOf } from './lines.ts';

/** The forms of a log, and how each is validated. */
const formats = {
  ndjson: (topology: Topology, file: string, limits: SearchLimits): Validation =>
    validateLog(topology, readLog(linesOf(file)), limits),
  itf: (topology: Topology, file: string, limits: SearchLimits): Validation =>
    validateItf(topology, readText('trace', file), limits),
  'windows-events': (topology: Topology, file: string, limits: SearchLimits): Validation =>
    validateWindowsEvents(topology, readText('event', file), limits),
};

export type LogFormat = keyof typeof formats;
export const logFormats = Object.keys(formats) as readonly LogFormat[];

export interface ValidateFlags {
  readonly topology: string;
  readonly format: LogFormat;
  readonly maxChoices: number;
  readonly maxUnread: number;
  readonly json?: string;
}

const exitCodeOf = (verdict: Validation['verdict']): number =>
  ({ explained: exitCodes.holds, unexplained: exitCodes.violated, inconclusive: exitCodes.inconclusive })[
    verdict
  ];

/** Says whether a run of the model explains a log. */
export function validate(file: string, { topology, format, json, ...limits }: ValidateFlags): number {
  const model = readTopology(topology);
  try {
    const validation = formats[format](model, file, limits);
    if (json !== undefined) writeJson(json, validation);
    if (json !== '-') process.stdout.write(`${validationText(validation)}\n`);
    return exitCodeOf(validation.verdict);
  } catch (error) {
    if (error instanceof LogError) throw new InputError(`${file} cannot be validated: ${error.message}`);
    throw error;
  }
}
