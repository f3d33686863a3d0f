/** Whether a run comes to the end of the backup, and what is still to come where it does not. */
import { groupsOf } from '../../composition/index.ts';
import { type GroupTable, type Product, viewOf } from '../../explore/index.ts';
import { isOver } from '../../properties/index.ts';
import { hostView } from '../../system/index.ts';
import { isFair } from '../../verify/index.ts';
import type { Outcome } from './explained.ts';
import { eventText } from './words.ts';

/** Whether everything that a backup does has been done. */
export const isAtEnd = ({ tables }: Product, state: Int32Array): boolean =>
  isOver(hostView(viewOf(tables[0] as GroupTable, state[0] as number)));

/** What messages and work do next: the steps that change something and cannot be put off for ever. */
export function dueIn(product: Product, state: Int32Array): string[] {
  const groups = groupsOf(product.composition);
  return product.successors(state).flatMap(({ group, step, after }) => {
    const event = product.event(group, step);
    const isDue = isFair(event) && after.some((local, place) => local !== state[place]);
    return isDue ? [eventText(event, groups[group]?.name ?? '')] : [];
  });
}

/** What is said of a log of which a run explains every line. */
export const verdictOnWhole = (
  isComplete: boolean | null,
  isEndDemanded: boolean,
): Pick<Outcome, 'verdict' | 'reason' | 'isComplete'> =>
  isEndDemanded && isComplete !== true
    ? {
        verdict: 'unexplained',
        reason: 'the log lacks the end of the backup, which is demanded',
        isComplete,
      }
    : { verdict: 'explained', reason: null, isComplete };

/** Why a search gave up that had tried this much. */
export const triedTooMuch = (maxChoices: number): string => `no run was found within ${maxChoices} choices`;
