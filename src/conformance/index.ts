/** Testing other people's implementations: suites from the model, verdicts, reports, logs. */
export { type ChartComparison, compareCharts } from './compare-charts.ts';
export * from './kit/documents.ts';
export * from './kit/implementation.ts';
export * from './kit/protocol.ts';
export * from './kit/reduce.ts';
export * from './kit/report.ts';
export * from './kit/run.ts';
export { type CompletePlan, planComplete } from './suites/complete.ts';
export { type Component, type ComponentChoice, ComponentError, componentOf } from './suites/component.ts';
export { type KillRate, killRate } from './suites/faulty.ts';
export * from './suites/format.ts';
export * from './suites/mealy.ts';
export * from './suites/suite.ts';
export * from './validation/log.ts';
export { recordedLines } from './validation/record.ts';
export { defaultLimits, type SearchLimits } from './validation/search.ts';
export * from './validation/validate.ts';
