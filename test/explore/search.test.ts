import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { type GroupView, stateKey } from '../../src/composition/index.ts';
import {
  exploreNaively,
  type GroupTable,
  lengthTo,
  type NaiveResult,
  Product,
  type SearchOptions,
  search,
  viewOf,
} from '../../src/explore/index.ts';
import { allForksFree, diningPhilosophers } from './systems/dining-philosophers.ts';
import { areOrderless, compositionFrom, plans } from './systems/random.ts';
import {
  actor,
  composed,
  type Explored,
  eventsToState,
  explore,
  foundBy,
  isState,
  playedTo,
  valuesOf,
} from './systems/support.ts';
import { disagreement, isDecided, twoPhaseCommit } from './systems/two-phase-commit.ts';

const mostStates = 400;

/** Random compositions of few states in which every step has one result, explored both ways. */
function eachRandomly(test: (explored: Explored, naive: NaiveResult) => void, options?: SearchOptions): void {
  fc.assert(
    fc.property(plans, (plan) => {
      const composition = compositionFrom(plan);
      const naive = exploreNaively(composition, mostStates);
      fc.pre(naive.complete && areOrderless(composition, naive.states.values()));
      test(explore(composition, options), naive);
    }),
    { numRuns: 150 },
  );
}

describe('a search of random compositions', () => {
  it('counts as many states and steps as the naive explorer', () => {
    eachRandomly(({ result }, naive) => {
      expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
    });
  });

  it('counts the steps that every state offers, within the budget', () => {
    eachRandomly(({ product, result }) => {
      const numbers = Array.from({ length: result.states }, (_, number) => number);
      const offered = numbers.flatMap((number) =>
        product.successors(result.stateAt(number)).filter(({ after }) => result.numberOf(after) !== number),
      );
      expect(offered.length).toBe(result.steps);
    });
  });

  it('meets the very states that the naive explorer meets', () => {
    eachRandomly(({ product, result }, naive) => {
      const keys = Array.from({ length: result.states }, (_, number) =>
        stateKey(product.systemState(result.stateAt(number))),
      );
      expect(new Set(keys)).toEqual(new Set(naive.states.keys()));
    });
  });

  it('gives to every state a path that leads there', () => {
    eachRandomly((explored) => {
      for (let number = 0; number < explored.result.states; number++) {
        expect(isState(explored, number, playedTo(explored, number))).toBe(true);
      }
    });
  });

  it('gives paths that are never shorter than those of states before', () => {
    eachRandomly((explored) => {
      const lengths = Array.from(
        { length: explored.result.states },
        (_, number) => eventsToState(explored, number).length,
      );
      expect(lengths).toEqual([...lengths].sort((one, other) => one - other));
    });
  });

  it('finds with checks of the hub and a unit what it finds with checks of the whole', () => {
    const values = ['s0', 's1', 's2'];
    const pairs = values.flatMap((clerk) =>
      values.map((worker) => ({ id: `${clerk} ${worker}`, clerk, worker })),
    );
    const checks = pairs.map(({ id, clerk, worker }) => ({
      id,
      sought: (hub: GroupView, unit: GroupView) =>
        valuesOf(hub, 'clerk').includes(clerk) && valuesOf(unit, 'worker').includes(worker),
    }));
    const wholeChecks = checks.map(({ id, sought }) => ({
      id: `whole ${id}`,
      sought: ([hub, ...units]: readonly GroupView[]) => units.some((unit) => sought(hub as GroupView, unit)),
    }));
    eachRandomly(
      ({ result: { found } }) => {
        expect(pairs.map(({ id }) => found.get(id))).toEqual(pairs.map(({ id }) => found.get(`whole ${id}`)));
      },
      { checks, wholeChecks },
    );
  });
});

/** By state, how far it is from the start: every successor of every state is looked up. Null beyond a bound. */
function distances(product: Product, most: number): ReadonlyMap<string, number> | null {
  const found = new Map([[new Int32Array(product.width).join(), 0]]);
  const queue: Int32Array[] = [new Int32Array(product.width)];
  for (const state of queue) {
    if (queue.length > most) return null;
    for (const { after } of product.successors(state)) {
      if (found.has(after.join())) continue;
      found.set(after.join(), (found.get(state.join()) as number) + 1);
      queue.push(after);
    }
  }
  return found;
}

