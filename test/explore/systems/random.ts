/**
 * Random compositions: small finite charts, and wires, channels, delays and a gather at random.
 *
 * Calls go from a lower role to a higher one, so every step comes to its end.
 */
import fc from 'fast-check';
import { type AnyStateMachine, emit, setup } from 'xstate';
import {
  actorName,
  type CallOrder,
  type Composition,
  type Delivery,
  enabledEvents,
  type Message,
  type Observer,
  type Reach,
  type SystemState,
  stateKey,
  step,
  type Wire,
} from '../../../src/composition/index.ts';
import { actor, composed, times } from './support.ts';

const kinds = ['a', 'b', 'c'] as const;
type Kind = (typeof kinds)[number];

/** In the order of calls. */
const roles = ['boss', 'worker', 'clerk', 'helper'] as const;
type Role = (typeof roles)[number];
const isInHub = (role: Role): boolean => role === 'boss' || role === 'clerk';

interface Saying {
  readonly kind: Kind;
  readonly index: number | undefined;
}

interface Reaction {
  /** The state that it leads to; null for none, the chart stays. */
  readonly target: number | null;
  readonly says: readonly Saying[];
  /** Whether it says its part of the gathered answer, and what. */
  readonly part: boolean | null;
}

interface StatePlan {
  readonly on: Readonly<Record<Kind, Reaction | null>>;
  readonly poke: Reaction | null;
  readonly tick: Reaction | null;
  /** What comes of the gathered answer, when it is no and when it is yes. */
  readonly told: readonly [Reaction | null, Reaction | null];
}

interface ChartPlan {
  /** Whether a message without a reaction is refused; otherwise it is ignored. */
  readonly isStrict: boolean;
  readonly states: readonly StatePlan[];
}

interface WirePlan {
  readonly messages: readonly Kind[];
  readonly isCall: boolean;
  readonly reach: number;
  readonly as: Kind | null;
  readonly selects: boolean;
  readonly channel: number;
}

export interface Plan {
  readonly charts: Readonly<Record<Role, ChartPlan>>;
  readonly wires: readonly (WirePlan | null)[];
  readonly units: number;
  readonly helpers: number;
  readonly capacity: number;
  readonly isObserved: boolean;
  /** How often anybody may be poked or tick in a run; null for as often as it comes. */
  readonly budget: number | null;
}

const says = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), index: fc.constantFrom(undefined, 0, 1) }),
  { maxLength: 2 },
);
const reaction = (mayGather: boolean): fc.Arbitrary<Reaction> =>
  fc.record({
    target: fc.option(fc.nat(2)),
    says,
    part: mayGather ? fc.option(fc.boolean()) : fc.constant(null),
  });
const statePlan = (gathers: boolean): fc.Arbitrary<StatePlan> => {
  const toMessage = fc.option(reaction(false));
  return fc.record({
    on: fc.record({ a: toMessage, b: toMessage, c: toMessage }),
    poke: fc.option(reaction(gathers), { freq: 2 }),
    tick: fc.option(reaction(gathers), { freq: 2 }),
    told: fc.tuple(toMessage, toMessage),
  });
};
const chartPlan = (gathers: boolean): fc.Arbitrary<ChartPlan> =>
  fc.record({
    isStrict: fc.constantFrom(false, false, false, true),
    states: fc.array(statePlan(gathers), { minLength: 1, maxLength: 3 }),
  });
const wirePlan: fc.Arbitrary<WirePlan> = fc.record({
  messages: fc.subarray([...kinds], { minLength: 1 }),
  isCall: fc.boolean(),
  reach: fc.nat(2),
  as: fc.option(fc.constantFrom(...kinds)),
  selects: fc.boolean(),
  channel: fc.nat(1),
});

export const plans: fc.Arbitrary<Plan> = fc.record({
  charts: fc.record({
    boss: chartPlan(false),
    worker: chartPlan(true),
    clerk: chartPlan(false),
    helper: chartPlan(false),
  }),
  wires: fc.array(fc.option(wirePlan, { freq: 2 }), { minLength: 16, maxLength: 16 }),
  units: fc.constantFrom(0, 1, 1, 2, 2, 2),
  helpers: fc.integer({ min: 1, max: 2 }),
  capacity: fc.integer({ min: 1, max: 2 }),
  isObserved: fc.boolean(),
  budget: fc.constantFrom(null, null, null, 0, 1, 2),
});

