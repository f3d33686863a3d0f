/** How the command ends. */
import type { Verdict } from '../verify/index.ts';

export const exitCodes = {
  holds: 0,
  violated: 1,
  usage: 2,
  badInput: 3,
  inconclusive: 4,
  internal: 70,
  interrupted: 130,
} as const;

export const exitCodeOf = (verdict: Verdict): number => {
  if (verdict === 'violated' || verdict === 'vacuous') return exitCodes.violated;
  return verdict === 'inconclusive' ? exitCodes.inconclusive : exitCodes.holds;
};

/** Something that the user gave is wrong; the message says what, where and what is allowed. */
export class InputError extends Error {}

/** The command line itself is wrong. */
export class UsageError extends Error {}

/** What an error says, for a message that says more. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