describe('a search that leaves out successors that are met anyway', () => {
  const several = plans.map((plan): typeof plan => ({ ...plan, units: 3, budget: null }));

  it('meets, of three units that do much at once, every state at its distance', () => {
    let most = 0;
    fc.assert(
      fc.property(several, (plan) => {
        const product = new Product(compositionFrom(plan));
        const expected = distances(product, 500);
        fc.pre(expected !== null);
        const result = search(product);
        const met = Array.from({ length: result.states }, (_, number): [string, number] => [
          result.stateAt(number).join(),
          lengthTo(result, number),
        ]);
        expect(new Map(met)).toEqual(expected);
        most = Math.max(most, met.length);
      }),
      { numRuns: 60 },
    );
    expect(most).toBeGreaterThan(300);
  });
});

describe('a search that adds up what units hear of the steps of others', () => {
  /** How often units were asked what becomes of them, by whether they say something then. */
  class Counted extends Product {
    readonly answers = { silent: 0, speaking: 0 };

    override hear(group: number, local: number, incoming: number): number | null {
      const next = super.hear(group, local, incoming);
      this.answers[next === null ? 'speaking' : 'silent']++;
      return next;
    }
  }

  /** Units hear, and stay as they are. */
  class Deaf extends Product {
    override hear(_group: number, local: number): number {
      return local;
    }
  }

  it('meets what the naive explorer meets, whether units say something then or not', () => {
    const asked = { silent: 0, speaking: 0 };
    let told = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const composition = compositionFrom({ ...plan, units: 2 });
        const naive = exploreNaively(composition, mostStates);
        fc.pre(naive.complete && areOrderless(composition, naive.states.values()));
        const product = new Counted(composition);
        const result = search(product);
        expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
        asked.silent += product.answers.silent;
        asked.speaking += product.answers.speaking;
        if (search(new Deaf(composition)).states !== result.states) told++;
      }),
      { numRuns: 60 },
    );
    expect([asked.silent > 0, asked.speaking > 0, told > 0]).toEqual([true, true, true]);
  });
});

describe('a search within bounds', () => {
  const composition = twoPhaseCommit(3);

  it('is not complete when there are more states than it may store', () => {
    expect(explore(composition, { maxStates: 287 }).result.complete).toBe(false);
  });

  it('is complete when there are just as many states as it may store', () => {
    expect(explore(composition, { maxStates: 288 }).result).toMatchObject({ states: 288, complete: true });
  });

  it('is not complete when it may not use the bytes that it needs', () => {
    expect(explore(composition, { maxBytes: 1 }).result.complete).toBe(false);
  });

  it('says nothing of being stuck when it is not complete', () => {
    const options = { maxStates: 100, isEnd: () => false };
    expect(explore(composition, options).result.stuck).toBeNull();
  });

  it('is not complete when everything that it was to stop at is found', () => {
    const options = { wholeChecks: [disagreement], stopAt: [disagreement.id] };
    const { result } = explore(twoPhaseCommit(3, 'hasty'), options);
    expect(result.complete).toBe(false);
    expect([...result.found.keys()]).toEqual([disagreement.id]);
  });

  it('is not complete when it is cancelled', () => {
    // With six resource managers there are more states than between two questions.
    const { result } = explore(twoPhaseCommit(6), { isCancelled: () => true });
    expect(result.complete).toBe(false);
  });

  it('tells of its progress on the way', () => {
    const told: number[] = [];
    explore(twoPhaseCommit(6), { onProgress: ({ states }) => told.push(states) });
    expect(told.length).toBeGreaterThan(0);
  });
});

describe('the naive explorer within bounds', () => {
  it('is not complete when there are more states than it may store', () => {
    expect(exploreNaively(twoPhaseCommit(3), 287).complete).toBe(false);
  });

  it('is complete when there are just as many states as it may store', () => {
    expect(exploreNaively(twoPhaseCommit(3), 288).complete).toBe(true);
  });
});

