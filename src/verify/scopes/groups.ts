/** From families to the groups and scopes that are explored. */
import { claims as allClaims, observers } from '../../properties/index.ts';
import {
  actionsOf,
  allFaults,
  allRoles,
  backupComposition,
  type Fault,
  faultEntry,
  type HostRelease,
  hostReleases,
  limitsOf,
  optionsFor,
  recoveryPlaceOf,
  referenceCharts,
  type VirtualMachineTopology,
} from '../../system/index.ts';
import { checksFor, claimsAbout } from '../checks.ts';
import { type Shape, shapesWith } from '../shapes.ts';
import { families } from './families.ts';
import { plainShapes } from './machines.ts';
import { narrow } from './narrow.ts';
import type { Family, Scope, ScopeGroup, ScopeOptions } from './scope.ts';

/** One release for each place of recovery; the others have equal tables. */
const representatives: readonly { release: HostRelease; covers: readonly HostRelease[] }[] = [
  { release: '2012R2', covers: ['2012R2'] },
  { release: '2012', covers: hostReleases.filter((release) => recoveryPlaceOf(release) === 'inHost') },
];

function selections(shapes: readonly Shape[], family: Family): readonly (readonly Shape[])[] {
  if (family.alike) return shapes.map((shape) => Array<Shape>(family.machines).fill(shape));
  const choose = (count: number, from: number): readonly (readonly Shape[])[] =>
    count === 0
      ? [[]]
      : shapes
          .slice(from)
          .flatMap((shape, index) =>
            choose(count - 1, family.ordered ? 0 : from + index).map((rest) => [shape, ...rest]),
          );
  return choose(family.machines, 0);
}

const withName = (machine: VirtualMachineTopology, name: string): VirtualMachineTopology => ({
  ...machine,
  name,
});

const optionsText = (options: ScopeOptions): string =>
  Object.entries(options)
    .map(
      ([name, value]) =>
        [
          name,
          name === 'faults' && Array.isArray(value) && value.length === allFaults.length ? 'all' : value,
        ] as const,
    )
    .filter(([, value]) => value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) =>
      value === true ? name : `${name} ${Array.isArray(value) ? value.join('+') : value}`,
    )
    .join(', ');

/** Roles that a fault can strike. */
const rolesStruckBy = (fault: Fault): ReadonlySet<string> =>
  new Set([
    ...actionsOf(fault).map(({ role }) => role),
    ...allRoles.filter((role) =>
      limitsOf(fault).some((limit) => limit in referenceCharts[role].implementations.delays),
    ),
  ]);

/** Whether somebody is there whom the fault can strike, where there is but one. */
export function canStrike({
  topology,
  options: { faults = [] },
}: Pick<Scope, 'topology' | 'options'>): boolean {
  const [fault, ...others] = faults;
  if (fault === undefined || others.length > 0) return true;
  const struck = rolesStruckBy(fault);
  const { hub, units } = backupComposition(topology);
  return [hub, ...units].some(({ actors }) => actors.some(({ role }) => struck.has(role)));
}

/** The scopes of a group, in a fixed order. */
export function scopesOf({ release, family: name, options }: ScopeGroup): readonly Scope[] {
  const family = families.find((one) => one.name === name) as Family;
  const { covers } = representatives.find(
    (one) => one.release === release,
  ) as (typeof representatives)[number];
  const shapes = family.disks.flatMap((disks) =>
    family.plain ? plainShapes(family.plain, disks, release) : shapesFor(disks, release, options),
  );
  const siblings = Object.fromEntries(shapes.map((shape) => [shape.id, shape.siblings]));
  return selections(shapes, family)
    .map((selection) => ({
      id: `${release}: ${selection.map(({ id }) => id).join(' & ')}; ${optionsText(options) || 'defaults'}`,
      family: family.name,
      topology: {
        hostRelease: release,
        virtualMachines: selection.map(({ machine }, index) => withName(machine, `vm${index + 1}`)),
      },
      options,
      shapes: selection.map(({ id }) => id),
      covers,
      topologies: covers.length * selection.reduce((product, { topologies }) => product * topologies, 1),
      siblings,
    }))
    .filter(canStrike);
}

const known = new Map<string, readonly Shape[]>();

function shapesFor(disks: number, release: HostRelease, options: ScopeOptions): readonly Shape[] {
  const full = { ...options, observers };
  const inForce = optionsFor(release, full);
  const { charts, rewire, observers: _, ...data } = inForce;
  const key = JSON.stringify([disks, release, data]);
  let shapes = known.get(key);
  if (shapes === undefined) {
    const claimScope = { hostRelease: release, options: inForce };
    shapes = shapesWith(disks, release, full, checksFor(claimScope, claimsAbout(claimScope, allClaims)));
    known.set(key, shapes);
  }
  return shapes;
}

/** Whether a fault is one of this release. */
export const canHappenOn = (release: HostRelease, fault: Fault): boolean => {
  const { releases } = faultEntry(fault);
  return releases === 'all' || (releases === '2012R2') === (recoveryPlaceOf(release) === 'inGuest');
};

/**
 * Whether it is proved for any number of machines too. Faults that are counted in a run tie all machines together, so
 * there nothing is proved beyond what is explored.
 */
export const isProvedFurther = ({ family, options }: Pick<ScopeGroup, 'family' | 'options'>): boolean =>
  (options.faultBudget === undefined || options.faultBudget === null) &&
  !families.some(({ name, exploredOnly }) => name === family && exploredOnly === true);

/** Whether its machines, as far as they differ in nothing but their disks, are to stand for any number of disks. */
export const standsForAnyDisks = ({ family }: Pick<ScopeGroup, 'family'>): boolean =>
  families.some(({ name, anyDisks }) => name === family && anyDisks === true);

/** Families that only a full verification explores. */
export const fullFamilies: readonly string[] = families.filter(({ full }) => full).map(({ name }) => name);

/** Every group of scopes that is explored when nothing else is asked for, or all of them, in a fixed order. */
export const scopeGroups = (hostRelease?: HostRelease, full = false): readonly ScopeGroup[] =>
  representatives
    .filter(({ covers }) => hostRelease === undefined || covers.includes(hostRelease))
    .flatMap(({ release }) =>
      families
        .filter((family) => full || !family.full)
        .flatMap((family) =>
          family.options
            // Where copies are recovered in the host, no controller is ever looked at, and older components that
            // connect are asked for nothing that they do not know.
            .filter(
              ({ controllerCheck, linuxControllerCheck, olderComponents }) =>
                recoveryPlaceOf(release) === 'inGuest' ||
                (controllerCheck !== 'whenPreparing' &&
                  linuxControllerCheck !== 'spared' &&
                  olderComponents !== 'connected'),
            )
            .filter(
              ({ faults = [] }) => faults.length !== 1 || faults.some((fault) => canHappenOn(release, fault)),
            )
            .map((options) => ({ release, family: family.name, options })),
        ),
    );

/** Every scope of the narrow families. */
export const narrowScopes = (): readonly Scope[] =>
  scopeGroups()
    .filter(({ family }) => narrow.some(({ name }) => name === family))
    .flatMap(scopesOf);
