import { expect, it } from 'vitest';
import { emit, setup } from 'xstate';
import { Chart, ChartError, type Composition, type Observer } from '../../src/composition/index.ts';
import { exploreNaively, Product, search } from '../../src/explore/index.ts';

const alone = (
  chart: Composition['hub']['actors'][number]['chart'],
  rest: Partial<Composition> = {},
): Composition => ({
  hub: { name: 'hub', actors: [] },
  units: [{ name: 'unit', actors: [{ role: 'one', index: 0, chart, input: undefined }] }],
  wires: [],
  channels: [],
  gathers: [],
  environment: [],
  disabledDelays: new Set(),
  observers: [],
  ...rest,
});

const region = { initial: 'one', states: { one: { after: { while: 'two' } }, two: {} } };

it('two active states that wait for delays of one name elapse apart', () => {
  const chart = setup({ delays: { while: 1 } }).createMachine({
    id: 'twice',
    type: 'parallel',
    states: { a: region, b: region },
  });
  expect(exploreNaively(alone(chart)).states.size).toBe(4);
  expect(search(new Product(alone(chart))).states).toBe(4);
});

it('observations that differ in type only are different states', () => {
  const observations = [null, 'null', 1, '1'];
  const watcher: Observer = {
    name: 'watcher',
    initial: () => observations[0],
    next: (state) => observations[observations.indexOf(state as never) + 1] ?? state,
  };
  const chart = setup({}).createMachine({ id: 'poked', on: { POKE: {} } });
  const composition = alone(chart, {
    environment: [{ role: 'one', message: { type: 'POKE' } }],
    observers: [watcher],
  });
  expect(exploreNaively(composition).states.size).toBe(4);
  expect(search(new Product(composition)).states).toBe(4);
});

it('a chart that speaks when it starts is refused, since its message would be lost', () => {
  const chart = setup({ actions: { shout: emit({ type: 'HERE' }) } }).createMachine({
    id: 'loud',
    initial: 'up',
    states: { up: { entry: 'shout' } },
  });
  expect(() => new Chart(chart, undefined)).toThrow(ChartError);
  expect(() => new Chart(chart, undefined)).toThrow('loud says HERE');
});