describe('a check of the hub with each unit', () => {
  const abortsAfterCommit = {
    id: 'aborts after commit',
    sought: (...[hub, unit]: Parameters<typeof sought>) => sought(hub, unit),
  };
  const sought: NonNullable<SearchOptions['checks']>[number]['sought'] = (hub, unit) =>
    valuesOf(hub, 'transaction-manager').includes('committed') &&
    valuesOf(unit, 'resource-manager').includes('aborted');
  const asWhole = {
    id: 'as whole',
    sought: ([hub, ...units]: Parameters<typeof disagreement.sought>[0]) =>
      hub !== undefined && units.some((unit) => sought(hub, unit)),
  };

  it('finds nothing where there is nothing', () => {
    const { result } = explore(twoPhaseCommit(3), { checks: [abortsAfterCommit] });
    expect(result.found.size).toBe(0);
  });

  it('finds the first of all states that a check of the whole finds', () => {
    const options = { checks: [abortsAfterCommit], wholeChecks: [asWhole] };
    const explored = explore(twoPhaseCommit(3, 'hasty'), options);
    expect(foundBy(explored, abortsAfterCommit.id)).toBe(foundBy(explored, asWhole.id));
  });

  it('finds a state after four steps', () => {
    // Prepare, note, decide; another gives up.
    const explored = explore(twoPhaseCommit(3, 'hasty'), { checks: [abortsAfterCommit] });
    expect(eventsToState(explored, foundBy(explored, abortsAfterCommit.id))).toHaveLength(4);
  });

  it('looks at every unit where the step of one changes the hub', () => {
    // Prepare and note: the hub knows of one, and the other still works.
    const oneIsNoted = {
      id: 'one is noted',
      sought: (hub: GroupView, unit: GroupView) =>
        hub.state.actors.every(({ context }) => (context as { readonly noted: number }).noted === 1) &&
        valuesOf(unit, 'resource-manager').includes('working'),
    };
    const explored = explore(twoPhaseCommit(2), { checks: [oneIsNoted] });
    expect(eventsToState(explored, foundBy(explored, oneIsNoted.id))).toHaveLength(2);
  });

  it('finds the same again when its answers are remembered', () => {
    const product = new Product(twoPhaseCommit(3, 'hasty'));
    const checks = [abortsAfterCommit];
    const [first, second] = [search(product, { checks }), search(product, { checks })];
    expect(second.found).toEqual(first.found);
  });
});

describe('a search of groups with many local states', () => {
  const cries = 200;
  const crier = setup({
    types: { context: {} as { cried: number }, events: {} as { type: 'CRY' } },
    guards: { canCry: ({ context }) => context.cried < cries },
    actions: { count: assign({ cried: ({ context }) => context.cried + 1 }), cry: emit({ type: 'CRIED' }) },
  }).createMachine({
    id: 'crier',
    context: { cried: 0 },
    on: { CRY: { guard: 'canCry', actions: ['count', 'cry'] } },
  });
  const hearer = setup({
    types: { context: {} as { heard: number }, events: {} as { type: 'CRIED' } | { type: 'WAKE' } },
    actions: { count: assign({ heard: ({ context }) => context.heard + 1 }) },
  }).createMachine({
    id: 'hearer',
    context: { heard: 0 },
    initial: 'asleep',
    on: { CRIED: { actions: 'count' } },
    states: { asleep: { on: { WAKE: 'awake' } }, awake: { on: { WAKE: {} } } },
  });
  const units = 2;
  const composition = composed({
    hub: [actor('crier', crier)],
    units: Array.from({ length: units }, (_, unit) => ({
      name: `unit${unit}`,
      actors: [actor('hearer', hearer)],
    })),
    wires: [{ from: 'crier', messages: ['CRIED'], to: 'hearer', reach: 'units' }],
    environment: [
      { role: 'crier', message: { type: 'CRY' } },
      { role: 'hearer', message: { type: 'WAKE' } },
    ],
  });

  it('meets every count with every unit asleep or awake', () => {
    const { result } = explore(composition, { isEnd: (hub) => hub.state.actors[0]?.context.cried === cries });
    const wakings = units * 2 ** (units - 1);
    expect(result.states).toBe((cries + 1) * 2 ** units);
    expect(result.steps).toBe(cries * 2 ** units + (cries + 1) * wakings);
    expect(result.depth).toBe(cries + units);
    expect(result.stuck).toBeNull();
  });
});

