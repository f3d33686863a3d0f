/**
 * Pictures of charts, of the wiring and of paths: text in, text out.
 * @module hyperv-backup-spec/diagrams
 */
export {
  allStates,
  type ChartGraph,
  type ChartState,
  type ChartTransition,
  chartGraph,
  labelParts,
  rootActs,
} from './chart-graph.ts';
export { contentOf, type DiskContent, type Mark } from './disk-content.ts';
export { exampleRun } from './example-run.ts';
export { type Plot, renderPlot, type Series } from './plot.ts';
export { type PlayedOptions, renderPlayed, renderSequence, type SequenceOptions } from './sequence.ts';
export { mermaidSequence } from './sequence-mermaid.ts';
export { type RenderOptions, renderChart } from './state-diagram.ts';
export { mermaidChart } from './state-mermaid.ts';
export { mermaidSystem, renderSystem } from './system-diagram.ts';
