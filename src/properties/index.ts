/**
 * The claims: one sentence and what breaks it, each in a file of its own.
 * @module hyperv-backup-spec/properties
 */
import { barrier } from './barrier.ts';
import { callsInOrder } from './calls-in-order.ts';
import type { Claim } from './claim.ts';
import { cleanEnd } from './clean-end.ts';
import { consistent2012 } from './consistent-2012.ts';
import { consistent2012R2 } from './consistent-2012r2.ts';
import { copiesEndWithTheirBackup } from './copies-end-with-their-backup.ts';
import { checkpointOfFrozenGuest, differencingDisksAreKnown, everyMergeEnds } from './differencing-disks.ts';
import { drift } from './drift.ts';
import { driverKnowsItsDaemon } from './driver-knows-its-daemon.ts';
import { everyBackupEnds } from './every-backup-ends.ts';
import { everyConnectionEnds } from './every-connection-ends.ts';
import { everyMachineIsReported } from './every-machine-is-reported.ts';
import { everyMessageIsTaken } from './every-message-is-taken.ts';
import { failsExactlyWithoutScsi } from './fails-exactly-without-scsi.ts';
import { failuresHaveCauses } from './failures-have-causes.ts';
import { guestSetHasItsRequester } from './guest-set-has-its-requester.ts';
import { hardwareFollowsItsMachine } from './hardware-follows-its-machine.ts';
import { isolation } from './isolation.ts';
import { leftoversAreMet, leftoversAreReported } from './leftovers.ts';
import { leftFrozen, readyWithoutDaemon, requestLost } from './linux-driver.ts';
import { liveUntouched } from './live-untouched.ts';
import { lostServiceIsNoticed } from './lost-service-is-noticed.ts';
import { mountEntries } from './mount-entries.ts';
import { mounts2012, mounts2012R2 } from './mounts.ts';
import { nesting } from './nesting.ts';
import { noDowntime } from './no-downtime.ts';
import { noGuestStaysFrozen } from './no-guest-stays-frozen.ts';
import { attempts } from './observers/attempts.ts';
import { custody } from './observers/custody.ts';
import { ledger } from './observers/ledger.ts';
import { session } from './observers/session.ts';
import { struck } from './observers/struck.ts';
import { tally } from './observers/tally.ts';
import { uptime } from './observers/uptime.ts';
import { olderComponentsFail } from './older-components.ts';
import { allFailTogether, oneFailsAlone } from './one-fails-alone.ts';
import { ownBackupOnly } from './own-backup-only.ts';
import { ownVmOnly } from './own-vm-only.ts';
import { refusedBeforeAsking } from './refused-before-asking.ts';
import { retrySucceeds } from './retry-succeeds.ts';
import { savedCoherent } from './saved-coherent.ts';
import { terminates } from './terminates.ts';
import { hungGuestHoldsUp, unansweredIsGivenUp } from './unanswered.ts';
import { writerEvents } from './writer-events.ts';

export type { Claim, ClaimScope, LeadsToClaim, Situation } from './claim.ts';
export { ending } from './isolation.ts';
export type { Custody } from './observers/custody.ts';
export type { Ledger } from './observers/ledger.ts';
export { type Session, sessionOf } from './observers/session.ts';
export type { Struck } from './observers/struck.ts';
export type { Tally } from './observers/tally.ts';
export type { Uptime } from './observers/uptime.ts';
export { isBetweenBackups, isHandOverDone, isOver } from './situations.ts';
export { type Statement, statements } from './statements.ts';

/** All claims, in the order in which they are reported. */
export const claims: readonly Claim[] = [
  consistent2012R2,
  failsExactlyWithoutScsi,
  consistent2012,
  savedCoherent,
  drift,
  barrier,
  nesting,
  mounts2012,
  mounts2012R2,
  mountEntries,
  ownVmOnly,
  ownBackupOnly,
  cleanEnd,
  liveUntouched,
  noDowntime,
  isolation,
  failuresHaveCauses,
  oneFailsAlone,
  allFailTogether,
  leftoversAreReported,
  leftoversAreMet,
  retrySucceeds,
  callsInOrder,
  writerEvents,
  copiesEndWithTheirBackup,
  everyMachineIsReported,
  refusedBeforeAsking,
  olderComponentsFail,
  lostServiceIsNoticed,
  guestSetHasItsRequester,
  hardwareFollowsItsMachine,
  driverKnowsItsDaemon,
  checkpointOfFrozenGuest,
  differencingDisksAreKnown,
  readyWithoutDaemon,
  requestLost,
  leftFrozen,
  unansweredIsGivenUp,
  hungGuestHoldsUp,
  terminates,
  everyBackupEnds,
  noGuestStaysFrozen,
  everyConnectionEnds,
  everyMergeEnds,
  everyMessageIsTaken,
];

/** What the claims need to be watched beside the charts. */
export const observers = [tally, custody, uptime, ledger, struck, session, attempts];
