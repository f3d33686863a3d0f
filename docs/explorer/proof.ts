/** What the worker says to the page. */
import type { SystemEvent } from '../../src/composition/index.ts';

export interface ProvedClaim {
  readonly id: string;
  readonly sentence: string;
  readonly verdict: string;
  readonly reason: string;
  readonly path: readonly SystemEvent[] | null;
  readonly cycle: readonly SystemEvent[] | null;
}

export interface Proof {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly outcomes: readonly { readonly name: string; readonly outcomes: readonly string[] }[];
  readonly claims: readonly ProvedClaim[];
}

export type ProofMessage =
  | { readonly kind: 'progress'; readonly states: number }
  | ({ readonly kind: 'done' } & Proof)
  | { readonly kind: 'failed'; readonly message: string };
