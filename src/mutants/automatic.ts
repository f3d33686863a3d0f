/** Mutants of the model that are made by rule, from every chart and every wire. */
import { delays } from '../../machines/index.ts';
import { allRoles, type ModelOptions, type Role, referenceCharts, wiresOf } from '../system/index.ts';
import { chartVariants, type DelayMeanings } from './chart-variants.ts';
import { wireVariants } from './wire-variants.ts';

export interface AutomaticMutant {
  readonly name: string;
  readonly operator: string;
  /** The role whose chart it changes; null for the wiring. */
  readonly role: Role | null;
  /** The transitions that it changes; see `ChartVariant`. */
  readonly place: string | null;
  /** The change to the model, made anew each time. */
  readonly makeModel: () => Partial<Pick<ModelOptions, 'charts' | 'rewire'>>;
}

const meanings: DelayMeanings = {
  isLimit: (delay) => (delays as Record<string, { kind: string }>)[delay]?.kind === 'limit',
  work: 'guestCommit',
  limit: 'holdWindow',
};

/** All of them, in a fixed order. */
export const automaticMutants = (): readonly AutomaticMutant[] => [
  ...allRoles.flatMap((role) =>
    chartVariants(referenceCharts[role], meanings).map(({ make, ...variant }) => ({
      ...variant,
      role,
      makeModel: () => ({ charts: { [role]: make() } }),
    })),
  ),
  ...wireVariants(Object.values(wiresOf).flat()).map(({ name, operator, rewire }) => ({
    name,
    operator,
    role: null,
    place: null,
    makeModel: () => ({ rewire }),
  })),
];
