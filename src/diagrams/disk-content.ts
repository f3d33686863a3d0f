/** What is in a disk, in its guest's shadow copy and in its host's copy, in one word each. */
import type { Content } from '../../machines/index.ts';
import type { Composition, GroupState, SystemState } from '../composition/index.ts';
import { machineView } from '../system/index.ts';

/** `none`: there is no such copy; `before`: as it was before the backup; `point`: at the guest's point. */
export type Mark = 'none' | 'before' | 'point' | 'later' | 'torn';

export interface DiskContent {
  /** The group of its virtual machine; machines count from 1. */
  readonly group: number;
  readonly disk: number;
  readonly live: Mark;
  readonly guestShadowCopy: Mark;
  /** The newest copy in the host's shadow copies. */
  readonly hostCopy: Mark;
  /** Where the host's copy is a disk, if it is one. */
  readonly connected: 'file' | 'host' | 'machine';
}

const markOf = (content: Content | null | undefined): Mark => {
  if (content === null || content === undefined) return 'none';
  if (!content.whole) return 'torn';
  if (content.point === 0) return 'before';
  return content.written ? 'later' : 'point';
};

/** The content of every disk of some groups. */
export const contentOf = (
  composition: Composition,
  state: SystemState,
  groups: readonly number[],
): readonly DiskContent[] =>
  groups.flatMap((number) => {
    const group = composition.units[number - 1];
    if (group === undefined) return [];
    const local = state.groups[number] as GroupState;
    const { disks } = machineView({ group, state: local, observers: composition.observers });
    return disks.map(({ context }, disk) => {
      const copy = context.copies.at(-1);
      return {
        group: number,
        disk,
        live: markOf(context.live),
        guestShadowCopy: markOf(context.guestShadowCopy),
        hostCopy: markOf(copy?.content),
        connected: copy?.location ?? 'file',
      };
    });
  });
