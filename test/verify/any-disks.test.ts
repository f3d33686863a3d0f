/** Machines with more disks than those of which all shapes are explored. */

import { describe, expect, it } from 'vitest';
import { emit } from 'xstate';
import { edited } from '../../src/mutants/index.ts';
import { type ModelOptions, referenceCharts, wiresOf } from '../../src/system/index.ts';
import {
  anyDisks,
  chosenScope,
  defaultTopology,
  exploreScope,
  fromWithin,
  type ScopeOptions,
  scopeComposition,
  stepFaults,
} from '../../src/verify/index.ts';

/** Four disks on IDE and sixty-four on each of four SCSI controllers. */
const mostDisks = 260;

const releases = ['2012', '2012R2'] as const;

const orders: readonly ScopeOptions[] = [
  {},
  { virtualMachineOrder: 'oneAtATime' },
  { diskOrder: 'parallel' },
  { failureScope: 'all', faults: stepFaults },
  { faults: ['F31'], virtualMachineOrder: 'oneAtATime' },
  { backups: 2, persistentShadowCopies: true },
];

const compositionFor = (
  release: (typeof releases)[number],
  options: ScopeOptions,
  model: Partial<Pick<ModelOptions, 'charts'>> = {},
) => scopeComposition(chosenScope(defaultTopology(release, 1, 1), options), model);

describe('others stand for machines with any number of disks', () => {
  it.each(releases.flatMap((release) => orders.map((options) => [release, options] as const)))(
    'on %s with %o',
    (release, options) => {
      const isInTurns = options.virtualMachineOrder === 'oneAtATime';
      const { failure } = anyDisks(compositionFor(release, options), isInTurns, [0, 1, 2, 3, 8]);
      expect(failure).toBeNull();
    },
  );

  it('with as many as a machine can have', () => {
    for (const release of releases) {
      expect(anyDisks(compositionFor(release, {}), false, [mostDisks]).failure).toBeNull();
    }
  });

  it('but not for one whose coordinator answers before its last copies, which needs three disks', () => {
    const hasty = edited(
      referenceCharts['vm-coordinator'],
      {
        'online.recovering': (state) => {
          state.on = {
            ...state.on,
            DISK_RECOVERED: [
              { guard: 'twoFollow', actions: ['countCopy', 'startNextCopy', 'answerReady'] },
              { guard: 'moreCopiesFollow', actions: ['countCopy', 'startNextCopy'] },
              { target: 'recovered', actions: ['countCopy', 'answerTwice'] },
            ],
          };
        },
      },
      {
        guards: { twoFollow: ({ context }: { context: { remaining: number } }) => context.remaining > 2 },
        actions: { answerTwice: emit({ type: 'VIRTUAL_MACHINE_ANSWERED', failed: true }) },
      },
    );
    const composition = compositionFor('2012R2', {}, { charts: { 'vm-coordinator': hasty } });
    expect(anyDisks(composition, false, [3]).failure).toContain('no answer');
  });

  it('and all that a coordinator hears from its machine is thought of', () => {
    const types = Object.values(wiresOf)
      .flat()
      .filter(({ to, reach = 'own' }) => to === 'vm-coordinator' && reach === 'own')
      .flatMap(({ messages }) => messages);
    const known = new Set(fromWithin.map(({ type }) => type));
    expect([...new Set(types)].filter((type) => !known.has(type))).toEqual([]);
  });
});

describe('a machine with many disks', () => {
  it.each(releases.flatMap((release) => [[], stepFaults].map((faults) => [release, faults] as const)))(
    'has as many states more with each disk more, on %s with faults %o, and breaks no claim',
    (release, faults) => {
      const explored = Array.from({ length: 10 }, (_, index) =>
        exploreScope(chosenScope(defaultTopology(release, 1, index + 1), { faults })),
      );
      const more = explored.slice(1).map(({ states }, index) => states - (explored[index]?.states ?? 0));
      expect(new Set(more).size).toBe(1);
      for (const { paths, stuck, lassos } of explored) {
        expect(Object.keys(paths)).toEqual(['drift']);
        expect([stuck, lassos]).toEqual([null, {}]);
      }
    },
  );
});
