/** The model in the languages of other tools. */
export * from './actor-tables.ts';
export * from './claims.ts';
export * from './promela.ts';
