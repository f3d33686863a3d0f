/** What is missing to run SPIN, or null. */
export function missingForSpin(): string | null;
