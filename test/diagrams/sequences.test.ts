import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentOf, exampleRun, mermaidSequence, renderSequence } from '../../src/diagrams/index.ts';
import { play } from '../../src/explore/index.ts';
import { mutants } from '../../src/mutants/index.ts';
import { backupComposition } from '../../src/system/index.ts';
import { checkMutant, defaultTopology, mutantScope, scopeComposition } from '../../src/verify/index.ts';

describe.each(['2012', '2012R2'] as const)('the flow on %s', (release) => {
  const composition = backupComposition(defaultTopology(release, 1, 1));
  const events = exampleRun(composition);
  const hostCopies = play(composition, events).steps.map(
    ({ state }) => contentOf(composition, state, [1])[0]?.hostCopy,
  );

  it('is drawn as it is committed (npm run generate)', () => {
    const file = new URL(`../../docs/diagrams/flow-${release.toLowerCase()}.svg`, import.meta.url);
    const title = `One backup on host release ${release}`;
    expect(renderSequence(composition, events, { title })).toBe(readFileSync(file, 'utf8'));
  });
  it('shows drift and recovery: the host’s copy is later, then at the guest’s point', () => {
    expect([...new Set(hostCopies)].filter((mark) => mark !== 'none')).toEqual(['later', 'point']);
  });
  it('has every message of the path, in SVG and in Mermaid', () => {
    const types = new Set(
      play(composition, events).steps.flatMap(({ communications }) =>
        communications.flatMap(({ to, message }) => ('channel' in to ? [] : [message.type])),
      ),
    );
    const drawings = [
      renderSequence(composition, events, { title: 'x' }),
      mermaidSequence(composition, events),
    ];
    for (const type of types) for (const drawing of drawings) expect(drawing).toContain(type);
  });
});

it('without the recovery, the host’s copy never comes back to the guest’s point', () => {
  const mutant = mutants.find(({ name }) => name === 'recovery-skipped');
  if (mutant?.scopes[0] === undefined) throw new Error('the mutant is gone');
  const composition = scopeComposition(mutantScope(mutant.scopes[0]), mutant.model);
  const path = checkMutant(mutant)[0]?.path ?? [];
  const marks = play(composition, path).steps.map(
    ({ state }) => contentOf(composition, state, [1])[0]?.hostCopy,
  );
  expect(marks.at(-1)).toBe('later');
  expect(marks).not.toContain('point');
  expect(renderSequence(composition, path, { title: mutant.mistake })).toContain('</svg>');
});

it('a name of a machine is never taken for markup', () => {
  const topology = defaultTopology('2012R2', 1, 1);
  const [machine] = topology.virtualMachines;
  if (machine === undefined) throw new Error('there is a machine');
  const composition = backupComposition({ ...topology, virtualMachines: [{ ...machine, name: '<script>' }] });
  expect(renderSequence(composition, exampleRun(composition), { title: '<b>' })).not.toMatch(/<(script|b)>/);
});
