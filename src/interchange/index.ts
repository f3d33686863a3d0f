/** The model in the languages and forms that other tools read. */
export * from './actor-tables.ts';
export * from './claims.ts';
export * from './formats.ts';
export * from './promela.ts';
export * from './state-space.ts';
