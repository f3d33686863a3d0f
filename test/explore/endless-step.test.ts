import { expect, it } from 'vitest';
import { emit, setup } from 'xstate';
import { EndlessStepError, Product, search } from '../../src/explore/index.ts';
import { actor, composed } from './systems/support.ts';

const player = setup({
  types: { events: {} as { type: 'BALL' }, emitted: {} as { type: 'BALL' } },
  actions: { hitBack: emit({ type: 'BALL' }) },
}).createMachine({ id: 'player', on: { BALL: { actions: 'hitBack' } } });

it('a step in which two actors call each other without end is refused', () => {
  const game = composed({
    hub: [actor('left', player), actor('right', player)],
    wires: [
      { from: 'left', messages: ['BALL'], to: 'right' },
      { from: 'right', messages: ['BALL'], to: 'left' },
    ],
    environment: [{ role: 'left', message: { type: 'BALL' } }],
  });
  expect(() => search(new Product(game))).toThrow(EndlessStepError);
});
