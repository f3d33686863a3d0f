import {
  componentTraceLines,
  harmless,
  type ReplayedTrace,
  replayComponentTrace,
} from '../conformance/index.ts';
import { type Path, PathRefusal, replayItf, UnreadableError } from '../paths/index.ts';
import { narrate, tell } from '../verify/index.ts';
import { exitCodes, InputError } from './exit.ts';
import { readText, writeJson } from './files.ts';

export interface ReplayFlags {
  readonly json?: string;
}

const header = ({ model, shows }: Path): string =>
  [
    `${shows.kind} ${shows.id}`,
    `  ${shows.title}`,
    `  ${model.topology.virtualMachines.map(({ name }) => name).join(', ')} on ${model.topology.hostRelease}${model.mutant === null ? '' : `, mutant ${model.mutant}`}`,
  ]
    .map(harmless)
    .join('\n');

function replayPath(text: string, json: string | undefined): void {
  const { path, replayed } = replayItf(text);
  const { events, cycle } = path;
  const told = tell(replayed.composition, [...events, ...(cycle ?? [])]);
  const steps = told.slice(0, events.length);
  const repeated = cycle === null ? null : told.slice(events.length);
  if (json !== undefined) writeJson(json, { allowed: true, ...path, steps, repeated });
  if (json === '-') return;
  process.stdout.write(`${header(path)}\n${narrate(steps)}\n`);
  if (repeated !== null) {
    process.stdout.write(
      repeated.length === 0
        ? 'and then nothing more need happen.\n'
        : `and then for ever:\n${narrate(repeated, events.length + 1)}\n`,
    );
  }
  process.stdout.write(`The model allows all ${told.length} steps.\n`);
}

function replayOfComponent({ trace, steps }: ReplayedTrace, json: string | undefined): void {
  if (json !== undefined) writeJson(json, { allowed: true, ...trace, steps });
  if (json !== '-') process.stdout.write(`${componentTraceLines({ trace, steps }).join('\n')}\n`);
}

/**
 * Replays a path step by step, or the trace of a failed test of a component. What the model does not allow ends
 * with 1, the exact step said; a file that is no path with 3.
 * @throws InputError if the file cannot be read or is no path.
 */
export function replay(file: string, { json }: ReplayFlags): number {
  const text = readText('path', file);
  try {
    const ofComponent = replayComponentTrace(text);
    if (ofComponent === null) replayPath(text, json);
    else replayOfComponent(ofComponent, json);
    return exitCodes.holds;
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof RangeError) {
      throw new InputError(`${file}: ${error.message}`);
    }
    if (!(error instanceof PathRefusal)) throw error;
    if (json !== '-') {
      process.stdout.write(`${error.message.split('\n').map(harmless).join('\n')}\n`);
    }
    if (json !== undefined) {
      const { step, asked, allowed } = error;
      writeJson(json, { allowed: false, refusal: { step, asked, allowed } });
    }
    return exitCodes.violated;
  }
}
