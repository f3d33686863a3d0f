import type { Observer } from '../../composition/index.ts';

/** Where the calls of the requester have come to; at rest, how its last backup ended. */
export type Calls =
  | 'none'
  | 'metadata'
  | 'started'
  | 'preparing'
  | 'prepared'
  | 'creating'
  | 'created'
  | 'completing'
  | 'closing'
  | 'aborting'
  | 'completed'
  | 'aborted'
  | 'refused'
  | 'gone';

/** Where the writer's events have come to. */
export type WriterEvents =
  | 'none'
  | 'identified'
  | 'prepareBackup'
  | 'prepareSnapshot'
  | 'freeze'
  | 'thaw'
  | 'postSnapshot'
  | 'completeBackup'
  | 'abort';

export interface Session {
  readonly calls: Calls;
  readonly events: WriterEvents;
  /** What came out of its order first; null where nothing did. */
  readonly outOfOrder: 'call' | 'event' | null;
}

type Next<Stage extends string> = Readonly<Record<Stage, Readonly<Record<string, Stage>>>>;

const begin = { GATHER_WRITER_METADATA: 'metadata' } as const;

/** Source: win32 VSS documentation, overview-of-pre-backup-tasks.md and the pages after it; aborting-vss-operations.md. */
const callsAfter: Next<Calls> = {
  none: begin,
  metadata: { START_SNAPSHOT_SET: 'started' },
  started: { PREPARE_FOR_BACKUP: 'preparing' },
  preparing: { GATHER_WRITER_STATUS: 'prepared' },
  prepared: { DO_SNAPSHOT_SET: 'creating', ABORT_BACKUP: 'aborting' },
  creating: { GATHER_WRITER_STATUS: 'created', ABORT_BACKUP: 'aborting' },
  created: { BACKUP_COMPLETE: 'completing', ABORT_BACKUP: 'aborting' },
  completing: { GATHER_WRITER_STATUS: 'closing' },
  closing: { RELEASE_BACKUP_COMPONENTS: 'completed' },
  aborting: { RELEASE_BACKUP_COMPONENTS: 'aborted' },
  completed: begin,
  aborted: begin,
  refused: begin,
  gone: begin,
};

const abort = { ABORT: 'abort' } as const;

/** Source: win32 VSS documentation, overview-of-processing-a-backup-under-vss.md; handling-backupshutdown-events.md. */
const eventsAfter: Next<WriterEvents> = {
  none: { IDENTIFY: 'identified' },
  identified: { IDENTIFY: 'identified', PREPARE_BACKUP: 'prepareBackup' },
  prepareBackup: { PREPARE_SNAPSHOT: 'prepareSnapshot', ...abort },
  prepareSnapshot: { FREEZE: 'freeze', ...abort },
  freeze: { THAW: 'thaw', ...abort },
  thaw: { POST_SNAPSHOT: 'postSnapshot', ...abort },
  postSnapshot: { COMPLETE_BACKUP: 'completeBackup', ...abort },
  completeBackup: { BACKUP_SHUTDOWN: 'none', ...abort },
  abort: { BACKUP_SHUTDOWN: 'none', ...abort },
};

const ordered = (next: Next<string>): ReadonlySet<string> =>
  new Set(Object.values(next).flatMap((types) => Object.keys(types)));
const calls = ordered(callsAfter);
const events = ordered(eventsAfter);

/** Follows the calls of the requester and the events of the writer. */
export const session: Observer<Session> = {
  name: 'session',
  initial: () => ({ calls: 'none', events: 'none', outOfOrder: null }),
  next: (state, { message: { type }, to: { role } }) => {
    if (role === 'host-vss' && type === 'REQUESTER_GONE') return { ...state, calls: 'gone' };
    if (role === 'host-vss' && calls.has(type)) {
      const next = callsAfter[state.calls][type];
      return next === undefined
        ? { ...state, outOfOrder: state.outOfOrder ?? 'call' }
        : { ...state, calls: next };
    }
    if (role === 'hyper-v-vss-writer' && events.has(type)) {
      const next = eventsAfter[state.events][type];
      return next === undefined
        ? { ...state, outOfOrder: state.outOfOrder ?? 'event' }
        : { ...state, events: next };
    }
    // Refused before anything was begun: there is nothing to let go of.
    return role === 'backup-application' && type === 'SNAPSHOT_SET_FAILED' && state.calls === 'preparing'
      ? { ...state, calls: 'refused' }
      : state;
  },
};

/** Seen from a host. */
export const sessionOf = ({ observed }: { readonly observed: Readonly<Record<string, unknown>> }): Session =>
  observed.session as Session;
