/** Claims about fair runs, held against the plain semantics and against mutants that never get on. */
import { describe, expect, it } from 'vitest';
import type { GroupView } from '../../src/composition/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { claims, type LeadsToClaim } from '../../src/properties/index.ts';
import { type HostRelease, hostView, machineView, optionsOf, type Topology } from '../../src/system/index.ts';
import {
  chosenScope,
  defaultTopology,
  exploreScope,
  isFair,
  judge,
  mutantScope,
  type Scope,
  scopeComposition,
  stepFaults,
} from '../../src/verify/index.ts';
import { answer, faultOf, isViolatedNaively } from '../explore/systems/liveness.ts';

const leadsTo = claims.filter((claim) => claim.kind === 'leads-to');

/** What a claim promises to the virtual machines of a scope, one by one. */
const promisesOf = ({ topology, options }: Scope, claim: LeadsToClaim) =>
  topology.virtualMachines.map((_, index) => {
    const inUnit = (sought: LeadsToClaim['goal']) => (groups: readonly GroupView[]) =>
      sought(hostView(groups[0] as GroupView), machineView(groups[index + 1] as GroupView));
    const about = { hostRelease: topology.hostRelease, options: optionsOf(topology, options) };
    return { trigger: inUnit(claim.situation(about)), goal: inUnit(claim.goal) };
  });

/** Only machines with a Linux guest have differencing disks, and only on 2012 R2. */
const isOfLinux = ({ id }: LeadsToClaim): boolean => id === 'every-merge-ends';

function topologyFor(claim: LeadsToClaim, release: HostRelease, machines: number): Topology {
  const topology = defaultTopology(release, machines, 1);
  if (!isOfLinux(claim)) return topology;
  return {
    ...topology,
    virtualMachines: topology.virtualMachines.map((machine) => ({ ...machine, guest: 'linux' })),
  };
}

describe.each(leadsTo)('$id', (claim) => {
  const ofClaim = mutants.filter((mutant) => mutant.claim === claim.id);
  const releases = isOfLinux(claim) ? (['2012R2'] as const) : (['2012', '2012R2'] as const);

  it.each(releases)('holds on %s with all faults, and needs fairness for that', (release) => {
    const scope = chosenScope(topologyFor(claim, release, 2), { faults: stepFaults });
    const result = exploreScope(scope);
    expect(result.found[claim.id]).toBeGreaterThan(0);
    expect(result.lassos[claim.id]).toBeUndefined();
    for (const promise of promisesOf(scope, claim)) {
      expect(answer(scopeComposition(scope), promise, () => false).verdict).toBe('violated');
    }
  });

  it.each(releases)('holds on %s for the naive oracle too', (release) => {
    const scope = chosenScope(topologyFor(claim, release, 1), { faults: stepFaults });
    for (const promise of promisesOf(scope, claim)) {
      expect(isViolatedNaively(scopeComposition(scope), promise, isFair)).toBe(false);
    }
  });

  it.each(ofClaim)('catches $name, with a run that the plain semantics bears out', ({ model, scopes }) => {
    for (const scope of scopes.map(mutantScope)) {
      const lasso = exploreScope(scope, { model }).lassos[claim.id];
      const faults = promisesOf(scope, claim).map((promise) =>
        lasso === undefined ? 'no lasso' : faultOf(scopeComposition(scope, model), promise, lasso, isFair),
      );
      expect(faults, scope.id).toContain(null);
    }
  });

  it('catches a mutant in which the end can be reached all the time', () => {
    const livelocks = ofClaim.filter(({ model, scopes }) =>
      scopes.every((scope) => exploreScope(mutantScope(scope), { model }).stuck === null),
    );
    expect(livelocks.length).toBeGreaterThan(0);
  });

  it('is left open by a search that met a bound', () => {
    const scope = chosenScope(defaultTopology('2012R2', 2, 1));
    const result = exploreScope(scope, { maxStates: 100 });
    const [report] = judge([{ scope, result }], { full: false, mutants: [], claims: [claim] });
    expect(report?.verdict).toBe('inconclusive');
  });

  it('says nothing of a machine that never comes into its situation', () => {
    const [machine] = defaultTopology('2012R2', 1, 0).virtualMachines;
    const off = { ...(machine as NonNullable<typeof machine>), running: false };
    const scope = chosenScope({ hostRelease: '2012R2', virtualMachines: [off] });
    const [report] = judge([{ scope, result: exploreScope(scope) }], {
      full: false,
      mutants: [],
      claims: [claim],
    });
    expect(report?.verdict).toBe(claim.id === 'every-backup-ends' ? 'holds' : 'not applicable');
  });
});

describe('what is taken for fair', () => {
  const wait = (delay: string) => ({ type: 'ELAPSE', group: 0, actor: 'a', delay, state: 's' }) as const;

  it('is that messages arrive and work gets done', () => {
    expect(isFair({ type: 'DELIVER', group: 1, channel: 'vmbus-to-host' })).toBe(true);
    expect(isFair(wait('guestCommit'))).toBe(true);
  });

  it('is not that limits expire, that operators act, or that guests write', () => {
    for (const delay of ['freezeWindow', 'holdWindow', 'operatorActs', 'untilNextBackup']) {
      expect(isFair(wait(delay)), delay).toBe(false);
    }
    const message = { type: 'WRITE_NOW' };
    expect(isFair({ type: 'ACT', group: 1, actor: 'guest-workload', message })).toBe(false);
  });
});
