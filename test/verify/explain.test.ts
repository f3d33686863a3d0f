/** Every fault of the catalogue is told as a run, or said not to be modelled. */
import { describe, expect, it } from 'vitest';
import { delays } from '../../machines/index.ts';
import { play } from '../../src/explore/index.ts';
import { allFaults, faultCatalogue, switchableFaults } from '../../src/system/index.ts';
import { explainFault, scopeComposition } from '../../src/verify/index.ts';

const holdsUp = (id: string): boolean =>
  switchableFaults.some((fault) => fault === id && !allFaults.includes(fault));

describe.each(faultCatalogue)('of F1 to F46, $id', ({ id, happening, causes }) => {
  it('is told as a run that the model allows, with what is reported; or why it is not modelled is said', () => {
    const { run } = explainFault(id);
    if (happening.kind === 'notModelled') {
      expect(happening.why).not.toBe('');
      expect(run).toBeNull();
      return;
    }
    expect(run?.steps.length).toBeGreaterThan(0);
    if (run !== null) play(scopeComposition(run.scope), run.events);
    const withoutCause = happening.kind === 'topology' ? 'saved' : holdsUp(id) ? 'nothing' : 'online';
    const expected = causes.length === 0 ? [withoutCause] : causes.map((cause) => `failed:${cause}`);
    expect(expected).toContain(run?.outcome);
  });

  it('can be switched on exactly if something has to happen for it', () => {
    const isSwitchable = (switchableFaults as readonly string[]).includes(id);
    expect(isSwitchable).toBe(happening.kind === 'message' || happening.kind === 'limit');
    const limits = Object.values(delays).filter((delay) => 'fault' in delay && delay.fault === id);
    expect(limits.length > 0).toBe(happening.kind === 'limit');
  });
});

it('F1 to F46 are in the catalogue once each, in order', () => {
  expect(faultCatalogue.map(({ id }) => id)).toEqual(
    Array.from({ length: 46 }, (_, index) => `F${index + 1}`),
  );
});
