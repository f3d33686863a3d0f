import { describe, expect, it } from 'vitest';
import { exploreNaively } from '../../src/explore/index.ts';
import {
  type AlternatingBitVariant,
  alternatingBit,
  deception,
  isAllAcknowledged,
} from './systems/alternating-bit.ts';
import {
  aProblem,
  enumerate,
  eventsToState,
  explore,
  foundBy,
  isState,
  playedTo,
  viewsOf,
} from './systems/support.ts';

/** Item of the sender (all: done), whether it was sent once, bit of the receiver, items received (-1: deceived). */
interface Link {
  readonly item: number;
  readonly sent: boolean;
  readonly bit: number;
  readonly received: number;
  readonly frames: readonly number[];
  readonly acks: readonly number[];
}

const next =
  (items: number, capacity: number, variant: AlternatingBitVariant) =>
  (link: Link): readonly Link[] => {
    const { item, sent, bit, received, frames, acks } = link;
    const put = (line: readonly number[], one: number) => (line.length < capacity ? [...line, one] : line);
    const disturbed = (line: readonly number[]) => {
      const doubled = line.length < capacity ? [[...line.slice(0, 1), ...line]] : [];
      return line.length === 0 ? [] : [line.slice(1), ...doubled];
    };
    const after: Link[] = [
      ...disturbed(frames).map((line) => ({ ...link, frames: line })),
      ...disturbed(acks).map((line) => ({ ...link, acks: line })),
    ];
    if (item < items && variant !== 'unrepeated') after.push({ ...link, frames: put(frames, item) });
    if (item < items && variant === 'unrepeated' && !sent) {
      after.push({ ...link, sent: true, frames: put(frames, item) });
    }
    const [frame, ...laterFrames] = frames;
    if (frame !== undefined) {
      const answered = { ...link, frames: laterFrames, acks: put(acks, frame % 2) };
      const isNew = variant === 'bitless' || frame % 2 === bit;
      const count = frame === received ? received + 1 : -1;
      after.push(isNew ? { ...answered, bit: 1 - bit, received: count } : answered);
    }
    const [ack, ...laterAcks] = acks;
    if (ack !== undefined) {
      const isCurrent = item < items && ack === item % 2;
      // The last item stays marked as sent: the sender has no more use for the mark.
      const mark = isCurrent && item + 1 < items ? false : sent;
      after.push({ ...link, acks: laterAcks, item: isCurrent ? item + 1 : item, sent: mark });
    }
    return after;
  };

const start: Link = { item: 0, sent: false, bit: 0, received: 0, frames: [], acks: [] };

const enumerated = (items: number, capacity: number, variant: AlternatingBitVariant = 'faithful') =>
  enumerate(start, next(items, capacity, variant), ({ received }) => received < 0);

describe('the alternating bit protocol', () => {
  it.each([
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 2],
    [4, 3],
  ])('has the states and steps of its plain enumeration with %i items on lines for %i', (items, capacity) => {
    const { states, steps, depth } = enumerated(items, capacity);
    expect(explore(alternatingBit(items, capacity)).result).toMatchObject({ states, steps, depth });
  });

  it('has as many states and steps for the naive explorer', () => {
    const { result } = explore(alternatingBit(3, 2));
    const naive = exploreNaively(alternatingBit(3, 2));
    expect([result.states, result.steps]).toEqual([naive.states.size, naive.steps]);
  });

  it('hands over every item once and in order', () => {
    expect(explore(alternatingBit(4, 3), { wholeChecks: [deception] }).result.found.size).toBe(0);
  });

  it('never says what nobody takes', () => {
    expect(explore(alternatingBit(4, 3), { wholeChecks: [aProblem] }).result.found.size).toBe(0);
  });

  it('can always still get everything acknowledged', () => {
    expect(explore(alternatingBit(3, 2), { isEnd: isAllAcknowledged }).result.stuck).toBeNull();
  });
});

describe('the alternating bit protocol with a receiver that does not look at the bit', () => {
  const explored = explore(alternatingBit(3, 2, 'bitless'), { wholeChecks: [deception] });

  it('hands over an item twice after four steps', () => {
    // Send, double, pass on, pass on.
    expect(eventsToState(explored, foundBy(explored, deception.id))).toHaveLength(4);
  });

  it('hands over an item twice as soon as in its plain enumeration', () => {
    expect(enumerated(3, 2, 'bitless').distance).toBe(4);
  });

  it('has a path that leads to the item that comes twice', () => {
    const number = foundBy(explored, deception.id);
    const state = playedTo(explored, number);
    expect(isState(explored, number, state)).toBe(true);
    expect(deception.sought(viewsOf(explored.composition, state))).toBe(true);
  });
});

describe('the alternating bit protocol with a sender that sends each frame once', () => {
  const explored = explore(alternatingBit(2, 2, 'unrepeated'), { isEnd: isAllAcknowledged });

  it('is stuck when its first frame is lost', () => {
    expect(eventsToState(explored, explored.result.stuck as number)).toEqual([
      expect.objectContaining({ actor: 'sender', message: { type: 'SEND' } }),
      expect.objectContaining({ actor: 'frame-line', message: { type: 'LOSE' } }),
    ]);
  });

  it('has the states and steps of its plain enumeration', () => {
    const { states, steps } = enumerated(2, 2, 'unrepeated');
    expect(explored.result).toMatchObject({ states, steps });
  });
});