describe('the question whether an end can be reached', () => {
  /** Two rooms with doors between them, and two more that can only be entered. */
  const rooms = setup({ types: { events: {} as { type: 'GO' } | { type: 'FALL' } } }).createMachine({
    id: 'rooms',
    initial: 'hall',
    states: {
      hall: { description: 'The end.', on: { GO: 'kitchen' } },
      kitchen: { description: 'One step from the end.', on: { GO: 'hall', FALL: 'cellar' } },
      cellar: { description: 'No way back.', on: { GO: 'vault' } },
      vault: { description: 'No way back either.', on: { GO: 'cellar' } },
    },
  });
  const composition = composed({
    hub: [actor('rooms', rooms)],
    environment: ['GO', 'FALL'].map((type) => ({ role: 'rooms', message: { type } })),
  });

  /** Whether there is a state from which no end can be reached, by going back from the ends. */
  const isStuckSomewhere = ({ product, result }: Explored, isEnd: (hub: GroupView) => boolean): boolean => {
    const numbers = Array.from({ length: result.states }, (_, number) => number);
    const isEndState = (number: number): boolean => {
      const hub = product.tables[0] as GroupTable;
      return isEnd(viewOf(hub, result.stateAt(number)[0] as number));
    };
    const reaching = new Set(numbers.filter(isEndState));
    for (let before = -1; before !== reaching.size; ) {
      before = reaching.size;
      for (const number of numbers) {
        const next = product.successors(result.stateAt(number)).map(({ after }) => result.numberOf(after));
        if (next.some((successor) => reaching.has(successor))) reaching.add(number);
      }
    }
    return reaching.size < numbers.length;
  };

  it.each(['s1', 's2'])('is answered as by going back from the ends, where these are at %s', (end) => {
    const isEnd = (hub: GroupView): boolean => valuesOf(hub, 'boss').includes(end);
    const answers = new Set<boolean>();
    eachRandomly(
      (explored) => {
        const isStuck = explored.result.stuck !== null;
        expect(isStuck).toBe(isStuckSomewhere(explored, isEnd));
        answers.add(isStuck);
      },
      { isEnd },
    );
    expect(answers.has(true)).toBe(true);
  });

  it('finds the nearest state that circles without an end', () => {
    const explored = explore(composition, { isEnd: (hub) => valuesOf(hub, 'rooms').includes('hall') });
    expect(playedTo(explored, explored.result.stuck as number).groups[0]?.actors[0]?.value).toBe('cellar');
  });

  it('is answered by a way through states that were met before', () => {
    const explored = explore(composition, { isEnd: (hub) => valuesOf(hub, 'rooms').includes('cellar') });
    expect(explored.result.stuck).toBeNull();
  });

  it('finds the initial state where there is no end at all', () => {
    expect(explore(composition, { isEnd: () => false }).result.stuck).toBe(0);
  });

  it('is not asked where no end is defined', () => {
    expect(explore(composition).result.stuck).toBeNull();
  });

  it('prefers a deadlock to a nearer state that circles', () => {
    const explored = explore(diningPhilosophers(3, 'leftFirst'), { isEnd: () => false });
    expect(eventsToState(explored, explored.result.stuck as number)).toHaveLength(3);
  });
});

describe('the local states that a search collects', () => {
  it('are those at the ends', () => {
    const { product, result } = explore(twoPhaseCommit(2), { isEnd: isDecided });
    const values = [...(result.collected[0] ?? [])].map(
      (local) => product.systemState([local, 0, 0]).groups[0]?.actors[0]?.value,
    );
    expect(new Set(values)).toEqual(new Set(['committed', 'aborted']));
  });

  it('are those where it was told to collect', () => {
    const { product, result } = explore(diningPhilosophers(3, 'leftFirst'), { collectAt: allForksFree });
    expect([...(result.collected[0] ?? [])].map((local) => stateKey(product.systemState([local])))).toEqual([
      stateKey(product.systemState(result.stateAt(0))),
    ]);
  });
});
