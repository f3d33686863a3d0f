import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import type { Wire } from '../../src/composition/index.ts';
import { compare, observed, Product, search } from '../../src/explore/index.ts';
import { chartVariants, type DelayMeanings, wireVariants } from '../../src/mutants/index.ts';
import { actor, aProblem, composed, valuesOf } from '../explore/systems/support.ts';

/** A clerk who files or returns what comes in; both desks at which she rests are alike. */
const clerk = setup({
  types: {
    context: {} as { readonly busy: boolean },
    events: {} as { type: 'LETTER' } | { type: 'CLOSE' },
    emitted: {} as { type: 'FILED' } | { type: 'RETURNED' },
  },
  guards: { isBusy: ({ context }) => context.busy },
  actions: {
    file: emit({ type: 'FILED' }),
    giveBack: emit({ type: 'RETURNED' }),
    note: assign({ busy: true }),
  },
  delays: { work: 1_000 },
}).createMachine({
  id: 'clerk',
  context: { busy: false },
  initial: 'desk',
  states: {
    desk: {
      on: {
        LETTER: [
          { guard: 'isBusy', target: 'otherDesk', actions: 'giveBack' },
          { target: 'working', actions: 'note' },
        ],
      },
    },
    working: { after: { work: { target: 'otherDesk', actions: 'file' } } },
    otherDesk: { on: { LETTER: { target: 'desk', actions: 'giveBack' } } },
  },
});

const archive = setup({
  types: { events: {} as { type: 'FILED' } | { type: 'RETURNED' } },
}).createMachine({
  id: 'archive',
  initial: 'empty',
  states: {
    empty: { on: { FILED: 'full' } },
    full: { on: { RETURNED: 'full' } },
  },
});

const meanings: DelayMeanings = { isLimit: (delay) => delay === 'closing', work: 'work', limit: 'closing' };
const wires: readonly Wire[] = [{ from: 'clerk', messages: ['FILED', 'RETURNED'], to: 'archive' }];

const office = (
  chart: typeof clerk | ReturnType<ReturnType<typeof chartVariants>[number]['make']>,
  wired = wires,
) =>
  composed({
    hub: [actor('clerk', chart), actor('archive', archive)],
    wires: wired,
    environment: [{ role: 'clerk', message: { type: 'LETTER' } }],
    disabledDelays: new Set(['closing']),
  });

const seen = (view: Parameters<typeof valuesOf>[0]) => `${valuesOf(view, 'archive')} ${view.state.problem}`;
const compared = (variant: ReturnType<typeof office>) =>
  compare(observed(new Product(office(clerk)), seen), observed(new Product(variant), seen), 1_000).verdict;

/** Every letter is filed first, and nobody is told what he does not take. */
const isCaught = (variant: ReturnType<typeof office>): boolean => {
  const { found, stuck } = search(new Product(variant), {
    wholeChecks: [aProblem],
    isEnd: (hub) => valuesOf(hub, 'archive').includes('full'),
  });
  return found.size > 0 || stuck !== null;
};

const variants = chartVariants(clerk, meanings);
const named = (name: string) => {
  const variant = variants.find((one) => one.name === name);
  if (variant === undefined) throw new RangeError(`there is no variant '${name}'`);
  return variant;
};

describe('variants of a chart', () => {
  it('are made by every rule at every place', () => {
    expect(variants.map(({ name }) => name)).toEqual([
      'clerk.desk LETTER 1 dropped',
      'clerk.desk LETTER 1 to #clerk.desk',
      'clerk.desk LETTER 1 to #clerk.working',
      'clerk.desk LETTER 1 stays',
      'clerk.desk LETTER 1 does not giveBack',
      'clerk.desk LETTER 1 says file for giveBack',
      'clerk.desk LETTER 1 if not isBusy',
      'clerk.desk LETTER 1 whether isBusy or not',
      'clerk.desk LETTER 1 after the next',
      'clerk.desk LETTER 2 dropped',
      'clerk.desk LETTER 2 to #clerk.otherDesk',
      'clerk.desk LETTER 2 to #clerk.desk',
      'clerk.desk LETTER 2 stays',
      'clerk.working after work dropped',
      'clerk.working after work to #clerk.desk',
      'clerk.working after work to #clerk.working',
      'clerk.working after work stays',
      'clerk.working after work does not file',
      'clerk.working after work says giveBack for file',
      'clerk.working after work waits for closing',
      'clerk.otherDesk LETTER dropped',
      'clerk.otherDesk LETTER to #clerk.working',
      'clerk.otherDesk LETTER to #clerk.otherDesk',
      'clerk.otherDesk LETTER stays',
      'clerk.otherDesk LETTER does not giveBack',
      'clerk.otherDesk LETTER says file for giveBack',
    ]);
  });

  it('do what their names say', () => {
    for (const name of [
      'clerk.desk LETTER 1 says file for giveBack',
      'clerk.desk LETTER 1 if not isBusy',
      'clerk.desk LETTER 1 whether isBusy or not',
      'clerk.desk LETTER 1 after the next',
      'clerk.desk LETTER 2 dropped',
      'clerk.working after work dropped',
      'clerk.working after work does not file',
      'clerk.working after work says giveBack for file',
      'clerk.working after work waits for closing',
    ]) {
      expect([name, isCaught(office(named(name).make()))]).toEqual([name, true]);
    }
    expect(isCaught(office(clerk))).toBe(false);
  });

  it('that nobody can tell from the chart are shown to be equivalent', () => {
    expect(compared(office(named('clerk.working after work to #clerk.desk').make()))).toBe('equal');
    expect(compared(office(named('clerk.otherDesk LETTER to #clerk.working').make()))).toBe('different');
  });

  it('that are caught are never equivalent', () => {
    for (const { name, make } of variants) {
      const variant = office(make());
      if (isCaught(variant)) expect([name, compared(variant)]).toEqual([name, 'different']);
    }
  });

  it('leave the chart as it was', () => {
    expect(compared(office(clerk))).toBe('equal');
  });
});

describe('variants of a wiring', () => {
  it('lose each message, and lead the wire elsewhere', () => {
    expect(wireVariants(wires).map(({ name }) => name)).toEqual([
      'FILED from clerk to archive dropped',
      'RETURNED from clerk to archive dropped',
      'FILED, RETURNED from clerk to archive over neighbour',
    ]);
  });

  it('are caught where a message has no wire', () => {
    for (const { rewire } of wireVariants(wires).slice(0, 2)) {
      expect(isCaught(office(clerk, [...rewire(wires)]))).toBe(true);
    }
  });
});
