/** The claim that compares scopes: one virtual machine's controllers make no difference to the others. */
import type { ScopeResult } from './explore-scope.ts';
import type { Scope } from './scopes/index.ts';

export interface Difference {
  readonly scope: string;
  readonly other: string;
  /** The shape of the virtual machine whose endings differ. */
  readonly shape: string;
  readonly endings: readonly string[];
  readonly otherEndings: readonly string[];
}

const key = (shapes: readonly string[]): string => JSON.stringify([...shapes].sort());

const endingsOf = (scope: Scope, result: ScopeResult, shape: string): readonly string[] =>
  result.endings[scope.shapes.indexOf(shape)] ?? [];

export interface Comparison {
  /** How often the endings of a virtual machine were compared. */
  readonly compared: number;
  readonly difference: Difference | null;
}

/**
 * Compares explored scopes of one group that differ in the SCSI controllers of one virtual machine, as
 * every other one sees them, up to the first difference.
 */
export function compareEndings(
  explored: readonly { readonly scope: Scope; readonly result: ScopeResult }[],
): Comparison {
  let compared = 0;
  const byShapes = new Map(explored.map((one) => [key(one.scope.shapes), one]));
  for (const { scope, result } of explored) {
    for (const [position, changed] of scope.shapes.entries()) {
      const rest = scope.shapes.filter((_, index) => index !== position);
      for (const sibling of scope.siblings[changed] ?? []) {
        const other = byShapes.get(key([...rest, sibling]));
        if (other === undefined) continue;
        for (const shape of rest) {
          const endings = endingsOf(scope, result, shape);
          const otherEndings = endingsOf(other.scope, other.result, shape);
          compared++;
          if (JSON.stringify(endings) !== JSON.stringify(otherEndings)) {
            const difference = { scope: scope.id, other: other.scope.id, shape, endings, otherEndings };
            return { compared, difference };
          }
        }
      }
    }
  }
  return { compared, difference: null };
}
