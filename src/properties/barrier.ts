import type { HostView, MachineView } from '../system/index.ts';
import { anywhere, type Claim, type ClaimScope } from './claim.ts';
import type { Uptime } from './observers/uptime.ts';

const afterPrepare = new Set(['freezing', 'holding', 'thawing', 'postSnapshot', 'created', 'completing']);
const untilRecovery = new Set(['freezing', 'holding', 'thawing']);

const stillOwesAnAnswer = new Set([
  'online.selected',
  'online.creatingGuestShadowCopy',
  'savedState.selected',
  'savedState.saving',
]);

const wasNotAskedFor = (host: HostView, machine: MachineView): boolean =>
  afterPrepare.has(host.vss.at) && machine.component.at === 'notAdded';

/** It counts as confirmed, and one of its disks carries no shadow copy of its guest, nor a checkpoint of it. */
const confirmedForNothing = (host: HostView, machine: MachineView): boolean =>
  untilRecovery.has(host.vss.at) &&
  machine.coordinator.at === 'online.confirmed' &&
  machine.machine.at === 'running' &&
  !machine.machine.context.serviceLost &&
  !(machine.observed.uptime as Uptime).stoodStill &&
  machine.guestVss?.at !== 'lost' &&
  machine.disks.some(({ context }) => context.guestShadowCopy === null && context.base === null);

const passedTooEarly = (host: HostView, machine: MachineView): boolean =>
  afterPrepare.has(host.vss.at) && stillOwesAnAnswer.has(machine.coordinator.at);

const passedInSpiteOfFailure = ({ options }: ClaimScope, host: HostView, machine: MachineView): boolean =>
  options.failureScope === 'all' &&
  untilRecovery.has(host.vss.at) &&
  machine.coordinator.at.endsWith('.failed');

export const barrier: Claim = {
  id: 'barrier',
  sentence:
    'The host takes its shadow copy only when every virtual machine was asked for and has confirmed, with its guest’s shadow copy, or the checkpoint of a guest without auto-recovery, on every disk unless the guest or its service went away since or had no room for it, was saved, is off, or has failed; where one failure is to fail all, not at all when one has failed.',
  covers: ['S3', 'S4', 'S5', 'S6'],
  applies: anywhere,
  kind: 'never',
  situation: (scope) => (host, machine) =>
    wasNotAskedFor(host, machine) ||
    confirmedForNothing(host, machine) ||
    passedTooEarly(host, machine) ||
    passedInSpiteOfFailure(scope, host, machine),
  premises: {
    'the host commits with a machine confirmed': (host, machine) =>
      host.vss.at === 'holding' && machine.coordinator.at === 'online.confirmed',
    'the host commits with a machine saved': (host, machine) =>
      host.vss.at === 'holding' && machine.coordinator.at === 'savedState.saved',
    'the host commits with a machine off': (host, machine) =>
      host.vss.at === 'holding' && machine.coordinator.at === 'offline',
    'a failed machine stops the host': (host, machine) =>
      host.writer.context.failureScope === 'all' &&
      host.requester.at === 'aborting' &&
      machine.component.at === 'failed',
  },
};
