/**
 * Wrong variants of the design, each with the claim that catches it.
 * @module hyperv-backup-spec/mutants
 */
import { answerMutants } from './answers.ts';
import { contentMutants } from './content.ts';
import { faultMutants } from './faults.ts';
import { linuxMutants } from './linux.ts';
import { livelockMutants } from './livelocks.ts';
import type { Mutant } from './mutant.ts';
import { sessionMutants } from './session.ts';
import { severalMachinesMutants } from './several-machines.ts';
import { stepMutants } from './steps.ts';

export { type AutomaticMutant, automaticMutants } from './automatic.ts';
export { type ChartVariant, chartVariants, type DelayMeanings } from './chart-variants.ts';
export { edited } from './edit.ts';
export type { Mutant, MutantScope } from './mutant.ts';
export { type WireVariant, wireVariants } from './wire-variants.ts';

export const mutants: readonly Mutant[] = [
  ...stepMutants,
  ...contentMutants,
  ...answerMutants,
  ...linuxMutants,
  ...livelockMutants,
  ...faultMutants,
  ...sessionMutants,
  ...severalMachinesMutants,
];
