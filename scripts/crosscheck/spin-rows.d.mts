import type { Subject } from './own.mjs';

/** How many states SPIN meets, and what an assertion has found there: a deadlock, a gap in the tables, or null. */
export function countBySpin(subject: Subject): { readonly states: number; readonly finding: string | null };
