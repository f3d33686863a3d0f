import { readFileSync } from 'node:fs';
import { type Path, PathRefusal, replayItf, UnreadableError } from '../paths/index.ts';
import { narrate, tell } from '../verify/index.ts';
import { exitCodes, InputError } from './exit.ts';
import { writeJson } from './files.ts';

export interface ReplayFlags {
  readonly json?: string;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const header = ({ model, shows }: Path): string =>
  [
    `${shows.kind} ${shows.id}`,
    `  ${shows.title}`,
    `  ${model.topology.virtualMachines.map(({ name }) => name).join(', ')} on ${model.topology.hostRelease}${model.mutant === null ? '' : `, mutant ${model.mutant}`}`,
  ].join('\n');

/**
 * Replays a path step by step. A path that the model does not allow ends with 1, the exact step said; a
 * file that is no path with 3.
 * @throws InputError if the file cannot be read or is no path.
 */
export function replay(file: string, { json }: ReplayFlags): number {
  try {
    const { path, replayed } = replayItf(textOf(file));
    const { composition } = replayed;
    const { events, cycle } = path;
    const told = tell(composition, [...events, ...(cycle ?? [])]);
    const steps = told.slice(0, events.length);
    const repeated = cycle === null ? null : told.slice(events.length);
    if (json !== '-') {
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
    if (json !== undefined) writeJson(json, { allowed: true, ...path, steps, repeated });
    return exitCodes.holds;
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof RangeError) {
      throw new InputError(`${file}: ${error.message}`);
    }
    if (!(error instanceof PathRefusal)) throw error;
    if (json !== '-') process.stdout.write(`${error.message}\n`);
    if (json !== undefined) {
      const { step, asked, allowed } = error;
      writeJson(json, { allowed: false, refusal: { step, asked, allowed } });
    }
    return exitCodes.violated;
  }
}