function chartFrom(id: string, { isStrict, states }: ChartPlan): AnyStateMachine {
  const random = setup({
    types: { events: {} as Message, emitted: {} as Message },
    guards: { isYes: ({ event }) => event.yes === true },
    actions: { say: emit((_, message: Message) => message) },
    delays: { tick: 1 },
  });
  const transitionOf = ({ target, says: list, part }: Reaction) => ({
    ...(target === null ? {} : { target: `s${target % states.length}` }),
    actions: [
      ...list.map(({ kind, index }) => ({ type: kind, ...(index === undefined ? {} : { index }) })),
      ...(part === null ? [] : [{ type: 'PART', yes: part }]),
    ].map((params) => ({ type: 'say' as const, params })),
  });
  const planned = (plan: Reaction | null) =>
    plan === null ? (isStrict ? {} : { description: 'It makes no difference.' }) : transitionOf(plan);
  const stateFrom = ({ on, poke, tick, told }: StatePlan) => ({
    on: {
      ...Object.fromEntries(
        kinds.filter((kind) => !isStrict || on[kind] !== null).map((kind) => [kind, planned(on[kind])]),
      ),
      ...(poke === null ? {} : { POKE: transitionOf(poke) }),
      ALL: [
        { guard: 'isYes' as const, ...(told[1] === null ? {} : transitionOf(told[1])) },
        told[0] === null ? {} : transitionOf(told[0]),
      ],
    },
    ...(tick === null ? {} : { after: { tick: transitionOf(tick) } }),
  });
  return random.createMachine({
    id,
    initial: 's0',
    states: Object.fromEntries(states.map((state, number) => [`s${number}`, stateFrom(state)])),
  });
}

function reachOf(from: Role, to: Role, choice: number): Reach {
  if (isInHub(from)) return isInHub(to) ? 'own' : choice === 0 ? 'firstUnit' : 'units';
  return isInHub(to) ? 'hub' : ((['own', 'nextUnit', 'neighbour'] as const)[choice] ?? 'own');
}

const wiresFrom = (wirePlans: Plan['wires']): readonly Wire[] =>
  roles.flatMap((from, row) =>
    roles.flatMap((to, column): readonly Wire[] => {
      const plan = wirePlans[row * roles.length + column] ?? null;
      if (plan === null) return [];
      const { messages, isCall, reach, as, selects, channel } = plan;
      return [
        {
          from,
          messages,
          to,
          reach: reachOf(from, to, reach),
          ...(isCall && row < column ? {} : { channel: `line ${channel}` }),
          ...(as === null ? {} : { as }),
          ...(selects ? { select: { field: 'index' } } : {}),
        },
      ];
    }),
  );

/** Which messages came from where; what came in the same step came in no order. */
const origins: Observer = {
  name: 'origins',
  initial: () => [],
  next: (state, { message, origin }: Delivery) => {
    const known = state as readonly string[];
    const one = `${message.type} from ${origin}`;
    return !kinds.some((kind) => kind === message.type) || known.includes(one)
      ? known
      : [...known, one].sort();
  },
};

export function compositionFrom(plan: Plan): Composition {
  const { charts, wires, units, helpers, capacity, isObserved, budget } = plan;
  const chartOf = Object.fromEntries(roles.map((role) => [role, chartFrom(role, charts[role])]));
  const at = (role: Role, index = 0) => actor(role, chartOf[role] as AnyStateMachine, undefined, index);
  return composed({
    hub: [at('boss'), at('clerk')],
    units: times(units, (unit) => ({
      name: `unit ${unit}`,
      actors: [at('worker'), ...times(helpers, (index) => at('helper', index))],
    })),
    wires: wiresFrom(wires),
    channels: times(2, (channel) => ({ name: `line ${channel}`, capacity })),
    gathers: [{ from: 'worker', message: 'PART', to: 'boss', as: 'ALL', field: 'yes' }],
    environment: roles.map((role) => ({ role, message: { type: 'POKE' } })),
    observers: isObserved ? [origins] : [],
    ...(budget === null
      ? {}
      : { budget: { steps: budget, messages: new Set(['POKE']), delays: new Set(['tick']) } }),
  });
}

const mostOrders = 100;

/** Whether a step has the same result in whatever order its calls are worked off; false if that takes too long. */
function isOrderless(composition: Composition, state: SystemState): boolean {
  return enabledEvents(composition, state).every((event) => {
    const plain = stateKey(step(composition, state, event).state);
    const open: number[][] = [[]];
    for (let count = 0; open.length > 0; count++) {
      if (count > mostOrders) return false;
      const prefix = open.pop() as number[];
      let at = 0;
      const order: CallOrder = (waiting) => {
        const pairs = waiting.map((call) => JSON.stringify([call.from, call.group, actorName(call.actor)]));
        const heads = pairs.flatMap((pair, index) => (pairs.indexOf(pair) === index ? [index] : []));
        if (at === prefix.length) {
          for (const other of heads.slice(1)) open.push([...prefix, other]);
          prefix.push(heads[0] as number);
        }
        return prefix[at++] as number;
      };
      if (stateKey(step(composition, state, event, order).state) !== plain) return false;
    }
    return true;
  });
}

/** Whether every step of these states has one result, as composition asks of its charts. */
export const areOrderless = (composition: Composition, states: Iterable<SystemState>): boolean =>
  [...states].every((state) => isOrderless(composition, state));
