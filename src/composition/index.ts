/** Statecharts composed by data: what a composition is, and what it does. */
export * from './chart.ts';
export * from './composition.ts';
export * from './group.ts';
export * from './step.ts';
