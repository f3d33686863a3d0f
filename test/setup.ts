import fc from 'fast-check';

/** Random tests repeat themselves; FC_SEED makes them look elsewhere. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_120_502) });
