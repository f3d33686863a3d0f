/** A searched system as numbered tables. */
export type { ChartTable, Input, Row } from './chart-table.ts';
export type { ActorTable, Call, ChannelTable, Effect } from './effects.ts';
export { identifier, messageName } from './names.ts';
export type { ObserverTable } from './observer-table.ts';
export * from './system-tables.ts';
