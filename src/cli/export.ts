import { Product, search } from '../explore/index.ts';
import { ExportError, type ExportFormat, exportFormats } from '../interchange/index.ts';
import { chosenScope, defaultTopology, scopeComposition } from '../verify/index.ts';
import { exitCodes, InputError } from './exit.ts';
import { readTopology } from './files.ts';
import { checkFolder, writeFiles } from './folder.ts';

export interface ExportFlags {
  readonly format: string;
  readonly topology?: string;
  readonly out: string;
  readonly force?: boolean;
}

/** `all` or the name of a format. */
export const exportChoices: readonly string[] = [...exportFormats.map(({ name }) => name), 'all'];

/** States at most; the tables of larger systems are too large to be read by anybody. */
const maxStates = 2_000_000;

/**
 * Writes the model of a topology in one format, or in all that can hold it.
 * @throws InputError if the folder, the topology or its size will not do.
 */
export function exportModel({ format, topology: file, out, force = false }: ExportFlags): number {
  checkFolder(out, force);
  const scope = chosenScope(file === undefined ? defaultTopology('2012R2', 1, 1) : readTopology(file));
  const product = new Product(scopeComposition(scope));
  const result = search(product, { maxStates });
  if (!result.complete) {
    throw new InputError(`the topology has more than ${maxStates} states; choose fewer virtual machines`);
  }
  const filesOf = (one: ExportFormat): ReadonlyMap<string, string> => {
    try {
      return one.files({ scope, product, result });
    } catch (error) {
      if (!(error instanceof ExportError)) throw error;
      if (format !== 'all') throw new InputError(`${one.name}: ${error.message}`);
      process.stderr.write(`${one.name} is left out: ${error.message}\n`);
      return new Map();
    }
  };
  const files = new Map(
    exportFormats
      .filter(({ name }) => format === 'all' || name === format)
      .flatMap((one) => [...filesOf(one)]),
  );
  writeFiles(out, files);
  for (const name of files.keys()) process.stdout.write(`${name}\n`);
  return exitCodes.holds;
}
