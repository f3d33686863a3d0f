/**
 * Every delay that a chart waits for, by meaning.
 *
 * A *work* delay stands for something that takes a while: while it is pending it may be over at any
 * moment, and it does end. A *limit* is a deadline: it expires only where its fault is enabled.
 * Durations are in milliseconds and matter to live runs only; those of work are illustrative, those of
 * limits are documented.
 */
export interface Delay {
  readonly kind: 'work' | 'limit';
  /** Milliseconds in a live run. */
  readonly milliseconds: number;
  /** The fault that lets a limit expire (catalogue number); absent for work. */
  readonly fault?: string;
  /** Where nobody answers, nothing but this limit leads on; so it expires in the end. */
  readonly isSure?: boolean;
}

const work = (milliseconds: number): Delay => ({ kind: 'work', milliseconds });
const limit = (milliseconds: number, fault: string): Delay => ({ kind: 'limit', milliseconds, fault });

export const delays = {
  /** The operator, or a schedule, starts the next backup. */
  untilNextBackup: work(60_000),
  /** The operator does the next thing on a list. */
  operatorActs: work(5_000),
  /** The requester reads the files of the shadow copy. */
  fileCopy: work(30_000),
  /** Host volumes are flushed and held until they are all copied. */
  flushAndHold: work(1_000),
  /**
   * The kernel ends a hold that was not released within 10 s.
   * Source: win32 VSS documentation, shadow-copy-creation-for-providers.md.
   */
  holdWindow: limit(10_000, 'F18'),
  /** The same limit inside the guest, whose volumes are held by its own kernel. */
  guestHoldWindow: limit(10_000, 'F37'),
  /** Another requester has its shadow copy set made. */
  otherSet: work(60_000),
  /** The state of a virtual machine is written to disk, or read back. */
  saveState: work(20_000),
  restoreState: work(20_000),
  /** A copy appears on the host as a disk, or goes away again. */
  mount: work(2_000),
  dismount: work(1_000),
  /** Host VSS brings a mounted copy back to the guest's shadow copy. */
  hostRevert: work(3_000),
  /** A disk is hot-added to, or hot-removed from, a SCSI controller. */
  hotPlug: work(2_000),
  /** The guest brings a connected copy back to its shadow copy. */
  guestRevert: work(3_000),
  /** Guest VSS gathers its writers and prepares its volumes. */
  guestPreparation: work(2_000),
  /** The guest's applications bring their files to rest. */
  applicationsComeToRest: work(1_000),
  /** Guest VSS copies its volumes while they are frozen, then lets go. */
  guestCommit: work(500),
  guestThaw: work(200),
  /** The daemon of a Linux guest is at work. */
  daemonAnswer: work(100),
  fileSystemsFreeze: work(1_000),
  fileSystemsThaw: work(200),
  /**
   * How long the driver of a Linux guest waits for its daemon: VSS_FREEZE_TIMEOUT, and HV_UTIL_TIMEOUT for what
   * is no freeze. Source: linux drivers/hv/hv_snapshot.c, hyperv_vmbus.h.
   */
  linuxFreezeLimit: limit(900_000, 'F39'),
  linuxOperationLimit: limit(30_000, 'F39'),
  /**
   * How long the host waits for an answer of a guest. Whether it has such a limit, and which, is not documented: 900 s is
   * what the driver of a Linux guest takes for the expectation of the host (VSS_FREEZE_TIMEOUT).
   */
  guestReplyLimit: { ...limit(900_000, 'F45'), isSure: true },
  /** The host makes the differencing disks of a recovery checkpoint, and merges them after the backup. */
  createCheckpoint: work(1_000),
  mergeDisks: work(30_000),
  /**
   * A writer that is frozen is thawed after 60 s at most.
   * Source: sdk-api vswriter/nf-vswriter-cvsswriter-initialize.md, dwTimeoutFreeze.
   */
  freezeWindow: limit(60_000, 'F8'),
  /** The same limit on the host, for the Hyper-V writer from Freeze to Thaw. */
  hostFreezeWindow: limit(60_000, 'F38'),
} as const satisfies Record<string, Delay>;

export type DelayName = keyof typeof delays;

/** The delays of one chart, in the form that `setup` takes. */
export function pick<Names extends readonly DelayName[]>(...names: Names): Record<Names[number], number> {
  return Object.fromEntries(names.map((name) => [name, delays[name].milliseconds])) as Record<
    Names[number],
    number
  >;
}
