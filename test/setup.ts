import fc from 'fast-check';

/** Random tests repeat themselves; FC_SEED makes them look elsewhere. */
const seed = Number(process.env.FC_SEED || 20_120_502);
if (!Number.isInteger(seed)) throw new Error(`FC_SEED must be an integer, not "${process.env.FC_SEED}"`);
fc.configureGlobal({ seed });
