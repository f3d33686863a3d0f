/** Which states have a greater successor, as threads find it that have nothing but rows. */
import { describe, expect, it } from 'vitest';
import { ascender, withoutAscending } from '../../src/explore/ascent.ts';
import { JointRows } from '../../src/explore/joint-rows.ts';
import { ownMemory } from '../../src/explore/memory.ts';
import { originOf } from '../../src/explore/origins.ts';
import { packingFor } from '../../src/explore/packing.ts';
import { Visited } from '../../src/explore/visited.ts';

describe('a state with a step that rows leave open', () => {
  const seats = 3;
  const packing = packingFor([seats]);
  const none = { alone: [], answers: [], others: [], owes: 0 };
  const open = { ...none, others: [{ hub: 0, unit: 0, heard: null }] };
  const toTheNext = { ...none, others: [{ hub: 1, unit: 0, heard: new Map<number, number>() }] };

  it('ascends by another step only, whatever was looked up before', () => {
    const rows = JointRows.for(packing, [seats], ownMemory);
    for (const [seat, row] of [open, toTheNext, none].entries()) rows.add(0, seat, 0, row);
    const visited = new Visited(packing.words);
    for (let seat = 0; seat < seats; seat++) visited.add(Int32Array.of(seat), originOf(0, 0));
    const candidates = Int32Array.of(1, 0, 2);
    const ascend = ascender({ states: visited.arrays, candidates }, rows);
    for (let place = 0; place < seats; place++) ascend(place, place + 1);
    expect([...withoutAscending(candidates)]).toEqual([0, 2]);
  });
});
