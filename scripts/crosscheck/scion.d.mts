import type { ChartTable } from '../../src/interchange/index.ts';

export interface ScionRun {
  /** The first difference between SCION and XState on a shortest sequence, or null. */
  readonly difference: string | null;
  readonly sequences: number;
  /** Inputs in all sequences together. */
  readonly inputs: number;
}

/** Runs a chart as SCXML on random sequences of what it may be asked, beside what XState answers. */
export function compareWithScion(table: ChartTable, text: string, sequences?: number): Promise<ScionRun>;
