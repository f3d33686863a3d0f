/** Liveness of the textbook systems, with the answers of the textbooks. */
import { describe, expect, it } from 'vitest';
import type { Composition, GroupView } from '../../src/composition/index.ts';
import { allButTheEnvironment, type Fairness, type LeadsTo } from '../../src/explore/index.ts';
import { alternatingBit, isAllAcknowledged } from './systems/alternating-bit.ts';
import { diningPhilosophers } from './systems/dining-philosophers.ts';
import { isElected, leaderElection } from './systems/leader-election.ts';
import { answer, faultOf, lassoOf } from './systems/liveness.ts';
import { peterson } from './systems/peterson.ts';
import { valuesOf } from './systems/support.ts';
import { isDecided, twoPhaseCommit } from './systems/two-phase-commit.ts';

const everything: Fairness = () => true;
const always = (): boolean => true;
const atHub =
  (isSo: (hub: GroupView) => boolean): LeadsTo['goal'] =>
  ([hub]) =>
    isSo(hub as GroupView);

const expectHolds = (composition: Composition, property: LeadsTo, fairness: Fairness): void =>
  expect(answer(composition, property, fairness).verdict).toBe('holds');

/** The length of the cycle of a lasso that the plain semantics bears out. */
function cycleAgainst(composition: Composition, property: LeadsTo, fairness: Fairness): number {
  const lasso = lassoOf(composition, property, fairness);
  expect(faultOf(composition, property, lasso, fairness)).toBeNull();
  return lasso.cycle.length;
}

describe("Peterson's algorithm", () => {
  const firstIs = (place: string) => atHub((hub) => valuesOf(hub, 'process')[0] === place);
  const enters: LeadsTo = { trigger: always, goal: firstIs('inside') };
  const getsIn: LeadsTo = { trigger: firstIs('waiting'), goal: firstIs('inside') };

  it('lets every process that waits enter', () => {
    expectHolds(peterson(), getsIn, everything);
    expectHolds(peterson(), enters, everything);
  });

  it('does not where only the other process is scheduled fairly', () => {
    const onlyOther: Fairness = (event) => event.type === 'ELAPSE' && event.actor === 'process[1]';
    expect(cycleAgainst(peterson(), enters, onlyOther)).toBeGreaterThan(0);
  });

  it('does not with flags only: both wait, and nothing can happen', () => {
    expect(cycleAgainst(peterson('turnless'), getsIn, everything)).toBe(0);
  });
});

describe('the alternating bit protocol', () => {
  const delivers: LeadsTo = { trigger: always, goal: atHub(isAllAcknowledged) };
  /** Frames are sent and lines pass on; nobody need lose or double. */
  const untilItWorks: Fairness = (event) =>
    event.type === 'ACT' && ['SEND', 'PASS_ON'].includes(event.message.type);
  const without = (...disturbances: string[]): Composition => {
    const faithful = alternatingBit(2, 2);
    return {
      ...faithful,
      environment: faithful.environment.filter(({ message }) => !disturbances.includes(message.type)),
    };
  };

  it('delivers everything over lines that neither lose nor double', () => {
    expectHolds(without('LOSE', 'DOUBLE'), delivers, untilItWorks);
  });

  it('may lose for ever under weak fairness: passing on is disabled again after each loss', () => {
    expect(cycleAgainst(without('DOUBLE'), delivers, untilItWorks)).toBe(2);
    // What is doubled fills a line, and a full line loses.
    expect(cycleAgainst(without('LOSE'), delivers, untilItWorks)).toBeGreaterThan(0);
  });
});

describe('dining philosophers', () => {
  const eats = (hub: GroupView): readonly boolean[] =>
    valuesOf(hub, 'philosopher').map((value) => value === 'eating');
  const somebodyEats: LeadsTo = { trigger: always, goal: atHub((hub) => eats(hub).includes(true)) };
  const firstEats: LeadsTo = { trigger: always, goal: atHub((hub) => eats(hub)[0] === true) };

  it('who all take the left fork first may all wait for ever', () => {
    expect(cycleAgainst(diningPhilosophers(3, 'leftFirst'), somebodyEats, everything)).toBe(0);
  });

  it('of whom one takes the right fork first always come to eat, some of them', () => {
    expectHolds(diningPhilosophers(3, 'asymmetric'), somebodyEats, everything);
  });

  it('may starve all the same: a neighbour takes the fork again whenever it was free', () => {
    expect(cycleAgainst(diningPhilosophers(3, 'asymmetric'), firstEats, everything)).toBeGreaterThan(0);
  });
});

describe('leader election', () => {
  const isAwake = (groups: readonly GroupView[]): boolean =>
    groups.slice(1).some((group) => !valuesOf(group, 'process').includes('asleep'));
  const ends: LeadsTo = { trigger: isAwake, goal: atHub(isElected) };

  it('ends once anybody has woken up, if only messages arrive', () => {
    expectHolds(leaderElection([2, 3, 1]), ends, allButTheEnvironment);
  });

  it('need not begin', () => {
    const begins = { ...ends, trigger: always };
    expect(lassoOf(leaderElection([2, 3, 1]), begins)).toEqual({ stem: [], cycle: [] });
  });

  it('does not end where sleepers lose what they receive', () => {
    expect(cycleAgainst(leaderElection([2, 3, 1], true), ends, allButTheEnvironment)).toBe(0);
  });
});

describe('two-phase commit', () => {
  const decides: LeadsTo = { trigger: always, goal: atHub(isDecided) };

  it('comes to a decision, since it may always abort', () => {
    expectHolds(twoPhaseCommit(2), decides, everything);
  });

  it('blocks where the transaction manager never aborts and a resource manager has given up', () => {
    expect(cycleAgainst(twoPhaseCommit(2, 'patient'), decides, everything)).toBe(0);
  });
});
