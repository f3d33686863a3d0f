/** The formats in which the model can be exported, by name. */
import type { Product, SearchResult } from '../explore/index.ts';
import { evidenceFiles } from '../paths/index.ts';
import { exploreScope, judge, type Scope } from '../verify/index.ts';
import { exportedClaims } from './claims.ts';
import { modelFile, modelText } from './model-file.ts';
import { promela } from './promela/promela.ts';
import { scxml } from './scxml/scxml.ts';
import { aldebaran, dot, type StateSpace, stateSpace, strongQuotient } from './state-space.ts';
import { systemTables } from './tables/index.ts';
import { tla } from './tla/tla.ts';

/** A scope with all of its states. */
export interface ExportSubject {
  readonly scope: Scope;
  readonly product: Product;
  readonly result: SearchResult;
}

export interface ExportFormat {
  readonly name: string;
  /** What it is and who reads it, in a line. */
  readonly description: string;
  /**
   * The files by name, the same for the same subject.
   * @throws ExportError if the subject cannot be written in this format.
   */
  files(subject: ExportSubject): ReadonlyMap<string, string>;
}

/** A scope cannot be written in a format; the message says why, and what can be done. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** A drawing of more states shows nothing. */
const maxDrawnStates = 500;

function drawn(space: StateSpace): ReadonlyMap<string, string> {
  const quotient = strongQuotient(space);
  if (quotient.states > maxDrawnStates) {
    throw new ExportError(
      `${space.states} states, ${quotient.states} up to bisimulation; a drawing has ${maxDrawnStates} at most; aut takes any number`,
    );
  }
  return new Map([
    ...(space.states > maxDrawnStates ? [] : [['states.dot', dot(space)] as const]),
    ['quotient.dot', dot(quotient)],
  ]);
}

export const exportFormats: readonly ExportFormat[] = [
  {
    name: 'promela',
    description: 'the composed system with its claims as assertions and ltl, for SPIN',
    files: ({ scope, product }) => new Map([['model.pml', promela(product, exportedClaims(scope))]]),
  },
  {
    name: 'json',
    description: 'the model as tables with its claims, for implementations in any language',
    files: ({ scope, product }) => new Map([['model.json', modelText(modelFile(scope, product))]]),
  },
  {
    name: 'tla',
    description:
      'the composed system by named variables and actions, with its claims, for TLC and tla-checker',
    files: ({ scope, product }) => {
      const { module, configuration } = tla(product, exportedClaims(scope));
      return new Map([
        ['Backup.tla', module],
        ['Backup.cfg', configuration],
      ]);
    },
  },
  {
    name: 'scxml',
    description: 'every chart with its input, executable, for interpreters such as SCION',
    files: ({ product }) =>
      new Map(systemTables(product).charts.map((chart) => [`${chart.name}.scxml`, scxml(chart)])),
  },
  {
    name: 'aut',
    description: 'all states and steps, and their quotient by strong bisimulation, for CADP, mCRL2, LTSmin',
    files: ({ product, result }) => {
      const space = stateSpace(product, result);
      return new Map([
        ['states.aut', aldebaran(space)],
        ['quotient.aut', aldebaran(strongQuotient(space))],
      ]);
    },
  },
  {
    name: 'dot',
    description: `the states as a graph, for Graphviz; of small systems only`,
    files: ({ product, result }) => drawn(stateSpace(product, result)),
  },
  {
    name: 'itf',
    description: 'a path to everything that the claims presuppose, for readers of TLA+ traces and for replay',
    files: ({ scope }) => {
      const explored = [{ scope, result: exploreScope(scope) }];
      return evidenceFiles(judge(explored, { full: false, mutants: [] }), explored, null);
    },
  },
];
