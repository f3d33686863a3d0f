/**
 * The model in the languages and forms that other tools read.
 * @module hyperv-backup-spec/interchange
 */
export { certificate, certificateText } from './certificate.ts';
export * from './claims.ts';
export * from './formats.ts';
export { modelFile, modelText } from './model-file.ts';
export {
  type Certificate,
  certificateJsonSchema,
  certificateSchema,
  type ModelFile,
  modelJsonSchema,
  modelSchema,
} from './model-schema.ts';
export * from './promela/promela.ts';
export { delayEvent, scxml, scxmlState } from './scxml/scxml.ts';
export * from './state-space.ts';
export * from './tables/index.ts';
export * from './tla/tla.ts';
