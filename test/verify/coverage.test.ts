/** A transition that no scope takes is found out, and fails a verification. */
import { expect, it } from 'vitest';
import { exitCodeOf, exitCodes } from '../../src/cli/exit.ts';
import { TableStore } from '../../src/explore/index.ts';
import { edited } from '../../src/mutants/index.ts';
import { referenceCharts } from '../../src/system/index.ts';
import {
  chosenScope,
  coverageOf,
  coverageText,
  exploreScope,
  judge,
  overall,
} from '../../src/verify/index.ts';
import { topologyWith } from '../topologies.ts';

const role = 'ide-controller';

/** A reaction to a request that nobody makes. */
const withDeadTransition = edited(referenceCharts[role], {
  machineOn: (state) => {
    state.on = { ...state.on, HOT_REMOVE_OVER_IDE: { actions: 'refuseAdd' } };
  },
});

/** All that IDE controllers do is done here: without a SCSI controller they are asked, on or off. */
const scopes = [
  chosenScope(topologyWith('2012R2', 1, 1, { scsiControllers: 0 })),
  chosenScope(topologyWith('2012R2', 1, 1), { faults: ['F32'] }),
  chosenScope(topologyWith('2012R2', 1, 1, { running: false })),
];

function taken(chart: (typeof referenceCharts)[typeof role] | typeof withDeadTransition) {
  const store = new TableStore();
  const charts = { [role]: chart };
  const explored = scopes.map((scope) => ({
    scope,
    result: exploreScope(scope, { store, model: { charts } }),
  }));
  const reports = judge(explored, { full: false, mutants: [] });
  return { reports, coverage: coverageOf(store.taken, charts) };
}

it('every transition of a chart is taken where all that it can meet is explored', () => {
  const { reports, coverage } = taken(referenceCharts[role]);
  expect(coverage.neverTaken).toEqual([]);
  expect(overall(reports, coverage)).toBe('holds');
  expect(coverageText(coverage)).toBe(
    `${coverage.transitions} of ${coverage.transitions} transitions are taken`,
  );
});

it('one that nothing takes is named, with what to do, and fails what holds otherwise', () => {
  const { reports, coverage } = taken(withDeadTransition);
  expect(coverage.neverTaken).toEqual(['ideController.machineOn HOT_REMOVE_OVER_IDE']);
  expect(overall(reports)).toBe('holds');
  expect(overall(reports, coverage)).toBe('vacuous');
  expect(exitCodeOf(overall(reports, coverage))).toBe(exitCodes.violated);
  expect(coverageText(coverage)).toMatch(
    /in no explored scope:\n {2}ideController.machineOn HOT_REMOVE_OVER_IDE\n(.|\n)*or remove it/,
  );
});

it('it does not outweigh a claim that is violated', () => {
  const { coverage } = taken(withDeadTransition);
  expect(overall([{ verdict: 'violated' }, { verdict: 'holds' }], coverage)).toBe('violated');
});
