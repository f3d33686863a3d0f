/**
 * Testing other people's implementations: suites from the model, verdicts, reports, logs.
 * @module hyperv-backup-spec/conformance
 */
export { type ChartComparison, compareCharts } from './compare-charts.ts';
export { gherkinFeature } from './emit/gherkin.ts';
export { vitestFile } from './emit/vitest.ts';
export * from './kit/adapter.ts';
export * from './kit/component-trace.ts';
export * from './kit/documents.ts';
export { failureFiles } from './kit/failures.ts';
export * from './kit/implementation.ts';
export * from './kit/protocol.ts';
export * from './kit/reduce.ts';
export {
  type ConformanceReport,
  conformanceReportJsonSchema,
  conformanceReportSchema,
  failureLines,
  harmless,
  reportOf,
  terminalReport,
} from './kit/report.ts';
export * from './kit/run.ts';
export { answering } from './kit/serve.ts';
export { type CompletePlan, planComplete } from './suites/complete.ts';
export { type Component, type ComponentChoice, ComponentError, componentOf } from './suites/component.ts';
export { type KillRate, killRate } from './suites/faulty.ts';
export * from './suites/format.ts';
export * from './suites/mealy.ts';
export * from './suites/suite.ts';
export { validateItf } from './validation/itf.ts';
export * from './validation/log.ts';
export { recordedLines } from './validation/record.ts';
export type { ValidationOptions } from './validation/run.ts';
export { defaultLimits, type SearchLimits } from './validation/search.ts';
export { validationText } from './validation/text.ts';
export * from './validation/validate.ts';
export { type EventMeaning, eventMeanings, type Shown } from './validation/windows-events/mapping.ts';
export { readWindowsEvents, type WindowsEvent } from './validation/windows-events/read.ts';
