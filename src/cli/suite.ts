import {
  ComponentError,
  type Coverage,
  gherkinFeature,
  makeSuite,
  type Suite,
  type SuiteChoice,
  SuiteError,
  suiteLines,
  vitestFile,
} from '../conformance/index.ts';
import type { Fault } from '../system/index.ts';
import { exitCodes, InputError } from './exit.ts';
import { readTopology, writeText } from './files.ts';

/** What suites are chosen by; `suite` and `conform` take the same. */
export interface SuiteFlags {
  readonly component: SuiteChoice['component'];
  readonly coverage: Coverage;
  readonly extraStates: number;
  readonly seed: number;
  readonly maxTests: number;
  readonly topology?: string;
  readonly faults?: readonly Fault[];
}

/** @throws InputError if the suite cannot be made. */
export function chosenSuite(flags: SuiteFlags): Suite {
  const { topology: file, faults, ...rest } = flags;
  try {
    return makeSuite({
      ...rest,
      ...(file === undefined ? {} : { topology: readTopology(file) }),
      ...(faults === undefined ? {} : { options: { faults } }),
      onPlan: ({ method, extraStates, states, inputs, atMost }) => {
        process.stderr.write(
          `${method} with ${extraStates} extra states over ${states} states and ${inputs} inputs: at most ${atMost} tests\n`,
        );
      },
    });
  } catch (error) {
    if (error instanceof SuiteError || error instanceof ComponentError) throw new InputError(error.message);
    throw error;
  }
}

/** The forms in which a suite is written. */
const formats = {
  jsonl: suiteLines,
  vitest: vitestFile,
  gherkin: gherkinFeature,
} satisfies Record<string, (suite: Suite, adapter: string) => string>;

export type SuiteFormat = keyof typeof formats;
export const suiteFormats = Object.keys(formats) as readonly SuiteFormat[];

export interface WriteFlags extends SuiteFlags {
  readonly out: string;
  readonly format: SuiteFormat;
  readonly adapter: string;
}

/** Writes a suite, and says how large it is and what it is worth. */
export function suite({ out, format, adapter, ...flags }: WriteFlags): number {
  const made = chosenSuite(flags);
  writeText(out, formats[format](made, adapter));
  const { tests, inputs, faultDomain, killRate, unreached } = made.header;
  const lines = [
    `${tests} tests, ${inputs} inputs`,
    ...(faultDomain === null ? [] : [`complete for: ${faultDomain}`]),
    ...(killRate === null ? [] : [`finds ${killRate.killed} of ${killRate.mutants} generated mistakes`]),
    ...unreached.map(({ goal, reason }) => `not reached: ${goal}: ${reason}`),
  ];
  if (out !== '-') process.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.holds;
}
