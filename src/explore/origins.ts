/**
 * Where a state was met first, in 32 bits: the number of the state before it, and the unit that moved alone,
 * or 0 if the step changed more than one unit. Units beyond the last that the bits can name count as it.
 */

const moverBits = 4;
const mostMovers = 2 ** moverBits - 1;

/** The most states that can be numbered. */
export const mostStates = 2 ** (32 - moverBits);

export const originOf = (source: number, mover: number): number =>
  (source << moverBits) | Math.min(mover, mostMovers);

export const sourceOf = (origin: number): number => origin >>> moverBits;

export const moverOf = (origin: number): number => origin & mostMovers;
