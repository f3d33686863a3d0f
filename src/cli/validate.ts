import {
  LogError,
  readLog,
  type Validation,
  type ValidationOptions,
  validateItf,
  validateLog,
  validateWindowsEvents,
  validationText,
} from '../conformance/index.ts';
import type { Path } from '../paths/index.ts';
import type { Topology } from '../system/index.ts';
import { exitCodes, InputError } from './exit.ts';
import { isOutputTaken, readText, readTopology, writeJson, writePath } from './files.ts';
import { linesOf } from './lines.ts';

/** The forms of a log, and how each is validated. */
const formats = {
  ndjson: (topology: Topology, file: string, options: ValidationOptions): Validation =>
    validateLog(topology, readLog(linesOf(file)), options),
  itf: (topology: Topology, file: string, options: ValidationOptions): Validation =>
    validateItf(topology, readText('trace', file), options),
  'windows-events': (topology: Topology, file: string, options: ValidationOptions): Validation =>
    validateWindowsEvents(topology, readText('event', file), options),
};

export type LogFormat = keyof typeof formats;
export const logFormats = Object.keys(formats) as readonly LogFormat[];

export interface ValidateFlags {
  readonly topology: string;
  readonly format: LogFormat;
  readonly maxChoices: number;
  readonly maxUnread: number;
  readonly complete?: boolean;
  readonly json?: string;
  readonly itf?: string;
}

const exitCodeOf = (verdict: Validation['verdict']): number =>
  ({ explained: exitCodes.holds, unexplained: exitCodes.violated, inconclusive: exitCodes.inconclusive })[
    verdict
  ];

/** Says whether a run of the model explains a log; a run is kept only where it is asked for. */
export function validate(
  file: string,
  { topology, format, complete = false, json, itf, ...limits }: ValidateFlags,
): number {
  const isQuiet = isOutputTaken({ json, itf });
  const model = readTopology(topology);
  const runs: Path[] = [];
  const onRun = (run: Path): unknown => runs.push(run);
  try {
    const validation = formats[format](model, file, {
      limits,
      isEndDemanded: complete,
      ...(itf === undefined ? {} : { onRun }),
    });
    if (!isQuiet) process.stdout.write(`${validationText(validation)}\n`);
    if (json !== undefined) writeJson(json, validation);
    const [run] = runs;
    if (itf !== undefined && run !== undefined) {
      writePath(itf, run);
      const which = validation.verdict === 'explained' ? 'the run' : 'the longest run';
      if (!isQuiet) process.stdout.write(`${which} is in ${itf}\n`);
    }
    return exitCodeOf(validation.verdict);
  } catch (error) {
    if (error instanceof LogError) throw new InputError(`${file} cannot be validated: ${error.message}`);
    throw error;
  }
}
