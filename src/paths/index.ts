/**
 * Paths: one form for counterexamples, witnesses and runs; replayed by the model, written and read as ITF.
 * @module hyperv-backup-spec/paths
 */
export { evidenceFiles } from './evidence.ts';
export * from './found.ts';
export * from './itf.ts';
export { type Itf, itfJsonSchema, itfSchema, optionsSchema } from './itf-schema.ts';
export { canonicalText, itfValue } from './itf-values.ts';
export * from './path.ts';
export { PathRefusal, type ReplayedPath, replay, spellEvent } from './replay.ts';
export { parseUntrusted } from './untrusted.ts';
