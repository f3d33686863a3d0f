/** Where the lanes and the disks of a sequence diagram stand, and which of its steps says what. */
import { type ActorAddress, actorName, type Composition, groupsOf } from '../composition/index.ts';
import type { Path, PathStep } from '../explore/index.ts';
import { headlineOf } from '../verify/index.ts';
import { contentOf, type DiskContent } from './disk-content.ts';

export const diskColumn = 30;
export const diskWidth = 3 * diskColumn + 16;
/** The disks come first: they are what a path is about, and what is wide is seen from its left. */
export const disksAt = 10;
const lane = 138;

export interface Line {
  readonly from: ActorAddress | null;
  readonly to: ActorAddress;
  readonly text: string;
  readonly kind: 'message' | 'event';
}

export interface SequenceLayout {
  readonly composition: Composition;
  /** Of each step. */
  readonly headlines: readonly string[];
  /** What is seen of each step. */
  readonly lines: readonly (readonly Line[])[];
  /** Actors that say or hear something. */
  readonly lanes: readonly ActorAddress[];
  /** As they are at first. */
  readonly disks: readonly DiskContent[];
  readonly left: number;
  readonly right: number;
  readonly width: number;
  /** The middle of a lane. */
  readonly x: (address: ActorAddress) => number;
}

const linesOf = ({ event, communications }: PathStep, headline: string): readonly Line[] => [
  ...(event.type === 'DELIVER'
    ? []
    : [
        {
          from: null,
          to: { group: event.group, actor: event.actor },
          text: headline,
          kind: 'event' as const,
        },
      ]),
  ...communications.flatMap(({ from, to, message }): readonly Line[] =>
    'channel' in to ? [] : [{ from, to, text: message.type, kind: 'message' }],
  ),
];

const keyOf = ({ group, actor }: ActorAddress): string => `${group} ${actor}`;

export function layoutOf(
  composition: Composition,
  { initial, steps }: Path,
  machines: readonly number[],
): SequenceLayout {
  const headlines = steps.map(({ event }) => headlineOf(composition, event));
  const isShown = ({ group }: ActorAddress): boolean => group === 0 || machines.includes(group);
  const lines = steps.map((step, index) =>
    linesOf(step, headlines[index] ?? '').filter(
      ({ from, to }) => isShown(to) && (from === null || isShown(from)),
    ),
  );
  const spoken = new Set(
    lines.flat().flatMap(({ from, to }) => [to, ...(from === null ? [] : [from])].map(keyOf)),
  );
  const lanes: ActorAddress[] = groupsOf(composition).flatMap((group, number) =>
    group.actors
      .map((actor) => ({ group: number, actor: actorName(actor) }))
      .filter((address) => spoken.has(keyOf(address))),
  );
  const disks = contentOf(composition, initial, machines);
  const left = disksAt + disks.length * diskWidth + 10;
  const right = left + lane * lanes.length;
  const middles = new Map(lanes.map((address, index) => [keyOf(address), left + lane * index + lane / 2]));
  return {
    composition,
    headlines,
    lines,
    lanes,
    disks,
    left,
    right,
    width: Math.max(560, right + 10),
    x: (address) => middles.get(keyOf(address)) ?? left,
  };
}
