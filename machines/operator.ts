/**
 * An operator of one virtual machine who removes its SCSI controllers between two backups.
 *
 * The first attempt meets a running machine and is refused; then the machine is shut down, loses its
 * controllers and is started again. Before the next backup starts the operator may stop at any point.
 *
 * Source: the product team's announcement of 2012 R2 (a machine whose SCSI controllers were removed by
 * hand cannot be backed up).
 */
import { emit, setup } from 'xstate';
import type * as M from './messages.ts';
import { pick } from './time.ts';

export type OperatorEvent = M.BackupStarts | M.BackupOver | M.RemovalRefused | M.RemovalDone;
export type OperatorMessage = M.ShutDown | M.Start | M.RemoveScsiControllers;

export const operator = setup({
  types: {
    events: {} as OperatorEvent,
    emitted: {} as OperatorMessage,
  },
  actions: {
    removeScsiControllers: emit({ type: 'REMOVE_SCSI_CONTROLLERS' }),
    shutDown: emit({ type: 'SHUT_DOWN' }),
    start: emit({ type: 'START' }),
  },
  delays: pick('operatorActs'),
}).createMachine({
  id: 'operator',
  initial: 'handsOff',
  on: { BACKUP_STARTS: '.handsOff' },
  states: {
    handsOff: {
      description: 'A backup is under way, or none has been made yet.',
      on: { BACKUP_OVER: 'tryingWhileItRuns' },
    },
    tryingWhileItRuns: {
      description: 'About to remove the controllers of the running machine.',
      after: { operatorActs: { target: 'awaitingAnswer', actions: 'removeScsiControllers' } },
    },
    awaitingAnswer: {
      description: 'Is the change of configuration accepted?',
      on: { REMOVAL_REFUSED: 'shuttingDown', REMOVAL_DONE: 'starting' },
    },
    shuttingDown: {
      description: 'The machine must be off first.',
      after: { operatorActs: { target: 'removing', actions: 'shutDown' } },
    },
    removing: {
      description: 'About to remove the controllers of the machine that is off.',
      after: { operatorActs: { target: 'awaitingAnswer', actions: 'removeScsiControllers' } },
    },
    starting: {
      description: 'About to start the machine again.',
      after: { operatorActs: { target: 'done', actions: 'start' } },
    },
    done: {
      description: 'Nothing is left to do: the controllers are gone.',
      on: {
        BACKUP_STARTS: { description: 'Nothing was under way.' },
        BACKUP_OVER: { description: 'There is nothing to remove.' },
      },
    },
  },
});
