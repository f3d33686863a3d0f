/** Differencing disks of Linux guests: when they are made, and what becomes of them. */
import type { MachineView } from '../system/index.ts';
import { type Claim, type ClaimScope, isInGuest } from './claim.ts';
import { canBeHeldUp, hasFrozenFileSystems, isLeftFrozen } from './situations.ts';

const hasDisks = ({ checkpoint }: MachineView): boolean => checkpoint?.context.disks === true;

const isLeft = ({ checkpoint }: MachineView): boolean => checkpoint?.at === 'leftOver';

const isMerging = ({ checkpoint }: MachineView): boolean => checkpoint?.at === 'merging';

/** They are merged, left over or forgotten without being there, or there without being known. */
const isMistaken = (given: MachineView): boolean =>
  given.checkpoint !== null &&
  (given.disks.some(({ context }) => context.differencing !== hasDisks(given)) ||
    ((isMerging(given) || isLeft(given)) && !hasDisks(given)) ||
    (given.checkpoint.at === 'none' && hasDisks(given)));

const canBeLeft = ({ options }: ClaimScope): boolean =>
  options.faults.includes('F25') || options.faults.includes('F26');

export const differencingDisksAreKnown: Claim = {
  id: 'differencing-disks-are-known',
  sentence:
    'On 2012 R2 the host loses no differencing disk of a Linux guest: as long as writes go to one, and no longer, its checkpoint is in use, being merged or left over, also when a merge fails and when the next backup begins before it is over; none is left over without a fault.',
  covers: ['S8'],
  applies: isInGuest,
  kind: 'never',
  situation: (scope) => (_, given) => isMistaken(given) || (isLeft(given) && !canBeLeft(scope)),
  premises: {
    'differencing disks are merged': (_, given) => isMerging(given),
    'they are left over': (_, given) => isLeft(given),
    'none could be made': (_, given) => given.checkpoint?.at === 'awaitingEnd' && !hasDisks(given),
  },
};

export const everyMergeEnds: Claim = {
  id: 'every-merge-ends',
  sentence:
    'Differencing disks that are being merged are merged or left over later, on every fair run, maybe after the next backup.',
  covers: ['S8'],
  // A backup that is held up may keep a merge waiting: see linux-driver.ts.
  applies: (scope) => isInGuest(scope) && !canBeHeldUp(scope),
  kind: 'leads-to',
  situation: () => (_, given) => isMerging(given),
  goal: (_, given) => !isMerging(given),
  premises: {
    'the next backup begins while they are merged': (_, given) =>
      given.checkpoint?.at === 'awaitingFreeze' && hasDisks(given),
  },
};

/** The host waits for a guest to freeze although it knows that it cannot, or the other way round. */
const isAstray = ({ checkpoint }: MachineView): boolean =>
  checkpoint !== null && (checkpoint.at === 'freezeLost') !== (checkpoint.context.lost !== 'none');

export const checkpointOfFrozenGuest: Claim = {
  id: 'checkpoint-of-frozen-guest',
  sentence:
    'The host makes a recovery checkpoint of a Linux guest only while its file systems are frozen, and they are frozen only by a daemon that runs, unless it was ended while it had them so; a guest that goes down or out of reach is frozen no more.',
  covers: ['S5', 'S8'],
  applies: isInGuest,
  kind: 'never',
  situation:
    ({ options }) =>
    (_, given) =>
      (given.checkpoint?.at === 'creating' && !hasFrozenFileSystems(given)) ||
      (isLeftFrozen(given) && !options.faults.includes('F36')) ||
      isAstray(given),
  premises: {
    'a checkpoint is made': (_, { checkpoint }) => checkpoint?.at === 'creating',
    'the guest goes down when it is to be frozen': (_, { checkpoint, machine }) =>
      checkpoint?.at === 'freezeLost' && machine.at !== 'running',
    'the guest goes out of reach when it is to be frozen': (_, { checkpoint, machine }) =>
      checkpoint?.at === 'freezeLost' && machine.at === 'running' && machine.context.serviceLost,
    'the guest goes out of reach before a checkpoint is made': (_, given) =>
      given.checkpoint?.at === 'awaitingEnd' &&
      !hasDisks(given) &&
      given.machine.at === 'running' &&
      given.machine.context.serviceLost,
  },
};
